"""The head of a story: byline, date lines and dek around the headline of an HTML page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pipelines.split.blocks import kind_of
from pipelines.split.bylines import Byline, byline_inside, names, read_byline
from pipelines.split.document import Document, Run
from pipelines.split.parts import Parts
from pipelines.split.person_names import is_role, person_name
from pipelines.split.printed_times import DateLine, read_date_line, without_times

BEFORE_HEADLINE, AFTER_OPENING, LONGEST_HEAD = 8, 4, 40
"""Runs around headline and first paragraph in which bylines and date lines stand."""
NEAR_ABOVE = 3
"""Runs above the headline in which a date without a label is the story's, when its element is named so."""
MAX_BYLINE = 120
AUTHOR_NAMES = re.compile(r"by-?line|author(?!i)")
_TIME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|posted|published|pub-?date|date-?published|publish(?:ed)?-date|updated)(?:$|[\s_-])"
)
_META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:meta|info|details?|credits?|attribution)(?:$|[\s_-])|by-?line|author(?!i)|date|time|publish|posted"
)
AUTHOR_PAGE = re.compile(
    r"/(?:(?:blog-?)?authors?|staff|contributors?|profiles?|people|bios?|reporters?|journalists?|writers?|producers?|meet-the-team)/[^/?#]*[a-z]"
)
_DEK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|subtitle|sub-?head(?:line|ing)?|sub-?hed|standfirst|summary|excerpt|description|alternativeheadline|lede?-?in)(?:$|[\s_-])"
)
_ONLY_BY = re.compile(r"\W*(?:(?:posted|written|reported|text|words|story)\s+)?by\W*", re.IGNORECASE)
_BY_OR_BARS = re.compile(r"\bby\b|\s[|•·⋅●]\s", re.IGNORECASE)
_SECTION_PAGE = re.compile(r"/(?:category|categories|tags?|topics?|sections?)/")
_ENDS_SENTENCE = re.compile(r"[.!?]['\"”’)]*$")
_DAY_FIRST = re.compile(r"en[-_](?:gb|au|nz|ie|in|za|sg|my)|(?!en)[a-z]{2}", re.IGNORECASE)


def opening_of(runs: list[Run], body: list[int]) -> int | None:
    """The first paragraph of prose; where all are short, the first run."""
    return next((index for index in body if len(runs[index].text) >= 80), body[0] if body else None)


@dataclass(slots=True)
class _Reader:
    """What is known while the runs of a head are read, in order."""

    parts: Parts
    tz: ZoneInfo | None
    day_first: bool
    after_by: bool = False


def take_head(
    document: Document, headline: int | None, opening: int | None, claimed: set[int], parts: Parts, tz: ZoneInfo | None
) -> None:
    """Bylines and date lines around the headline, down to just behind the first paragraph, the run `opening`."""
    runs = document.runs
    start = headline if headline is not None else opening
    if start is None:
        return
    end = min(max(opening if opening is not None else start, start) + AFTER_OPENING, start + LONGEST_HEAD, len(runs))
    reader = _Reader(parts, tz, is_day_first(document))
    for run in runs[max(start - BEFORE_HEADLINE, 0) : end]:
        if run.index in claimed or run.index in parts.owners:
            continue
        _take_line(run, reader, place=run.index - (headline if headline is not None else -1))
    if not parts.authors and headline is not None and opening is not None:
        _take_lone_name(document, headline, opening, claimed, parts)


def is_day_first(document: Document) -> bool:
    """Whether the page's language writes the day before the month, as all do but that of the United States."""
    said = document.head.language or document.head.meta.get("og:locale") or ""
    return _DAY_FIRST.match(said) is not None


def _take_line(run: Run, reader: _Reader, *, place: int) -> None:
    """Take the run if it is a byline or a date line, and note a `By` whose name stands in the next run.

    `place` is how far it stands behind the headline.
    """
    parts, after_by = reader.parts, reader.after_by
    reader.after_by = _ONLY_BY.fullmatch(run.text) is not None
    if reader.after_by:
        parts.take(run.index, "byline")
        return
    text = run.text if len(run.pieces) == 1 else " | ".join(run.pieces)
    dates = _dates(run, text, reader, place)
    if dates is not None:
        parts.take(run.index, "dateline")
        parts.published = parts.published or dates.published
        parts.updated = parts.updated or dates.updated
    byline = _byline(run, text, dated=dates is not None, place=place)
    if (
        byline is None
        and dates is None
        and after_by
        and not any(_SECTION_PAGE.search(link.href or "") for link in run.links)
    ):
        byline = names(text)
    if byline is not None:
        parts.take(run.index, "byline")
        parts.authors = parts.authors or byline.authors
        parts.agency = parts.agency or byline.agency


