"""WIVB-TV, Buffalo, NY."""

from __future__ import annotations

from crawler.platforms.nexstar import NexstarStation


class Wivb(NexstarStation):
    """News 4."""

    name = "wivb"
    call_sign = "WIVB-TV"
    station_name = "News 4"
    city = "Buffalo"
    state = "NY"
    network = "CBS"
    time_zone = "America/New_York"
    allowed_domains = ("wivb.com",)
    front = "https://www.wivb.com/"
    feeds = ("https://www.wivb.com/feed/",)
