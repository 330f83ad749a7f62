from __future__ import annotations

import pytest

from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets import weather_tagline

LIST = "Boise\nClear\n55°\nHi: 60° Lo: 41°\nFeels Like: 54°\nNampa\nClear\n56°\nHi: 61° Lo: 42°\nFeels Like: 55°\n"
PARAGRAPH = (
    "For tonight, skies turn mostly clear with lows in the middle 50s. The new work week starts warm, with highs in the low "
    "80s on Monday. Rain chances go up late on Monday and stay with us into Tuesday."
)


def taglines(text: str) -> list[str | None]:
    return [found.text for found in weather_tagline.recognise(read_text(text))]


@pytest.mark.parametrize(
    "sentence", ["Sunny & breezy day.", "Colder days on the way", PARAGRAPH, "Have a great weekend!"]
)
@pytest.mark.parametrize(
    "after", ["", "\nKXYZ Radar\nKXYZ Planner", "\nOhio Coronavirus Cases\nCases: 12", "\n\nMost Popular Stories"]
)
def test_the_sentence_behind_the_list(sentence: str, after: str) -> None:
    assert taglines(LIST + sentence + after) == [sentence]


@pytest.mark.parametrize(
    "after",
    [
        "",
        "KXYZ Radar\nKXYZ Planner",
        "Most Popular Stories",
        "Illinois Coronavirus Cases\nCases: 12",
        "Related Content",
        "Winter storm closes schools\nPosted: Jan 3, 2020 8:00 AM\nSnow fell all night.",
        "Lottery winner comes forward",
    ],
)
def test_what_is_no_tagline(after: str) -> None:
    assert taglines(LIST + after) == []


def test_a_line_that_repeats_the_headline_is_no_part_of_it() -> None:
    headline = "Mostly sunny and cold, but not as breezy. High: 30°"
    assert taglines(f"{headline}\n{LIST}Cold with a calm breeze.\n{headline}") == ["Cold with a calm breeze."]


def test_without_a_list_there_is_no_tagline() -> None:
    assert taglines("Sunny & breezy day.") == []


CARDS = "".join(
    f"<div class=w><b>{place}</b><p>Clear</p><p>5{at}&deg;</p><p>Hi: 60&deg; Lo: 41&deg;</p></div>"
    for at, place in enumerate(["Boise", "Nampa"])
)


def test_in_html_it_shares_a_box_with_the_list() -> None:
    near = f"<div class=s><div>{CARDS}</div><div>Rain and snow mix tonight.</div></div><div><p>Snow tonight, say police.</p></div>"
    assert [found.text for found in weather_tagline.recognise(read_html(near))] == ["Rain and snow mix tonight."]
    far = f"<div><div><div><div><div>{CARDS}</div></div></div></div></div><main><article><div><div><p>Snow fell.</p></div></div></article></main>"
    assert list(weather_tagline.recognise(read_html(far))) == []


def test_in_html_a_story_or_a_link_is_none() -> None:
    linked = f"<div><div>{CARDS}</div><div><a href='/s'>Storm leaves thousands without power</a></div></div>"
    assert list(weather_tagline.recognise(read_html(linked))) == []
