"""How often a page changes, by its kind and, of an article, by its age: learned from all pages of the station.

A page changes as a Poisson process at `multiplier * rate(kind, age)`. The multiplier is the page's own, Gamma with mean 1
before anything is known; the rates are shared, Gamma too, around a prior. What is seen is only whether a page changed
between two fetches, so a change is spread over the ages between in proportion to what was expected there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HOUR = 3600.0
DAY = 24 * HOUR

_AGES = np.array([0, 0.25, 0.5, 1, 2, 4, 8, 16, 24, 48, 96, 168, 336, 720, 2160, 1e6]) * HOUR
_BINS = len(_AGES) - 1
OTHER, WIDGET = _BINS, _BINS + 1  # pages whose age tells nothing have one rate each
SHAPE = 0.5  # of the multiplier's Gamma: few pages change often, most seldom or never
_PRIOR_CHANGES = 2.0  # how many changes the prior of each rate weighs
_MOST = 6.0  # changes that one gap can count for


def _prior_rates() -> Floats:
    """Changes a second: of articles 0.4 in the first day, falling to one in 100 days; of widgets one in two hours."""
    middle = np.sqrt((_AGES[:-1] + HOUR / 4) * np.minimum(_AGES[1:], 3 * _AGES[:-1] + HOUR / 4)) / HOUR
    return np.append(np.maximum(0.16 / (middle + 2.0), 0.01 / 24), [0.02 / 24, 0.5]) / HOUR


class AgeCurve:
    """The station's rates of change."""

    def __init__(self) -> None:
        self._changes = np.full(_BINS + 2, _PRIOR_CHANGES)
        self._time = _PRIOR_CHANGES / _prior_rates()
        self._reckon()

    def expected(self, group: NDArray[np.intp], born: Floats, since: Floats, until: Floats | float) -> Floats:
        """Changes to expect of pages with multiplier 1; `group` is 0 for articles, else OTHER or WIDGET."""
        by_age = self._mass(until - born) - self._mass(since - born)
        return np.where(group == 0, by_age, self._rates[group] * (until - since))

    def rate(self, group: NDArray[np.intp], born: Floats, now: float) -> Floats:
        """Changes a second at `now`."""
        age_bin = np.searchsorted(_AGES, now - born, side="right") - 1
        return np.asarray(self._rates[np.where(group == 0, np.clip(age_bin, 0, _BINS - 1), group)])

    def learn(self, group: int, born: float, since: float, until: float, changed: bool, multiplier: float) -> float:
        """Learn from one gap between two fetches. Returns how many changes it counts for the page itself."""
        if group == 0:
            times = np.diff(np.clip(_AGES, since - born, until - born))
            bins: Any = slice(0, _BINS)
        else:
            times, bins = np.array([until - since]), slice(group, group + 1)
        parts = multiplier * self._rates[bins] * times
        total = max(float(parts.sum()), 1e-9)
        count = min(total / -np.expm1(-total), _MOST) if changed else 0.0
        self._changes[bins] += count * parts / total
        self._time[bins] += multiplier * times
        self._reckon()
        return float(count)

    def to_dict(self) -> dict[str, list[float]]:
        """What was learned."""
        return {"changes": self._changes.tolist(), "time": self._time.tolist()}

    @classmethod
    def from_dict(cls, state: dict[str, list[float]]) -> AgeCurve:
        """Back from `to_dict`."""
        curve = cls()
        curve._changes, curve._time = np.array(state["changes"]), np.array(state["time"])
        curve._reckon()
        return curve

    def _reckon(self) -> None:
        self._rates = self._changes / self._time
        self._masses = np.append(0.0, np.cumsum(self._rates[:_BINS] * np.diff(_AGES)))

    def _mass(self, age: Floats) -> Floats:
        return np.asarray(np.interp(age, _AGES, self._masses))
