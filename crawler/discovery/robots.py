"""robots.txt as RFC 9309 has it. Scrapy's middleware allows everything where it could not read the file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.python.failure import Failure

from crawler.run.failures import reason_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_BYTES = 512 * 1024
"""What a crawler must read of it at least, by the RFC; the rest is left."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Downloader middleware. A robots.txt that is not there (4xx) forbids nothing; one that cannot be had, for a
    server's error, a 429 or a broken connection, forbids everything on its host for this run, and each request that
    fails for it says so. Errors are reasons that are counted, not tracebacks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser | str]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, fetched once. Raises IgnoreRequest where they could not be had."""
        netloc = urlparse_cached(request).netloc
        if netloc not in self._asked:
            self._asked[netloc] = asyncio.ensure_future(self._fetch(request))
        answer = await asyncio.shield(self._asked[netloc])
        if isinstance(answer, str):
            raise IgnoreRequest(f"robots.txt unreachable: {answer}")
        return answer

    async def _fetch(self, request: Request) -> RobotParser | str:
        """The rules, or why they could not be had."""
        parts = urlparse_cached(request)
        asking = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        try:
            response = await self.crawler.engine.download_async(asking)
        except Exception:  # A boundary: whatever went wrong, the rules are not known.
            return reason_of(Failure())  # type: ignore[no-untyped-call]
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return f"status {response.status}"
        body = response.body[:MAX_BYTES] if response.status < 300 else b""
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules
