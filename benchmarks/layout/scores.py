"""How well pages are split: words of the body and kinds of widgets, against what was put on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean

from benchmarks.split.word_f1 import word_f1
from pipelines.items import Split

UNPLANTED = frozenset({"comments", "unknown", "newsletter", "promo", "social"})
"""Kinds that pages show without a truth of their own."""


@dataclass
class Scores:
    """Of pages: F1 of words of each, widgets by kind found and planted, and how many were split by a layout."""

    bodies: list[float] = field(default_factory=list)
    right: int = 0
    found: int = 0
    planted: int = 0
    by_layout: int = 0
    drifted: int = 0

    def add(self, split: Split, body: str, planted: Counter[str] | None = None) -> None:
        """Count a page."""
        self.bodies.append(word_f1("\n\n".join(block.text for block in split.blocks if block.owner == "body"), body))
        self.by_layout += split.layout is not None
        self.drifted += split.drifted
        if planted is not None:
            kinds = Counter(widget.kind for widget in split.widgets if widget.kind not in UNPLANTED)
            self.right += (kinds & planted).total()
            self.found += kinds.total()
            self.planted += planted.total()

    @property
    def body(self) -> float:
        """The mean F1 of bodies."""
        return mean(self.bodies)

    @property
    def kinds(self) -> float:
        """F1 of the kinds of widgets."""
        return 2 * self.right / max(self.found + self.planted, 1)


def joined(scores: Iterable[Scores]) -> Scores:
    """All together."""
    whole = Scores()
    for each in scores:
        whole.bodies += each.bodies
        for name in ("right", "found", "planted", "by_layout", "drifted"):
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
    return whole
