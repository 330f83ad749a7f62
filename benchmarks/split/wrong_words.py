"""The words of an extractor's text that are not in the gold text, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.split.word_f1 import words

_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an extractor's text: its words, how many of them are wrong, and how much of it stands so in the gold."""

    words: tuple[str, ...]
    wrong: int
    in_gold: float
    repeats: bool
    """Whether the same words were an earlier line."""


class Gold:
    """A gold text, to be asked how much of a line stands in it."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self._grams = _grams(self.words)
        self._whole = f" {' '.join(self.words)} "

    def share(self, row: Sequence[str]) -> float:
        """How much of the line's runs of four words are in the gold; of a shorter line, whether all of it is."""
        own = _grams(row)
        if not own:
            return float(f" {' '.join(row)} " in self._whole)
        return len(own & self._grams) / len(own)


def lines_of(found: str, gold: str) -> list[Line]:
    """Every line of `found` that has words, in order.

    A word of the gold can be found once only, and the lines that stand in the gold as they are find theirs first, long ones before short. So the
    wrong words of all lines are as many as word F1 counts: the bag of `found` less that of `gold`.
    """
    rows = [tuple(words(line)) for line in found.splitlines()]
    rows = [row for row in rows if row]
    wanted = Gold(gold)
    shares = [wanted.share(row) for row in rows]
    left = Counter(wanted.words)
    wrong = [0] * len(rows)
    for at in sorted(range(len(rows)), key=lambda at: (-shares[at], -len(rows[at]), at)):
        for word in rows[at]:
            if left[word]:
                left[word] -= 1
            else:
                wrong[at] += 1
    firsts: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(rows):
        firsts.setdefault(row, at)
    return [Line(row, wrong[at], shares[at], firsts[row] < at) for at, row in enumerate(rows)]


def _grams(row: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(row[at : at + _SHINGLE]) for at in range(len(row) - _SHINGLE + 1)}
