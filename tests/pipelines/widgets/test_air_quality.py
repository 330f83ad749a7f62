from __future__ import annotations

import pytest

from pipelines.split.text_runs import read_text
from pipelines.widgets import air_quality


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (
            "Air Quality Index\nBoise 42 Good\nNampa 101 Unhealthy for Sensitive Groups\n",
            [("Boise", 42, "Good", None), ("Nampa", 101, "Unhealthy for Sensitive Groups", None)],
        ),
        ("Current Air Quality\nAQI: 57\nModerate\nPrimary pollutant: PM2.5\n", [(None, 57, "Moderate", "PM2.5")]),
    ],
)
def test_readings_under_their_heading(text: str, data: list[tuple[object, ...]]) -> None:
    (found,) = air_quality.recognise(read_text(text))
    assert isinstance(found.data, list)
    assert [(row["place"], row["index"], row["category"], row["pollutant"]) for row in found.data] == data


def test_a_story_about_the_air_is_none() -> None:
    assert (
        list(
            air_quality.recognise(
                read_text(
                    "Air quality\nThe air was unhealthy in 3 towns on Friday, the agency that measures it said in a long report."
                )
            )
        )
        == []
    )
