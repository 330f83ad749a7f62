"""WHDH, Boston, MA."""

from __future__ import annotations

from crawler.platforms.wordpress import WordPressStation


class Whdh(WordPressStation):
    """7News."""

    name = "whdh"
    call_sign = "WHDH"
    station_name = "7News"
    city = "Boston"
    state = "MA"
    network = None
    time_zone = "America/New_York"
    allowed_domains = ("whdh.com",)
    front = "https://whdh.com/"
    feeds = ("https://whdh.com/feed/",)
