"""KTVI, St. Louis, MO."""

from __future__ import annotations

from crawler.platforms.nexstar import NexstarStation


class Ktvi(NexstarStation):
    """FOX 2."""

    name = "ktvi"
    call_sign = "KTVI"
    station_name = "FOX 2"
    city = "St. Louis"
    state = "MO"
    network = "Fox"
    time_zone = "America/Chicago"
    allowed_domains = ("fox2now.com",)
    front = "https://fox2now.com/"
    feeds = ("https://fox2now.com/feed/",)
