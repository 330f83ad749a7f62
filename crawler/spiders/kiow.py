"""KIOW, Forest City, IA."""

from __future__ import annotations

from crawler.platforms.wordpress import WordPressStation


class Kiow(WordPressStation):
    """Mix 107.3."""

    name = "kiow"
    call_sign = "KIOW"
    station_name = "Mix 107.3"
    city = "Forest City"
    state = "IA"
    network = None
    time_zone = "America/Chicago"
    allowed_domains = ("kiow.com",)
    front = "https://kiow.com/"
    feeds = ("https://kiow.com/feed/",)
