"""WRAL-TV, Raleigh, NC."""

from __future__ import annotations

from crawler.station import StationSpider


class Wral(StationSpider):
    """WRAL News."""

    name = "wral"
    call_sign = "WRAL-TV"
    station_name = "WRAL News"
    city = "Raleigh"
    state = "NC"
    network = "NBC"
    time_zone = "America/New_York"
    allowed_domains = ("wral.com",)
    front = "https://www.wral.com/"
    article_url = r"/(?:story|[a-z0-9-]+)/[a-z0-9-]+/\d{7,}/?$"
