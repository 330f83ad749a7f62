"""robots.txt as RFC 9309 has it. Scrapy's middleware allows everything where it could not read the file."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
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
from crawler.run.hosts import Hosts, seconds

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_BYTES = 512 * 1024
"""What a crawler must read of it at least, by the RFC; the rest is left."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Downloader middleware. A robots.txt that is not there (4xx) forbids nothing; one that cannot be had, for a
    server's error, a 429 or a broken connection, forbids everything on its host for this run, and each request that
    fails for it says so. Errors are reasons that are counted, not tracebacks.

    A crawl of what is due is one of a hundred a day: it takes a robots.txt that another one read in the last
    ROBOTSTXT_KEEP seconds as read. The RFC allows a day."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser | str]] = {}
        self._keep = crawler.settings.getfloat("ROBOTSTXT_KEEP") if crawler.settings.getbool("CRAWL_DUE") else 0.0

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
        kept = self._kept(request) if self._keep else None
        body = await self._read(request) if kept is None else kept
        if isinstance(body, str):
            return body
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    def _kept(self, request: Request) -> bytes | None:
        with closing(Hosts(Path(self.crawler.settings["WARCS_DIR"]))) as hosts:
            return hosts.robots(urlparse_cached(request).netloc, seconds() - self._keep)

    async def _read(self, request: Request) -> bytes | str:
        """The body of the robots.txt, empty where there is none, or why it could not be had."""
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
        if self._keep:
            with closing(Hosts(Path(self.crawler.settings["WARCS_DIR"]))) as hosts:
                hosts.keep_robots(parts.netloc, body, seconds())
        return body
