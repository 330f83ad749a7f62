"""The frontier of a live crawl: told of everything that comes, and in a crawl of what is due the one that says what to
ask for."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import signals
from scrapy.exceptions import DontCloseSpider, NotConfigured

from crawler.archive.capture import Capture
from crawler.archive.collection import Collection
from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_entry import Entry
from crawler.discovery.frontier_file import FILE
from crawler.discovery.ledger import Ledger
from crawler.discovery.named import Kind, Named
from crawler.run.budget import day_of
from crawler.run.clock import Clock
from crawler.run.past_runs import cut_since
from crawler.run.plans import budget_of, why
from crawler.run.polite import WAITS
from crawler.run.rebuild import catch_up, rebuild
from crawler.signals import answer_unread, source_read
from crawler.station import StationSpider
from pipelines.errors import ArchiveError, InputError
from pipelines.items import Page
from pipelines.store.rows import rows_of

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)


class FrontierExtension:
    """Keeps the collection's frontier, whose lock the archive extension holds; place it after that one.

    In a crawl of what is due (CRAWL_DUE) it asks for URLs a few at a time, so that a story which a hub has just named is
    asked for in the same run, until the allowance is spent.
    """

    def __init__(self, crawler: Crawler) -> None:
        spider = crawler.spider
        if not isinstance(spider, StationSpider) or crawler.settings.get("REPLAY_SOURCE"):
            raise NotConfigured
        self._crawler, self._spider = crawler, spider
        self._clock = Clock.from_settings(crawler.settings)
        self.collection = Collection.named(Path(crawler.settings["WARCS_DIR"]), spider.name)
        self.frontier, self.ledger = self._open()
        self.budget = budget_of(type(spider), crawler.settings)
        self.allowed = self.planned = self._spent = 0
        self._begun, self._left = self._clock.now(), 0.0
        self._failure: str | None = None
        self._asked: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the frontier; without one in a collection that has captures, make it from the archive."""
        extension = cls(crawler)
        for receiver, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.response_downloaded, signals.response_downloaded),
            (extension.answer_unread, answer_unread),
            (extension.source_read, source_read),
            (extension.item_scraped, signals.item_scraped),
            (extension.spider_idle, signals.spider_idle),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return extension

    def spider_opened(self) -> None:
        """Take the allowance of this run."""
        now = self._clock.now()
        self.ledger.declare(self._spider.sources(), now)
        if not self._spider.due_only:
            return
        frontier, budget = self.frontier, self.budget
        last, left = frontier.last_run(), frontier.saved_up()
        given = self._crawler.settings.getint("CRAWL_DUE_REQUESTS")
        self.allowed = given or budget.allowed(last, left, frontier.spent(day_of(now)), now)
        if self._spider.max_pages:
            self.allowed = min(self.allowed, self._spider.max_pages)
        # Taken now and not at the end: a run that is killed has spent what it was given.
        self._begun, self._left = now, max(0.0, budget.saved_up(last, left, now) - self.allowed)
        frontier.ran(self._begun, self._left)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """An answer of whatever status."""
        capture: Capture | None = request.meta.get("capture")
        if capture is not None:
            self.answer_unread(request, capture)

    def answer_unread(self, request: Request, capture: Capture) -> None:
        """An answer, whether anybody reads it or not."""
        if request.meta.get("kind") != "requisite":  # an image is no page to come back to
            kind = cast("Kind | None", request.meta.get("kind"))
            self._keep(lambda: self.ledger.capture(capture, kind, self._at(capture.captured_at)))

    def source_read(self, url: str, kind: Kind, capture: Capture, named: Named) -> None:
        """What a source or a page names."""
        self._keep(lambda: self.ledger.named(url, kind, self._at(capture.captured_at), named))

    def item_scraped(self, item: Any) -> None:
        """A page, split."""
        if isinstance(item, Page) and item.split is not None:
            at = self._at(item.reference.captured_at)
            self._keep(lambda: self.ledger.page(rows_of(item), at))

    def spider_idle(self) -> None:
        """Ask for the next few of what is due."""
        if not self._spider.due_only or self._failure or not self._crawler.crawling or self._host_waits():
            return
        left = self.allowed - self.planned
        due = self.frontier.due(self._clock.now(), (left + 1) // 2, self._asked)
        for entry in due:
            self._ask(entry)
        if due:
            raise DontCloseSpider

    def spider_closed(self) -> None:
        """Make the state of today the one that the next run begins with."""
        if self._spider.due_only:
            self._keep(lambda: self.frontier.ran(self._begun, self._left + self.allowed - self.planned))
        self._keep(self.frontier.save)
        for reason, count in self.frontier.twins_met.items():
            if self._crawler.stats:
                self._crawler.stats.set_value(f"frontier/twins/{reason}", count)
        self._spent = self.frontier.spent(day_of(self._clock.now()))
        self.frontier.close()

    def budget_used(self) -> dict[str, int]:
        """`allowed` and `planned` requests of a crawl of what is due, `used` by this run, and `used_today` of `a_day`."""
        due = {"allowed": self.allowed, "planned": self.planned} if self._spider.due_only else {}
        used = {"used": self.ledger.counts.requests, "used_today": self._spent, "a_day": self.budget.a_day}
        return due | used

    def _host_waits(self) -> bool:
        """Whether a host has asked for rest: what is not asked for now stays due."""
        return bool(self._crawler.stats and self._crawler.stats.get_value(f"station/failed/{WAITS}"))

    def _ask(self, entry: Entry) -> None:
        self.planned += 1
        self._asked.add(entry.url)
        logger.info("DUE %s %s: %s", entry.kind, entry.url, why(entry, self._clock.now()))
        engine = self._crawler.engine
        if engine is not None:
            request = self._spider.request_of(entry.url, cast("Kind", entry.kind))
            engine.crawl(request.replace(url=self.frontier.address(entry.url, self._clock.now())))

    def _at(self, captured_at: datetime) -> datetime:
        return self._clock.at(captured_at)

    def _open(self) -> tuple[Frontier, Ledger]:
        spider, path = self._spider, self.collection.path
        try:
            frontier = Frontier(path)
        except InputError as error:
            logger.warning("%s", error)
            (path / FILE).rename(path / f"{FILE}.damaged")
            frontier = Frontier(path)
        if frontier.half_made:
            frontier.close()
            (path / FILE).unlink()
            frontier = Frontier(path)
        # Not by whether there is a file: a run that was ended at once, or a power cut, leaves one with nothing in it.
        if frontier.began() is None and self.collection.warc_files():
            logger.warning("%s: there is no frontier; it is made from the archive", path)
            rebuild(self.collection, self._ledger(frontier), spider.sources(), self._clock)
        elif since := cut_since(self.collection.runs):
            catch_up(self.collection, self._ledger(frontier), since, spider.layouts, self._clock)
        return frontier, self._ledger(frontier)

    def _ledger(self, frontier: Frontier) -> Ledger:
        return Ledger(
            frontier,
            tuple(self._spider.allowed_domains),
            self._spider.article_url,
            tables=self.collection.tables,
            max_urls=self._crawler.settings.getint("FRONTIER_MAX_URLS"),
        )

    def _keep(self, write: Any) -> None:
        """A frontier that cannot be written (a full disk) ends the crawl of what is due, and no other: the archive has
        what came, and the frontier can be made from it."""
        if self._failure:
            return
        try:
            write()
        except (sqlite3.Error, ArchiveError) as error:
            self._failure = f"{self.frontier.path}: cannot be written ({error}); delete it to have it made again"
            logger.error(self._failure)
            if self._crawler.stats:
                self._crawler.stats.set_value("frontier/failure", self._failure)
