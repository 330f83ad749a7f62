"""KXAN-TV, Austin, TX."""

from __future__ import annotations

from crawler.platforms.nexstar import NexstarStation


class Kxan(NexstarStation):
    """KXAN."""

    name = "kxan"
    call_sign = "KXAN-TV"
    station_name = "KXAN"
    city = "Austin"
    state = "TX"
    network = "NBC"
    time_zone = "America/Chicago"
    allowed_domains = ("kxan.com",)
    front = "https://www.kxan.com/"
    feeds = ("https://www.kxan.com/feed/",)
