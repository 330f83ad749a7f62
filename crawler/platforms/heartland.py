"""The sister stations of Heartland Media, later Allen Media: one system of their own until 2021, then BLOX."""

from __future__ import annotations

from crawler.station import StationSpider


class HeartlandStation(StationSpider):
    """Stories until 2021: `/content/news/Some-headline-572704311.html`; since: `/news/.../article_UUID.html`."""

    article_url = r"/content/.+-\d{6,}\.html$|/article_[0-9a-f]{8}-[0-9a-f-]{27}\.html$"
