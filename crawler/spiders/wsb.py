"""WSB-TV, Atlanta, GA."""

from __future__ import annotations

from crawler.station import StationSpider


class Wsb(StationSpider):
    """Channel 2 Action News."""

    name = "wsb"
    call_sign = "WSB-TV"
    station_name = "Channel 2 Action News"
    city = "Atlanta"
    state = "GA"
    network = "ABC"
    time_zone = "America/New_York"
    allowed_domains = ("wsbtv.com",)
    front = "https://www.wsbtv.com/"
