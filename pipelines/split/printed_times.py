"""Times as pages print them: `Posted: Feb 28, 2019 8:34 AM`, `Updated: Fri Nov 16 03:50:14 PST 2018`, and the like.

Only a whole date is a time here. A line that gives none (`Published 5:30 p.m. EDT`, `3 hours ago`) is still a date line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

MAX_CHARACTERS = 250
MAX_OTHER_WORDS = 12


def _fixed(hours: int, name: str) -> tzinfo:
    return timezone(timedelta(hours=hours), name)


ZONES: Mapping[str, tzinfo] = {
    "UTC": UTC, "GMT": UTC, "Z": UTC,
    "AST": _fixed(-4, "AST"), "EST": _fixed(-5, "EST"), "EDT": _fixed(-4, "EDT"), "CST": _fixed(-6, "CST"),
    "CDT": _fixed(-5, "CDT"), "MST": _fixed(-7, "MST"), "MDT": _fixed(-6, "MDT"), "PST": _fixed(-8, "PST"),
    "PDT": _fixed(-7, "PDT"), "AKST": _fixed(-9, "AKST"), "AKDT": _fixed(-8, "AKDT"), "HST": _fixed(-10, "HST"),
    "ET": ZoneInfo("America/New_York"), "CT": ZoneInfo("America/Chicago"), "MT": ZoneInfo("America/Denver"),
    "PT": ZoneInfo("America/Los_Angeles"),
}  # fmt: skip
"""Zones as US pages abbreviate them."""

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s*(?:[ap]\.?\s?m\b\.?)?|\s*[ap]\.?\s?m\b\.?)"
_ZONE = r"(?:[+-]\d{2}(?::?\d{2})?\b|(?:UTC|GMT|A[KS]?[SD]T|[ECMP][SD]?T|AKST|AKDT|HST)\b|Z\b|\(?(?:eastern|central|mountain|pacific)(?: time)?\)?)"
_DATES = (
    r"(?P<iso>(?:19|20)\d{2}(?P<between>[-/.])\d{1,2}(?P=between)\d{1,2})",
    r"(?P<compact>(?:19|20)\d{6}(?=T\d))",
    rf"(?P<month_day>{_MONTH}\s*{_DAY}\s*,?\s*(?:\d{{4}}))",
    rf"(?P<year_first>(?:19|20)\d{{2}},?\s+{_MONTH}\s+{_DAY}\b)",
    rf"(?P<day_month>{_DAY}\s+{_MONTH},?\s*\d{{4}})",
    r"(?P<numeric>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))",
)
_AFTER = rf"(?:\s*(?:,|/|\||at|@|-|–|—|•|T)?\s*(?P<after>{_CLOCK})\s*(?P<zone_after>{_ZONE})?)?"
_BEFORE = rf"(?:(?P<before>{_CLOCK})\s*(?P<zone_before>{_ZONE})?\s*(?:,|/|\||on|-|–|•)?\s*)?"
_WHEN = re.compile(rf"\b{_BEFORE}{_WEEKDAY}(?:{'|'.join(_DATES)}){_AFTER}", re.IGNORECASE)
_UNIX = re.compile(
    rf"\b(?:mon|tue|wed|thu|fri|sat|sun)\s+(?P<date>{_MONTH}\s+\d{{1,2}})\s+(?P<clock>\d{{1,2}}:\d{{2}}:\d{{2}})\s+"
    rf"(?:(?P<zone>[A-Z]{{2,4}})\s+)?(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?P<updated>(?:last\s+)?(?:updated|modified|revised)|(?:last\s+)update(?=\s*:))|"
    r"\b(?P<published>(?:first\s+|originally\s+)?(?:posted|published|created|aired)|publish(?:ed)?\s+date|date\s+published|post\s+time)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"\b{_CLOCK}(?:\s*{_ZONE})?|\b(?:\d+|an?|one|two|three)\s+(?:min(?:ute)?|h(?:ou)?r|day|week|month|year)s?\s+ago\b|\b(?:just now|yesterday|today)\b",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(rf"(?:{_LABEL.pattern})(?!\s*(?:at|on)?\s*by\b)\s*(?:at|on)?\s*:?", re.IGNORECASE)
_READING_TIME = re.compile(
    r"(?:(?:average\s+)?reading\s+time\s*:?\s*)?\b\d+\s*[- ]?min(?:ute)?s?\b(?:\s+(?:read|reading)\b)?", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_LABEL_ENDS = ("ed", "date", "time", "on", "at")
_MONTH_NAME = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
_MONTHS = {
    name: at
    for at, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_NUMBER = re.compile(r"\d+")
_CLOCK_PARTS = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<part>\d{1,6}))?)?)?\s*(?P<half>[ap])?",
    re.IGNORECASE,
)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line of dates says. Both may be None where it prints no whole date."""

    published: datetime | None = None
    updated: datetime | None = None


