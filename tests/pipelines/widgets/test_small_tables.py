"""`closings`, `election_results`, `scores`, `market`, `lottery`, `gas_prices`, `poll`: rows under a heading."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipelines.widgets.link_pages import PROSE, kinds, only, page, text


def rows(document: Any, kind: str) -> Any:
    return only(document, kind).data


def test_closings_of_text() -> None:
    document = text(
        "School Closings & Delays\nUpdated at 6:10 AM\nZebra Valley Schools: Closed\nOrange Academy - 2 hour delay\nSt. Fern Church\nNo services tonight\n\nCopyright 2020 WZZZ"
    )
    widget = only(document, "closings")
    assert widget.note == "Updated at 6:10 AM"
    assert widget.data == [
        {"organization": "Zebra Valley Schools", "status": "Closed", "county": None},
        {"organization": "Orange Academy", "status": "2 hour delay", "county": None},
        {"organization": "St. Fern Church", "status": "No services tonight", "county": None},
    ]


def test_closings_of_html() -> None:
    table = "<tr><td class='orgname'>Zebra Valley</td><td class='status'>Closed Today</td><td>Fern County</td></tr>"
    assert rows(page(f"<div><h3>Closings</h3><table>{table}</table></div>"), "closings") == [
        {"organization": "Zebra Valley", "status": "Closed Today", "county": "Fern County"}
    ]


ANN = {"name": "Ann Smith", "party": "D", "votes": 1234, "percent": 55.0, "winner": None}
BOB = {"name": "Bob Jones", "party": "R", "votes": 1010, "percent": 45.0, "winner": None}


@pytest.mark.parametrize(
    "lines",
    [
        "Mayor\n95% of precincts reporting\nAnn Smith (D) 1,234 55%\nBob Jones (R) 1,010 45%",
        "Mayor\nPrecincts reporting: 19 of 20\nAnn Smith\n(D)\n1,234\n55%\nBob Jones\n(R)\n1,010\n45%",
        "Mayor\nAnn Smith (D) 1,234 55%\nBob Jones (R) 1,010 45%\n95% reporting",
    ],
)
def test_election_of_text(lines: str) -> None:
    assert rows(text(lines + f"\n{PROSE}"), "election_results") == [
        {"office": "Mayor", "reporting": 95.0, "candidates": [ANN, BOB]}
    ]


def test_election_of_html() -> None:
    table = "<tr><td>✓</td><td>Ann Smith</td><td>D</td><td>1,234</td><td>55%</td></tr><tr><td>Bob Jones</td><td>R</td><td>1,010</td><td>45%</td></tr>"
    document = page(f"<div><h3>Mayor</h3><p>95% reporting</p><table>{table}</table></div>")
    assert rows(document, "election_results") == [
        {"office": "Mayor", "reporting": 95.0, "candidates": [{**ANN, "winner": True}, BOB]}
    ]


def test_scores() -> None:
    assert rows(
        text("Scoreboard\nFernville 24, Orange City 17 Final\nZebra 10\nMoss 7\nFinal/OT\n\nThe coach was glad."),
        "scores",
    ) == [
        {"teams": [{"name": "Fernville", "score": 24}, {"name": "Orange City", "score": 17}], "status": "Final"},
        {"teams": [{"name": "Zebra", "score": 10}, {"name": "Moss", "score": 7}], "status": "Final/OT"},
    ]


def test_market() -> None:
    assert rows(
        text("Market Watch\nDOW 34,000.12 +120.30 (+0.35%)\nNASDAQ 13,000.00 -20.10 (-0.15%)\nClosing bell"), "market"
    ) == [
        {"name": "DOW", "value": 34000.12, "change": 120.3, "percent": 0.35},
        {"name": "NASDAQ", "value": 13000.0, "change": -20.1, "percent": -0.15},
    ]


def test_lottery() -> None:
    assert rows(
        text(
            "Lottery\nDaily 3\n1-2-3\nPowerball: 4-8-15-16-23 Powerball: 42 Jackpot: $20 million\n\nGood luck to all."
        ),
        "lottery",
    ) == [
        {"game": "Daily 3", "numbers": [1, 2, 3], "extra": None, "jackpot": None},
        {"game": "Powerball", "numbers": [4, 8, 15, 16, 23], "extra": "Powerball 42", "jackpot": "$20 million"},
    ]


def test_gas_prices() -> None:
    table = "<tr><td>Fernville</td><td>$3.19</td></tr><tr><td>Orange City</td><td>$3.259/gal</td></tr>"
    assert rows(page(f"<div><h3>Local Gas Prices</h3><table>{table}</table></div>"), "gas_prices") == [
        {"name": "Fernville", "price": 3.19, "unit": "USD/gal"},
        {"name": "Orange City", "price": 3.259, "unit": "USD/gal"},
    ]


def test_poll() -> None:
    assert rows(
        text(
            "WZZZ Poll\nShould the ferry run on Sundays?\nYes 60% (12 votes)\nNo 40% (8 votes)\nView Results\nThe ferry left.\n"
        ),
        "poll",
    ) == {
        "question": "Should the ferry run on Sundays?",
        "options": [{"text": "Yes", "percent": 60.0, "votes": 12}, {"text": "No", "percent": 40.0, "votes": 8}],
    }


@pytest.mark.parametrize(
    "heading", ["Closings", "Scores", "Stock Market", "Lottery", "Gas Prices", "Poll", "Mayor\n95% reporting"]
)
def test_prose_under_the_heading_is_the_article(heading: str) -> None:
    assert kinds(text(f"Council votes\n{heading}\n{PROSE}\nThe price was $3.19 on Monday.\n")) == []
