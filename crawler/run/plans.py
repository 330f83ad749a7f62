"""What a schedule would do: the budget of a station, what is due within a span of time, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scrapy.settings import BaseSettings

from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_entry import Entry
from crawler.discovery.named import HUBS
from crawler.run.budget import Budget, day_of, quiet_hours
from crawler.station import StationSpider


def budget_of(station: type[StationSpider], settings: BaseSettings) -> Budget:
    """A station's budget: its own attributes, else the settings'. Raises UsageError for hours that are none."""
    a_day = station.requests_a_day or settings.getint("SCHEDULE_REQUESTS_A_DAY")
    hours = station.quiet_hours if station.quiet_hours is not None else str(settings.get("SCHEDULE_QUIET_HOURS") or "")
    return Budget(a_day, quiet_hours(hours), ZoneInfo(getattr(station, "time_zone", "UTC")))


@dataclass(frozen=True, slots=True)
class Planned:
    """A request that is to be made at `at`, and why."""

    at: datetime
    url: str
    kind: str
    why: str


def plan(
    frontier: Frontier, budget: Budget, now: datetime, span: timedelta, every: timedelta, n: int = 0
) -> Iterator[Planned]:
    """What would be asked for within `span` when a crawl of what is due runs each `every`, as the frontier is now; with
    `n`, that many now and no more. The policy keeps what it gave out; so this is for a frontier that is not saved."""
    at, last, left = now, frontier.last_run(), frontier.saved_up()
    spent = {day_of(now): frontier.spent(day_of(now))}
    while at < now + span:
        day = day_of(at)
        allowed = n or budget.allowed(last, left, spent.get(day, 0), at)
        due = frontier.due(at, allowed)
        left = budget.saved_up(last, left, at) - len(due)
        last, spent[day] = at, spent.get(day, 0) + len(due)
        yield from (Planned(at, entry.url, entry.kind, why(entry, at)) for entry in due)
        if n:
            return
        at += every


def why(entry: Entry, now: datetime) -> str:
    """Why a URL is worth a request, in a few words: what the policy knows of it."""
    if entry.fetched is None:
        found = f"never fetched, found {_ago(now - entry.first_seen)} ago"
        return f"{found}, published {_ago(now - entry.published)} ago" if entry.published else found
    said = [f"fetched {_ago(now - entry.fetched)} ago"]
    names = "named something new" if entry.kind in HUBS else "changed"
    said.append(f"{names} at {entry.changes} of {entry.fetches} visits")
    if entry.hinted and entry.hinted > entry.fetched:
        said.append(f"said to be modified {_ago(now - entry.hinted)} ago")
    if entry.published:
        said.append(f"published {_ago(now - entry.published)} ago")
    if entry.gone:
        said.append(f"gone: {entry.gone}")
    return ", ".join(said)


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 90:
        return f"{max(minutes, 0)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