def tells_time(text: str) -> bool:
    """Whether a line may be about a time at all: most lines are not, and this is quick."""
    return _DIGIT.search(text) is not None or (
        len(text) <= 80 and ("ago" in text or "day" in text or "ust now" in text)
    )


def read_date_line(
    text: str, tz: ZoneInfo | None = None, *, labelled: bool = False, loose: bool = False, day_first: bool = False
) -> DateLine | None:
    """The times of a line that gives when the story was posted or updated, or None where it is no such line.

    A line is one when a label (`Posted`, `Last Updated`, ...) has a time near it and little else is said, or when it is
    nothing but a date; with `labelled`, only the former; with `loose`, also when a date stands among a few other words. A
    naive time is taken to be in `tz`. `day_first` is how `3/10/2023` is read.
    """
    if len(text) > MAX_CHARACTERS or not tells_time(text):
        return None
    labels = list(_LABEL.finditer(text))
    if not labels:
        return None if labelled else _bare(text, tz, MAX_OTHER_WORDS if loose else 2, day_first)
    if len(text) > 3 * MAX_OTHER_WORDS and _other_words(text) > MAX_OTHER_WORDS:
        return None
    published = updated = None
    seen = False
    first = _find(text[: labels[0].start()], tz, day_first)
    if first is not None:
        published, seen = first[1], True
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        said = text[label.end() : following.start() if following else len(text)]
        vague = _VAGUE.search(said)
        found = _find(said, tz, day_first)
        if found is not None and found[0] <= _NEAR:
            seen = True
            if label["updated"]:
                updated = updated or found[1]
            else:
                published = published or found[1]
        elif vague is not None and vague.start() <= _NEAR:
            seen = True
    return DateLine(published, updated) if seen else None


def is_label(text: str) -> bool:
    """Whether the words are nothing but `Posted:` or `Last updated`; the date stands in the next run then."""
    if len(text) > 25 or not text.rstrip(": ").lower().endswith(_LABEL_ENDS):
        return False
    return _LABEL_ALONE.fullmatch(text) is not None


def says_published(text: str) -> bool:
    """Whether a date line calls its date that of the publication."""
    return any(label["published"] for label in _LABEL.finditer(text[:MAX_CHARACTERS]))


def without_times(text: str) -> str:
    """The text with every time, and the label before it, replaced by a bar: what is left of `Jan 5, 2018 by Jane Roe`."""
    if not tells_time(text):
        return text
    for pattern in (_UNIX, _WHEN, _READING_TIME, _VAGUE):
        text = pattern.sub(" | ", text)
    return _LABEL_ALONE.sub(" | ", text)


def _bare(text: str, tz: ZoneInfo | None, other_words: int, day_first: bool) -> DateLine | None:
    found = _find(text, tz, day_first)
    return DateLine(published=found[1]) if found is not None and _other_words(text) <= other_words else None


