"""One schedule over one simulated station: who was fetched when, and what of it counts.

A version counts as captured when a fetch falls between its start and the next change. What an old page had at the
start is not counted: no schedule could have been late for it. Hubs cost a fetch and count for nothing.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Protocol

from benchmarks.schedule.station import DAY, HOUR, MINUTE, Station

START = datetime(2026, 3, 2, tzinfo=UTC)
FLOORS = ((DAY, 12 * HOUR), (7 * DAY, DAY))  # after publication, and how much later still counts as on time


class Schedule(Protocol):
    """What every schedule can do; the policy's own interface."""

    def add(self, url: str, kind: str, seen_at: datetime, published_at: datetime | None = None) -> None:
        """A URL was found."""

    def hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        """A sitemap said when it was modified."""

    def observe(self, url: str, fetched_at: datetime, changed: bool) -> None:
        """It was fetched."""

    def next(self, now: datetime, n: int) -> list[str]:
        """The URLs to fetch now."""


@dataclass(frozen=True)
class Score:
    """What a schedule reached. Counts are of versions; `delay` is a median in minutes; shares are of 1."""

    captured: int
    possible: int
    delay: float
    updates: float
    articles: float
    widgets: float
    old: float
    hubs: float
    floor: float
    fetches: int


def when(seconds: float) -> datetime:
    """The time of day that `seconds` after the start is."""
    return START + timedelta(seconds=seconds)


def slots(station: Station, budget: int, cadence: float) -> list[tuple[float, int]]:
    """When a schedule is asked, and for how many: `budget` a day in equal shares, each `cadence` seconds."""
    asked, owed = [], 0.0
    for step in range(int(station.end / cadence)):
        owed += budget * cadence / DAY
        asked.append((step * cadence, int(owed)))
        owed -= int(owed)
    return [(now, n) for now, n in asked if n]


class Run:
    """A schedule at work on a station."""

    def __init__(self, station: Station, schedule: Schedule) -> None:
        self.station, self.schedule = station, schedule
        self.fetches: dict[str, list[float]] = {}
        self.hub_fetches = 0
        self._seen: dict[str, int] = {}
        self._known: set[str] = set()

    def go(self, budget: int, cadence: float = 5 * MINUTE) -> Score:
        """Run to the station's end."""
        for hub in self.station.hubs.values():
            self.schedule.add(hub.url, hub.kind, START)
        for page in [*self.station.widgets, *self.station.old]:
            published = None if page.published is None else when(page.published)
            self.schedule.add(page.url, page.kind, START, published)
        for now, n in slots(self.station, budget, cadence):
            urls = self.schedule.next(when(now), n)
            if len(urls) > n or len(set(urls)) < len(urls):
                raise ValueError(f"asked for {n}, given {len(urls)}, {len(set(urls))} of them different")
            for number, url in enumerate(urls):
                self._fetch(url, now + number * 2.0)
        return score(self.station, self.fetches, self.hub_fetches)

    def _fetch(self, url: str, now: float) -> None:
        if url in self.station.hubs:
            return self._fetch_hub(url, now)
        page = self.station.pages[url]
        version, before = page.version(now), self._seen.get(url)
        self._seen[url] = version
        self.fetches.setdefault(url, []).append(now)
        changed = self.station.assumptions.first_is_change if before is None else version != before
        return self.schedule.observe(url, when(now), changed)

    def _fetch_hub(self, url: str, now: float) -> None:
        self.hub_fetches += 1
        hub, found = self.station.hubs[url], False
        for page in self.station.listing(hub, now):
            if page.url not in self._known:
                self._known.add(page.url)
                self.schedule.add(page.url, page.kind, when(now), when(page.published or 0.0))
                found = True
            modified = self.station.lastmod(page, now) if hub.kind == "sitemap" else None
            if modified is not None and modified <= now:
                self.schedule.hint(page.url, when(now), when(modified))
        self.schedule.observe(url, when(now), found)


def oracle(station: Station, budget: int, cadence: float = 5 * MINUTE) -> dict[str, list[float]]:
    """Who knows every change: of the versions not yet captured, those that end first. No schedule captures more."""
    waiting: list[tuple[float, float, str]] = []
    coming = sorted(
        (begin, end, page.url)
        for page in station.pages.values()
        for begin, end in zip(page.changes, [*page.changes[1:], station.end], strict=False)
        if begin >= 0
    )
    fetches: dict[str, list[float]] = {}
    place = 0
    for now, n in slots(station, budget, cadence):
        while place < len(coming) and coming[place][0] <= now:
            begin, end, url = coming[place]
            heapq.heappush(waiting, (end, begin, url))
            place += 1
        for _ in range(n):
            while waiting and waiting[0][0] <= now:
                heapq.heappop(waiting)
            if waiting:
                fetches.setdefault(heapq.heappop(waiting)[2], []).append(now)
    return fetches


def score(station: Station, fetches: dict[str, list[float]], hub_fetches: int) -> Score:
    """Count the versions that `fetches` (times by URL) captured."""
    old, widgets, first, updates = [_Tally() for _ in range(4)]
    delays = []
    for page in station.pages.values():
        got = {page.version(now) for now in fetches.get(page.url, ())}
        for number, begin in enumerate(page.changes, 1):
            if begin < 0:
                continue
            group = widgets if page.kind == "widget" else old if not page.is_new else first if number == 1 else updates
            group.add(number in got)
        if page.is_new and page.changes[0] < station.end - 2 * HOUR:
            delays.append(min(fetches.get(page.url, [float("inf")])) - page.changes[0])
    groups = (old, widgets, first, updates)
    total = sum(map(len, fetches.values())) + hub_fetches
    return Score(
        sum(group.got for group in groups),
        sum(group.all for group in groups),
        float(median(delays)) / MINUTE,
        updates.share,
        first.share,
        widgets.share,
        old.share,
        hub_fetches / max(total, 1),
        _floor(station, fetches),
        total,
    )


class _Tally:
    def __init__(self) -> None:
        self.got = self.all = 0

    def add(self, hit: bool) -> None:
        self.got += hit
        self.all += 1

    @property
    def share(self) -> float:
        return self.got / self.all if self.all else 0.0


def _floor(station: Station, fetches: dict[str, list[float]]) -> float:
    """The share of floors that were kept: a fetch at 24 hours to 36, at 7 days to 8."""
    kept = _Tally()
    for page in station.articles:
        kept_by = fetches.get(page.url, [])
        for floor, grace in FLOORS:
            begin = page.changes[0] + floor
            if page.is_new and begin + grace <= station.end:
                kept.add(any(begin <= now <= begin + grace for now in kept_by))
    return kept.share
