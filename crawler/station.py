"""StationSpider: reads a station's declared sources, follows what they name, and yields a Page for each page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.settings import BaseSettings

from crawler.agent import user_agent
from crawler.archive.capture import Capture, is_page, page_of
from crawler.discovery.links import head_of
from crawler.discovery.named import FRONTS, Kind, Named, looks_like_story, named_in, named_on
from crawler.discovery.requisites import Requisites
from crawler.discovery.urls import FoundUrl, canonical, host_of, is_within, why_not
from crawler.discovery.xml import NotXmlError
from crawler.facts import check_facts
from crawler.layout_files import Layouts, layouts_of
from crawler.run.failures import reason_of
from crawler.signals import source_read
from pipelines.errors import PageTooLargeError
from pipelines.items import Page
from pipelines.split.document import Head

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

# What is asked for first. Sources name the stories; of those, the ones that look like stories come first.
_PRIORITY: dict[Kind, int] = {
    "front": 100,
    "feed": 90,
    "sitemap": 80,
    "section": 70,
    "article": 20,
    "widget": 10,
    "other": 10,
}
_LISTS: frozenset[Kind] = frozenset({"feed", "sitemap"})
_NOT_ASKED = frozenset({"robots.txt", "page budget"})
"""Refusals of our own, which no server has seen."""
_URLS_PER_PAGE = 50
"""URLs queued for each page of the budget. A page made of links must not fill the memory."""
_MAX_NESTING = 2
"""Indexes of sitemaps within indexes: the standard knows one level, some systems use two."""


class StationSpider(Spider):
    """A station. Its file is a subclass with attributes only; `platforms/` hold what stations of one system share.

    Addresses are absolute. `article_url` is a regular expression, searched in a URL's path and query, that stories of
    the publishing system match: it decides what is asked for first, and nothing else. `network` is None for a station
    without one. `requests_a_day` and `quiet_hours` (`23:30-05:00`, the station's time) are a schedule's, the settings'
    where they are None; with `scheduled = False` a schedule leaves the station alone unless it is named. `requisites` says
    what of a page is archived with it: `none`, `images`, or `all` that a player needs to show it. `time_zone` is the name
    of a zone; times that a page prints without a zone are in it.
    """

    call_sign: ClassVar[str]
    station_name: ClassVar[str]
    city: ClassVar[str]
    state: ClassVar[str]
    network: ClassVar[str | None]
    time_zone: ClassVar[str]
    allowed_domains: tuple[str, ...] = ()
    front: str = ""
    feeds: ClassVar[tuple[str, ...]] = ()
    sitemaps: ClassVar[tuple[str, ...]] = ()
    sections: ClassVar[tuple[str, ...]] = ()
    article_url: ClassVar[str | None] = None
    scheduled: ClassVar[bool] = True
    requests_a_day: ClassVar[int | None] = None
    quiet_hours: ClassVar[str | None] = None
    requisites: Requisites = "none"

    def __init_subclass__(cls, *, facts: bool = True, **kwargs: Any) -> None:
        """Check the facts of a station file when it is read. `facts=False`: a class that is no station's file."""
        super().__init_subclass__(**kwargs)
        if facts and "name" in vars(cls):
            check_facts(cls)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The user agent says who asks, so it is made from OPERATOR and OPERATOR_CONTACT once these are known."""
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings), priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> StationSpider:
        """Also listen for robots.txt, which names sitemaps, and read the bounds of a run and the station's layouts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.max_pages = crawler.settings.getint("STATION_MAX_PAGES")
        spider.sitemaps_left = crawler.settings.getint("STATION_MAX_SITEMAPS")
        spider.urls_left = (spider.max_pages or 1000) * _URLS_PER_PAGE
        spider.max_depth = crawler.settings.getint("DEPTH_LIMIT")
        spider.due_only = crawler.settings.getbool("CRAWL_DUE")
        spider.layouts = layouts_of(Path(crawler.settings["LAYOUTS_DIR"]), spider.name)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        if not crawler.settings.get("OPERATOR_CONTACT"):
            spider.logger.warning(
                "OPERATOR_CONTACT is not set, so the station's webmaster cannot reach you. Set it in crawler/settings.py or"
                " with -s OPERATOR_CONTACT=mailto:you@example.org"
            )
        return spider

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.max_pages = self.sitemaps_left = self.urls_left = self.max_depth = 0
        self.layouts = Layouts()
        self.due_only = False
        """Whether the frontier says what is asked for: then nothing is followed, only told."""
        self.unanswered: set[str] = set()
        """Declared sources that have not answered yet with what they are for: what a run lacks to be complete."""
        self.answers = 0
        """Responses with a status of 2xx."""

    def tz(self, url: str) -> ZoneInfo | None:
        """The zone of the times that a page prints without one."""
        return ZoneInfo(self.time_zone)

    def sources(self) -> list[tuple[Kind, str]]:
        """The declared sources: front page, feeds, sitemaps, sections."""
        declared: list[tuple[Kind, Iterable[str]]] = [
            ("front", (self.front,)),
            ("feed", self.feeds),
            ("sitemap", self.sitemaps),
            ("section", self.sections),
        ]
        return [(kind, canonical(url) or url) for kind, urls in declared for url in urls]

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the declared sources; in a crawl of what is due, for what the frontier says, which is done there."""
        wanted = [] if self.due_only else self.sources()
        # All at once: the first answers, which name the other sources too, come before the last of these is yielded.
        self.unanswered.update(url for _, url in wanted)
        for kind, url in wanted:
            yield self._request(url, kind)

    def request_of(self, url: str, kind: Kind) -> Request:
        """A request for a URL. Of a declared source it is noted that it has not answered yet."""
        if self._declared.get(url) == kind:
            self.unanswered.add(url)
        return self._request(url, kind)

    @cached_property
    def _declared(self) -> dict[str, Kind]:
        return {url: kind for kind, url in reversed(self.sources())}

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Ask for the sitemaps that a robots.txt names. It is fetched once, by Scrapy's middleware."""
        if self.due_only or not isinstance(robotparser, ProtegoRobotParser):
            return
        named = (canonical(url, request.url) for url in robotparser.rp.sitemaps)
        for each in self._sitemap_requests([FoundUrl(url) for url in named if url], nesting=0):
            self.crawler.engine.crawl(each)

    def parse(self, response: Response, kind: Kind = "other", nesting: int = 0, **_: Any) -> Iterator[Page | Request]:
        """Yield the page, if the capture is one, and a request for each URL that the response names."""
        self.answers += 1
        capture: Capture | None = response.request.meta.pop("capture", None) if response.request else None
        page = self._page(capture)
        depth = response.meta.get("depth", 0)
        # Nobody would ask for what a story at the bound links to: it is read for the split alone.
        leads_on = kind not in _LISTS and (kind != "article" or not (self.due_only or depth >= self.max_depth))
        head = self._head(page) if page is not None and leads_on else None
        if page is not None:
            yield page
        try:
            named = _named(kind, response, head)
        except NotXmlError as error:
            self._failed(f"not a {kind}", response.url, str(error))
            return
        if named is not None:
            if capture is not None:
                what = {"url": response.url, "kind": kind, "capture": capture, "named": named}
                self.crawler.signals.send_catch_log(source_read, **what)
            yield from self._from(named, kind, nesting, depth)
        self._answered(response)

    def _answered(self, response: Response) -> None:
        self.unanswered.discard(response.meta.get("source", ""))

    def failed(self, failure: Failure) -> Iterator[Page]:
        """Log one line and count. A response that failed after it was archived may still be a page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy's scraper
        page = self._page(request.meta.pop("capture", None))
        if page is not None:
            yield page
        reason = reason_of(failure)
        if reason in _NOT_ASKED:
            self._count(f"not_followed/{reason}")
        else:
            self._failed(reason, request.url, "")

    def _page(self, capture: Capture | None) -> Page | None:
        if capture is None or not is_page(capture):
            return None
        layout = self.layouts.at(self.name, capture.captured_at)
        return page_of(capture, self.name, self.tz(capture.target_uri), layout)

    def _head(self, page: Page) -> Head | None:
        try:
            return head_of(page)
        except PageTooLargeError as error:  # the split says so too, and has no rows
            self._failed("page too large", page.url, str(error))
            return None

    def _from(self, named: Named, kind: Kind, nesting: int, depth: int) -> Iterator[Request]:
        if self.due_only:
            return
        if kind == "sitemap":
            newest = named.pages[: self.max_pages or None]
            self._count("not_followed/older", len(named.pages) - len(newest))
            # Behind what fronts and feeds name: a sitemap's dates are often those of a change in the site's layout.
            yield from self._follow(newest, less=5)
            yield from self._sitemap_requests(named.sitemaps, nesting + 1)
        elif kind == "feed":
            yield from self._follow(named.pages)
        elif depth < self.max_depth:
            yield from (self._request(each.url, "feed") for each in named.feeds if self._wanted(each))
            yield from self._follow(named.pages, less=0 if kind in FRONTS else 10)

    def _sitemap_requests(self, sitemaps: list[FoundUrl], nesting: int) -> Iterator[Request]:
        for each in sitemaps:
            if nesting > _MAX_NESTING or self.sitemaps_left <= 0:
                self._count("not_followed/sitemap bound")
            elif self._is_ours(each):
                self.sitemaps_left -= 1
                yield self._request(each.url, "sitemap", nesting=nesting)

    def _follow(self, found: list[FoundUrl], less: int = 0) -> Iterator[Request]:
        for each in found:
            if self._wanted(each):
                self.urls_left -= 1
                kind: Kind = "article" if looks_like_story(each.url, self.article_url) else "other"
                yield self._request(each.url, kind, less=less)

    def _is_ours(self, sitemap: FoundUrl) -> bool:
        ours = is_within(host_of(sitemap.url), self.allowed_domains)
        if not ours:
            self._count("not_followed/another site")
        return ours

    def _wanted(self, found: FoundUrl) -> bool:
        reason = why_not(found.url, self.allowed_domains) or ("queue bound" if self.urls_left <= 0 else None)
        if reason:
            self._count(f"not_followed/{reason}")
        return reason is None

    def _request(self, url: str, kind: Kind, *, nesting: int = 0, less: int = 0) -> Request:
        address = canonical(url) or url
        # Whoever names a declared source first, it is asked for as what it is: the second request is a duplicate.
        kind = self._declared.get(address, kind)
        meta: dict[str, Any] = {"kind": kind}
        # Sources have bounds of their own: the depth of a story is counted from the feed or sitemap that names it.
        if kind in _LISTS:
            meta["depth_reset"] = True
        if address in self._declared:
            meta["source"] = address
        return Request(
            address,
            callback=self.parse,
            errback=self.failed,
            priority=_PRIORITY[kind] - less,
            meta=meta,
            cb_kwargs={"kind": kind, "nesting": nesting},
        )

    def _failed(self, reason: str, url: str, detail: str) -> None:
        self._count(f"failed/{reason}")
        self.logger.warning("%s: %s%s", url, reason, f" ({detail})" if detail else "")

    def _count(self, what: str, count: int = 1) -> None:
        if count:
            self.crawler.stats.inc_value(f"station/{what}", count)


def _named(kind: Kind, response: Response, head: Head | None) -> Named | None:
    """What a response names; None for one that is neither a list nor a page that was read."""
    if kind in _LISTS:
        return named_in(kind, response.body, response.url)
    return named_on(kind, head, response.url) if head is not None else None
