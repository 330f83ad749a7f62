"""`most_popular`: ranked and trending stories, whatever the publishing system, in HTML and in text."""

from __future__ import annotations

import pytest

from pipelines.widgets.registry import find_widgets
from tests.pipelines.widgets.link_pages import SITE, kinds, only, page, pairs, text, titles

STORIES = [
    ("Ferry fares rise in May", "/a/1"),
    ("Two bridges close for repairs this weekend", "/a/2"),
    ("Library opens late on Mondays", "/a/3"),
    ("Old mill to become apartments", "/a/4"),
]
WANTED = [(title, SITE + href) for title, href in STORIES]

RANKED = (
    '<div class="mr"><h3 class="hd">Most Read</h3><ol>'
    + "".join(f'<li><a href="{h}"><span class="n">{i}</span>{t}</a></li>' for i, (t, h) in enumerate(STORIES, 1))
    + "</ol></div>"
)
TABBED = (
    '<section class="block"><div class="block-title"><h3><a href="/popular">Most Popular</a></h3></div>'
    '<div class="block-content"><ul class="tabs"><li><a href="#x">Articles</a></li><li><a href="#y">Images</a></li></ul>'
    "<ol>"
    + "".join(
        f'<li><div class="card-headline"><h3 class="tnt-headline"><a href="{h}">{t}</a></h3></div>'
        '<ul class="card-meta"><li class="card-date"><time>Oct 3, 2021</time></li></ul></li>'
        for t, h in STORIES
    )
    + "</ol></div></section>"
)
CARDS = (
    '<section class="collection"><header class="heading"><h2 class="title">Trending</h2></header><div class="content">'
    + "".join(
        f'<article class="article"><div class="m"><a href="{h}"><img src="x.jpg" alt="{t}"></a></div><div class="info">'
        f'<header><div class="meta"><span class="eyebrow"><a href="/news">Local News Desk Reports</a></span></div>'
        f'<h3 class="title"><a href="{h}">{t}</a></h3></header></div></article>'
        for t, h in STORIES
    )
    + "</div></section>"
)
OBFUSCATED = (
    '<div class="x1"><div class="x2"><div class="x3">Trending Stories</div></div><div class="x4">'
    + "".join(f'<div class="x5"><a href="{h}">{t}</a></div>' for t, h in STORIES)
    + "</div></div>"
)
HIDDEN_TITLES = (
    '<div><h2 class="sr-only">Most Popular</h2><div class="flex">Most Popular<ul>'
    + "".join(f'<li><h3 class="sr-only">{t}</h3><div><a href="{h}">{t}</a></div></li>' for t, h in STORIES)
    + "</ul></div></div>"
)


@pytest.mark.parametrize("aside", [RANKED, TABBED, CARDS, OBFUSCATED, HIDDEN_TITLES])
def test_every_story_once_with_its_address(aside: str) -> None:
    assert pairs(only(page(aside), "most_popular")) == WANTED


@pytest.mark.parametrize(
    "heading",
    [
        "Most Popular Stories",
        "MOST VIEWED",
        "Trending Now",
        "What's Trending",
        "Popular",
        "Most Read on WZZZ",
        "Trending:",
    ],
)
def test_headings(heading: str) -> None:
    items = "".join(f'<li><a href="{h}">{t}</a></li>' for t, h in STORIES)
    widget = only(page(f"<div><h4>{heading}</h4><ul>{items}</ul></div>"), "most_popular")
    assert widget.title == heading
    assert heading in widget.why


def test_list_named_but_not_headed() -> None:
    items = "".join(f'<li><a href="{h}">{t}</a></li>' for t, h in STORIES)
    widget = only(page(f'<div class="trending-bin"><ul>{items}</ul></div>'), "most_popular")
    assert pairs(widget) == WANTED
    assert "trending" in widget.why


def test_two_copies_are_found_twice() -> None:
    assert kinds(page(f'<div class="mobile">{RANKED}</div><div class="desktop">{RANKED}</div>')) == ["most_popular"] * 2


def test_neighbours_in_one_column_stay_apart() -> None:
    items = "".join(f'<li><a href="{h}">{t}</a></li>' for t, h in STORIES)
    found = find_widgets(
        page(f'<h3>Trending</h3><ul>{items}</ul><h3>Latest Video</h3><ul>{items}</ul><p><a href="/app">Our app</a></p>')
    )
    assert [(w.kind, w.end - w.start) for w in found] == [("most_popular", 5), ("latest_video", 5)]


def test_text_with_ranks_bullets_and_times() -> None:
    document = text("Most Popular Stories\n\n1. Ferry fares rise\n2 hours ago\n2. 12 bridges close\n3. Old mill sold\n")
    assert titles(only(document, "most_popular")) == ["Ferry fares rise", "12 bridges close", "Old mill sold"]


def test_text_with_nothing_under_the_heading() -> None:
    found = find_widgets(text("Most Popular Stories\n\nLatest Video\n\nImage\n\nFerry on film\n"))
    assert [(w.kind, w.data) for w in found] == [
        ("most_popular", []),
        ("latest_video", [{"text": "Ferry on film", "href": None}]),
    ]
