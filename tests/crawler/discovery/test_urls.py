from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.urls import canonical, host_of, is_within, why_not

DOMAINS = ("station.example",)


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("HTTPS://WWW.Station.example:443/News/#top", "https://www.station.example/News/"),
        ("http://station.example:80", "http://station.example/"),
        ("http://station.example:8080/a", "http://station.example:8080/a"),
        ("https://station.example/a?utm_source=x&b=2&fbclid=y&a=1", "https://station.example/a?b=2&a=1"),
        ("https://station.example/a?utm_source=x", "https://station.example/a"),
        ("https://station.example/a?cid=7&ref=front", "https://station.example/a?cid=7&ref=front"),
        ("https://user:secret@station.example/a", "https://station.example/a"),
        (" https://station.example/a\n/b ", "https://station.example/a/b"),
        ("//cdn.station.example/x", "https://cdn.station.example/x"),
        ("../x?y", "https://station.example/x?y"),
        ("?page=2", "https://station.example/news/?page=2"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_the_form_in_which_a_url_is_fetched(written: str, fetched: str) -> None:
    assert canonical(written, "https://station.example/news/") == fetched


@pytest.mark.parametrize(
    "written",
    ["javascript:void(0)", "mailto:news@station.example", "tel:+1", "http://", "http://[::1", "http://a:99999/", "data:,x",
     "http://a b/", "ftp://station.example/"],
)  # fmt: skip
def test_what_is_not_http_is_no_url(written: str) -> None:
    assert canonical(written, "https://station.example/") is None


@given(st.text(max_size=80), st.sampled_from(["", "https://station.example/a/b?c"]))
def test_any_text_has_one_form_or_none(text: str, base: str) -> None:
    once = canonical(text, base)
    if once is not None:
        assert canonical(once) == once
        assert once.startswith(("http://", "https://"))
        assert "#" not in once
        why_not(once, DOMAINS)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://station.example/news/some-story-here/", None),
        ("https://www.station.example/", None),
        ("https://station.example.evil.example/", "another site"),
        ("https://notstation.example/", "another site"),
        ("https://station.example/a.PDF", "media file"),
        ("https://station.example/page/3/", None),
        ("https://station.example/news/page/4/", "page number"),
        ("https://station.example/news?page=12", "page number"),
        ("https://station.example/shop/p/12345678/", "page number"),
        ("https://station.example/calendar/2031-04", "calendar"),
        ("https://station.example/a/a/a/b", "repeating path"),
        ("https://station.example/x?a&b&c&d&e&f&g", "many parameters"),
        ("https://station.example/?s=rain", "search"),
        ("https://station.example/wp-login.php", "not for readers"),
        ("https://station.example/" + "x" * 2000, "too long"),
    ],
)
def test_why_a_url_is_not_followed(url: str, reason: str | None) -> None:
    assert why_not(url, DOMAINS) == reason


def test_domains() -> None:
    assert is_within("www.station.example", DOMAINS)
    assert not is_within("", DOMAINS)
    assert host_of("https://WWW.Station.Example:8080/x") == "www.station.example"
    assert host_of("http://[") == ""
