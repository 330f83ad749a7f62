"""Labels of runs from a known text of the story."""

from __future__ import annotations

import pytest

from training.labels import labels

LEAD = "The council of Elmville voted on Monday to keep the old bridge open."
MORE = "Repairs begin in March and cost the city about two million dollars."
TEASER = "Firefighters saved a barn and eleven cows on Depot Street overnight."


@pytest.mark.parametrize(
    ("texts", "truth", "expected"),
    [
        (["Home", LEAD, TEASER, MORE], f"{LEAD}\n\n{MORE}", [0, 1, 0, 1]),
        ([LEAD, "What is next", MORE], f"{LEAD} What is next {MORE}", [1, 1, 1]),
        (["Monday", TEASER, TEASER.lower(), LEAD], LEAD, [0, 0, 0, 1]),  # a word alone is no evidence
        ([LEAD, TEASER], "", [0, 0]),
        (["", "|", LEAD], LEAD, [0, 0, 1]),
        ([], LEAD, []),
    ],
    ids=[
        "paragraphs",
        "a short heading between them",
        "a word that the story has too",
        "no truth",
        "no words",
        "no runs",
    ],
)
def test_what_the_truth_has_is_the_storys(texts, truth, expected):
    assert labels(texts, truth) == expected


def test_of_two_copies_one_is_enough():
    assert sum(labels([LEAD, MORE, LEAD, MORE], f"{LEAD} {MORE}")) == 2


def test_a_truth_that_stops_midway_labels_what_it_has():
    assert labels([LEAD, MORE, TEASER], LEAD[:40]) == [1, 0, 0]
