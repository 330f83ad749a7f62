"""Links of a page: stories, section fronts, and the feeds that it announces. From the parse that the split is made of."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.discovery.urls import FoundUrl, canonical
from pipelines.items import Page
from pipelines.split.document import Head
from pipelines.split.html_runs import read_html
from pipelines.split.sniff import is_html

MAX_LINKS = 3000
"""A front page has 150 to 600 links."""

_ABSOLUTE = ("https://", "http://")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def head_of(page: Page) -> Head:
    """What a page that is not split yet says beside its text, the links among it; nothing for plain text, which has none.

    The page is read for it, and its `document` is there for the split. Raises PageTooLargeError.
    """
    if page.body is None or not is_html(page.body, page.content_type):
        return Head()
    page.document = read_html(page.body, page.content_type, page.url)
    return page.document.head


def found_links(head: Head, url: str) -> list[FoundUrl]:
    """Every link of a page that names an http address, in document order, each URL once, at most MAX_LINKS.

    `url` is the page's. `rel=nofollow` links are the site's word for search engines, not for readers; they are followed.
    """
    return _once(((link.href, link.text) for link in head.links), url)


def found_feeds(head: Head, url: str) -> list[FoundUrl]:
    """The `link rel=alternate` of a feed's type. Comment feeds are left out: they are the readers' word, and one stands
    on every story."""
    links = [(link.href, link.text) for kind, link in head.alternates if kind in _FEED_TYPES]
    return _once((each for each in links if "comments" not in f"{each[1]} {each[0]}".lower()), url)


def _once(links: Iterable[tuple[str | None, str]], url: str) -> list[FoundUrl]:
    once: dict[str, FoundUrl] = {}
    seen: set[str] = set()  # a headline and its picture link to the same
    for href, said in links:
        if not href or href in seen:
            continue
        seen.add(href)
        # Absolute by the page's `base` already; where that is no address, it is joined to the page's.
        address = canonical(href, "" if href.startswith(_ABSOLUTE) else url)
        if address is not None and address not in once:
            once[address] = FoundUrl(address, " ".join(said.split()[:40]) or None)
            if len(once) >= MAX_LINKS:
                break
    return list(once.values())
