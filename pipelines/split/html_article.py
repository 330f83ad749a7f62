"""The article of an HTML page: the prose that the model finds, put right around the headline of a short local story."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pipelines.split.blocks import kind_of
from pipelines.split.document import Document, Run
from pipelines.split.ending import without_ending
from pipelines.split.headline import find_headline
from pipelines.split.parts import Parts
from pipelines.split.story_head import opening_of, take_dek, take_head
from pipelines.split.structured import is_declared_article

LEAST_CHARACTERS = 180
"""Characters of prose outside links from which on a page that does not call itself an article has one."""


def html_article(document: Document, prose: list[bool], claimed: set[int], tz: ZoneInfo | None) -> Parts | None:
    """The article, or None where the page has none. `prose` is by run, `claimed` are the runs of widgets."""
    runs = document.runs
    body = [run.index for run in runs if prose[run.index] and run.index not in claimed]
    headline = find_headline(document, claimed, opening_of(runs, body))
    if headline is not None and _mostly_after(runs, body, headline):
        body = [index for index in body if index > headline]
    parts = Parts()
    if headline is not None:
        _take_headline(runs, headline, body, claimed, parts)
    opening = opening_of(runs, [index for index in body if index not in parts.owners])
    take_head(document, headline, opening, claimed, parts, tz)
    for index in without_ending(runs, [index for index in body if index not in parts.owners], parts.authors):
        parts.take(index, "body")
    take_dek(document, headline, parts, claimed)
    if not _is_article(document, parts):
        return None
    parts.kinds = {index: kind_of(runs[index]) for index in parts.of("body")}
    return parts


def _mostly_after(runs: list[Run], body: list[int], headline: int) -> bool:
    after = sum(len(runs[index].text) for index in body if index > headline)
    return 2 * after > sum(len(runs[index].text) for index in body)


def _take_headline(runs: list[Run], headline: int, body: list[int], claimed: set[int], parts: Parts) -> None:
    """The headline's run and its repeats up to the first paragraphs, such as a breadcrumb or a sticky bar."""
    parts.take(headline, "headline")
    text = runs[headline].text.casefold()
    for index in body:
        if runs[index].text.casefold() == text:
            parts.take(index, "headline")


def _is_article(document: Document, parts: Parts) -> bool:
    body = parts.of("body")
    if not body:
        return bool(parts.of("dateline")) and bool(parts.of("headline")) and is_declared_article(document.head)
    if is_declared_article(document.head) or parts.of("dateline"):
        return True
    return sum(len(run.text) - _linked(run) for run in (document.runs[index] for index in body)) >= LEAST_CHARACTERS


def _linked(run: Run) -> int:
    return sum(len(link.text) for link in run.links)
