"""KQTV, St. Joseph, MO."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Kqtv(HeartlandStation):
    """KQ2."""

    name = "kqtv"
    call_sign = "KQTV"
    station_name = "KQ2"
    city = "St. Joseph"
    state = "MO"
    network = "ABC"
    time_zone = "America/Chicago"
    allowed_domains = ("kq2.com",)
    front = "https://www.kq2.com/"
