"""Pages that change by the clock: the minute of the hour, the time of the day.

Of each such page a set of hypotheses is weighed: that it changes every 15 minutes, hour, day ... at a phase, or at random
at some rate. Each gap between two fetches, with or without a change, moves the weights (Bayes), so that a few fetches
tell an hourly page from a daily one, and more of them its minute.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.run.policy.columns import grown

Floats = NDArray[np.float64]
MINUTE, HOUR = 60.0, 3600.0

# Period, width of a phase and prior weight. Hourly is the first guess, being the cheapest to refute.
_PERIODS = (
    (15 * MINUTE, 5 * MINUTE, 0.04),
    (30 * MINUTE, 5 * MINUTE, 0.06),
    (1 * HOUR, 5 * MINUTE, 0.50),
    (3 * HOUR, 10 * MINUTE, 0.06),
    (6 * HOUR, 10 * MINUTE, 0.06),
    (12 * HOUR, 10 * MINUTE, 0.04),
    (24 * HOUR, 10 * MINUTE, 0.14),
)
_RANDOM_PER_DAY, _RANDOM = (48.0, 24.0, 12.0, 6.0, 3.0, 1.0, 0.3, 0.05), 0.10
_JITTER = 2 * MINUTE
_SURE = 0.97  # no clock is kept perfectly
_FORGET = 0.002  # of each observation, so that a page may take up another rhythm
_LOOK = 4 * MINUTE
_RECKONED = 64  # pages in one call


class Rhythms:
    """The pages under this model, by row of the policy's columns, at most `most` of them."""

    def __init__(self, most: int = 2000) -> None:
        self._most = most
        self._slots: dict[int, int] = {}
        self._weights: NDArray[np.float32] = np.zeros((0, len(_PRIOR)), np.float32)
        self._rows: NDArray[np.intp] = np.zeros(0, np.intp)
        self._cursor = 0

    def __contains__(self, row: int) -> bool:
        return row in self._slots

    @property
    def rows(self) -> NDArray[np.intp]:
        """The pages' rows."""
        return self._rows[: len(self._slots)]

    def learn(self, row: int, since: float, until: float, changed: bool) -> None:
        """Whether the page of `row` changed between two fetches; the first call takes the page in, if there is room."""
        slot = self._slots.get(row)
        if slot is None:
            if len(self._slots) >= self._most:
                return
            slot = self._take_in(row)
        hit = np.clip(_chance(np.array([since]), until)[0], 0.02, 0.98)
        weights = self._weights[slot] * (hit if changed else 1 - hit)
        self._weights[slot] = (1 - _FORGET) * weights / weights.sum() + _FORGET * _PRIOR

    def forget(self, row: int) -> None:
        """The page is not one that changes by the clock after all."""
        slot = self._slots.pop(row, None)
        if slot is None:
            return
        last = len(self._slots)
        self._weights[slot], self._rows[slot] = self._weights[last], self._rows[last]
        if slot != last:
            self._slots[int(self._rows[slot])] = slot

    def turn(self) -> NDArray[np.intp]:
        """The slots to reckon in this call: all, or a part of them in turn."""
        count = len(self._slots)
        slots = (self._cursor + np.arange(min(count, _RECKONED))) % max(count, 1)
        self._cursor = (self._cursor + len(slots)) % max(count, 1)
        return slots

    def forecast(self, slots: NDArray[np.intp], since: Floats, now: float) -> tuple[Floats, Floats]:
        """Of each page: the chance of a change since its last fetch, and the rise of that chance a second now."""
        weights = self._weights[slots]
        chance = (weights * _chance(since, now)).sum(axis=1)
        later = (weights * _chance(since, now + _LOOK)).sum(axis=1)
        return chance, (later - chance) / _LOOK

    def to_dict(self) -> dict[str, Any]:
        """Rows and weights."""
        return {
            "rows": self.rows.tolist(),
            "weights": self._weights[: len(self._slots)].tolist(),
            "cursor": self._cursor,
        }

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> Rhythms:
        """Back from `to_dict`."""
        weights = np.array(state["weights"], np.float32).reshape(len(state["rows"]), len(_PRIOR))
        return cls.from_packed(np.array(state["rows"], np.intp), weights, state["cursor"])

    def packed(self) -> tuple[NDArray[np.intp], NDArray[np.float32], int]:
        """Rows, weights, and whose turn it is."""
        return self.rows, self._weights[: len(self._slots)], self._cursor

    @classmethod
    def from_packed(cls, rows: NDArray[np.intp], weights: NDArray[np.float32], cursor: int) -> Rhythms:
        """Back from `packed`."""
        rhythms = cls()
        rhythms._slots = {row: slot for slot, row in enumerate(rows.tolist())}
        rhythms._rows, rhythms._weights, rhythms._cursor = grown(rows), grown(weights), cursor
        return rhythms

    def _take_in(self, row: int) -> int:
        slot = self._slots[row] = len(self._slots)
        if slot == len(self._rows):
            self._weights, self._rows = grown(self._weights), grown(self._rows)
        self._weights[slot], self._rows[slot] = _PRIOR, row
        return slot


def _hypotheses() -> tuple[Floats, Floats, Floats]:
    """Period, phase and prior of each; a random one has its mean gap as period and no phase (NaN)."""
    periods, phases, prior = [], [], []
    for period, width, weight in _PERIODS:
        count = int(period // width)
        periods += [period] * count
        phases += [(number + 0.5) * width for number in range(count)]
        prior += [weight / count] * count
    for rate in _RANDOM_PER_DAY:
        periods.append(24 * HOUR / rate)
        phases.append(float("nan"))
        prior.append(_RANDOM / len(_RANDOM_PER_DAY))
    return np.array(periods), np.array(phases), np.array(prior)


_PERIOD, _PHASE, _PRIOR64 = _hypotheses()
_PRIOR = _PRIOR64.astype(np.float32)
_TIMED = len(_PERIOD) - len(_RANDOM_PER_DAY)
_WIDTH = np.concatenate([[width] * int(period // width) for period, width, _ in _PERIODS])
_SMEAR = (_WIDTH / 2 + _JITTER) / _PERIOD[:_TIMED]


def _ticks(now: Floats) -> Floats:
    """How often each timed hypothesis has ticked up to `now`, a tick being spread over its width and jitter."""
    place = (now - _PHASE[:_TIMED]) / _PERIOD[:_TIMED] + _SMEAR
    whole = np.floor(place)
    return whole + np.minimum((place - whole) / (2 * _SMEAR), 1.0)


def _chance(since: Floats, until: float) -> Floats:
    """The chance of a change between, a row for each of `since` and a column for each hypothesis."""
    since = since[:, np.newaxis]
    ticks = np.maximum(_ticks(np.array(until)) - _ticks(since), 0.0)  # a clock may be set back
    timed = np.where(ticks < 1, _SURE * ticks, 1 - (1 - _SURE) ** np.maximum(ticks, 1.0))
    random = -np.expm1(-np.maximum(until - since, 0.0) / _PERIOD[_TIMED:])
    return np.concatenate([timed, random], axis=1)
