from __future__ import annotations

from typing import Any

import pytest

from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets import current_conditions


def read(found: object) -> dict[str, Any]:
    assert isinstance(found, dict)
    return {key: value for key, value in found.items() if value is not None}


FIELDS = {
    "lines": "Current Conditions\nFeels Like: 19°\nH: 32° L: 23°\nPressure: 29.83\nDewpoint: 18°\nHumidity: 61%\nWind: SSW at 14\nRecord High: 74\nRecord Low: -5\n",
    "values below": "Current Conditions\nFeels Like\n19°\nHigh\n32°\nLow\n23°\nPressure\n29.83\nDewpoint\n18°\nHumidity\n61%\nWind\nSSW at 14\nRecord High\n74\nRecord Low\n-5\n",
    "piped": "Current Conditions\nFeels Like: 19° | H: 32° | L: 23° | Pressure: 29.83 | Dewpoint: 18° | Humidity: 61% | Wind: SSW at 14 | Record High: 74 | Record Low: -5\n",
}


@pytest.mark.parametrize("text", FIELDS.values(), ids=FIELDS)
def test_labelled_values_under_their_heading(text: str) -> None:
    after = (
        "A few clouds will drift into the region on Wednesday night and the temperatures will fall into the middle 20s."
    )
    document = read_text(text + after)
    (found,) = current_conditions.recognise(document)
    assert found.end == len(document.runs) - 1
    assert read(found.data) == {
        "feels_like": 19,
        "high": 32,
        "low": 23,
        "pressure": 29.83,
        "dewpoint": 18,
        "humidity": 61,
        "wind": "SSW at 14",
        "record_high": 74,
        "record_low": -5,
    }


def test_place_sky_and_degrees_under_a_heading() -> None:
    (found,) = current_conditions.recognise(
        read_text("Current Conditions in Fargo\nLight Snow\n-4°\nFeels Like: -20°\nHumidity: 80%")
    )
    assert read(found.data) == {
        "place": "Fargo",
        "condition": "Light Snow",
        "temperature": -4,
        "feels_like": -20,
        "humidity": 80,
    }


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (
            "<header><div class='site-header__weather'><a href='/w'><span>Austin</span> <span>71&deg;</span></a></div></header>",
            {"place": "Austin", "temperature": 71},
        ),
        (
            "<nav><ul><li>News</li></ul><div class='current-conditions__slides'><img alt='clear'><div>Palm Springs</div><div>90&deg;</div></div></nav>",
            {"place": "Palm Springs", "condition": "clear", "temperature": 90},
        ),
        (
            "<aside class='weather-widget'><h2>Austin Weather</h2><div><h4>Current</h4><h5>71&deg;</h5><span>Cloudy</span></div><div><h4>Tonight</h4><h5>53&deg;</h5><span>Rain</span></div></aside>",
            {"place": "Austin", "condition": "Cloudy", "temperature": 71},
        ),
        (
            "<div class='feature-weather-container'><span>67&deg;</span><div><a href='/w'>San Francisco</a></div></div>",
            {"place": "San Francisco", "temperature": 67},
        ),
    ],
)
def test_degrees_in_a_box_named_for_the_weather(body: str, data: dict[str, object]) -> None:
    (found,) = current_conditions.recognise(
        read_html(f"<body>{body}<main><p>It was 71° in the shade, they said.</p></main></body>")
    )
    assert read(found.data) == data


@pytest.mark.parametrize(
    "page",
    [
        "<p class='weather-story'>It reached 71° in Austin.</p>",
        "<div><span>71°</span></div>",
        "<div class='story'><h2>Oven</h2><p>Bake at 350° for an hour.</p></div>",
    ],
)
def test_degrees_elsewhere_are_no_widget(page: str) -> None:
    assert list(current_conditions.recognise(read_html(page))) == []
