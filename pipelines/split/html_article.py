"""The article of an HTML page: trafilatura's prose, put right around the headline of a short local story."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from pipelines.split.blocks import kind_of
from pipelines.split.bylines import Byline, names, read_byline
from pipelines.split.document import Document, Run
from pipelines.split.headline import find_headline
from pipelines.split.parts import Parts
from pipelines.split.printed_times import read_date_line
from pipelines.split.structured import is_declared_article

BEFORE_HEADLINE, AFTER_OPENING, LONGEST_HEAD = 8, 4, 40
"""Runs around headline and first paragraph in which bylines and date lines stand."""
LEAST_WORDS = 40
"""Words of prose from which on a page that does not call itself an article has one."""
_BYLINE_NAMES = re.compile(r"(?:^|[\s_-])(?:byline|by-?line|authors?)(?:$|[\s_-])")
_DEK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|subtitle|sub-?head(?:line|ing)?|sub-?hed|standfirst|summary|excerpt|description|alternativeheadline|lede?-?in)(?:$|[\s_-])"
)
_ONLY_BY = re.compile(r"\W*(?:(?:posted|written|reported)\s+)?by\W*", re.IGNORECASE)


def html_article(document: Document, prose: list[bool], claimed: set[int], tz: ZoneInfo | None) -> Parts | None:
    """The article, or None where the page has none. `prose` is by run, `claimed` are the runs of widgets."""
    runs = document.runs
    body = [run.index for run in runs if prose[run.index] and run.index not in claimed]
    headline = find_headline(document, claimed, _opening(runs, body))
    if headline is not None and _mostly_after(runs, body, headline):
        body = [index for index in body if index > headline]
    parts = Parts()
    if headline is not None:
        _take_headline(runs, headline, body, claimed, parts)
    _take_head(runs, headline, body, claimed, parts, tz)
    for index in body:
        parts.take(index, "body")
    _take_dek(document, headline, parts, claimed)
    if not _is_article(document, parts):
        return None
    parts.kinds = {index: kind_of(runs[index]) for index in parts.of("body")}
    return parts


def _opening(runs: list[Run], body: list[int]) -> int | None:
    """The first paragraph of prose; where all are short, the first run."""
    return next((index for index in body if len(runs[index].text) >= 80), body[0] if body else None)


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


def _take_head(
    runs: list[Run], headline: int | None, body: list[int], claimed: set[int], parts: Parts, tz: ZoneInfo | None
) -> None:
    """Bylines and date lines around the headline, down to just behind the first paragraph."""
    opening = _opening(runs, [index for index in body if index not in parts.owners])
    start = headline if headline is not None else opening
    if start is None:
        return
    end = min(max(opening if opening is not None else start, start) + AFTER_OPENING, start + LONGEST_HEAD, len(runs))
    waiting_by = False
    for run in runs[max(start - BEFORE_HEADLINE, 0) : end]:
        if run.index in claimed or run.index in parts.owners:
            continue
        inside = headline is None or run.index > headline
        waiting_by = _take_head_line(run, parts, tz, bare=inside, after_by=waiting_by)


def _take_head_line(run: Run, parts: Parts, tz: ZoneInfo | None, *, bare: bool, after_by: bool) -> bool:
    """Take the run if it is a byline or a date line; whether it is a `By` whose name stands in the next run."""
    dates = read_date_line(run.text, tz, labelled=not bare)
    byline = read_byline(run.text) or (_named_byline(run) if bare else None)
    if _ONLY_BY.fullmatch(run.text):
        parts.take(run.index, "byline")
        return True
    if dates is None and byline is None and after_by:
        byline = names(run.text)
    if dates is not None:
        parts.take(run.index, "dateline")
        parts.published = parts.published or dates.published
        parts.updated = parts.updated or dates.updated
    if byline is not None:
        parts.take(run.index, "byline")
        parts.authors = parts.authors or byline.authors
        parts.agency = parts.agency or byline.agency
    return False


def _named_byline(run: Run) -> Byline | None:
    """A byline by the name of its element: `<span class="author">Jane Roe</span>`."""
    if run.element is None or len(run.text) > 120:
        return None
    for steps, element in enumerate(run.element.ancestors()):
        if steps > 2:
            return None
        if element.names and _BYLINE_NAMES.search(element.names):
            byline = names(run.text)
            return byline if byline.authors or byline.agency else None
    return None


def _take_dek(document: Document, headline: int | None, parts: Parts, claimed: set[int]) -> None:
    """The line under the headline: one that is named a dek, or a sentence between the headline and byline or date line."""
    if headline is None:
        return
    runs = document.runs
    heads = [index for index, owner in parts.owners.items() if owner in ("byline", "dateline") and index > headline]
    first_head = min(heads, default=headline)
    for run in runs[headline + 1 : headline + 6]:
        if run.index in claimed or parts.owners.get(run.index, "body") != "body" or len(run.text) > 500:
            continue
        if _is_named_dek(run) or (run.index < first_head and _is_sentence(run) and _body_after(parts, first_head)):
            parts.owners[run.index] = "dek"
            return


def _is_named_dek(run: Run) -> bool:
    if run.element is None or len(run.text) < 20:
        return False
    near = [element for steps, element in enumerate(run.element.ancestors()) if steps < 2]
    return any(element.names and _DEK_NAMES.search(element.names) for element in near)


def _is_sentence(run: Run) -> bool:
    return len(run.text.split()) >= 5 and not run.links and kind_of(run) in ("paragraph", "heading")


def _body_after(parts: Parts, index: int) -> bool:
    return any(at > index for at, owner in parts.owners.items() if owner == "body")


def _is_article(document: Document, parts: Parts) -> bool:
    body = parts.of("body")
    if not body:
        return bool(parts.of("dateline")) and bool(parts.of("headline")) and is_declared_article(document.head)
    if is_declared_article(document.head) or parts.of("dateline"):
        return True
    words = sum(len(document.runs[index].text.split()) for index in body if not document.runs[index].links)
    return words >= LEAST_WORDS
