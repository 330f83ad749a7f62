from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import links
from crawler.discovery.links import read_links

URL = "https://station.example/news/"
HTML = """<html><head><base href="/local/"><link rel="alternate" type="application/rss+xml" title="News" href="/feed/">
<link rel=alternate type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
<link rel=alternate type="text/calendar" href="/ical"><link rel="canonical" href="/x"></head><body>
<a href="caf\u00e9-opens"> Caf\u00e9  <b>opens</b></a><a href="https://other.example/">Elsewhere</a><a>no href</a>
<a href="#top">Top</a><a href="javascript:x()">x</a><map><area href="/map" title="The map"></map>
<a href="caf\u00e9-opens#comments">Again</a></body></html>"""


def test_links_feeds_and_base() -> None:
    found = read_links(HTML.encode(), URL, "utf-8")
    assert [(each.url, each.title) for each in found.links] == [
        ("https://station.example/local/caf\u00e9-opens", "Caf\u00e9 opens"),
        ("https://other.example/", "Elsewhere"),
        ("https://station.example/local/", "Top"),
        ("https://station.example/map", "The map"),
    ]
    assert [each.url for each in found.feeds] == ["https://station.example/feed/"]


def test_an_encoding_that_the_parser_does_not_know_is_no_obstacle() -> None:
    assert [each.url for each in read_links(b'<a href="/a">a</a>', URL, "x-unheard-of").links] == [
        "https://station.example/a"
    ]


def test_a_page_of_links_without_end_is_bounded() -> None:
    body = b"".join(b"<a href=/%d>x</a>" % i for i in range(links.MAX_LINKS + 5))
    assert len(read_links(body, URL).links) == links.MAX_LINKS


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    read_links(body, URL)
    read_links(b"<a href='" + body, URL, "utf-8")


def test_real_pages_announce_their_feed() -> None:
    folder = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "station-html"
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    feeds = {
        "kxan": "https://www.kxan.com/feed/",
        "whdh": "https://whdh.com/feed/",
        "kgo": "https://abc7news.com/feed/",
    }
    for name, feed in feeds.items():
        found = read_links((folder / f"{name}.html").read_bytes(), URL)
        assert [each.url for each in found.feeds] == [feed]
        assert len(found.links) > 50
