"""KESQ-TV, Palm Springs, CA."""

from __future__ import annotations

from crawler.platforms.wordpress import WordPressStation


class Kesq(WordPressStation):
    """News Channel 3."""

    name = "kesq"
    call_sign = "KESQ-TV"
    station_name = "News Channel 3"
    city = "Palm Springs"
    state = "CA"
    network = "ABC"
    time_zone = "America/Los_Angeles"
    allowed_domains = ("kesq.com",)
    front = "https://kesq.com/"
    feeds = ("https://kesq.com/feed/",)
