"""The head of a story: byline, date lines and dek around the headline of an HTML page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pipelines.split.blocks import kind_of
from pipelines.split.bylines import (
    Byline,
    byline_inside,
    credits_others,
    goes_on,
    is_by_label,
    names,
    other_credit,
    read_byline,
    unique,
    writer_of_bio,
)
from pipelines.split.document import Document, Run
from pipelines.split.marks import is_aside
from pipelines.split.other_languages import line_of
from pipelines.split.parts import Parts
from pipelines.split.person_names import is_role, person_name
from pipelines.split.printed_times import DateLine, is_label, read_date_line, tells_time, without_times

BEFORE_HEADLINE, AFTER_OPENING, LONGEST_HEAD = 8, 4, 40
"""Runs around headline and first paragraph in which bylines and date lines stand."""
NEAR_ABOVE = 3
"""Runs above the headline in which a date without a label is the story's, when its element is named so."""
NEXT_AUTHOR = 2
"""Runs behind an author's in which the next one of several stands."""
FAR_BELOW = 8
"""Runs below the headline in which a date among other words, without a label, is the story's."""
MAX_BYLINE, MAX_LABEL, MAX_AUTHOR_LABEL = 120, 15, 25
AUTHOR_NAMES = re.compile(r"by-?line|author(?!i)|aut(?:o|eu)r(?![a-z])")
TIME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|posted|published|pub-?date|date-?published|publish(?:ed)?-date|updated)(?:$|[\s_-])"
)
_META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:meta|info|details?|credits?|attribution)(?:$|[\s_-])|by-?line|author(?!i)|date|time|publish|posted"
)
AUTHOR_PAGE = re.compile(
    r"/(?:(?:blog-?)?authors?|staff|contributors?|profiles?|people|bios?|reporters?|journalists?|writers?|producers?|(?:meet-the-|news-|our-)?team)/[^/?#]*[a-z]|[?&]_?author=\w"
)
_DEK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|subtitle|sub-?head(?:line|ing)?|sub-?hed|standfirst|summary|excerpt|description|alternativeheadline|lede?-?in)(?:$|[\s_-])"
)
_BY_OR_BARS = re.compile(r"\bby\b|\s[|•·⋅●]\s", re.IGNORECASE)
_NO_TEXT = frozenset({"button", "dd", "dt", "li", "td", "th"})
_WITHOUT_TIME = re.compile(r"^[\s|,]+|\s*(?:\|\s*)?\b(?:on|at)\s*(?=\|)")
"""What is left of `on` and a comma around a time that was taken out."""
_UNITS = re.compile(r"[|,]")
_NEWSROOM_ROLE = re.compile(
    r"(?:[\w'’&.-]+ ){0,4}(?:writer|reporter|correspondent|editor|anchor|meteorologist|staff|producer|columnist|contributor|journalist)",
    re.IGNORECASE,
)
_BEGINS_SO = re.compile(
    r"\W*(?:by|posted|published|publication|updated|last|first|originally|written|story|article|this (?:article|story|post))\b",
    re.IGNORECASE,
)
"""How a line about a story begins, long as it may be; other long lines are paragraphs."""
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
    after_other: bool = False
    label: tuple[int, str] | None = None
    last_author: int = -1


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
        if run.index in claimed or run.index in parts.owners or _is_behind_in_aside(run, start, opening):
            continue
        _take_line(run, line_of(run, document), reader, place=run.index - (headline if headline is not None else -1))
    if not parts.authors and headline is not None and opening is not None:
        _take_lone_name(document, headline, opening, claimed, parts)


def _is_behind_in_aside(run: Run, start: int, opening: int | None) -> bool:
    """Whether it is no more of the head: below the first paragraph of a short story the comments may begin."""
    if opening is None or run.index <= opening or run.element is None or len(run.text) > 2 * MAX_BYLINE:
        return False
    return is_aside(run.element, start)


def is_day_first(document: Document) -> bool:
    """Whether the page's language writes the day before the month, as all do but that of the United States."""
    said = document.head.language or document.head.meta.get("og:locale") or ""
    return _DAY_FIRST.match(said) is not None


