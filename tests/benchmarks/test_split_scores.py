"""The measures of the split: word F1, snippet F, wrong words by line, paired intervals."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.split.bootstrap import of_means, of_snippets
from benchmarks.split.snippet_f import Counts, count_snippets, snippet_f
from benchmarks.split.word_f1 import word_f1, words
from benchmarks.split.wrong_words import lines_of

TEXTS = st.lists(st.lists(st.sampled_from(["one", "two", "three", "four", "Six"]), max_size=9), max_size=6).map(
    lambda lines: "\n".join(" ".join(line) for line in lines)
)


@pytest.mark.parametrize(
    ("found", "wanted", "score"),
    [
        ("A storm, a flood.", "a STORM a flood", 1.0),
        ("", "", 1.0),
        ("", "a storm", 0.0),
        ("a storm", "", 0.0),
        ("storm storm", "storm", 2 / 3),  # a word counts as often as it stands there
        ("one two three four", "four three", 2 * 2 / 6),
    ],
)
def test_word_f1_is_of_bags_of_lower_case_words(found, wanted, score):
    assert word_f1(found, wanted) == pytest.approx(score)


@given(TEXTS, TEXTS)
def test_word_f1_has_no_direction(one, other):
    assert word_f1(one, other) == word_f1(other, one)
    assert 0 <= word_f1(one, other) <= 1 == word_f1(one, one)


def test_snippets_fold_white_space_and_keep_case():
    counts = count_snippets("The  creek\nrose. Sign up now.", ["The creek rose.", "the creek"], ["Sign up", "Menu"])
    assert counts == Counts(right=1, wrong=1, missed=1)
    assert snippet_f([counts]) == pytest.approx(2 / 4)


def test_snippet_f_weighs_pieces_and_not_pages():
    assert snippet_f([Counts(1, 0, 0), Counts(0, 2, 3)]) == pytest.approx(2 / 7)


@given(TEXTS, TEXTS)
def test_the_wrong_words_of_all_lines_are_those_that_word_f1_counts(found, gold):
    assert sum(line.wrong for line in lines_of(found, gold)) == (Counter(words(found)) - Counter(words(gold))).total()


def test_a_line_of_the_gold_finds_its_words_before_a_line_that_only_shares_them():
    related, own, again = lines_of(
        "the creek rose\nOn Monday the creek rose\nOn Monday the creek rose", "On Monday the creek rose"
    )
    assert (own.wrong, own.repeats, own.in_gold) == (0, False, 1.0)
    assert (again.wrong, again.repeats) == (5, True)
    assert related.wrong == 3


def test_the_interval_of_a_difference_holds_it():
    interval = of_means([0.9, 0.8, 1.0, 0.7] * 20, [0.8, 0.8, 0.9, 0.8] * 20)
    assert interval.difference == pytest.approx(0.025)
    assert interval.low < interval.difference < interval.high
    assert interval == of_means([0.9, 0.8, 1.0, 0.7] * 20, [0.8, 0.8, 0.9, 0.8] * 20)


def test_pages_are_drawn_together_with_their_pair():
    ours = [0.9, 0.1, 0.5, 0.4] * 10
    assert of_means(ours, [score - 0.05 for score in ours])[1:] == pytest.approx((0.05, 0.05))
    counts = [Counts(3, 0, 1), Counts(1, 1, 2)] * 10
    assert of_snippets(counts, counts) == (0.0, 0.0, 0.0)


def test_the_difference_of_snippet_fs_is_the_difference_of_the_whole():
    ours, theirs = [Counts(3, 0, 1), Counts(1, 1, 2)] * 10, [Counts(2, 0, 2), Counts(1, 2, 2)] * 10
    interval = of_snippets(ours, theirs)
    assert interval.difference == pytest.approx(snippet_f(ours) - snippet_f(theirs))
    assert interval.low <= interval.difference <= interval.high
