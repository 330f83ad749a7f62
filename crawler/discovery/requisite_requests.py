"""Asks for what pages need to be played, where the station says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Response, TextResponse

from crawler.discovery.requisites import Requisites, of_page, of_style_sheet
from crawler.discovery.urls import MAX_LENGTH
from crawler.run.failures import reason_of
from pipelines.items import Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

_PRIORITY = 1
"""After every page: what is embedded changes less than what it is embedded in."""
_NESTING = 3
"""Style sheets that name style sheets."""


class RequisitesExtension:
    """Requests for the requisites of each page (`requisites` of the station), wherever they are, robots.txt obeyed.

    Each is asked for once a run; over runs the archive stores it once. They have a bound of their own,
    STATION_MAX_REQUISITES, and are counted as `station/requisites`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._wanted: Requisites = getattr(crawler.spider, "requisites", "none")
        if self._wanted not in ("images", "all"):
            raise NotConfigured
        self._left = crawler.settings.getint("STATION_MAX_REQUISITES") or None
        self._asked: set[int] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for a station that wants none."""
        extension = cls(crawler)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        return extension

    def item_scraped(self, item: object, response: Response) -> None:
        """Ask for what the page embeds."""
        if isinstance(item, Page) and isinstance(response, TextResponse):
            self._ask(of_page(response.body, response.url, response.encoding, self._wanted), response, 1)

    def parse(self, response: Response) -> None:
        """Ask for what a style sheet names."""
        response.meta.pop("capture", None)
        nesting = response.meta["embedded"]
        mime = (response.headers.get("Content-Type") or b"").partition(b";")[0].strip().lower()
        if mime == b"text/css" and self._wanted == "all" and nesting < _NESTING:
            self._ask(of_style_sheet(response.body, response.url), response, nesting + 1)

    def failed(self, failure: Failure) -> None:
        """Count why it could not be had."""
        self._count(f"failed/requisite: {reason_of(failure)}")

    def _ask(self, urls: list[str], response: Response, nesting: int) -> None:
        for url in urls:
            if len(url) > MAX_LENGTH or hash(url) in self._asked:
                continue
            if self._left is not None and len(self._asked) >= self._left:
                self._count("not_followed/requisite bound")
                continue
            self._asked.add(hash(url))
            self._count("requisites")
            if self._crawler.engine is not None:  # straight to it: they are no step away from the page
                self._crawler.engine.crawl(self._request(url, response, nesting))

    def _request(self, url: str, response: Response, nesting: int) -> Request:
        meta = {
            "kind": "requisite",
            "embedded": nesting,
            "depth": response.meta.get("depth", 0),
            "allow_offsite": True,  # pictures are on the hosts of others
        }
        headers = {"Referer": response.url, "Accept": "*/*"}
        return Request(url, callback=self.parse, errback=self.failed, headers=headers, priority=_PRIORITY, meta=meta)

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"station/{what}")