def _take_line(run: Run, text: str, reader: _Reader, *, place: int) -> None:
    """Take the run if it is a byline or a date line, and note a `By` whose name stands in the next run.

    `text` is what it says, `place` is how far it stands behind the headline.
    """
    parts, after_by, after_other, label = reader.parts, reader.after_by, reader.after_other, reader.label
    reader.after_by = reader.after_other = False
    reader.label = None
    if len(text) > MAX_BYLINE and _ENDS_SENTENCE.search(text) and not _BEGINS_SO.match(text):
        return
    says_by = "by" in text.lower()
    if len(text) <= MAX_AUTHOR_LABEL and is_by_label(text):
        reader.after_by = True
        parts.take(run.index, "byline")
        return
    other = other_credit(text) if says_by else None
    if (other is not None and place > 0) or (after_other and person_name(run.text) is not None):
        reader.after_other = other == ""
        parts.take(run.index, "byline")
        return
    reader.label = (run.index, text) if is_label(text) else None
    dates = _dates(run, f"{label[1]} {text}" if label is not None else text, reader, place)
    if dates is not None:
        if label is not None:
            parts.take(label[0], "dateline")
        parts.take(run.index, "dateline")
        parts.published = parts.published or dates.published
        parts.updated = parts.updated or dates.updated
    byline = _byline(run, text, says_by=says_by, dated=dates is not None, place=place)
    if byline is None and dates is None and after_by and not _links_elsewhere(run):
        byline = names(text)
    if byline is not None and _adds(byline, run, text, reader):
        parts.take(run.index, "byline")
        parts.agency = parts.agency or byline.agency


def _adds(byline: Byline, run: Run, text: str, reader: _Reader) -> bool:
    """Note the authors. Behind a first byline only a run right after it that is one more name adds an author."""
    known = reader.parts.authors
    if not known:
        reader.parts.authors = byline.authors
        reader.last_author = run.index
        return True
    near = bool(byline.authors) and run.index - reader.last_author <= NEXT_AUTHOR
    name = person_name(run.text) if near else None
    if (name is not None and " " in name and not is_role(name)) or (near and goes_on(text)):
        reader.parts.authors = unique([*known, *byline.authors])
        reader.last_author = run.index
        return True
    return not byline.authors or set(byline.authors) <= set(known) or read_byline(text) is not None


def _dates(run: Run, text: str, reader: _Reader, place: int) -> DateLine | None:
    """The dates of a run. One with no label above the headline is mostly today's: it has to stand close and be named."""
    if not tells_time(text):
        return None
    below = place > 0
    bare = below or (place >= -NEAR_ABOVE and is_named(run, TIME_NAMES))
    loose = 0 < place <= FAR_BELOW and _ENDS_SENTENCE.search(text) is None and _says_who_or_when(run, text)
    return read_date_line(text, reader.tz, labelled=not bare, loose=loose, day_first=reader.day_first)


def _says_who_or_when(run: Run, text: str) -> bool:
    """Whether a run under the headline is one of credits, by its words or its name."""
    return _BY_OR_BARS.search(text) is not None or is_named(run, _META_NAMES)


def _byline(run: Run, text: str, *, says_by: bool, dated: bool, place: int) -> Byline | None:
    """The byline of a run: it says `By`, its element is named so, or it is a link to an author's page."""
    below = place > 0
    named = (below or (dated and place >= -NEAR_ABOVE)) and _is_named_author(run)
    linked = _linked_authors(run) if below and run.links and not (says_by and credits_others(text)) else []
    rest = without_times(text) if says_by or dated or named else text
    said = read_byline(rest) if says_by or ":" in rest[:MAX_LABEL] else None
    if said is not None:
        return Byline(linked, said.agency) if len(linked) > len(said.authors) else said
    if says_by and (dated or named or (below and is_named(run, _META_NAMES))):
        inside = byline_inside(rest)
        if inside is not None:
            return inside
    if len(run.text) > MAX_BYLINE or not (below or named):
        return None
    byline = Byline(linked) if linked else names(rest) if named else _before_role(run, rest, dated=dated)
    if not named or len(byline.authors) > 1:
        byline.authors = [author for author in byline.authors if " " in author]
    return byline if byline.authors or byline.agency else None