def _other_words(text: str) -> int:
    """Words that are neither label, date, time nor zone."""
    for pattern in (_UNIX, _WHEN, _READING_TIME, _VAGUE, _LABEL):
        text = pattern.sub(" ", text)
    return len(re.findall(r"[^\W\d_]{2,}", text))


def _find(text: str, tz: ZoneInfo | None, day_first: bool = False) -> tuple[int, datetime] | None:
    """Where the first whole date stands and what time it is."""
    for pattern, build in ((_UNIX, _unix_words), (_WHEN, _words)):
        match = pattern.search(text)
        if match is not None:
            when = _parse(*build(match), tz, day_first)
            return (match.start(), when) if when is not None else None
    return None


def _unix_words(match: re.Match[str]) -> tuple[str, str | None, str | None]:
    return f"{match['date']} {match['year']}", match["clock"], match["zone"]


def _words(match: re.Match[str]) -> tuple[str, str | None, str | None]:
    date = next(
        match[name] for name in ("iso", "compact", "month_day", "year_first", "day_month", "numeric") if match[name]
    )
    return date, match["after"] or match["before"], match["zone_after"] if match["after"] else match["zone_before"]


def _parse(date: str, clock: str | None, zone: str | None, tz: ZoneInfo | None, day_first: bool) -> datetime | None:
    year, month, day = _calendar(date, day_first)
    hour, minute, second, microsecond = _time_of_day(clock) if clock else (0, 0, 0, 0)
    try:
        when = datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001 - with_zone has the zone
    except ValueError:
        return None
    return with_zone(when, zone, tz) if 1990 <= year <= 2100 else None


def _calendar(date: str, day_first: bool) -> tuple[int, int, int]:
    """Year, month and day of a whole date as `_DATES` cuts it out; of two digits, years up to 69 are of this century."""
    name = _MONTH_NAME.search(date)
    numbers = _NUMBER.findall(date)
    if len(numbers) == 1:  # 20210601
        return int(date[:4]), int(date[4:6]), int(date[6:8])
    if name is not None:
        year, day = sorted(numbers[:2], key=len, reverse=True)
        return int(year), _MONTHS[name[0].lower()], int(day)
    first, second, third = (int(number) for number in numbers)
    if len(numbers[0]) == 4:
        return first, second, third
    if len(numbers[2]) == 2:
        third += 1900 if third > 69 else 2000
    swapped = (day_first and second <= 12) or first > 12
    return (third, second, first) if swapped else (third, first, second)


def _time_of_day(clock: str) -> tuple[int, int, int, int]:
    match = _CLOCK_PARTS.match(clock)
    if match is None:
        return 0, 0, 0, 0
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour, int(match["minute"] or 0), int(match["second"] or 0), int((match["part"] or "").ljust(6, "0"))


def with_zone(when: datetime, zone: str | None, tz: ZoneInfo | None) -> datetime:
    """The time with the zone that is printed, else with `tz`, else naive."""
    if zone:
        word = zone.strip("() ").upper()
        if word[0] in "+-":
            hours, minutes = int(word[1:3]), int(word[3:].lstrip(":") or 0)
            offset = timedelta(hours=hours, minutes=minutes) * (-1 if word[0] == "-" else 1)
            return when.replace(tzinfo=timezone(offset) if abs(offset) < timedelta(hours=24) else None)
        named = ZONES.get(word) or ZONES.get(f"{word[0]}T")
        if named is not None:
            return when.replace(tzinfo=named)
    return when.replace(tzinfo=tz)


def read_iso(text: str, tz: ZoneInfo | None = None) -> datetime | None:
    """The time of a machine-readable date (`meta`, JSON-LD, `time`), also in the lenient forms found there; else None."""
    text = text.strip()[:60]
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        found = _find(text, tz)
        return found[1] if found is not None else None
    if not 1990 <= when.year <= 2100:
        return None
    return when if when.tzinfo is not None else when.replace(tzinfo=tz)
