"""WFFT-TV, Fort Wayne, IN."""

from __future__ import annotations

from crawler.platforms.heartland import HeartlandStation


class Wfft(HeartlandStation):
    """WFFT Local."""

    name = "wfft"
    call_sign = "WFFT-TV"
    station_name = "WFFT Local"
    city = "Fort Wayne"
    state = "IN"
    network = "Fox"
    time_zone = "America/Indiana/Indianapolis"
    allowed_domains = ("wfft.com",)
    front = "https://www.wfft.com/"
