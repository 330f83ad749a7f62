"""`gas_prices`: what fuel costs. Data: `[{name, price, unit}]`, name a place, a grade or a station, dollars a gallon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?:[\w./'’ -]{2,30} )?(?:gas|fuel|gasoline|diesel)(?: (?:prices?|price|tracker|watch|gauge|buddy|averages?|finder|report|costs?|pump))+(?: (?:near|in|around|for|at|by) .{2,30}| today| now| this week| update)?\W*",
    re.IGNORECASE,
)
_PRICE = re.compile(r"\$\s?(\d{1,2}\.\d{2,3})(?:\s?/\s?gal(?:lon)?\.?| (?:per|a) gallon)?")


def recognise(document: Document) -> Iterator[Found]:
    """Price lists under their heading."""
    for section in sections(document, _HEADING, "gas", "fuel"):
        data, end = _read(section.rows)
        if data:
            why = f"heading '{section.heading.text}' with {len(data)} prices"
            yield Found(
                "gas_prices", section.heading.index, end, why, section.heading.text, data=data, element=section.element
            )


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    data: list[dict[str, object]] = []
    end, pending = 0, ""
    for row in rows:
        price = _PRICE.search(row.text)
        if price is None:
            if pending or len(row.text) > 60:
                break
            pending = row.text
            continue
        name = (row.text[: price.start()] + row.text[price.end() :]).strip(" :-–—|") or pending
        if not name:
            break
        data.append({"name": name, "price": float(price.group(1)), "unit": "USD/gal"})
        end, pending = row.end, ""
    return data, end
