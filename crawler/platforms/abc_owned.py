"""ABC Owned Television Stations: one system for all eight."""

from __future__ import annotations

from crawler.station import StationSpider


class AbcOwnedStation(StationSpider):
    """Stories end in a number, before 2024 of the story alone: `/some-headline/14031465/`, `/post/words/14031465/`."""

    article_url = r"/[a-z0-9]+(?:-[a-z0-9]+)+/\d{5,}/?$"
