"""Sitemaps, news sitemaps and indexes of them: bytes in, URLs out, gzip or not, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from crawler.discovery.urls import FoundUrl, canonical
from crawler.discovery.xml import NotXmlError, elements, local_name, text_of, when

MAX_BYTES = 50 * 1024 * 1024
"""The standard's bound on a sitemap, uncompressed."""
MAX_URLS = 50_000
"""The standard's bound on the entries of one file."""

_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_EPOCH = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Sitemap:
    """`pages` of a urlset, `sitemaps` of an index: newest first, those without a date last, in the file's order."""

    pages: list[FoundUrl] = field(default_factory=list)
    sitemaps: list[FoundUrl] = field(default_factory=list)


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Read a sitemap, a news sitemap or an index, gzipped or plain, or a text file of URLs (the standard allows it).

    A body past MAX_BYTES is read as far as that. Raises NotXmlError where it is none of these.
    """
    body = _plain(body)
    if body[:512].lstrip().startswith((b"http://", b"https://")):
        return Sitemap(pages=_newest(_text_urls(body)))
    each = elements(body, frozenset(_ROOTS.values()))
    root, _ = next(each)
    if root not in _ROOTS:
        raise NotXmlError(f"no sitemap: its root element is {root or 'nameless'}")
    found = _newest(_entries(each, _ROOTS[root], url))
    return Sitemap(pages=found) if root == "urlset" else Sitemap(sitemaps=found)


def _plain(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise NotXmlError(f"its gzip is damaged: {error}") from error


def _text_urls(body: bytes) -> Iterator[FoundUrl]:
    for line in body.decode("utf-8", errors="replace").splitlines():
        url = canonical(line) if line.strip() else None
        if url:
            yield FoundUrl(url)


def _entries(each: Iterator[tuple[str, etree._Element]], wanted: str, base: str) -> Iterator[FoundUrl]:
    for name, element in each:
        if name == wanted:
            fields = _fields(element)
            url = canonical(fields["loc"], base) if "loc" in fields else None
            if url:
                date = when(fields.get("lastmod")) or when(fields.get("publication_date"))
                yield FoundUrl(url, fields.get("title"), date)


def _fields(element: etree._Element) -> dict[str, str]:
    """The texts of the entry and of its `news:news` by local name; images and videos have titles of their own."""
    fields: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        for leaf in child if name == "news" else (child,):
            text = text_of(leaf) if local_name(leaf) in {"loc", "lastmod", "publication_date", "title"} else None
            if text:
                fields.setdefault(local_name(leaf), text)
    return fields


def _newest(found: Iterator[FoundUrl]) -> list[FoundUrl]:
    once: dict[str, FoundUrl] = {}
    for each in found:
        once.setdefault(each.url, each)
        if len(once) >= MAX_URLS:
            break
    return sorted(once.values(), key=lambda f: f.modified_at or _EPOCH, reverse=True)
