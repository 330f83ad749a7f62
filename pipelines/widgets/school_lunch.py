"""`school_lunch`: what schools serve. Data: `[{school, day, items}]`, school null where not printed, items a list of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?:(?:this week.?s|today.?s|weekly|area|local|[\w.' ]{2,30}) )?(?:school )?(?:lunch|breakfast|cafeteria)(?:es)?(?: (?:menus?|for the week|today|this week))?\W*",
    re.IGNORECASE,
)
_DAY = r"(?:mon|tues|wednes|thurs|fri)day(?:,? [a-z]{3,9}\.? \d{1,2})?|today|tomorrow"
_DAY_ALONE = re.compile(rf"(?P<day>{_DAY})\W*", re.IGNORECASE)
_SERVED = re.compile(rf"(?P<day>{_DAY})\s*(?::|[-–—|]|\s)\s*(?P<items>\S.*)", re.IGNORECASE)
_SCHOOL = re.compile(
    r"(?=.{4,60}$)[A-Z].*\b(?:schools?|elementary|middle|high|academy|district|preschool|center)\b\W*", re.IGNORECASE
)
_NO_SCHOOL = re.compile(r"no (?:school|classes|lunch)\b.*", re.IGNORECASE)
_LONGEST_ITEMS = 300
_FEWEST = 2


def recognise(document: Document) -> Iterator[Found]:
    """Menus under their heading: a day and what is served in one row, or the day over it; a school's name over its days."""
    for section in sections(document, _HEADING, "lunch", "breakfast", "cafeteria"):
        data, end = _read(section.rows)
        if len(data) >= _FEWEST:
            title = section.heading.text
            why = f"heading '{title}' with {len(data)} days"
            yield Found("school_lunch", section.heading.index, end, why, title, data=data, element=section.element)


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    data: list[dict[str, object]] = []
    school: str | None = None
    day: str | None = None
    end = 0
    for row in rows:
        served = _SERVED.fullmatch(row.text) if len(row.text) <= _LONGEST_ITEMS else None
        if day is not None:
            data.append({"school": school, "day": day, "items": _items(row.text)})
            day, end = None, row.end
        elif (alone := _DAY_ALONE.fullmatch(row.text)) is not None:
            day = alone["day"]
        elif served is not None:
            data.append({"school": school, "day": served["day"], "items": _items(served["items"])})
            end = row.end
        elif _SCHOOL.fullmatch(row.text):
            school = row.text.strip(" :")
        else:
            break
    return data, end


def _items(text: str) -> list[str]:
    """The dishes: what commas and the like part, an `or` staying within its dish."""
    if _NO_SCHOOL.fullmatch(text):
        return []
    return [item.strip(" .") for item in re.split(r"[,;•|]|\band\b(?= [a-z ]+$)", text) if item.strip(" .")]
