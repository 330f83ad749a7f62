"""WordPress as stations other than Nexstar's use it: Sunbeam, News-Press & Gazette, small radio stations."""

from __future__ import annotations

from crawler.station import StationSpider


class WordPressStation(StationSpider):
    """Stories end in a headline of several words, below a section or a date: `/news/2020/05/14/some-headline/`."""

    article_url = r"^[^/]+/(?:[a-z0-9-]+/)+[a-z0-9]+(?:-[a-z0-9]+){3,}/?$"
