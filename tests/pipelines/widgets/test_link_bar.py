"""`link_bar`: links parted by bars, and what else has bars in it."""

from __future__ import annotations

import pytest

from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text, titles


def test_html() -> None:
    body = '<p><a href="/1">How to ride the ferry</a> | <a href="/2">Fares and passes</a> | Tide tables, <a href="/4">click here</a></p>'
    assert pairs(only(page(body=body), "link_bar")) == [
        ("How to ride the ferry", SITE + "/1"),
        ("Fares and passes", SITE + "/2"),
        ("Tide tables, click here", SITE + "/4"),
    ]


def test_text() -> None:
    document = text(f"{PROSE}\nHow to ride the ferry | Fares and passes for all | For tides, click here | Map\n{PROSE}")
    assert titles(only(document, "link_bar")) == [
        "How to ride the ferry",
        "Fares and passes for all",
        "For tides, click here",
        "Map",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Home | News | Weather | Sports",
        "By Ann Smith | WZZZ News | Posted at noon today",
        "Council votes to keep the ferry | WZZZ News 7",
        "|County",
        "Cook County north | 5409 | 467",
    ],
)
def test_other_lines_with_bars(line: str) -> None:
    assert "link_bar" not in kinds(text(f"{PROSE}\n{line}\n{PROSE}"))


def test_byline_and_footer_of_html() -> None:
    body = '<p>By <a href="/x">Ann Smith</a> | <a href="mailto:a@b.example">a@b.example</a> | WZZZ News team</p>'
    assert kinds(page(body=body)) == []
