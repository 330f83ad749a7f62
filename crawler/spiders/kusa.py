"""KUSA, Denver, CO."""

from __future__ import annotations

from crawler.station import StationSpider


class Kusa(StationSpider):
    """9NEWS."""

    name = "kusa"
    call_sign = "KUSA"
    station_name = "9NEWS"
    city = "Denver"
    state = "CO"
    network = "NBC"
    time_zone = "America/Denver"
    allowed_domains = ("9news.com",)
    front = "https://www.9news.com/"
    article_url = r"/article/.+/\d+-[0-9a-f-]{36}$"
