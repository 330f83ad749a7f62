"""The download handler that waits for its turn: at each host, over all stations and crawls of this machine."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.utils.defer import deferred_from_coro

from crawler.archive.extension import ArchiveStoppedError
from crawler.archive.wire import WireTapDownloadHandler
from crawler.discovery.urls import host_of
from crawler.run.failures import STOPPED
from crawler.run.hosts import Hosts, retry_after, seconds

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

HOSTS_FAILURE = "hosts/failure"
WAITS = "host asks to wait"
"""The reason of a request that was not made, since its host has none to spare for a while."""
_STEP = 0.2


class PoliteDownloadHandler(WireTapDownloadHandler):
    """Keeps the greater of DOWNLOAD_DELAY and the host's Crawl-delay between two requests to a host, and makes none until
    the time that a Retry-After names, or for HOST_BACKOFF seconds after a 429 without one.

    It is the last thing before the wire, since whatever else waits (AutoThrottle, Scrapy's slots) waits before it. A
    turn that is more than HOST_MAX_WAIT seconds away is not waited for: the request fails as `host asks to wait`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._backoff, self._most = settings.getfloat("HOST_BACKOFF"), settings.getfloat("HOST_MAX_WAIT")
        self._name = str(settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT"))
        self._hosts = Hosts(Path(settings.get("WARCS_DIR", "warcs")))
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Learn the host's Crawl-delay."""
        delay = robotparser.crawl_delay(self._name) if hasattr(robotparser, "crawl_delay") else None
        self._hosts.set_delay(host_of(request.url), float(delay or 0.0))

    async def download_request(self, request: Request) -> Response:
        """Wait, then download."""
        await self._turn(host_of(request.url))
        response = await super().download_request(request)
        wanted = response.headers.get("Retry-After")
        if response.status == 429 or (response.status == 503 and wanted):
            self._hosts.wait(host_of(request.url), retry_after(wanted, seconds(), self._backoff))
        return response

    async def close(self) -> None:
        """Let go of the connections and of the hosts file."""
        await super().close()
        self._hosts.close()

    async def _turn(self, host: str) -> None:
        begun = seconds()
        while (wait := self._wait(host)) > 0:
            if not self._crawler.crawling:
                raise DownloadCancelledError(STOPPED)
            if seconds() + wait - begun > self._most:
                raise IgnoreRequest(WAITS)
            await asyncio.sleep(min(wait, _STEP))

    def _wait(self, host: str) -> float:
        """Without the memory of whose turn it is nothing can be asked for politely: where it cannot be written, the run
        stops as it does where the archive cannot."""
        try:
            return self._hosts.turn(host, self._delay, seconds())
        except sqlite3.Error as error:
            failure = f"{self._hosts.path}: cannot be written ({error}); the crawl stops"
            if self._crawler.stats and not self._crawler.stats.get_value(HOSTS_FAILURE):
                logger.error(failure)
                self._crawler.stats.set_value(HOSTS_FAILURE, failure)
                if self._crawler.engine is not None:
                    deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))
            raise ArchiveStoppedError(failure) from error
