"""KHSL-TV, Chico, CA."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Khsl(HeartlandStation):
    """Action News Now."""

    name = "khsl"
    call_sign = "KHSL-TV"
    station_name = "Action News Now"
    city = "Chico"
    state = "CA"
    network = "CBS"
    time_zone = "America/Los_Angeles"
    allowed_domains = ("actionnewsnow.com",)
    front = "https://www.actionnewsnow.com/"
