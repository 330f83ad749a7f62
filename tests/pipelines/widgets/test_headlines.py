"""`headlines`: the site's other stories, under known headings, under any heading, and under none."""

from __future__ import annotations

import pytest

from pipelines.split.leftovers import leftovers
from pipelines.widgets.registry import find_widgets
from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text, titles

STORIES = [
    ("Harbor seals come back to the bay", "/s/1"),
    ("School board picks a new chief", "/s/2"),
    ("County fair sets dates for August", "/s/3"),
]
WANTED = [(title, SITE + href) for title, href in STORIES]
ITEMS = "".join(f'<li><a href="{h}">{t}</a></li>' for t, h in STORIES)


@pytest.mark.parametrize(
    "heading",
    [
        "Top Stories",
        "More from WZZZ",
        "Latest News",
        "Local News",
        "In Case You Missed It",
        "Don’t Miss",
        "More News Stories",
        "Editor's Picks",
        "The Latest",
    ],
)
def test_headings(heading: str) -> None:
    assert pairs(only(page(f"<section><h3>{heading}</h3><ul>{ITEMS}</ul></section>"), "headlines")) == WANTED


def test_whole_card_is_the_link() -> None:
    cards = "".join(
        f'<a class="card" href="{h}"><div class="kicker">Crime</div><div class="headline">{t}</div>'
        f'<div class="time">3 hours ago</div><div class="summary">{PROSE}</div></a>'
        for t, h in STORIES
    )
    assert pairs(only(page(f'<div class="feed"><h2>More Stories</h2><div>{cards}</div></div>'), "headlines")) == WANTED


def test_read_more_and_credits_are_no_items() -> None:
    cards = "".join(
        f'<article><a href="{h}"><img src="i.jpg"></a><div class="credit">Photo: A. Smith</div><h4><a href="{h}">{t}</a></h4>'
        f'<p>{PROSE}</p><a href="{h}">Read more</a></article>'
        for t, h in STORIES
    )
    widget = only(page(f'<div><h2>Top Stories</h2>{cards}<a href="/news">View all stories</a></div>'), "headlines")
    assert pairs(widget) == WANTED


def test_any_heading_over_three_cards() -> None:
    cards = "".join(f'<article><h4><a href="/news{h}">{t}</a></h4></article>' for t, h in STORIES)
    widget = only(page(f"<section><h3>Harbor Desk</h3><div>{cards}</div></section>"), "headlines")
    assert (widget.title, titles(widget)) == ("Harbor Desk", [title for title, _ in STORIES])


def test_cards_that_lead_to_no_stories_are_not_headlines() -> None:
    cards = "".join(f'<article><h4><a href="/club{h}">{t}</a></h4></article>' for t, h in STORIES)
    body = page(f"<section><h3>Harbor Club</h3><div>{cards}</div></section>")
    assert find_widgets(body) == []
    (left,) = leftovers(body, set(), 0)
    assert (left.kind, left.title) == ("unknown", "Harbor Club")


def test_text() -> None:
    document = text(
        "More from WZZZ\n- Harbor seals come back\n- School board picks a chief\n\n© 2021 WZZZ. All rights reserved."
    )
    assert titles(only(document, "headlines")) == ["Harbor seals come back", "School board picks a chief"]


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>Latest</h2><p>{PROSE}</p>",
        f"<h2>News</h2><p>{PROSE}</p><h2>Stories</h2><p>{PROSE}</p>",
        f"<h2>The Latest</h2><p>{PROSE}<a href='/x'>See the filing of the court</a></p>",
        "<ol><li>Bring a life vest</li><li>Check <a href='/tide'>the tide table</a></li><li>Call ahead</li></ol>",
        f"<ul>{ITEMS}</ul>",
    ],
)
def test_what_the_article_says_is_its_own(body: str) -> None:
    assert kinds(page(body=body)) == []


@pytest.mark.parametrize(
    "top",
    [
        f"<nav><h3>Top Stories</h3><ul>{ITEMS}</ul></nav>",
        f'<div class="mega-menu"><span>News</span><ul>{ITEMS}</ul></div>',
        f"<footer><h4>Latest News</h4><ul>{ITEMS}</ul></footer>",
    ],
)
def test_menus_and_footers_are_chrome(top: str) -> None:
    assert kinds(page(top=top)) == []


@pytest.mark.parametrize("word", ["Latest", "News", "Headlines"])
def test_text_of_an_article_under_such_a_word(word: str) -> None:
    assert kinds(text(f"Council votes\n\n{PROSE}\n{word}\n{PROSE * 2}\n{PROSE}")) == []
