from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import links
from crawler.discovery.links import found_feeds, found_links, head_of
from crawler.discovery.urls import FoundUrl
from pipelines.errors import PageTooLargeError
from pipelines.items import Page, Reference
from pipelines.split import html_runs

URL = "https://station.example/news/"
HTML = """<html><head><base href="/local/"><link rel="alternate" type="application/rss+xml" title="News" href="/feed/">
<link rel=alternate type="application/rss+xml" title="Comments Feed" href="/feed/c/">
<link rel=alternate type="application/rss+xml" href="/comments/feed/">
<link rel=alternate type="text/calendar" href="/ical"><link rel="canonical" href="/x"></head><body>
<a href="caf\u00e9-opens"> Caf\u00e9  <b>opens</b></a><a href="https://other.example/">Elsewhere</a><a>no href</a>
<a href="#top">Top</a><a href="javascript:x()">x</a><map><area href="/map" title="The map"></map>
<a href="caf\u00e9-opens#comments">Again</a><a href="/long?utm_source=x" title=" The whole  headline">The whole ...</a>
<nav hidden><a href="/menu">In a menu</a><area href="/menu-map"></nav></body></html>"""


def page(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> Page:
    reference = Reference("a.warc.gz", 0, "<urn:uuid:1>", "sha256:0", datetime(2021, 6, 1, tzinfo=UTC))
    return Page(reference, "wxyz", URL, content_type, body)


def links_of(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> list[FoundUrl]:
    return found_links(head_of(page(body, content_type)), URL)


def test_links_feeds_and_base() -> None:
    head = head_of(page(HTML.encode()))
    assert [(each.url, each.title) for each in found_links(head, URL)] == [
        ("https://station.example/local/caf\u00e9-opens", "Caf\u00e9 opens"),
        ("https://other.example/", "Elsewhere"),
        ("https://station.example/local/", "Top"),
        ("https://station.example/map", "The map"),
        ("https://station.example/long", "The whole ..."),
        ("https://station.example/menu", "In a menu"),
        ("https://station.example/menu-map", None),
    ]
    assert [(each.url, each.title) for each in found_feeds(head, URL)] == [("https://station.example/feed/", "News")]


@pytest.mark.parametrize("content_type", ["text/html; charset=latin-1", "text/html"])
def test_addresses_are_in_the_encoding_that_the_response_says(content_type: str) -> None:
    assert [each.url for each in links_of(b"<a href=/caf\xe9>a</a>", content_type)] == [
        "https://station.example/caf\xe9"
    ]


def test_an_encoding_that_nobody_knows_is_no_obstacle() -> None:
    found = links_of(b'<a href="/a">a</a>', "text/html; charset=x-unheard-of")
    assert [each.url for each in found] == ["https://station.example/a"]


@pytest.mark.parametrize("base", ["http://[bad", "about:blank", "javascript:x()", "", "mailto:a@b.example"])
def test_a_base_that_is_no_address_is_none(base: str) -> None:
    assert [each.url for each in links_of(f'<base href="{base}"><a href=story>a</a>'.encode())] == [f"{URL}story"]


@pytest.mark.parametrize(
    "href", ["http://[bad", "https://a:b:c/", "http://host:99999999/", "//", "http://", "tel:1", "\0"]
)
def test_a_malformed_address_costs_that_link_only(href: str) -> None:
    found = links_of(f'<a href="{href}">a</a><a href="/b">b</a>'.encode())
    assert found[-1].url == "https://station.example/b"
    assert len([each for each in found if each.url.startswith("http")]) == len(found)


def test_a_page_of_links_without_end_is_bounded() -> None:
    found = links_of(b"".join(b"<a href=/%d>x</a>" % number for number in range(50_000)))
    assert [each.url for each in found] == [f"https://station.example/{number}" for number in range(links.MAX_LINKS)]


def test_long_words_of_a_link_are_cut() -> None:
    assert links_of(b"<a href=/a>" + b"word " * 1000)[0].title == " ".join(["word"] * 40)


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    links_of(body)
    links_of(b"<a href='" + body)
    links_of(b"<base href='" + body[:100] + b"'><a href='" + body[100:])


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=utf-8", None])
def test_plain_text_names_nothing_and_is_left_to_the_split(content_type: str | None) -> None:
    text = page(b"Not text in any encoding that it says: \xff, see https://station.example/a", content_type)
    assert head_of(text).links == []
    assert text.document is None


def test_the_page_keeps_what_was_read_for_its_split() -> None:
    read = page(HTML.encode())
    assert read.document is None
    head = head_of(read)
    assert read.document is not None
    assert read.document.head is head


def test_a_page_past_the_bound_of_the_split_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_runs, "MAX_BYTES", 100)
    large = page(HTML.encode())
    with pytest.raises(PageTooLargeError):
        head_of(large)
    assert large.document is None


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
        head = head_of(page((folder / f"{name}.html").read_bytes()))
        assert [each.url for each in found_feeds(head, URL)] == [feed]
        assert len(found_links(head, URL)) > 50
