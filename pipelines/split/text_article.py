"""The article of a plain text: title lines, posted and updated lines, then the body up to the first sidebar widget."""

from __future__ import annotations

import re
from itertools import pairwise
from zoneinfo import ZoneInfo

from pipelines.split.bylines import read_byline
from pipelines.split.document import Document, Run
from pipelines.split.parts import Parts
from pipelines.split.printed_times import read_date_line

MAX_HEADLINE = 200
MAX_HEADING_WORDS = 14
LEAST_LISTED, MAX_LISTED = 2, 100
"""Lines below the title of a list at least, and characters of one at most."""
PROSE = 60
"""Characters from which on a line that ends as a sentence does is prose."""

_SKY = re.compile(
    r"(?:(?:mostly|partly|few|scattered|broken|light|heavy)\s+)?"
    r"(?:clear|sunny|cloudy|clouds?|overcast|fair|fog(?:gy)?|mist|haz[ey]|rain|snow|drizzle|showers|thunderstorms?|windy)",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"related (?:content|stories|articles)|scroll for more content.*|article comments|comments|advertisement|image|"
    r"(?:share|print|email|tweet|facebook|twitter)(?: this.*)?|read more|full story|most popular stories|"
    r"(?:tm & )?(?:©|\(c\)|copyright\b).*|all rights reserved.*",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…]['\"”’)]*$")
_HEADING_END = re.compile(r"[\w)?’'\"”]$")


def text_article(document: Document, claimed: set[int], tz: ZoneInfo | None) -> Parts | None:
    """The article of a text, or None where it has neither date line nor prose. `claimed` are the runs of widgets."""
    free = [run for run in document.runs if run.index not in claimed]
    if free and free[0].index == 0 and _SKY.fullmatch(free[0].text):
        free = free[1:]
    parts = Parts()
    start = _head_with_dates(free, parts, tz)
    body = _body(free[start:], document) if start is not None else []
    if not any(_is_prose(run) for run in body) and any(_is_prose(run) for run in free[:start]):
        parts = _with_dates_at_the_end(parts)
        free = [run for run in free if run.index not in parts.owners]
        body = _body(free[_head_without_dates(free, parts) :], document)
    if not body and not parts.of("dateline"):
        return None
    for run in body:
        parts.take(run.index, "body")
    _headings(body, parts)
    return parts


def _head_with_dates(free: list[Run], parts: Parts, tz: ZoneInfo | None) -> int | None:
    """Read the head of a story that has a date line; the place in `free` of what follows, None where there is none."""
    first = next((at for at, run in enumerate(free) if read_date_line(run.text, tz, labelled=True) is not None), None)
    if first is None:
        return None
    while first and read_byline(free[first - 1].text) is not None:
        first -= 1
    title = [run for run in free[max(first - 2, 0) : first] if not BOILERPLATE.fullmatch(run.text)]
    if title and len(title[0].text) <= MAX_HEADLINE:
        parts.take(title[0].index, "headline")
        if len(title) > 1:
            parts.take(title[1].index, "dek")
    elif len(title) > 1 and len(title[1].text) <= MAX_HEADLINE:
        parts.take(title[1].index, "headline")
    at = first
    while at < len(free) and _take_line(free[at], parts, tz):
        at += 1
    return at


def _take_line(run: Run, parts: Parts, tz: ZoneInfo | None) -> bool:
    """Take a date line or a byline; False of any other line."""
    dates = read_date_line(run.text, tz, labelled="dateline" not in parts.owners.values())
    if dates is not None:
        parts.take(run.index, "dateline")
        parts.published = parts.published or dates.published
        parts.updated = parts.updated or dates.updated
        return True
    byline = read_byline(run.text)
    if byline is None:
        return False
    parts.take(run.index, "byline")
    parts.authors = parts.authors or byline.authors
    parts.agency = parts.agency or byline.agency
    return True


def _with_dates_at_the_end(head: Parts) -> Parts:
    """What is left of a head that no story follows: the story stands above its date line."""
    kept = Parts(authors=head.authors, agency=head.agency, published=head.published, updated=head.updated)
    kept.owners = {index: owner for index, owner in head.owners.items() if owner in ("dateline", "byline")}
    return kept


def _head_without_dates(free: list[Run], parts: Parts) -> int:
    """Take a title line, where the text begins with one that prose follows, and a byline; the place of what follows."""
    at = 0
    if len(free) > 1 and not _is_prose(free[0]) and len(free[0].text) <= MAX_HEADLINE and _is_prose(free[1]):
        parts.take(free[0].index, "headline")
        at = 1
    while at < len(free) and at < 3 and _take_line(free[at], parts, None):
        at += 1
    return at


def _body(rest: list[Run], document: Document) -> list[Run]:
    """The lines up to the first widget; those after one only where prose resumes: two lines of prose in a row."""
    body: list[Run] = []
    for group in _unbroken(rest):
        kept = [run for run in group if not BOILERPLATE.fullmatch(run.text)]
        if group[-1] is not document.runs[-1]:
            kept = _without_list_below(kept)
        prose = [_is_prose(run) for run in kept]
        resumes = any(here and after for here, after in pairwise(prose))
        if resumes or (not body and any(prose)):
            body.extend(kept)
    return body


def _without_list_below(group: list[Run]) -> list[Run]:
    """The lines without a list that stands between the story and a widget: a title, and below it short lines only."""
    last = next((at for at in range(len(group) - 1, -1, -1) if _is_prose(group[at])), None)
    below = group[last + 1 :] if last is not None else []
    titled = len(below) > LEAST_LISTED and _is_heading(below[0].text) and len(below[0].text) <= MAX_LISTED
    listed = all(_is_listed(run.text) for run in below)
    return group[: -len(below)] if titled and listed else group


def _is_listed(text: str) -> bool:
    """No sentence, and no `Tonight: cloudy` of a forecast."""
    return len(text) <= MAX_LISTED and ": " not in text and _ENDS_SENTENCE.search(text) is None


def _unbroken(rest: list[Run]) -> list[list[Run]]:
    """The lines in groups that no widget stands between."""
    groups: list[list[Run]] = []
    for run in rest:
        if groups and groups[-1][-1].index == run.index - 1:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _is_prose(run: Run) -> bool:
    return len(run.text) >= PROSE and (_ENDS_SENTENCE.search(run.text) is not None or len(run.text) >= 3 * PROSE)


def _headings(body: list[Run], parts: Parts) -> None:
    """Mark as headings the short lines without final punctuation that stand between paragraphs, apart from them."""
    spaced = any(after.line - here.line > 1 for here, after in pairwise(body) if after.line and here.line)
    for before, run, after in zip(body, body[1:], body[2:], strict=False):
        apart = not spaced or (_gap(before, run) > 1 and _gap(run, after) > 1)
        if apart and _is_prose(before) and len(after.text) >= PROSE and _is_heading(run.text):
            parts.kinds[run.index] = "heading"


def _gap(before: Run, after: Run) -> int:
    return (after.line or 0) - (before.line or 0)


def _is_heading(text: str) -> bool:
    return (
        len(text.split()) <= MAX_HEADING_WORDS
        and text[0] not in "'\"“‘"
        and _HEADING_END.search(text) is not None
        and (_ENDS_SENTENCE.search(text) is None or text.endswith("?"))
    )
