"""Links of a page: stories, section fronts, and the feeds that it announces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from crawler.discovery.urls import FoundUrl, canonical

MAX_LINKS = 3000
"""A front page has 150 to 600 links."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


@dataclass(slots=True)
class PageLinks:
    """`links` in document order, each URL once; `feeds` are the `link rel=alternate` of a feed's type."""

    links: list[FoundUrl] = field(default_factory=list)
    feeds: list[FoundUrl] = field(default_factory=list)


def read_links(body: bytes, url: str, encoding: str | None = None) -> PageLinks:
    """Every link of an HTML page that names an http address, at most MAX_LINKS, `base href` respected.

    `rel=nofollow` links are the site's word for search engines, not for readers; they are followed. Comment feeds
    are left out: they are the readers' word, and one stands on every story.
    """
    root = parse_page(body, encoding)
    if root is None:
        return PageLinks()
    base = base_of(root, url)
    links = (_found(each, base) for each in root.iter("a", "area"))
    feeds = (_found(each, base) for each in root.iter("link") if _is_feed(each))
    return PageLinks(_once(links), _once(feeds))


def parse_page(body: bytes, encoding: str | None) -> etree._Element | None:
    """The tree of an HTML page without its comments; None for an empty one."""
    try:
        parser = etree.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, remove_comments=True)
    except LookupError:
        return parse_page(body, None)  # libxml2 does not know it, and looks for the page's own word
    try:
        parser.feed(body)
        return parser.close()
    except etree.XMLSyntaxError:
        return None  # an empty page


def base_of(root: etree._Element, url: str) -> str:
    """What the page's addresses are relative to."""
    element = next(root.iter("base"), None)
    href = element.get("href") if element is not None else None
    return (canonical(href, url) if href else None) or url


def _found(element: etree._Element, base: str) -> FoundUrl | None:
    href = element.get("href")
    url = canonical(href, base) if href else None
    if url is None:
        return None
    title = element.get("title") or " ".join("".join(element.itertext()).split()[:40])
    return FoundUrl(url, title or None)


def _is_feed(element: etree._Element) -> bool:
    kind = (element.get("type") or "").strip().lower()
    words = f"{element.get('title') or ''} {element.get('href') or ''}".lower()
    rel = (element.get("rel") or "").lower().split()
    return "alternate" in rel and kind in _FEED_TYPES and "comments" not in words


def _once(found: Iterable[FoundUrl | None]) -> list[FoundUrl]:
    once: dict[str, FoundUrl] = {}
    for each in found:
        if each is not None:
            once.setdefault(each.url, each)
            if len(once) >= MAX_LINKS:
                break
    return list(once.values())
