"""Nexstar Media Group: WordPress (VIP), one theme for all of its stations since 2019."""

from __future__ import annotations

from crawler.station import StationSpider


class NexstarStation(StationSpider):
    """Stories are two or more steps deep and end in a headline of several words: `/news/local-news/some-headline/`.
    WordPress announces its feed, and robots.txt its sitemaps, on every site."""

    article_url = r"^[^/]+/(?:[a-z0-9-]+/)+[a-z0-9]+(?:-[a-z0-9]+){3,}/?$"
