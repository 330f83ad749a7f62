"""What a browser shows of a story, held against what the tables say of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from e2e.running import Demo
from playwright.sync_api import Frame, Locator

from pipelines.store.parquet import read_rows

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Capture:
    """What the tables say of a story at one time."""

    url: str
    headline: str
    at: datetime
    weather: list[dict[str, Any]]


def captures_of_one_story(demo: Demo) -> list[Capture]:
    """Of a story with a list of weather in it that changed between the visits: what the tables say of both captures."""
    found: dict[str, list[Capture]] = {}
    for path in demo.archive:
        rows = read_rows(demo.collection / "tables", path.name)
        weather = {row.warc_offset: json.loads(row.data) for row in rows["widgets"] if row.kind == "weather_conditions"}
        for row in rows["articles"]:
            if len(weather.get(row.warc_offset, [])) > 2:
                capture = Capture(row.url, row.headline, row.captured_at, weather[row.warc_offset])
                found.setdefault(row.url, []).append(capture)
    return next(both for both in found.values() if len(both) == 2 and both[0].weather != both[1].weather)


def assert_shown(frame: Frame, capture: Capture) -> None:
    """The headline and each place of the weather list are on the screen."""
    assert is_on_screen(frame.get_by_role("heading", name=capture.headline).first)
    for place in capture.weather:
        texts = [place["place"], place["condition"], f"{place['temperature']}°"]
        cards = frame.locator("div, li, tr")
        for text in texts:
            cards = cards.filter(has_text=text)
        assert is_on_screen(cards.last), texts


def is_on_screen(element: Locator) -> bool:
    """Whether it can be seen: scrolled to, it is what is at its own place."""
    seen = element.evaluate(
        """element => {
            element.scrollIntoView({block: "center"});
            const box = element.getBoundingClientRect();
            const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return box.width > 0 && box.height > 0 && there !== null && element.contains(there);
        }""",
        timeout=30_000,
    )
    return bool(seen)
