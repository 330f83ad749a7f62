"""KRON-TV, San Francisco, CA."""

from __future__ import annotations

from crawler.platforms.nexstar import NexstarStation


class Kron(NexstarStation):
    """KRON4."""

    name = "kron"
    call_sign = "KRON-TV"
    station_name = "KRON4"
    city = "San Francisco"
    state = "CA"
    network = "The CW"
    time_zone = "America/Los_Angeles"
    allowed_domains = ("kron4.com",)
    front = "https://www.kron4.com/"
    feeds = ("https://www.kron4.com/feed/",)
