"""`comments`, `newsletter`, `promo` and `social`: what stands around an article and is not about it."""

from __future__ import annotations

import pytest

from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text


def test_comments_section() -> None:
    widget = only(
        page(body='<div id="comments" class="comments-area"><h3>12 Comments</h3><p>I like it</p></div>'), "comments"
    )
    assert (widget.data, widget.end - widget.start) == ({"count": 12}, 2)


@pytest.mark.parametrize(
    "line", ["Article Comments", "Comments", "Leave a Reply", "Join the Conversation", "3 comments"]
)
def test_comments_line(line: str) -> None:
    widget = only(text(f"Council votes\n{PROSE}\n{line}\nBe the first to leave a comment\n"), "comments")
    assert (widget.title, widget.end - widget.start) == (line, 2)


def test_a_heading_of_comments_over_nothing_is_none() -> None:
    assert kinds(text(f"Council votes\n{PROSE}\nArticle Comments\n")) == []


def test_a_comment_counter_is_none() -> None:
    assert kinds(page(body='<span class="comments-link"><a href="#c">Comments</a></span>')) == []


@pytest.mark.parametrize(
    "body",
    [
        '<div class="wp-block-newsletter"><strong>Get the noon news in your inbox</strong><form><label>Email address</label><button>Submit</button></form></div>',
        "<div><h4>Sign up for the WZZZ morning newsletter</h4><p>Email</p><button>Subscribe</button></div>",
    ],
)
def test_newsletter(body: str) -> None:
    widget = only(page(body=body), "newsletter")
    assert widget.end - widget.start == 3
    assert widget.data == {"headline": widget.title, "href": None}


def test_newsletter_line_of_text() -> None:
    assert only(text(f"{PROSE}\nSign up for our daily email newsletter\n{PROSE}"), "newsletter").start == 1


def test_newsletter_as_a_subject_is_none() -> None:
    assert (
        kinds(text("The mayor said a newsletter will be mailed to every home in town by the end of the month.")) == []
    )


def test_promo_list_and_app() -> None:
    items = "".join(
        f'<article><h3><a href="/p/{n}">Best {name} on sale this week</a></h3></article>'
        for n, name in enumerate(["kettles", "lamps"])
    )
    widget = only(page(f"<section><h2>Sponsored Content</h2>{items}</section>"), "promo")
    assert pairs(widget)[0] == ("Best kettles on sale this week", SITE + "/p/0")
    app = only(page('<p><a href="/app">Download the free WZZZ news app</a></p>'), "promo")
    assert app.data == {"headline": "Download the free WZZZ news app", "href": SITE + "/app"}


def test_an_advertisement_label_heads_nothing() -> None:
    assert kinds(page(body=f"<h4>Advertisement</h4><p>{PROSE} <a href='/x'>The whole filing is here</a></p>")) == []


def test_social() -> None:
    widget = only(
        page(
            '<div><h3>Follow Us</h3><ul><li><a href="//f.example/w">Facebook</a></li><li><a href="//t.example/w">Twitter</a></li></ul></div>'
        ),
        "social",
    )
    assert pairs(widget) == [("Facebook", "https://f.example/w"), ("Twitter", "https://t.example/w")]


def test_share_buttons_are_chrome() -> None:
    assert (
        kinds(
            page(
                body='<div><h3>Share this:</h3><ul><li><a href="#f">Click to share on Facebook (Opens in new window)</a></li><li><a href="#t">Click to share on Twitter (Opens in new window)</a></li><li><a href="#r">Click to share on Reddit (Opens in new window)</a></li></ul></div>'
            )
        )
        == []
    )
