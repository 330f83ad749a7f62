"""KDVR, Denver, CO."""

from __future__ import annotations

from crawler.platforms.nexstar import NexstarStation


class Kdvr(NexstarStation):
    """FOX31."""

    name = "kdvr"
    call_sign = "KDVR"
    station_name = "FOX31"
    city = "Denver"
    state = "CO"
    network = "Fox"
    time_zone = "America/Denver"
    allowed_domains = ("kdvr.com",)
    front = "https://kdvr.com/"
    feeds = ("https://kdvr.com/feed/",)
