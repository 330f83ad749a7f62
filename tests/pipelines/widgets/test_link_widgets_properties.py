"""What holds for every page whatever: widgets lie inside the page, apart from one another, and cost no more than its size."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.split.document import Document
from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets.registry import RECOGNISERS, find_widgets

WORDS = st.sampled_from(
    ["Trending", "Most Popular", "Related:", "Top Stories", "Latest Video", "BREAKING NEWS", "Full Story", "CLOSINGS:", "WZZZ Radar",
     "Image", "Ferry fares rise in May", "Poll", "Why not?", "Yes", "5% reporting", "Ann (D) 5 5%", "Lottery", "1-2-3", "Closings", "Zoo: Closed",
     "Speech to Text", "one | two three four | five six seven", "2 hours ago", "Comments", "Sign up for our newsletter", "°", "x" * 200]
)  # fmt: skip
TAGS = st.sampled_from(
    [
        "div",
        "h2",
        "h3",
        "li",
        "ul",
        "p",
        "span",
        "a href=/x",
        "article",
        "section class=trending",
        "div class=breaking",
        "nav",
        "td",
        "tr",
    ]
)
PIECES = st.lists(st.one_of(WORDS, st.tuples(TAGS, st.booleans())), max_size=60)


def check(document: Document) -> None:
    end = 0
    for widget in find_widgets(document):
        assert end <= widget.start <= widget.end <= len(document.runs)
        assert widget.why
        assert widget.kind in RECOGNISERS
        end = widget.end


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_any_html(pieces: list[str | tuple[str, bool]]) -> None:
    parts = [p if isinstance(p, str) else (f"<{p[0]}>" if p[1] else f"</{p[0].split()[0]}>") for p in pieces]
    check(read_html(" ".join(parts), url="https://www.wzzz.example/"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=60))
def test_any_text(lines: list[str]) -> None:
    check(read_text("\n".join(lines)))


@pytest.mark.parametrize(
    "html",
    [
        "<div>Trending</div><div>word</div>",
        '<h3>Trending</h3><a href="/x">one two three four five</a>',
        "<p>Trending</p>",
        "<p>Gas Prices</p>",
        "<p>Transcript</p>",
        '<a href="/x"><img alt="WZZZ Radar" src="x"></a>',
        '<p><a href="/x">one two three</a> | ',
        "<p>Office</p><p>50% reporting</p>",
    ],
)
def test_a_page_of_one_thing_ten_thousand_times(html: str) -> None:
    document = read_html(f"<body><div>{html * 10_000}</div></body>", url="https://www.wzzz.example/")
    started = time.process_time()
    for recognise in RECOGNISERS.values():
        list(recognise(document))
    assert time.process_time() - started < 8
