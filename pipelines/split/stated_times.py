"""When a story was published and updated, by all that a page says of it. The order of what is believed:

1. the printed line in the head of the story; a printed day without a time of day takes that of the first other source of
   the same day (within a day of it, for zones), and a printed time without a zone the zone in which it is a stated moment. Printed without a label, it is the update's where the page states just that
   day as one, and an earlier publication;
2. JSON-LD `datePublished` and `dateModified`, then `meta`, the names that publishing systems use before any that sounds like it;
3. elements with such an itemprop;
4. `time` elements in the head of the story, those named or labelled as updates apart;
5. for the publication, the date in the path of the address;
6. a bare date right above the headline, then a line behind the story (`Posted on ...`), then the only date of the story that
   stands in an element named one.

A stated time after the capture is not believed. A stated update is one when it is a minute or more after the publication:
most systems state the same moment twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pipelines.split.document import Document, Element
from pipelines.split.extent import Extent
from pipelines.split.marks import is_aside, marks_of
from pipelines.split.other_languages import line_of
from pipelines.split.parts import Parts
from pipelines.split.printed_times import DateLine, is_label, read_date_line, read_iso, says_published
from pipelines.split.story_head import NEAR_ABOVE, TIME_NAMES, is_day_first, is_named
from pipelines.split.structured import string

MAX_ADDRESS = 2_000
ENDING, BEHIND, FAR_BEHIND = 10, 15, 40
"""Runs at the end of the story, and behind it, in which its date line may stand; the farthest only with a label."""
ABOVE_HEADLINE, BELOW_OPENING = 8, 2
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish_date", "publish-date", "article.published", "article:published", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "ptime", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "article.updated", "article:modified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "lastmodified", "utime",
)  # fmt: skip
_SOUNDS_PUBLISHED = re.compile(
    r"(?:publi[sc]|pub|issued|created|posted|citation)[\w.: -]*(?:date|time)|date[\w.: -]*(?:publi[sc]|pub|issued|created)"
)
_SOUNDS_UPDATED = re.compile(r"updated|modified|lastmod")
_SOUNDS = re.compile(r"date|time|modified|lastmod")
_KNOWN = frozenset({*_PUBLISHED, *_UPDATED})
MAX_NAME = 60
_DATE_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)"
    r"|[/-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/.-]|$)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UPDATE = re.compile(r"updated|modified|revised", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
A_MINUTE = timedelta(minutes=1)
FARTHEST_ZONE, QUARTER = timedelta(hours=14), timedelta(minutes=15)
_NOT_AFTER = timedelta(days=1)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def story_times(
    document: Document,
    article: dict[str, object],
    parts: Parts,
    extent: Extent,
    captured_at: datetime | None,
    tz: ZoneInfo | None,
) -> tuple[datetime | None, datetime | None]:
    """When the story of `parts` was published and updated. `article` is the page's JSON-LD object of it."""
    story = _Story(document, extent, parts.published, captured_at, tz)
    story.read_stated(article)
    printed = _publication_of_print(parts.published, story) if parts.published is not None else None
    published = best_time(printed, _publications(story), captured_at)
    updates = (
        when
        for when in _updates(story)
        if published is None or (when.tzinfo is None) != (published.tzinfo is None) or when - published >= A_MINUTE
    )
    return published, best_time(parts.updated, updates, captured_at)


@dataclass(slots=True)
class _Story:
    """A story and the times that the head of its page states, in the order of belief."""

    document: Document
    extent: Extent
    printed: datetime | None
    captured_at: datetime | None
    tz: ZoneInfo | None
    published: list[datetime] = field(default_factory=list)
    updated: list[datetime] = field(default_factory=list)

    def read_stated(self, article: dict[str, object]) -> None:
        """JSON-LD, then `meta`: the names that publishing systems use, then those that sound like them."""
        meta = self.document.head.meta
        published = [string(article.get("datePublished")), *(meta.get(name) for name in _PUBLISHED)]
        updated = [string(article.get("dateModified")), *(meta.get(name) for name in _UPDATED)]
        for name, value in meta.items():
            if len(name) < MAX_NAME and name not in _KNOWN and _SOUNDS.search(name):
                if _SOUNDS_UPDATED.search(name):
                    updated.append(value)
                elif _SOUNDS_PUBLISHED.search(name):
                    published.append(value)
        self.published = self._read(published)
        self.updated = self._read(updated)

    def _read(self, said: list[str | None]) -> list[datetime]:
        times = (read_iso(text, self.tz) for text in dict.fromkeys(said) if text)
        return [when for when in times if when is not None]