def _linked_authors(run: Run) -> list[str]:
    """The names that are links to authors' pages."""
    texts = [link.text for link in run.links if link.href and AUTHOR_PAGE.search(link.href)]
    return names(", ".join(texts)).authors if texts else []


def _before_role(run: Run, text: str, *, dated: bool) -> Byline:
    """The name that a role follows: `Jane Roe | Senior Writer | July 2, 2025`, and without a date, where it may be the
    credit of a picture or the dateline of a story, only before a role of a newsroom: `Jane Roe, WXYZ Staff Writer`."""
    first, *behind = (part.strip() for part in _UNITS.split(text, maxsplit=2))
    if not behind or len(first) > MAX_BYLINE // 2:
        return Byline()
    signed = is_role(behind[0]) if dated else _NEWSROOM_ROLE.fullmatch(behind[0]) is not None
    name = person_name(first) if signed else None
    if name is None or " " not in name or (not dated and kind_of(run) == "caption"):
        return Byline()
    return names(text)


def _take_lone_name(document: Document, headline: int, opening: int, claimed: set[int], parts: Parts) -> None:
    """The run under the headline that is nothing but a name (and a date), when the page links to an author so named, or
    says the name again and a date line stands beside it."""
    runs = document.runs
    dates = parts.of("dateline")
    for run in runs[headline + 1 : opening + AFTER_OPENING]:
        if run.index in claimed or parts.owners.get(run.index) not in (None, "dateline") or len(run.text) > MAX_BYLINE:
            continue
        name = person_name(_WITHOUT_TIME.sub("", without_times(line_of(run, document))).partition(" | ")[0])
        if name is None or " " not in name or run.tag in ("h2", "h3", "li") or _links_elsewhere(run):
            continue
        dated = any(abs(index - run.index) <= 2 for index in dates)
        again = dated and any(other.text == name for other in runs[opening:])
        if again or _links_to(name, document) or any(writer_of_bio(other.text) == name for other in runs[opening:]):
            parts.take(run.index, "byline")
            parts.authors = [name]
            return


def _links_elsewhere(run: Run) -> bool:
    """Whether the run's links go to other places than an author's page: sections, tags, stories."""
    return (
        bool(run.links) and not any(AUTHOR_PAGE.search(link.href or "") for link in run.links) and "@" not in run.text
    )


def _links_to(name: str, document: Document) -> bool:
    """Whether the page links to an author's page whose address has the name."""
    slug = "-".join(name.casefold().split())
    return any(slug in link.href and AUTHOR_PAGE.search(link.href) for link in document.head.links if link.href)


def _is_named_author(run: Run) -> bool:
    """As `is_named` with AUTHOR_NAMES, quick for the many that are not."""
    element = run.element
    for _ in range(3):
        if element is None:
            return False
        names = element.names
        if ("aut" in names or "line" in names) and AUTHOR_NAMES.search(names):
            return True
        element = element.parent
    return False


def is_named(run: Run, pattern: re.Pattern[str]) -> bool:
    """Whether one of the innermost elements has such a class, id, role or itemprop."""
    element = run.element
    for _ in range(3):
        if element is None:
            return False
        if element.names and pattern.search(element.names):
            return True
        element = element.parent
    return False


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
        if run.text.casefold() == runs[headline].text.casefold():
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
    least = 3 if _ENDS_SENTENCE.search(run.text) else 5
    # Old pages stand whole in a table for their layout, so what counts is the innermost element.
    is_text = run.tag not in _NO_TEXT and kind_of(run) != "caption"
    return is_text and len(run.text.split()) >= least and not run.links


def _body_after(parts: Parts, index: int) -> bool:
    return any(at > index for at, owner in parts.owners.items() if owner == "body")
