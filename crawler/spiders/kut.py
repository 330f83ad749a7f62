"""KUT, Austin, TX."""

from __future__ import annotations

from crawler.platforms.grove import GroveStation


class Kut(GroveStation):
    """KUT News."""

    name = "kut"
    call_sign = "KUT"
    station_name = "KUT News"
    city = "Austin"
    state = "TX"
    network = "NPR"
    time_zone = "America/Chicago"
    allowed_domains = ("kut.org",)
    front = "https://www.kut.org/"