def _publication_of_print(printed: datetime, story: _Story) -> datetime | None:
    """The printed time, unless what is stated says that it is not the publication's.

    With no label it is the update's when the page states an update of that day and a publication of an earlier one. Month
    and day change places where the page or its address states just that day.
    """
    in_path = date_in_path(story.document.url)
    days = {_day(when, printed) for when in (*story.published, in_path) if when is not None}
    if not days or printed.date() in days:
        return printed
    if printed.day <= 12 and printed.replace(month=printed.day, day=printed.month).date() in days:
        return printed.replace(month=printed.day, day=printed.month)
    earlier = story.published and _day(story.published[0], printed) < printed.date()
    if earlier and printed.date() in {_day(when, printed) for when in story.updated}:
        runs = story.document.runs
        return printed if any(says_published(runs[index].text) for index in story.extent.date_lines) else None
    return printed


def best_time(printed: datetime | None, others: Iterable[datetime], captured_at: datetime | None) -> datetime | None:
    """The printed time, or the first other that is not after the capture; see the rule above for a printed day."""
    believed = (when for when in others if not _is_after(when, captured_at))
    if printed is None:
        return next(believed, None)
    if (printed.hour, printed.minute, printed.second) != (0, 0, 0):
        return printed if printed.tzinfo is not None else _with_stated_zone(printed, believed)
    same_day = (
        when
        for when in believed
        if abs(when.replace(tzinfo=None) - printed.replace(tzinfo=None)) <= timedelta(days=1, hours=12)
    )
    return next((when for when in same_day if _day(when, printed) == printed.date()), printed)


def _with_stated_zone(printed: datetime, others: Iterable[datetime]) -> datetime:
    """The printed time in the zone in which it is the moment that is stated, to the minute; naive where none is."""
    for when in others:
        if when.tzinfo is None:
            continue
        behind = printed - when.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)
        behind -= timedelta(seconds=printed.second)
        if abs(behind) <= FARTHEST_ZONE and behind % QUARTER == timedelta():
            return printed.replace(tzinfo=timezone(behind))
    return printed


def _day(when: datetime, printed: datetime) -> date:
    zone = printed.tzinfo
    return (when.astimezone(zone) if zone is not None and when.tzinfo is not None else when).date()


def _is_after(when: datetime, captured_at: datetime | None) -> bool:
    return _aware(when) > _aware(captured_at or _LATEST) + _NOT_AFTER


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def _publications(story: _Story) -> Iterator[datetime]:
    yield from story.published
    yield from _marked(story, ("datepublished", "datecreated"))
    yield from (when for when, is_update in _time_elements(story) if not is_update)
    for address in (story.document.url, story.document.head.canonical_url):
        in_path = date_in_path(address)
        if in_path is not None:
            yield in_path
            break
    yield from _dates_above(story)
    yield from (line.published for line in _lines_behind(story) if line.published is not None)
    yield from _only_named(story)


def _updates(story: _Story) -> Iterator[datetime]:
    yield from story.updated
    yield from _marked(story, ("datemodified",))
    yield from (when for when, is_update in _time_elements(story) if is_update)
    if not story.published and story.printed is None:
        yield from (line.updated for line in _lines_behind(story) if line.updated is not None)


def _marked(story: _Story, names: tuple[str, ...]) -> Iterator[datetime]:
    """Times of elements whose itemprop says so, other than `time`."""
    for element in marks_of(story.document, story.extent).dates:
        if any(name in element.names for name in names) and not is_aside(element, story.extent.start):
            said = element.attributes.get("content") or element.attributes.get("datetime")
            when = read_iso(said or _text(story.document, element), story.tz)
            if when is not None:
                yield when


