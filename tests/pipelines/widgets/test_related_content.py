"""`related_content`: beside the article, among its paragraphs, in one line, and left empty."""

from __future__ import annotations

import pytest

from pipelines.widgets.registry import find_widgets
from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text, titles

ONE = ("Ferry fares rise in May", SITE + "/a/1")
TWO = ("Two bridges close for repairs", SITE + "/a/2")


@pytest.mark.parametrize(
    "body",
    [
        '<p><strong>Related stories:</strong></p><ul><li><a href="/a/1">Ferry fares rise in May</a></li><li><a href="/a/2">Two bridges close for repairs</a></li></ul>',
        '<p><b>RELATED:</b> <a href="/a/1">Ferry fares rise in May</a></p><p>READ MORE: <a href="/a/2">Two bridges close for repairs</a></p>',
        '<div class="related-box"><h3>More on this story</h3><a href="/a/1">Ferry fares rise in May</a><a href="/a/2">Two bridges close for repairs</a></div>',
    ],
)
def test_inside_the_body(body: str) -> None:
    assert pairs(only(page(body=body), "related_content")) == [ONE, TWO]


def test_cards_with_author_date_and_excerpt() -> None:
    cards = "".join(
        f'<div class="teaser"><h2><a href="{href}">{title}</a></h2><div class="by"><span>By</span> <a href="/staff">Ann Smith</a> • Jul 2, 2020</div>'
        f'<div class="content"><p>{PROSE} <a href="/elsewhere">Read it in Spanish here</a></p></div></div>'
        for title, href in (("Ferry fares rise in May", "/a/1"), ("Two bridges close for repairs", "/a/2"))
    )
    widget = only(page(f'<div class="related"><h3>Related Content</h3>{cards}</div>'), "related_content")
    assert pairs(widget) == [ONE, TWO]


def test_embedded_card_without_a_heading() -> None:
    body = f'<p>{PROSE}</p><div class="story-related-embed"><img src="i.jpg"><h4><a href="/a/1">Ferry fares rise in May</a></h4></div><p>{PROSE}</p>'
    assert pairs(only(page(body=body), "related_content")) == [ONE]


def test_left_empty() -> None:
    widget = only(page('<div id="related" class="clearfix"><h2>Related Stories</h2></div>'), "related_content")
    assert widget.data == []


@pytest.mark.parametrize(
    "body",
    [
        '<p>Related: the board will also vote on <a href="/tax">a tax</a> for the road when it meets next month.</p>',
        f"<h2>Related Stories</h2><p>{PROSE}</p>",
        '<div class="related-topics"><h2>Related</h2><ul><li><a href="/t/1">Ferry</a></li><li><a href="/t/2">Council</a></li></ul></div>',
    ],
)
def test_what_only_sounds_like_it(body: str) -> None:
    assert kinds(page(body=body)) == []


def test_text() -> None:
    document = text(
        f"{PROSE}\nRELATED: Ferry fares rise in May\nRelated: the council will meet again on Monday.\n{PROSE}\n"
        "Related Content\n\nTwo bridges close\n\nScroll for more content...\n\nArticle Comments\n"
    )
    found = find_widgets(document)
    assert [w.kind for w in found] == ["related_content", "related_content"]
    assert [titles(w) for w in found] == [["Ferry fares rise in May"], ["Two bridges close"]]
