"""The schedules that the policy is measured against, each as its project documents it.

All of them are queues: a URL has a time at which it is due, and those due first are fetched, before their time if there
is nothing else, so that all schedules make the same number of fetches.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from datetime import datetime

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
HUBS = ("front", "section", "feed", "sitemap")


@dataclass
class Known:
    """What a simple schedule knows of a URL. Times are in seconds."""

    kind: str
    seen: float
    published: float
    interval: float
    fetched: float = 0.0
    changed: float = 0.0
    fetches: int = 0
    changes: int = 0

    @property
    def is_hub(self) -> bool:
        """Whether it counts for nothing itself."""
        return self.kind in HUBS


class Queue:
    """The common part. A schedule says when a URL is due after it was found, and after it was fetched."""

    first_interval = DAY

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self._due: list[tuple[float, int, str]] = []
        self._serial = 0

    def add(self, url: str, kind: str, seen_at: datetime, published_at: datetime | None = None) -> None:
        """New URLs are due at once."""
        if url not in self.known:
            seen = seen_at.timestamp()
            published = seen if published_at is None else published_at.timestamp()
            self.known[url] = Known(kind, seen, published, self.first_interval)
            self._push(url, self.due_first(self.known[url]))

    def hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        """None of these schedules uses hints."""

    def observe(self, url: str, fetched_at: datetime, changed: bool) -> None:
        """Fetched: due again when the schedule says."""
        page, now = self.known[url], fetched_at.timestamp()
        due = self.due_again(page, now, changed)
        page.fetched, page.fetches, page.changes = now, page.fetches + 1, page.changes + (changed and page.fetches > 0)
        page.changed = now if changed else page.changed or now
        self._push(url, due)

    def next(self, now: datetime, n: int) -> list[str]:
        """Those due first."""
        return [heapq.heappop(self._due)[2] for _ in range(min(n, len(self._due)))]

    def due_first(self, page: Known) -> float:
        """When a URL just found is due."""
        return page.seen

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """When a URL fetched at `now` is due again."""
        raise NotImplementedError

    def _push(self, url: str, due: float) -> None:
        self._serial += 1
        heapq.heappush(self._due, (due, self._serial, url))


class Uniform(Queue):
    """Round robin: the longest not fetched comes first."""

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """Behind all others."""
        return now


class NutchAdaptive(Queue):
    """Nutch's AdaptiveFetchSchedule: the interval times 0.8 after a change, times 1.4 without; a minute to a week."""

    first_interval = 6 * HOUR

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """The interval from now."""
        if page.fetches:
            page.interval = min(max(page.interval * (0.8 if changed else 1.4), MINUTE), 7 * DAY)
        return now + page.interval


class NewsCrawl(Queue):
    """Common Crawl's news-crawl: feeds and sitemaps by an adaptive schedule, every article once.

    Widget pages and the rest, which it does not know, take turns with what is left.
    """

    first_interval = HOUR

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """A hub by its interval, 10 minutes to a day; any other page when all is done."""
        if not page.is_hub:
            return now + 365 * DAY
        page.interval = min(max(page.interval * (0.5 if changed else 1.5), 10 * MINUTE), DAY)
        return now + page.interval


class NewsDiffs(Queue):
    """NewsDiffs: the longer a page has not changed, the longer until the next look. Hubs every 15 minutes."""

    ladder = ((3 * HOUR, 15 * MINUTE), (DAY, HOUR), (7 * DAY, 3 * HOUR), (30 * DAY, 3 * DAY), (math.inf, 30 * DAY))

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """The rung of the time since the last change, or since publication."""
        since = 0.0 if changed and page.fetches else now - max(page.changed if page.changes else 0.0, page.published)
        rung = next(interval for until, interval in self.ladder if since < until)
        return now + (15 * MINUTE if page.is_hub else rung)


class ThreeLooks(Queue):
    """Articles when found, after 24 hours and after 7 days; widgets each hour; hubs every 15 minutes; the rest monthly."""

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """The next of its looks."""
        if page.is_hub:
            return now + 15 * MINUTE
        if page.kind == "widget":
            return now + HOUR
        looks = [page.published + age for age in (DAY, 7 * DAY) if page.published + age > now]
        return looks[0] if looks else now + 30 * DAY


class LambdaCrawl(Queue):
    """LambdaCrawl's closed form for pages of equal worth: the rate of fetches of a page that changes at rate r is
    (sqrt(r * r + 4 * r / price) - r) / 2, the price being such that the rates add up to the budget.

    The rates of change are not known to it; it estimates them from what it saw, starting at one in three days.
    """

    def __init__(self, budget: int) -> None:
        super().__init__()
        self._budget, self._price, self._priced = budget, 1.0, -math.inf

    def next(self, now: datetime, n: int) -> list[str]:
        """The price is found anew every six hours."""
        if now.timestamp() - self._priced > 6 * HOUR:
            self._priced = now.timestamp()
            rates = [self._rate(page) for page in self.known.values()]
            low, high = 1e-9, 1e9
            for _ in range(80):
                self._price = math.sqrt(low * high)
                over = sum(_fetch_rate(rate, self._price) for rate in rates) > self._budget
                low, high = (self._price, high) if over else (low, self._price)
        return super().next(now, n)

    def due_again(self, page: Known, now: float, changed: bool) -> float:
        """The inverse of its rate from now."""
        return now + DAY / _fetch_rate(self._rate(page, now), self._price)

    def _rate(self, page: Known, now: float = 0.0) -> float:
        """Changes a day, with a prior of one change in three days."""
        watched = max(now, page.fetched) - page.seen if page.fetched else 0.0
        return (page.changes + 0.5) / (watched / DAY + 1.5)


def _fetch_rate(rate: float, price: float) -> float:
    return (math.sqrt(rate * rate + 4 * rate / price) - rate) / 2
