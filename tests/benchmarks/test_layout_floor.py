"""A floor under what layouts bring: the demo's stations, redesigned in the middle of their time."""

from __future__ import annotations

import pytest

from benchmarks.layout.demo import END, LATER, LEARNED, STATIONS, figures, noticed, shots
from pipelines.split.layout_learn import learn
from pipelines.split.layout_merge import merged

MOST_STORIES = 12


@pytest.mark.parametrize("name", ["kdemo", "xdemo"])
def test_layouts_are_worth_having_before_and_after_a_redesign(name: str) -> None:
    taken = shots(STATIONS[name])
    first = tuple(learn(name, (shot.facts() for shot in taken if shot.at < LEARNED)))
    plain, by_layout, _ = figures(STATIONS[name].before, taken, LEARNED, STATIONS[name].at or END, first)
    assert by_layout.body >= max(0.98, plain.body)
    assert by_layout.kinds >= plain.kinds
    assert by_layout.drifted == 0
    found = noticed(taken, first)
    assert found is not None
    assert 0 < found.stories <= MOST_STORIES
    learned = found.at + LATER
    again = merged(first, learn(name, (shot.facts() for shot in taken if shot.at < learned)))
    assert again[0].article == first[0].article
    plain, by_layout, _ = figures(STATIONS[name].after, taken, learned, END, again)
    assert by_layout.body >= max(0.98, plain.body)
