"""WDEMO, the demo station: a made-up one on loopback, served by `scrapy demo`."""

from __future__ import annotations

from typing import Any

from crawler.demo.site import BASE
from crawler.station import StationSpider


class Wdemo(StationSpider):
    """WDEMO 14."""

    name = "wdemo"
    call_sign = "WDEMO"
    station_name = "WDEMO 14"
    city = "Elm Grove"
    state = "OH"
    network = None
    time_zone = "America/New_York"
    scheduled = False
    allowed_domains = ("127.0.0.1",)
    front = f"{BASE}/"
    feeds = (f"{BASE}/feed.xml", f"{BASE}/atom.xml")
    sitemaps = (f"{BASE}/sitemap-index.xml",)
    sections = (f"{BASE}/news/", f"{BASE}/weather/", f"{BASE}/sports/", f"{BASE}/community/")
    article_url = r"/content/(?:news|video)/|/local-[a-z]+/|/\d{4}/\d\d/\d\d/"

    def __init__(self, base: str = BASE, **kwargs: Any) -> None:
        """`-a base=http://127.0.0.1:PORT` for a demo station on another port."""
        sources = {name: getattr(self, name) for name in ("feeds", "sitemaps", "sections")}
        moved: dict[str, Any] = {name: tuple(u.replace(BASE, base) for u in urls) for name, urls in sources.items()}
        super().__init__(front=f"{base}/", **moved, **kwargs)
