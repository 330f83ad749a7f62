"""WAAY-TV, Huntsville, AL."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Waay(HeartlandStation):
    """WAAY 31."""

    name = "waay"
    call_sign = "WAAY-TV"
    station_name = "WAAY 31"
    city = "Huntsville"
    state = "AL"
    network = "ABC"
    time_zone = "America/Chicago"
    allowed_domains = ("waaytv.com",)
    front = "https://www.waaytv.com/"
