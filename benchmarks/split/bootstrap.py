"""Paired bootstrap: how much of a difference between two extractors would stand on other pages of the same kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.split.snippet_f import Counts

RESAMPLES = 2000
_SEED = 20260101
_TAILS = (2.5, 97.5)


class Interval(NamedTuple):
    """A difference and its 95 % interval."""

    difference: float
    low: float
    high: float


def of_means(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    """The difference of two means over the same pages, in the same order."""
    differences = np.subtract(ours, theirs)
    drawn = _draws(len(differences)) @ differences / len(differences)
    return Interval(float(differences.mean()), *_tails(drawn))


def of_snippets(ours: Sequence[Counts], theirs: Sequence[Counts]) -> Interval:
    """The difference of two snippet Fs over the same pages, in the same order."""
    draws = _draws(len(ours))
    drawn = _f(draws @ np.asarray(ours)) - _f(draws @ np.asarray(theirs))
    whole = np.ones((1, len(ours)))
    return Interval(float((_f(whole @ np.asarray(ours)) - _f(whole @ np.asarray(theirs)))[0]), *_tails(drawn))


def _draws(pages: int) -> npt.NDArray[np.float64]:
    """How often each page (column) is drawn in each resample (row)."""
    return np.random.default_rng(_SEED).multinomial(pages, [1 / pages] * pages, size=RESAMPLES).astype(np.float64)


def _f(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    right, wrong, missed = counts.T
    return 2 * right / (2 * right + wrong + missed)


def _tails(drawn: npt.NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(drawn, _TAILS)
    return float(low), float(high)
