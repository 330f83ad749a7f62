"""`scrapy crawl station -a url=URL`: a site that has no station file yet."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from crawler.catalogue import site_name, station_for
from crawler.discovery.urls import host_of
from crawler.station import StationSpider
from pipelines.errors import UsageError


class AnySite(StationSpider, facts=False):
    """Crawls the site of a URL from that URL. Its collection is named after the host."""

    name = "station"

    def __init__(self, url: str = "", **kwargs: Any) -> None:
        if not url:
            raise UsageError("which site? Give it as -a url=URL")
        super().__init__(site_name(url), **kwargs)
        self.front = url
        self.allowed_domains = (host_of(url).removeprefix("www."),)

    def tz(self, url: str) -> ZoneInfo | None:
        """That of the station which the host belongs to, if there is one: as replay finds it."""
        return station_for(url, self.name)[1]