def _dates(run: Run, text: str, reader: _Reader, place: int) -> DateLine | None:
    """The dates of a run. One with no label above the headline is mostly today's: it has to stand close and be named."""
    below = place > 0
    bare = below or (place >= -NEAR_ABOVE and is_named(run, _TIME_NAMES))
    dates = read_date_line(text, reader.tz, labelled=not bare, day_first=reader.day_first)
    if dates is not None or not below or _ENDS_SENTENCE.search(text):
        return dates
    if _BY_OR_BARS.search(text) is None and not is_named(run, _META_NAMES):
        return None
    return read_date_line(text, reader.tz, loose=True, day_first=reader.day_first)


def _byline(run: Run, text: str, *, dated: bool, place: int) -> Byline | None:
    """The byline of a run: it says `By`, its element is named so, or it is a link to an author's page."""
    rest = without_times(text)
    said = read_byline(rest)
    if said is not None:
        return said
    below = place > 0
    named = (
        (below or (dated and place >= -NEAR_ABOVE)) and len(run.text) <= 2 * MAX_BYLINE and is_named(run, AUTHOR_NAMES)
    )
    if dated or named:
        inside = byline_inside(rest)
        if inside is not None:
            return inside
    if len(run.text) > MAX_BYLINE or not (below or named):
        return None
    linked = [link for link in run.links if link.href and AUTHOR_PAGE.search(link.href)]
    byline = Byline()
    if linked:
        byline = names(", ".join(link.text for link in linked))
    elif named:
        byline = names(rest)
    elif dated:
        byline = _before_role(rest)
    if not named:
        byline.authors = [author for author in byline.authors if " " in author]
    return byline if byline.authors or byline.agency else None


def _before_role(text: str) -> Byline:
    """The name that a role follows, of a date line such as `Jane Roe | Senior Writer | July 2, 2025`."""
    first, _, behind = (part.strip() for part in text.partition("|"))
    name = person_name(first)
    return Byline([name]) if name is not None and is_role(behind.partition("|")[0]) else Byline()


def _take_lone_name(document: Document, headline: int, opening: int, claimed: set[int], parts: Parts) -> None:
    """The run under the headline that is nothing but a name, when the page links to an author so named, or says the name
    again and a date line stands beside it."""
    runs = document.runs
    dates = parts.of("dateline")
    for run in runs[headline + 1 : opening]:
        if run.index in claimed or run.index in parts.owners or len(run.text) > MAX_BYLINE // 2:
            continue
        name = person_name(run.text)
        if name is None or " " not in name:
            continue
        slug = "-".join(name.casefold().split())
        near = runs[run.index : run.index + 4]
        linked = any(link.href and slug in link.href.casefold() for each in near for link in each.links)
        dated = any(abs(index - run.index) <= 2 for index in dates)
        if linked or (dated and any(other.text == run.text for other in runs[opening:])):
            parts.take(run.index, "byline")
            parts.authors = [name]
            return


def is_named(run: Run, pattern: re.Pattern[str]) -> bool:
    """Whether one of the innermost elements has such a class, id, role or itemprop."""
    if run.element is None:
        return False
    near = [element for steps, element in zip(range(3), run.element.ancestors(), strict=False)]
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
    near = [element for steps, element in zip(range(2), run.element.ancestors(), strict=False)]
    return any(element.names and _DEK_NAMES.search(element.names) for element in near)


def _is_sentence(run: Run) -> bool:
    return len(run.text.split()) >= 5 and not run.links and kind_of(run) in ("paragraph", "heading")


def _body_after(parts: Parts, index: int) -> bool:
    return any(at > index for at, owner in parts.owners.items() if owner == "body")
