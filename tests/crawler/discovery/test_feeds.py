from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.feeds import MAX_ENTRIES, read_feed
from crawler.discovery.urls import FoundUrl
from crawler.discovery.xml import NotXmlError, when

URL = "https://station.example/feed/"
RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- a comment --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Station</title><link>https://station.example/</link>
<item><title>River  rises &amp; falls</title><link>
  https://station.example/a?utm_source=rss </link><pubDate>Mon, 04 Mar 2024 06:30:00 -0500</pubDate></item>
<item><title>No link</title></item>
<item><title>By its guid</title><guid isPermaLink="true">https://station.example/b</guid><dc:date>2024-03-04T12:00:00Z</dc:date></item>
<item><title>No permalink</title><guid isPermaLink="false">https://station.example/c</guid></item>
<item><title>Again</title><link>https://station.example/a</link></item>
<item><title>Relative</title><link>/d</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Station</title><link rel="self" href="https://station.example/feed/"/>
<entry><title>One</title><link rel="enclosure" href="https://station.example/a.mp3"/><link href="https://station.example/1"/>
<published>2024-03-04T06:30:00-05:00</published><updated>2024-03-04T07:30:00-05:00</updated></entry></feed>"""


def test_rss() -> None:
    assert read_feed(RSS, URL) == [
        FoundUrl("https://station.example/a", "River rises & falls", datetime(2024, 3, 4, 11, 30, tzinfo=UTC)),
        FoundUrl("https://station.example/b", "By its guid", datetime(2024, 3, 4, 12, tzinfo=UTC)),
        FoundUrl("https://station.example/d", "Relative", None),
    ]


def test_atom_takes_the_story_and_what_changed_last() -> None:
    five_west = timezone(-timedelta(hours=5))
    assert read_feed(ATOM, URL) == [
        FoundUrl("https://station.example/1", "One", datetime(2024, 3, 4, 7, 30, tzinfo=five_west))
    ]


def test_rdf() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel/><item><title>x</title><link>https://station.example/x</link></item></rdf:RDF>"""
    assert [each.url for each in read_feed(rdf, URL)] == ["https://station.example/x"]


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    cut = RSS[: RSS.index(b"<item><title>No link")] + b"<item><title>AT&T"
    assert [each.url for each in read_feed(cut, URL)] == ["https://station.example/a"]


@pytest.mark.parametrize(
    ("body", "says"),
    [(b"", "not XML"), (b"<!DOCTYPE html><html><body>x", "root element is html"), (b"plain words", "not XML"),
     (b"\x00\x01\x02", "not XML"), (b"<urlset/>", "root element is urlset")],
)  # fmt: skip
def test_what_is_no_feed_says_so(body: bytes, says: str) -> None:
    with pytest.raises(NotXmlError, match=says):
        read_feed(body, URL)


STORY = "<item><title>Said: %s</title><link>https://station.example/a</link></item>"


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY word "expanded">]>'
    feed = f"{doctype}<rss><channel>{STORY % '&file;&word;'}</channel></rss>"
    assert [story.title for story in read_feed(feed.encode(), URL)] == ["Said: &file;&word;"]


def test_an_entity_bomb_costs_nothing() -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>'
    feed = f"{bomb}<rss><channel>{STORY % 'before'}{STORY % '&l11;'}</channel></rss>"
    assert len(feed) > sum(len(story.title or "") for story in read_feed(feed.encode(), URL))


def test_a_feed_without_end_ends() -> None:
    item = b"<item><link>https://station.example/%d</link></item>"
    body = b"<rss><channel>" + b"".join(item % i for i in range(MAX_ENTRIES + 10)) + b"</channel></rss>"
    assert len(read_feed(body, URL)) == MAX_ENTRIES


@given(st.binary(max_size=200) | st.text(alphabet="<>/ abitemlnkrs&;!CDATA[]\"='", max_size=200).map(str.encode))
def test_any_bytes_are_a_feed_or_an_error_of_ours(body: bytes) -> None:
    for text in (body, b"<rss><channel><item>" + body):
        with suppress(NotXmlError):
            read_feed(text, URL)


@given(st.text(max_size=40))
def test_any_date_is_aware_or_none(text: str) -> None:
    moment = when(text)
    assert moment is None or moment.tzinfo is not None
    assert when("2024-03-04") == datetime(2024, 3, 4, tzinfo=UTC)
    assert when("2024-03") == datetime(2024, 3, 1, tzinfo=UTC)
