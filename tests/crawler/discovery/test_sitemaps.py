from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import sitemaps
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.urls import FoundUrl
from crawler.discovery.xml import NotXmlError

URL = "https://station.example/sitemap.xml"
NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://station.example/old</loc><lastmod>2024-03-01</lastmod></url>
<url><loc>https://station.example/undated#x</loc></url>
<url><image:image><image:loc>https://station.example/a.jpg</image:loc><image:title>not this</image:title></image:image>
<loc>https://station.example/new</loc><news:news><news:publication><news:name>Station</news:name></news:publication>
<news:publication_date>2024-03-04T06:30:00Z</news:publication_date><news:title>River rises</news:title></news:news></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://station.example/2023.xml</loc><lastmod>2023-12-31</lastmod></sitemap>
<sitemap><loc>https://station.example/2024.xml.gz</loc><lastmod>2024-03-04</lastmod></sitemap></sitemapindex>"""


def test_a_news_sitemap_newest_first() -> None:
    assert read_sitemap(NEWS, URL).pages == [
        FoundUrl("https://station.example/new", "River rises", datetime(2024, 3, 4, 6, 30, tzinfo=UTC)),
        FoundUrl("https://station.example/old", None, datetime(2024, 3, 1, tzinfo=UTC)),
        FoundUrl("https://station.example/undated", None, None),
    ]


def test_gzip_makes_no_difference_and_a_cut_one_is_read_as_far_as_it_goes() -> None:
    packed = gzip.compress(NEWS)
    assert read_sitemap(packed, URL) == read_sitemap(NEWS, URL)
    many = b"<urlset>" + b"".join(b"<url><loc>https://station.example/%d</loc></url>" % (i * i) for i in range(2000))
    pages = read_sitemap(gzip.compress(many)[:-2000], URL).pages
    assert 0 < len(pages) < 2000


def test_an_index() -> None:
    index = read_sitemap(INDEX, URL)
    assert [each.url for each in index.sitemaps] == [
        "https://station.example/2024.xml.gz",
        "https://station.example/2023.xml",
    ]
    assert index.pages == []


def test_a_text_file_of_urls() -> None:
    assert [
        each.url
        for each in read_sitemap(b"https://station.example/a\r\n\r\nhttps://station.example/b\nx y\n", URL).pages
    ] == [
        "https://station.example/a",
        "https://station.example/b",
    ]


def test_a_gzip_bomb_stops_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 100_000)
    bomb = gzip.compress(b"<urlset><url><loc>https://station.example/a</loc></url>" + b" " * 50_000_000)
    assert [each.url for each in read_sitemap(bomb, URL).pages] == ["https://station.example/a"]


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bnot gzip", b"<html/>", b"<rss/>", b"words"])
def test_what_is_no_sitemap_says_so(body: bytes) -> None:
    with pytest.raises(NotXmlError):
        read_sitemap(body, URL)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sitemap_or_an_error_of_ours(body: bytes) -> None:
    for text in (body, b"<urlset><url>" + body, b"\x1f\x8b\x08" + body, gzip.compress(body)):
        with suppress(NotXmlError):
            read_sitemap(text, URL)
