"""`air_quality`: how clean the air is. Data: `[{place, index, category, pollutant}]`, the index on the US scale from 0 to 500."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?:(?:current|local|today.?s|[\w./' ]{2,30}) )?(?:air quality(?: (?:index|forecast|report|alert|level|today|readings?|now|update))*|aqi)(?: (?:\(aqi\)|today|now|(?:near|in|around|for) .{2,30}))?\W*",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"\b(?P<category>good|moderate|unhealthy for sensitive groups|very unhealthy|unhealthy|hazardous)\b", re.IGNORECASE
)
_POLLUTANT = re.compile(r"\b(?P<pollutant>ozone|o3|pm ?2\.5|pm ?10|no2|so2|co|carbon monoxide|smoke)\b", re.IGNORECASE)
_INDEX = re.compile(r"(?<![\d.])(?P<index>[0-9]{1,3})(?![\d.%°])")
_LABEL = re.compile(r"\b(?:aqi|index|us aqi|air quality|primary pollutant|pollutant)\b\s*:?", re.IGNORECASE)


def recognise(document: Document) -> Iterator[Found]:
    """Readings of the air under their heading."""
    for section in sections(document, _HEADING, "air quality", "aqi"):
        data, end = _read(section.rows)
        if data:
            why = f"heading '{section.heading.text}' with {len(data)} readings"
            title = section.heading.text
            yield Found("air_quality", section.heading.index, end, why, title, data=data, element=section.element)


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    """The readings, and the index after the last row that says one: a place alone is the heading of something else."""
    data: list[dict[str, object]] = []
    end = 0
    for row in rows:
        reading = _reading(row.text)
        last = data[-1] if data else None
        if reading is None or (last is not None and last["index"] is None and last["category"] is None):
            break
        if (
            last is not None
            and reading["place"] is None
            and all(last[k] is None for k, v in reading.items() if v is not None)
        ):
            last |= {key: value for key, value in reading.items() if value is not None}
        else:
            data.append(reading)
        if data[-1]["index"] is not None or data[-1]["category"] is not None:
            end = row.end
    return [reading for reading in data if reading["index"] is not None or reading["category"] is not None], end


def _reading(text: str) -> dict[str, object] | None:
    """One row as place, index, category and pollutant, None where it says none of the last three."""
    category, pollutant = _CATEGORY.search(text), _POLLUTANT.search(text)
    left = text
    for match in (category, pollutant):
        left = left.replace(match.group(), " ") if match is not None else left
    index = _INDEX.search(left)
    if index is not None:
        left = left.replace(index.group(), " ", 1)
    place = " ".join(_LABEL.sub(" ", left).split()).strip(" :-–—|,()")
    number = int(index["index"]) if index is not None else None
    if len(place) > 40 or not (place or category or pollutant or index) or (number or 0) > 500:
        return None
    return {
        "place": place or None,
        "index": number,
        "category": category["category"] if category is not None else None,
        "pollutant": pollutant["pollutant"] if pollutant is not None else None,
    }
