"""Public radio on NPR's systems: Core Publisher (Drupal) until about 2020, Grove (Brightspot) since."""

from __future__ import annotations

from crawler.station import StationSpider


class GroveStation(StationSpider):
    """Stories: `/post/some-headline` until 2020; since, a date and the headline, mostly below a section."""

    article_url = r"/post/[a-z0-9-]+$|/\d{4}-\d{2}-\d{2}/[a-z0-9-]+$"
