"""What a source names: feeds, sitemaps and fronts to the URLs in them, each with the kind that it seems to be of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from crawler.discovery.feeds import read_feed
from crawler.discovery.links import found_feeds, found_links
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.urls import FoundUrl
from pipelines.split.document import Head

Kind = Literal["front", "section", "feed", "sitemap", "article", "widget", "other"]

HUBS: frozenset[str] = frozenset({"front", "section", "feed", "sitemap"})
FRONTS: frozenset[str] = frozenset({"front", "section"})

# Where a station says nothing of how its stories are addressed: a headline of several words or a long number at the end,
# or a date on the way.
_STORY = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9']+){3,}(?:\.html?)?/?$|\d{6,}(?:\.html?)?/?$|/(?:19|20)\d\d/[01]?\d/", re.IGNORECASE
)


@dataclass(slots=True)
class Named:
    """`pages`, and the `feeds` and `sitemaps` that lead to more of them, in the order in which they are named."""

    pages: list[FoundUrl] = field(default_factory=list)
    feeds: list[FoundUrl] = field(default_factory=list)
    sitemaps: list[FoundUrl] = field(default_factory=list)


def named_in(kind: Kind, body: bytes, url: str) -> Named:
    """Read a feed or a sitemap. Raises NotXmlError for one that is none."""
    if kind == "feed":
        return Named(read_feed(body, url))
    sitemap = read_sitemap(body, url)
    return Named(sitemap.pages, sitemaps=sitemap.sitemaps)


def named_on(kind: Kind, head: Head, url: str) -> Named:
    """What an HTML page names, a hub or another."""
    # Feeds that an article page announces are those of its comments.
    return Named(found_links(head, url), found_feeds(head, url) if kind in FRONTS else [])


def looks_like_story(url: str, pattern: str | None) -> bool:
    """Whether a URL is a story's by the station's pattern, or by what stories' addresses are like where it has none."""
    address = url.partition("//")[2]
    if pattern is not None:
        return re.search(pattern, address) is not None
    return _STORY.search(address.partition("?")[0]) is not None
