"""RSS and Atom feeds: bytes in, story URLs out."""

from __future__ import annotations

from lxml import etree

from crawler.discovery.urls import FoundUrl, canonical
from crawler.discovery.xml import NotXmlError, elements, local_name, text_of, when

MAX_ENTRIES = 500
"""A feed holds the newest 10 to 100 stories; more is an archive in a feed's clothes."""

_ROOTS = frozenset({"rss", "rdf", "feed"})
_ENTRIES = frozenset({"item", "entry"})
# In order of trust: what changed last, then what was published.
_DATES = ("updated", "modified", "pubdate", "published", "issued", "date")


def read_feed(body: bytes, url: str) -> list[FoundUrl]:
    """The stories of a feed (RSS 0.9 to 2.0, RDF, Atom), in its order, each URL once, at most MAX_ENTRIES.

    Entries without a usable link are left out. Raises NotXmlError where it is no feed.
    """
    found: dict[str, FoundUrl] = {}
    each = elements(body, _ENTRIES)
    root, _ = next(each)
    if root not in _ROOTS:
        raise NotXmlError(f"no feed: its root element is {root or 'nameless'}")
    for _, entry in each:
        story = _story(entry, url)
        if story is not None:
            found.setdefault(story.url, story)
        if len(found) >= MAX_ENTRIES:
            break
    return list(found.values())


def _story(entry: etree._Element, base: str) -> FoundUrl | None:
    fields: dict[str, str] = {}
    link: str | None = None
    for child in entry:
        name = local_name(child)
        if name == "link":
            link = link or _link(child)
        elif name in {"guid", "id", "title", *_DATES}:
            text = text_of(child)
            if text and not (name == "guid" and child.get("isPermaLink") == "false"):
                fields.setdefault(name, text)
    link = link or next((fields[n] for n in ("guid", "id") if fields.get(n, "").startswith("http")), None)
    url = canonical(link, base) if link else None
    if url is None:
        return None
    dates = (when(fields.get(name)) for name in _DATES)
    return FoundUrl(url, fields.get("title"), next((date for date in dates if date), None))


def _link(element: etree._Element) -> str | None:
    """RSS puts the address in the text, Atom in `href`, where only `rel=alternate` (the default) is the story."""
    href = element.get("href")
    if href:
        return href if element.get("rel", "alternate") == "alternate" else None
    return text_of(element)
