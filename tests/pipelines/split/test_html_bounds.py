"""Markup that makes a parser by the HTML standard take the square of its size."""

from __future__ import annotations

import gc
import time

import pytest

from pipelines.split.html_bounds import FEW_TAGS, LONG_TAG, MANY_TAGS, MAX_ATTRIBUTES, bounded
from pipelines.split.html_runs import read_html

TRAPS = {
    "unclosed formatting": lambda n: "".join(f"<b id={i}>" for i in range(n)) + "</p>" + "<p>x</p>" * n,
    "formatting with text": lambda n: "".join(f"<FONT\tcolor={i}>x" for i in range(n)),
    "nested divs": lambda n: "<div>x" * n,
    "nested lists": lambda n: "<ul><li>x" * n,
    "end tags of others": lambda n: "<div></span>x" * n,
    "paragraph ends": lambda n: "<div>" * n + "</p>" * n + "x",
    "links around blocks": lambda n: "".join(f"<a href={i}><div>x" for i in range(n)),
    "attributes": lambda n: "<div " + " ".join(f"a{i}=1" for i in range(n)) + ">x</div>",
    "bodies": lambda n: "".join(f"<body a{i}=1>" for i in range(n)) + "x",
    "unknown elements": lambda n: "<x-y>x" * n,
    "table rows": lambda n: "<table><tr><td>x" * n,
}


def seconds(page: bytes) -> float:
    """Of the reading alone: what Python's collector makes of a heap full of other tests is not what is measured."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    read_html(page)
    took = time.process_time() - started
    gc.enable()
    return took


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_in_proportion_to_its_size(name):
    small, large = TRAPS[name](16_000).encode(), TRAPS[name](64_000).encode()
    bound = 10 * max(min(seconds(small) for _ in range(3)), 0.02)
    # Four times the size: the square would be sixteen times the time.
    assert any(seconds(large) < bound for _ in range(3))
    document = read_html(large)
    assert "".join(run.text for run in document.runs).count("x") >= 1


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + "".join(f"<li>item {i}" for i in range(MANY_TAGS)) + "</ul>",
        "".join(f'<p><i class="icon">{i}</i><strong class="name">n</strong></p>' for i in range(FEW_TAGS)),
        "<table>" + "".join(f"<tr><td>{i}<td>x" for i in range(MANY_TAGS // 2)) + "</table>",
        '<img src="data:image/png;base64,' + "A" * 300_000 + '">',
        "<script>" + "if (a<b) { x(); } " * 20_000 + "</script><p>text</p>",
    ],
    ids=["open list items", "closed formatting", "open cells", "a picture in its tag", "a script"],
)
def test_an_ordinary_large_page_is_not_touched(page):
    assert bounded(page) == page


def test_the_text_and_its_order_outlive_the_bounds():
    depth = 20_000
    page = "".join(f"<div>t{i} " for i in range(depth)) + "</div>" * depth + "<p>after</p>"
    words = " ".join(run.text for run in read_html(page.encode()).runs).split()
    assert words == [*(f"t{i}" for i in range(depth)), "after"]


def test_a_stray_quote_opens_no_value():
    long = "x" * (2 * LONG_TAG)
    page = (
        f'<h1 class="h" "tabindex="0">Title</h1>{"<p>said</p>" * 2_000}<img alt=\'{long}\' src="a"><p>it is "over"</p>'
    )
    assert bounded(page) == page
    assert read_html(page.encode()).runs[-1].text == 'it is "over"'


def test_words_of_a_long_value_are_no_attributes():
    told = "word " * (MAX_ATTRIBUTES * 3)
    assert (
        bounded(f'<div class="story" data-page="{told}">A board</div>')
        == f'<div class="story" data-page="{told}">A board</div>'
    )
    assert "class" not in bounded(f'<div class="story" {"a=1 " * (MAX_ATTRIBUTES * 3)}>A board</div>')
