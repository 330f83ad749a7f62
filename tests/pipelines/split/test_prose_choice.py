"""Which runs are chosen, of what the model gives for each."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.forest import MILLION
from pipelines.split.html_runs import read_html
from pipelines.split.prose import LEAST, POSSIBLE, choice, once, without_holes

_RUNS = st.lists(st.tuples(st.integers(0, MILLION), st.integers(1, 60)), min_size=1, max_size=7)


def expected(chosen: tuple[bool, ...], runs: list[tuple[int, int]]) -> float:
    """Twice the words that are expected to be right by all chosen and all right ones."""
    right = sum(probable * words for probable, words in runs)
    hit = sum(probable * words for (probable, words), is_in in zip(runs, chosen, strict=True) if is_in)
    size = sum(words for (_, words), is_in in zip(runs, chosen, strict=True) if is_in)
    return 2 * hit / (size * MILLION + right) if size or right else 0.0


@given(_RUNS)
def test_no_other_choice_is_expected_to_be_better_but_for_the_unlikely(runs):
    probable = np.array([each for each, _ in runs], dtype=np.int64)
    words = np.array([each for _, each in runs], dtype=np.int64)
    chosen = choice(probable, words)
    assert chosen.any()
    assert (probable[chosen] >= min(LEAST, probable.max() * 4 // 5)).all()
    if (probable >= LEAST).all():
        best = max(expected(each, runs) for each in product((False, True), repeat=len(runs)))
        assert expected(tuple(chosen.tolist()), runs) >= best * (1 - 1e-9)


STORY, SHORT = "The council voted on the bridge after two hours of talk.", "Monday"


def kept(page: str, *millionths: int) -> list[int]:
    return once(read_html(page).runs, np.array(millionths, dtype=np.int64)).tolist()


def test_a_long_text_stands_once_and_the_better_copy_stays():
    page = "".join(f"<div><p>{text}</p></div>" for text in (STORY, SHORT, STORY, STORY, SHORT))
    assert kept(page, 500_000, 100_000, 900_000, 550_000, 100_000) == [0, 100_000, 900_000, 0, 100_000]


def test_of_equals_the_first_stays():
    assert kept(f"<div><p>{STORY}</p></div><div><p>{STORY}</p></div>", 800_000, 850_000) == [800_000, 0]


def test_paragraphs_that_say_the_same_beside_each_other_both_stay():
    assert kept(f"<p>{STORY}</p><p>{STORY}</p>", 800_000, 850_000) == [800_000, 850_000]


def test_nothing_to_choose_from():
    assert choice(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)).tolist() == []


def test_a_list_has_no_holes():
    page = "<ul><li>One lane stays open.</li><li>Detours.</li><li>Work ends in June.</li></ul><p>More</p><p>Ad</p><p>More</p>"
    probable = np.array([900_000, POSSIBLE, 900_000, 900_000, POSSIBLE - 1, 900_000], dtype=np.int64)
    chosen = [True, False, True, True, False, True]
    assert without_holes(read_html(page).runs, probable, chosen) == [True, True, True, True, False, True]
