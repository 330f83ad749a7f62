"""A simulated station: what it publishes and changes, and what its hubs and its sitemap say of it.

Everything is drawn once from a seed, before any schedule runs, so that every schedule meets the same station. Times are
seconds since the simulation's start. The assumptions are frozen: a change of them is a new benchmark.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
DAY_SHAPE = np.array([1, 1, 1, 1, 2, 5, 7, 7, 6, 6, 6, 7, 7, 6, 6, 7, 8, 8, 7, 6, 5, 5, 4, 2], dtype=float)
SECTIONS = ("news", "sports", "weather", "community")


@dataclass(frozen=True)
class Assumptions:
    """What a station is like. The defaults are the benchmark's; the variations test a schedule's robustness."""

    days: int = 14
    articles_a_day: tuple[int, int] = (40, 100)
    developing: float = 0.4  # of all articles; with the updates below a third of all are updated within 24 hours
    updates_of_developing: float = 2.0  # expected, of which four fifths within 24 hours; of the others 0.05
    scale_hours: float = 6.0  # the age at which half of the updates have come
    hourly: int = 8
    daily: int = 6
    old: int = 1300
    old_never: float = 0.2
    old_median_days: float = 40.0  # between changes of an old page, lognormal
    old_spread: float = 1.0
    lastmod_present: float = 0.7
    lastmod_right: float = 0.8
    lastmod_drawn: Literal["change", "sighting"] = "change"  # is a wrong lastmod wrong until the next change, or anew?
    noise: float = 2 * MINUTE
    first_is_change: bool = True  # what `observe` says of a page's first fetch
    old_kind: str = "article"


@dataclass
class Page:
    """A page whose versions count. `changes` are their times; an old page's first version is before them all."""

    url: str
    kind: str
    changes: list[float]
    published: float | None = None
    listed: float = 0.0
    section: str = ""
    lastmods: list[float | None] = field(default_factory=list)

    def version(self, now: float) -> int:
        """The number of changes up to `now`: 0 is what an old page had at the start, or a page not yet published."""
        return bisect.bisect_right(self.changes, now)

    @property
    def is_new(self) -> bool:
        """Whether it is an article published within the simulation."""
        return self.published is not None and self.published >= 0


@dataclass
class Hub:
    """A page that lists articles: the newest `length` of those it `takes`, or all of the last `span` seconds."""

    url: str
    kind: str
    takes: str = ""
    length: int = 0
    span: float = 0.0


class Station:
    """A station drawn from a seed."""

    def __init__(self, seed: int, assumptions: Assumptions) -> None:
        self.seed, self.assumptions = seed, assumptions
        self.end = assumptions.days * DAY
        self._draw = np.random.default_rng(seed)
        self.articles = sorted(self._articles(), key=lambda page: page.listed)
        self.widgets = self._widgets()
        self.old = self._old_pages()
        self.pages = {page.url: page for page in [*self.articles, *self.widgets, *self.old]}
        self.hubs = {hub.url: hub for hub in _hubs()}
        self._listed = [page.listed for page in self.articles]
        self._by_section = {name: [page for page in self.articles if page.section == name] for name in SECTIONS}
        self._sightings = np.random.default_rng(seed + 1_000_003)

    def listing(self, hub: Hub, now: float) -> list[Page]:
        """The articles that `hub` lists at `now`, newest first."""
        if hub.takes:
            shown = [page for page in self._by_section[hub.takes] if page.listed <= now]
        else:
            shown = self.articles[: bisect.bisect_right(self._listed, now)]
        if hub.span:
            shown = [page for page in shown[-400:] if page.listed > now - hub.span]
        return shown[::-1][: hub.length or None]

    def lastmod(self, page: Page, now: float) -> float | None:
        """What the sitemap says at `now` of the last change of `page`; None if it says nothing."""
        if self.assumptions.lastmod_drawn == "sighting":
            return self._lastmod(self._sightings, page.changes, page.version(now) - 1, now)
        return page.lastmods[page.version(now) - 1]

    def _articles(self) -> list[Page]:
        plan, pages = self.assumptions, []
        shape = DAY_SHAPE / DAY_SHAPE.sum()
        for day in range(-2, plan.days):
            count = int(self._draw.integers(plan.articles_a_day[0], plan.articles_a_day[1] + 1))
            hours = self._draw.choice(24, size=count, p=shape)
            for number, hour in enumerate(hours):
                published = day * DAY + hour * HOUR + float(self._draw.uniform(0, HOUR))
                pages.append(self._article(f"https://station.test/{day + 2:03d}/story-{number}", published))
        return pages

    def _article(self, url: str, published: float) -> Page:
        changes = [published, *self._updates(published)]
        lastmods = [self._lastmod(self._draw, changes, version, None) for version in range(len(changes))]
        listed = published + abs(float(self._draw.normal(0, self.assumptions.noise)))
        section = str(self._draw.choice(SECTIONS, p=(0.5, 0.25, 0.1, 0.15)))
        return Page(url, "article", changes, published, listed, section, lastmods)

    def _updates(self, published: float) -> list[float]:
        """Poisson, at a rate that falls with the square of the age: four fifths come within the first day."""
        plan = self.assumptions
        level = plan.updates_of_developing if self._draw.random() < plan.developing else 0.05
        mass, updates = 0.0, []
        while True:
            mass += float(self._draw.exponential(1 / level))
            if mass >= 1 or published + (age := plan.scale_hours * HOUR * mass / (1 - mass)) > self.end:
                return updates
            updates.append(published + age)

    def _lastmod(
        self, draw: np.random.Generator, changes: list[float], version: int, now: float | None
    ) -> float | None:
        """Missing, right within the noise, or wrong: the version before, or a time at which nothing changed."""
        if draw.random() >= self.assumptions.lastmod_present:
            return None
        if draw.random() < self.assumptions.lastmod_right:
            return changes[version] + float(draw.normal(0, self.assumptions.noise))
        if version > 0 and draw.random() < 0.5:
            return changes[version - 1]
        return now if now is not None else changes[version] + float(draw.exponential(6 * HOUR))

    def _widgets(self) -> list[Page]:
        plan, pages = self.assumptions, []
        for name, count, period in (("hourly", plan.hourly, HOUR), ("daily", plan.daily, DAY)):
            for number in range(count):
                phase = float(self._draw.uniform(0, period))
                ticks = phase + np.arange(int(self.end // period)) * period
                ticks = np.sort(np.clip(ticks + self._draw.normal(0, plan.noise, len(ticks)), 0, None))
                pages.append(Page(f"https://station.test/{name}/{number}", "widget", ticks.tolist()))
        return pages

    def _old_pages(self) -> list[Page]:
        plan, pages = self.assumptions, []
        for number in range(plan.old):
            changes: list[float] = []
            if self._draw.random() >= plan.old_never:
                gap = plan.old_median_days * DAY * float(self._draw.lognormal(0, plan.old_spread))
                when = float(self._draw.exponential(gap))
                while when < self.end:
                    changes.append(when)
                    when += float(self._draw.exponential(gap))
            published = -float(self._draw.uniform(10, 1500)) * DAY
            pages.append(Page(f"https://station.test/old/page-{number}", plan.old_kind, changes, published))
        return pages


def _hubs() -> list[Hub]:
    return [
        Hub("https://station.test/", "front", length=30),
        *(Hub(f"https://station.test/{name}/", "section", takes=name, length=20) for name in SECTIONS),
        Hub("https://station.test/feed/", "feed", length=25),
        Hub("https://station.test/news-sitemap.xml", "sitemap", span=2 * DAY),
    ]
