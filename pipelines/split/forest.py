"""Boosted trees in plain numpy: whatever the machine, the same rows give the same numbers.

Every tree asks the same question of all its nodes of one depth, so a tree of depth six is six comparisons and a look-up
of one of 64 leaves. Leaves are whole numbers, so that their sum does not depend on the order of adding, and the
probability comes from a table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SCALE = 1000
"""Leaves are thousandths of log-odds."""
MILLION = 1_000_000
_LIMIT = 12 * SCALE
_PROBABILITIES = np.array(
    [round(MILLION / (1 + math.exp(-odds / SCALE))) for odds in range(-_LIMIT, _LIMIT + 1)], dtype=np.int64
)


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of equal depth. `columns` and `borders` have one entry per tree and level, `leaves` is trees x 2**depth."""

    columns: NDArray[np.intp]
    borders: NDArray[np.float32]
    leaves: NDArray[np.int64]
    bias: int

    @classmethod
    def read(cls, told: Mapping[str, Any], features: Sequence[str]) -> Forest:
        """From what `training` writes: `bias`, and per tree its `splits` ([feature's name, border] by level) and `leaves`."""
        number = {name: at for at, name in enumerate(features)}
        splits = [split for tree in told["trees"] for split in tree["splits"]]
        return cls(
            np.array([number[name] for name, _ in splits], dtype=np.intp),
            np.array([border for _, border in splits], dtype=np.float32),
            np.array([tree["leaves"] for tree in told["trees"]], dtype=np.int64),
            int(told["bias"]),
        )

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.int64]:
        """Of each run, in millionths. `features` has a row per feature, in the order of `read`, and a column per run."""
        trees, leaves = self.leaves.shape
        depth = leaves.bit_length() - 1
        above = (features[self.columns] > self.borders[:, None]).reshape(trees, depth, -1).view(np.uint8)
        leaf = above[:, 0].copy()
        for level in range(1, depth):
            leaf |= above[:, level] << level
        odds = np.take(self.leaves, leaf + np.arange(trees)[:, None] * leaves).sum(axis=0) + self.bias
        found: NDArray[np.int64] = _PROBABILITIES[np.clip(odds, -_LIMIT, _LIMIT) + _LIMIT]
        return found
