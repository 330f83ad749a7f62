"""`radar_links`: cards of a station's own products, as images and as the alt texts that stay in text."""

from __future__ import annotations

import pytest

from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text, titles


@pytest.mark.parametrize(
    "lines",
    [
        ["WZZZ Planner", "WZZZ Temps", "WZZZ Radar", "WZZZ Events"],
        ["KQ9 Radar", "KQ9 Eye in the sky"],
        ["KZZZ-TV Radar"],
        ["WZZ Radar", "WZZ WZZ-TV Cam", "WZZ Temperatures"],
        ["StormTeam 3 Radar", "StormTeam 3 Almanac"],
    ],
)
def test_lines_of_one_brand(lines: list[str]) -> None:
    document = text(f"Rain is on the way\n\n{PROSE}\n" + "\n\n".join(lines) + "\n\nMost Popular Stories\n")
    assert kinds(document) == ["radar_links", "most_popular"]
    assert titles(only(text("\n".join(lines)), "radar_links")) == lines


@pytest.mark.parametrize(
    "line",
    [
        "WZZZ Events",
        "WZZZ wins an award for its radar coverage",
        "Radar",
        "The Radar",
        "I love radar",
        "KIDS learn about radar today",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert kinds(text(f"{PROSE}\n{line}\n{PROSE}")) == []


def test_images_without_text() -> None:
    aside = '<div><a href="/w"><img alt="WZZZ Radar" src="r.gif"></a></div><div><a href="/c"><img alt="WZZZ Sky Cam" src="c.gif"></a></div>'
    widget = only(page(f'<div class="cards">{aside}</div>'), "radar_links")
    assert pairs(widget) == [("WZZZ Radar", SITE + "/w"), ("WZZZ Sky Cam", SITE + "/c")]
    assert widget.start == widget.end
    assert widget.element is not None
    assert widget.element.names == "cards"


def test_buttons_over_the_images_belong_to_them() -> None:
    card = '<div class="card"><h5><button>{0}</button></h5><div><a href="/w"><img alt="WZZZ {0}" src="x.gif"></a></div></div>'
    widget = only(page('<div id="acc">' + card.format("Planner") + card.format("Radar") + "</div>"), "radar_links")
    assert (titles(widget), widget.end - widget.start) == (["WZZZ Planner", "WZZZ Radar"], 2)


def test_a_second_copy_is_a_second_widget() -> None:
    cards = '<div><a href="/w"><img alt="WZZZ Radar" src="r.gif"></a><a href="/t"><img alt="WZZZ Temps" src="t.gif"></a></div>'
    assert kinds(page(cards + cards)) == ["radar_links", "radar_links"]


def test_text_links_under_weather() -> None:
    links = '<p><a href="/1">Zeeland Radar Map</a></p><p><a href="/2">Road Conditions</a></p>'
    assert titles(only(page(f"<div><h4>Weather</h4>{links}</div>"), "radar_links")) == [
        "Zeeland Radar Map",
        "Road Conditions",
    ]


def test_a_weather_menu_is_chrome() -> None:
    assert (
        kinds(
            page(
                top='<nav><ul><li>Weather<ul><li><a href="/1">Live Radar</a></li><li><a href="/2">Sky Cams</a></li></ul></li></ul></nav>'
            )
        )
        == []
    )
