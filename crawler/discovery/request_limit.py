"""The bound on all requests of a run, robots.txt, redirects and retries among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest, NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class RequestLimitMiddleware:
    """Downloader middleware: lets CRAWL_MAX_REQUESTS requests through and refuses the rest. The nearest to the wire."""

    def __init__(self, requests: int) -> None:
        self.left = requests

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RequestLimitMiddleware:
        """0 means without bound."""
        requests = crawler.settings.getint("CRAWL_MAX_REQUESTS")
        if requests <= 0:
            raise NotConfigured
        return cls(requests)

    def process_request(self, request: Request) -> None:
        """Refuse a request past the bound."""
        if self.left <= 0:
            raise IgnoreRequest("request limit")
        self.left -= 1
