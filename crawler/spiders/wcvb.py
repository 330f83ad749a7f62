"""WCVB-TV, Boston, MA."""

from __future__ import annotations

from crawler.station import StationSpider


class Wcvb(StationSpider):
    """NewsCenter 5."""

    name = "wcvb"
    call_sign = "WCVB-TV"
    station_name = "NewsCenter 5"
    city = "Boston"
    state = "MA"
    network = "ABC"
    time_zone = "America/New_York"
    allowed_domains = ("wcvb.com",)
    front = "https://www.wcvb.com/"
    article_url = r"/article/[a-z0-9-]+/\d+$"
