"""Snippet F, as trafilatura's own evaluation counts it: pieces that must stand in the text, and pieces that must not.

White space is folded, case is not. The counts are summed over all pages before F is taken, so a page weighs as many
pieces as it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Counts(NamedTuple):
    """Of one page: pieces rightly in the text, wrongly in it, wrongly not in it."""

    right: int
    wrong: int
    missed: int


def count_snippets(text: str, with_: Sequence[str], without: Sequence[str]) -> Counts:
    """Count the pieces of one page's labels in the text that an extractor gave for it."""
    shown = _folded(text)
    right = sum(_folded(piece) in shown for piece in with_)
    wrong = sum(_folded(piece) in shown for piece in without)
    return Counts(right, wrong, len(with_) - right)


def snippet_f(counts: Iterable[Counts]) -> float:
    """F1 of all pages together."""
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (2 * right + wrong + missed)


def _folded(text: str) -> str:
    return " ".join(text.split())
