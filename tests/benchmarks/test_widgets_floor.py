"""A floor under how well widgets are found: a part of the pages of `benchmarks/widgets`, those that nobody tunes on among them."""

from __future__ import annotations

import pytest

from benchmarks.widgets.run import all_variants, score_variant
from benchmarks.widgets.scoring import Score
from benchmarks.widgets.words import Part

PAGES = 20


@pytest.fixture(scope="module", params=["tuning", "held_out", "variant"])
def score(request: pytest.FixtureRequest) -> Score:
    part: Part = request.param
    made = Score()
    for variant in all_variants(part, PAGES):
        score_variant(made, variant)
    return made


def test_kinds_and_values(score: Score) -> None:
    assert score.f1() >= 0.965, "\n".join(score.notes)
    assert score.accuracy() >= 0.94, "\n".join(score.notes)


def test_no_wrong_value_is_called_proved(score: Score) -> None:
    assert score.false_proofs == []


def test_the_article_keeps_its_text_and_no_line_is_lost(score: Score) -> None:
    assert score.paragraphs_kept == score.paragraphs > 0
    assert score.blocks_lost == 0
