"""A spider for tests: one page that links to the real pages, and these."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from crawler.catalogue import station_for
from crawler.discovery.urls import host_of
from crawler.station import StationSpider


class RealPages(StationSpider, facts=False):
    """Crawls what the page at `front` links to, whatever its host; each page has the zone of its own station."""

    name = "realpages"

    def __init__(self, front: str = "", hosts: str = "", **kwargs: Any) -> None:
        super().__init__(front=front, allowed_domains=(host_of(front), *hosts.split()), **kwargs)

    def tz(self, url: str) -> ZoneInfo | None:
        return station_for(url, self.name)[1]
