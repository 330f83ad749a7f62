"""WEWS-TV, Cleveland, OH."""

from __future__ import annotations

from crawler.station import StationSpider


class Wews(StationSpider):
    """News 5."""

    name = "wews"
    call_sign = "WEWS-TV"
    station_name = "News 5"
    city = "Cleveland"
    state = "OH"
    network = "ABC"
    time_zone = "America/New_York"
    allowed_domains = ("news5cleveland.com",)
    front = "https://www.news5cleveland.com/"
