"""A made-up year of one station: four pages an hour, a WARC file a day, some 300,000 widgets in its tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.items import Article, Block, Page, Reference, Split, Widget
from pipelines.store.parquet import TableWriter
from pipelines.store.rows import rows_of
from pipelines.store.schema import CaptureRow

STATION = "wdemo"
"""As in the examples of docs/queries.md, which are what is measured."""
BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
_URL = "https://www.wdemo.example"
_FRONTS = ("/", "/news/", "/weather/", "/sports/")
_TOWNS = ("Ashford", "Barlow", "Camden", "Dunmore", "Easton", "Fairview", "Grafton")
_REGIONS = {"Ohio": 24, "Kentucky": 18}
_COUNTIES = ("Franklin", "Lucas", *(f"County {number}" for number in range(3, 25)))
_SKIES = ("Clear", "Cloudy", "Partly Cloudy", "Rain", "Snow")


def write_year(tables_dir: Path, days: int = 365, *, seed: int = 1) -> int:
    """Write the tables of `days` WARC files; how many widgets there are. The same for the same seed."""
    made = _Station(random.Random(seed))
    return sum(_write_day(tables_dir, made, BEGIN + timedelta(days=day)) for day in range(days))


def _write_day(tables_dir: Path, made: _Station, day: datetime) -> int:
    name, widgets = f"{STATION}-{day:%Y%m%d}-00000.warc.gz", 0
    with TableWriter(tables_dir, name) as writer:
        for number, page in enumerate(made.pages(day, name)):
            page.reference.warc_offset = 1000 * (number + 1)
            writer.add(_capture(page))
            rows = rows_of(page)
            widgets += len(rows.widgets)
            for row in rows:
                writer.add(row)
    return widgets


class _Station:
    """What the station shows, hour by hour."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._cases = {
            region: [[chance.randrange(500, 90_000), chance.randrange(5, 900)] for _ in range(counties)]
            for region, counties in _REGIONS.items()
        }
        self._stories = [self._story() for _ in range(8)]
        self._banner: str | None = None

    def pages(self, day: datetime, warc_file: str) -> Iterator[Page]:
        """A day's pages: at each hour the fronts, a minute apart."""
        self._count()
        for hour in range(24):
            shown = self._sidebar()
            for number, path in enumerate(_FRONTS):
                at = day + timedelta(hours=hour, minutes=number, microseconds=self._chance.randrange(10**6))
                record = f"<urn:uuid:{at:%Y%m%d%H%M%S%f}>"
                article = Article(headline=f"At {at:%H}", text="Words.", blocks=[Block("Words.")])
                split = Split(article, shown, [], [Block("Words.", role="widget", owner=0)], path, "en", None, "bench")
                reference = Reference(warc_file, 0, record, "sha256:00", at)
                yield Page(reference, STATION, _URL + path, None, None, None, split)

    def _count(self) -> None:
        for counties in self._cases.values():
            for county in counties:
                county[0] += self._chance.randrange(-1, 40)
                county[1] += self._chance.random() < 0.2

    def _story(self) -> dict[str, str]:
        number = self._chance.randrange(10**9)
        return {"text": f"What happened at place {number}", "href": f"{_URL}/news/story-{number}"}

    def _sidebar(self) -> list[Widget]:
        if self._chance.random() < 0.2:
            self._stories[self._chance.randrange(8)] = self._story()
        if self._chance.random() < 0.1:
            self._banner = None if self._banner else self._story()["text"]
        towns = [self._weather(town) for town in _TOWNS]
        links = [{"text": name, "href": f"{_URL}/{name}"} for name in ("radar", "planner", "events")]
        widgets = [
            Widget("weather_conditions", data=towns, text="weather " * 20, where="/html/body/div[1]"),
            Widget("weather_conditions", data=towns, text="weather " * 20, where="/html/body/div[7]", duplicate_of=0),
            *(self._table(region) for region in _REGIONS),
            Widget("most_popular", "Most Popular", data=list(self._stories), text="stories " * 20),
            Widget("radar_links", data=links, text="radar planner events"),
            Widget("weather_tagline", text="A made-up sentence on the weather."),
            Widget("community_events", "Events", data=links, text="events"),
        ]
        if self._banner:
            data = {"headline": self._banner, "href": f"{_URL}/breaking"}
            widgets.append(Widget("breaking_banner", data=data, text=self._banner))
        return widgets

    def _weather(self, town: str) -> dict[str, Any]:
        now = self._chance.randrange(10, 90)
        sky = self._chance.choice(_SKIES)
        return {
            "place": town,
            "condition": sky,
            "temperature": now,
            "high": now + 5,
            "low": now - 9,
            "feels_like": now - 2,
        }

    def _table(self, region: str) -> Widget:
        counties = self._cases[region]
        rows = [{"county": n, "cases": c, "deaths": d} for n, (c, d) in zip(_COUNTIES, counties, strict=False)]
        data = {
            "region": region,
            "total_cases": sum(c for c, _ in counties),
            "total_deaths": sum(d for _, d in counties),
            "rows": rows,
            "readings": None,
        }
        return Widget("case_table", f"{region} Cases", "Updated daily", "county " * 60, data, "cells", "/html/div")


def _capture(page: Page) -> CaptureRow:
    reference = page.reference
    return CaptureRow(
        warc_file=reference.warc_file,
        warc_offset=reference.warc_offset,
        record_id=reference.record_id,
        payload_digest=reference.payload_digest,
        captured_at=reference.captured_at,
        splitter_version="bench",
        record_type="response",
        target_uri=page.url,
        status=200,
        mime="text/html",
        is_page=True,
        reason=None,
        refers_to_target_uri=None,
        refers_to_date=None,
        refers_to_record_id=None,
        truncated=None,
    )
