"""The page budget of a run, kept where requests are sent, so that the best of what was found gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest, NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_PAGES = frozenset({"front", "section", "article", "other"})


class PageBudgetMiddleware:
    """Downloader middleware: lets STATION_MAX_PAGES pages through and refuses the rest without a request.

    It counts at the end of the queue and not where links are found, since the scheduler sorts by priority between
    the two. Feeds and sitemaps have their own bound; retries and redirects belong to the page that they began with.
    Place it after robots.txt, so that what robots.txt forbids costs nothing.
    """

    def __init__(self, pages: int) -> None:
        self.left = pages

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PageBudgetMiddleware:
        """0 means without bound."""
        pages = crawler.settings.getint("STATION_MAX_PAGES")
        if pages <= 0:
            raise NotConfigured
        return cls(pages)

    def process_request(self, request: Request) -> None:
        """Refuse a page past the budget."""
        again = request.meta.get("retry_times") or request.meta.get("redirect_times")
        if request.meta.get("kind") not in _PAGES or again:
            return
        if self.left <= 0:
            raise IgnoreRequest("page budget")
        self.left -= 1
