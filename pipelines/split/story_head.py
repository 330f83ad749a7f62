"""The head of a story: byline, date lines and dek around the headline of an HTML page."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from pipelines.split.blocks import kind_of
from pipelines.split.bylines import Byline, byline_inside, names, read_byline
from pipelines.split.document import Document, Run
from pipelines.split.parts import Parts
from pipelines.split.printed_times import read_date_line, without_times

BEFORE_HEADLINE, AFTER_OPENING, LONGEST_HEAD = 8, 4, 40
"""Runs around headline and first paragraph in which bylines and date lines stand."""
MAX_BYLINE = 120
_BYLINE_NAMES = re.compile(r"(?:^|[\s_-])(?:byline|by-?line|authors?)(?:$|[\s_-])")
_TIME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|posted|published|pub-?date|date-?published|publish(?:ed)?-date|updated)(?:$|[\s_-])"
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|staff|contributors?|profiles?|people|bios?|reporters?|journalists?|writers?|producers?|meet-the-team)/[^/?#]*[a-z]"
)
_DEK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|subtitle|sub-?head(?:line|ing)?|sub-?hed|standfirst|summary|excerpt|description|alternativeheadline|lede?-?in)(?:$|[\s_-])"
)
_ONLY_BY = re.compile(r"\W*(?:(?:posted|written|reported)\s+)?by\W*", re.IGNORECASE)


def opening_of(runs: list[Run], body: list[int]) -> int | None:
    """The first paragraph of prose; where all are short, the first run."""
    return next((index for index in body if len(runs[index].text) >= 80), body[0] if body else None)


def take_head(
    document: Document, headline: int | None, opening: int | None, claimed: set[int], parts: Parts, tz: ZoneInfo | None
) -> None:
    """Bylines and date lines around the headline, down to just behind the first paragraph, the run `opening`."""
    runs = document.runs
    start = headline if headline is not None else opening
    if start is None:
        return
    end = min(max(opening if opening is not None else start, start) + AFTER_OPENING, start + LONGEST_HEAD, len(runs))
    after_by = False
    for run in runs[max(start - BEFORE_HEADLINE, 0) : end]:
        if run.index in claimed or run.index in parts.owners:
            continue
        after_by = _take_head_line(
            run, parts, tz, place=run.index - (headline if headline is not None else -1), after_by=after_by
        )


def _take_head_line(run: Run, parts: Parts, tz: ZoneInfo | None, *, place: int, after_by: bool) -> bool:
    """Take the run if it is a byline or a date line; whether it is a `By` whose name stands in the next run.

    `place` is how far it stands behind the headline. A date with no label above the headline is mostly today's: it has
    to stand close and in an element that is named a date.
    """
    below = place > 0
    if _ONLY_BY.fullmatch(run.text):
        parts.take(run.index, "byline")
        return True
    dates = read_date_line(run.text, tz, labelled=not below and (place < -3 or not _is_named(run, _TIME_NAMES)))
    if dates is not None:
        parts.take(run.index, "dateline")
        parts.published = parts.published or dates.published
        parts.updated = parts.updated or dates.updated
    byline = _byline(run, dated=dates is not None, below=below)
    if byline is None and dates is None and after_by:
        byline = names(run.text)
    if byline is not None:
        parts.take(run.index, "byline")
        parts.authors = parts.authors or byline.authors
        parts.agency = parts.agency or byline.agency
    return False


def _byline(run: Run, *, dated: bool, below: bool) -> Byline | None:
    """The byline of a run: it says `By`, its element is named so, or it is a link to an author's page."""
    said = read_byline(without_times(" | ".join(run.pieces)))
    if said is not None:
        return said
    named = below and len(run.text) <= 2 * MAX_BYLINE and _is_named(run, _BYLINE_NAMES)
    if dated or named:
        inside = byline_inside(without_times(run.text))
        if inside is not None:
            return inside
    if not below or len(run.text) > MAX_BYLINE:
        return None
    linked = [link.text for link in run.links if link.href and _AUTHOR_PAGE.search(link.href)]
    if not linked and not named:
        return None
    byline = names(" | ".join(linked or run.pieces))
    byline.authors = [author for author in byline.authors if " " in author]
    return byline if byline.authors or byline.agency else None


def _is_named(run: Run, pattern: re.Pattern[str]) -> bool:
    """Whether one of the innermost elements has such a class, id, role or itemprop."""
    if run.element is None:
        return False
    near = [element for steps, element in enumerate(run.element.ancestors()) if steps <= 2]
    return any(element.names and pattern.search(element.names) for element in near)


def take_dek(document: Document, headline: int | None, parts: Parts, claimed: set[int]) -> None:
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
    if run.element is None or len(run.text.split()) < 3:
        return False
    near = [element for steps, element in enumerate(run.element.ancestors()) if steps < 2]
    return any(element.names and _DEK_NAMES.search(element.names) for element in near)


def _is_sentence(run: Run) -> bool:
    return len(run.text.split()) >= 5 and not run.links and kind_of(run) in ("paragraph", "heading")


def _body_after(parts: Parts, index: int) -> bool:
    return any(at > index for at, owner in parts.owners.items() if owner == "body")
