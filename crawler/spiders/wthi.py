"""WTHI-TV, Terre Haute, IN."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Wthi(HeartlandStation):
    """News 10."""

    name = "wthi"
    call_sign = "WTHI-TV"
    station_name = "News 10"
    city = "Terre Haute"
    state = "IN"
    network = "CBS"
    time_zone = "America/Indiana/Indianapolis"
    allowed_domains = ("wthitv.com",)
    front = "https://www.wthitv.com/"