def _time_elements(story: _Story) -> list[tuple[datetime, bool]]:
    """Times of `time` elements in the head of the story, and whether they are said to be updates."""
    document, start = story.document, story.extent.start
    end = max(start, story.extent.first or start) + BELOW_OPENING
    found: list[tuple[datetime, bool]] = []
    for element in marks_of(document, story.extent).times:
        if not start - ABOVE_HEADLINE <= element.start <= end or is_aside(element, start):
            continue
        stated = element.attributes.get("datetime", "")
        when = read_iso(stated, story.tz) or read_iso(_text(document, element), story.tz)
        if when is not None:
            found.append((when, _says_update(document, element)))
    return found


def _says_update(document: Document, element: Element) -> bool:
    """Whether the element is named an update and not the publication too, or stands behind such a word in its run."""
    if element.names and _UPDATE.search(element.names):
        return "publish" not in element.names
    run = document.runs[element.start] if element.start < len(document.runs) else None
    return (
        run is not None
        and len(run.text) < 200
        and re.match(r"\W*(?:last\s+)?(?:updated|modified|revised)", run.text, re.IGNORECASE) is not None
    )


def _text(document: Document, element: Element) -> str:
    """The text of the runs that an element stands in."""
    return " ".join(run.text for run in document.runs[element.start : min(element.end, element.start + 2)])[:200]


def date_in_path(url: str | None) -> datetime | None:
    """The date in the path of an address, `/2021/06/01/...` or `...-20210601.html`, at midnight."""
    match = _DATE_IN_PATH.search(url[:MAX_ADDRESS].partition("?")[0]) if url else None
    if match is None:
        return None
    year, month, day = (text for text in match.groups() if text)
    number = int(month) if month.isdigit() else _MONTHS.index(month.casefold()) + 1
    try:
        return datetime(int(year), number, int(day))  # noqa: DTZ001 - a path names no zone
    except ValueError:
        return None


def _lines_behind(story: _Story) -> Iterator[DateLine]:
    """Date lines right behind the story: those with a label, then those that are a date in an element named one."""
    first, last = story.extent.first, story.extent.last
    if first is None or last is None or not story.document.is_html:
        return
    document = story.document
    runs, day_first = document.runs, is_day_first(document)
    for labelled in (True, False):
        before, behind = (ENDING, FAR_BEHIND) if labelled else (2, BEHIND)
        for run in runs[max(last - before, first) : last + behind]:
            if run.element is None or len(run.text) > 120 or (not labelled and "date" not in run.element.names):
                continue
            text = line_of(run, document)
            label = line_of(runs[run.index - 1], document) if run.index and labelled else ""
            if labelled and is_label(label):
                text = f"{label} {text}"
            line = read_date_line(text, story.tz, labelled=labelled, day_first=day_first)
            if line is not None and not is_aside(run.element, first):
                yield line
                break


def _dates_above(story: _Story) -> Iterator[datetime]:
    """Bare dates right above the headline, nearest first; with a weekday, or of the day of capture, it is today's date."""
    headline, document = story.extent.headline, story.document
    if headline is None:
        return
    today = story.captured_at.date() if story.captured_at is not None else None
    for run in reversed(document.runs[max(headline - NEAR_ABOVE, 0) : headline]):
        line = read_date_line(line_of(run, document), story.tz, loose=True, day_first=is_day_first(document))
        when = line.published if line is not None and not _WEEKDAY.match(run.text) else None
        if when is not None and when.date() != today:
            yield when


def _only_named(story: _Story) -> Iterator[datetime]:
    """The date that stands in an element named one, where the story and what is behind it have just one."""
    headline, last, document = story.extent.headline, story.extent.last, story.document
    if headline is None or last is None:
        return
    found: dict[date, datetime] = {}
    for run in document.runs[headline : last + BEHIND]:
        if len(run.text) <= 60 and run.element is not None and is_named(run, TIME_NAMES):
            line = read_date_line(line_of(run, document), story.tz, day_first=is_day_first(document))
            if line is not None and line.published is not None and not is_aside(run.element, headline):
                found.setdefault(line.published.date(), line.published)
    if len(found) == 1:
        yield from found.values()
