"""KIMT, Mason City, IA."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Kimt(HeartlandStation):
    """KIMT News 3."""

    name = "kimt"
    call_sign = "KIMT"
    station_name = "KIMT News 3"
    city = "Mason City"
    state = "IA"
    network = "CBS"
    time_zone = "America/Chicago"
    allowed_domains = ("kimt.com",)
    front = "https://www.kimt.com/"
