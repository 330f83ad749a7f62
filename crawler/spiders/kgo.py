"""KGO-TV, San Francisco, CA."""

from __future__ import annotations

from crawler.platforms.abc_owned import AbcOwnedStation


class Kgo(AbcOwnedStation):
    """ABC7."""

    name = "kgo"
    call_sign = "KGO-TV"
    station_name = "ABC7"
    city = "San Francisco"
    state = "CA"
    network = "ABC"
    time_zone = "America/Los_Angeles"
    allowed_domains = ("abc7news.com",)
    front = "https://abc7news.com/"
    feeds = ("https://abc7news.com/feed/",)
