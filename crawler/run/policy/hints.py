"""How far a source's hints are to be believed: a Beta for each source, and one for all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_PRIOR_RIGHT, _PRIOR_WRONG = 3.0, 2.0
_LEAN = 5.0  # how many hints of a source weigh as much as all sources' record
_QUIET_PRIOR, _QUIET_WEIGHT = 0.5, 5.0


class Trust:
    """The record of hints. Sources are numbers below 65,536: hubs from 1, or 0 where which one is not known."""

    def __init__(self) -> None:
        self._right: NDArray[np.float64] = np.zeros(1)
        self._wrong: NDArray[np.float64] = np.zeros(1)
        self._quiet = [_QUIET_PRIOR * _QUIET_WEIGHT, _QUIET_WEIGHT]

    @property
    def by_source(self) -> NDArray[np.float64]:
        """The chance that a page has changed if the source says so."""
        right, wrong = self._right.sum() + _PRIOR_RIGHT, self._wrong.sum() + _PRIOR_WRONG
        lean = _LEAN * right / (right + wrong)
        return np.asarray((self._right + lean) / (self._right + self._wrong + _LEAN))

    @property
    def quiet(self) -> float:
        """How much of the expected change happens all the same where a source says that nothing changed."""
        return min(self._quiet[0] / self._quiet[1], 1.0)

    def learn(self, source: int, right: bool) -> None:
        """A page was fetched that was said to have changed."""
        if source >= len(self._right):
            self._right = np.append(self._right, np.zeros(source + 1 - len(self._right)))
            self._wrong = np.append(self._wrong, np.zeros(source + 1 - len(self._wrong)))
        (self._right if right else self._wrong)[source] += 1

    def learn_quiet(self, expected: float, changed: bool) -> None:
        """A page was fetched that was said not to have changed, where the chance of a change was `expected`."""
        self._quiet[0] += changed
        self._quiet[1] += expected

    def trust(self, sources: NDArray[np.uint16]) -> NDArray[np.float64]:
        """`by_source` of each, also of sources never tried."""
        table = self.by_source
        untried = np.append(table, self._right.sum() + _PRIOR_RIGHT)
        untried[-1] /= untried[-1] + self._wrong.sum() + _PRIOR_WRONG
        return np.asarray(untried[np.minimum(sources, len(table))])

    def to_dict(self) -> dict[str, Any]:
        """The record."""
        return {"right": self._right.tolist(), "wrong": self._wrong.tolist(), "quiet": list(self._quiet)}

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> Trust:
        """Back from `to_dict`."""
        trust = cls()
        trust._right, trust._wrong = np.array(state["right"], float), np.array(state["wrong"], float)
        trust._quiet = list(state["quiet"])
        return trust
