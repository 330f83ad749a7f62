"""Chance that is the same on every machine and under every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


class Chance(Random):
    """A source of chance whose choices are drawn from `random()` only.

    That one is promised to give the same numbers for the same seed; how `choice`, `shuffle` and `sample` use them is not.
    """

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1."""
        return min(int(self.random() * bound), bound - 1)

    def maybe(self, likelihood: float) -> bool:
        """Whether something happens that is that likely."""
        return self.random() < likelihood

    def randint(self, a: int, b: int) -> int:
        """A number from `a` to `b`."""
        return a + self.below(b - a + 1)

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        """One of them."""
        return seq[self.below(len(seq))]

    def shuffle(self, x: Any) -> None:
        """Put a list in another order, in place."""
        for at in range(len(x) - 1, 0, -1):
            other = self.below(at + 1)
            x[at], x[other] = x[other], x[at]

    def sample(self, population: Sequence[T], k: int, *, counts: Any = None) -> list[T]:  # type: ignore[override]
        """That many of them, or all where there are fewer, in another order."""
        rest = list(population)
        self.shuffle(rest)
        return rest[:k]

    def pick(self, weighted: dict[T, float]) -> T:
        """One of the keys, as likely as its value says."""
        at = self.random() * sum(weighted.values())
        for key, weight in weighted.items():
            at -= weight
            if at < 0:
                return key
        return key
