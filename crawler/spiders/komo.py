"""KOMO-TV, Seattle, WA."""

from __future__ import annotations

from crawler.station import StationSpider


class Komo(StationSpider):
    """KOMO News."""

    name = "komo"
    call_sign = "KOMO-TV"
    station_name = "KOMO News"
    city = "Seattle"
    state = "WA"
    network = "ABC"
    time_zone = "America/Los_Angeles"
    allowed_domains = ("komonews.com",)
    front = "https://komonews.com/"
    article_url = r"/news/[a-z0-9-]+/[a-z0-9]+(?:-[a-z0-9]+){3,}$"
