"""`market`: indexes and prices. Data: `[{name, value, change, percent}]`, what is not printed null."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?=.{4,45}$)(?:[\w.'&/-]+ ){0,3}(?:markets?|stocks?|commodit(?:y|ies)|futures|grains?|crypto\w*)(?: (?:[\w'&/-]+ ?){1,4})?\W*",
    re.IGNORECASE,
)
_NUMBER = r"[$€]?\d[\d,]*(?:\.\d+)?"
_ROW = re.compile(
    rf"(?P<name>[A-Z][A-Za-z&.' 0-9/()-]*?)\s*:?\s+(?P<value>{_NUMBER})(?:\s+[▲▼↑↓]?\s*(?P<change>[+\-−–]?{_NUMBER}))?(?:\s+[▲▼]?\s*\(?(?P<percent>[+\-−–]?\d+(?:\.\d+)?)\s?%\)?)?"
)
_FIGURE = re.compile(r"[▲▼↑↓]?\s*\(?[+\-−–]?[$€]?\d[\d,]*(?:\.\d+)?\s?%?\)?")
_HEADER = re.compile(r"(?:name|symbol|index|last|price|value|change|chg|%|percent|close|\s|/)+", re.IGNORECASE)


def recognise(document: Document) -> Iterator[Found]:
    """Market tables under their heading: at least two rows with a value."""
    for section in sections(document, _HEADING, "market", "stock", "commodit", "futures", "grain"):
        data, end = _read(section.rows)
        if len(data) > 1:
            why = f"heading '{section.heading.text}' with {len(data)} quotes"
            yield Found(
                "market", section.heading.index, end, why, section.heading.text, data=data, element=section.element
            )


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    data: list[dict[str, object]] = []
    end = 0
    for row in _whole(rows):
        match = _ROW.fullmatch(row.text)
        if match is None:
            if _HEADER.fullmatch(row.text):
                continue
            break
        data.append(
            {"name": match["name"].strip(), **{key: _number(match[key]) for key in ("value", "change", "percent")}}
        )
        end = row.end
    return data, end


def _whole(rows: list[Row]) -> Iterator[Row]:
    """The rows, where each figure is a row of its own joined to the name above them."""
    held: Row | None = None
    for row in rows:
        if held is not None and _FIGURE.fullmatch(row.text):
            held = Row([*held.cells, *row.cells], row.end)
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held


def _number(text: str | None) -> float | None:
    if not text:
        return None
    return float(re.sub(r"[$€,+]", "", text).replace("−", "-").replace("–", "-"))
