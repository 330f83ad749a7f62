"""A split held against the truth: which widgets were found, and which of their values are right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benchmarks.widgets.facts import Fact
from pipelines.items import Split, Widget

_KEYS = ("place", "county", "text", "organization", "name", "game", "office")
_VALUELESS = frozenset({"unknown", "promo"})
"""Kinds whose title is what counts: that they are kept whole."""


@dataclass
class Score:
    """Counts of widgets by kind (found rightly, found wrongly, missed) and of values (right, all)."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    values_right: Counter[str] = field(default_factory=Counter)
    paragraphs: int = 0
    paragraphs_kept: int = 0
    widgets_in_article: int = 0
    blocks_lost: int = 0
    false_proofs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def f1(self, kind: str | None = None) -> float:
        """F1 of a kind, or of all widgets together."""
        right, wrong, missed = ((c[kind] if kind else sum(c.values())) for c in (self.right, self.wrong, self.missed))
        return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0

    def accuracy(self, kind: str | None = None) -> float:
        """Share of the values that are right; those of a missed widget are not."""
        right, whole = ((c[kind] if kind else sum(c.values())) for c in (self.values_right, self.values))
        return right / whole if whole else 1.0

    def kinds(self) -> list[str]:
        """Every kind that was there or was found."""
        return sorted({*self.right, *self.wrong, *self.missed})


def score_page(score: Score, name: str, facts: list[Fact], split: Split, *, links: bool) -> None:
    """Add a page's widgets to the score. `links` is whether addresses can be known (HTML)."""
    left = list(split.widgets)
    for fact in facts:
        alike = [widget for widget in left if widget.kind == fact.kind]
        rated = [(_rate(fact, widget, links=links), widget) for widget in alike]
        (right, whole), best = max(rated, key=lambda pair: pair[0][0] / max(pair[0][1], 1), default=((0, 0), None))
        if best is None or (whole and not right):
            score.missed[fact.kind] += 1
            score.values[fact.kind] += len(_values(fact.data, links=links))
            score.notes.append(f"{name}: missed {fact.kind} '{fact.title}'")
            continue
        left.remove(best)
        score.right[fact.kind] += 1
        score.values[fact.kind] += whole
        score.values_right[fact.kind] += right
        if right < whole:
            score.notes.append(
                f"{name}: values {right}/{whole} of {fact.kind} '{fact.title}'\n  is {best.data}\n  not {fact.data}"
            )
        _check_proof(score, name, fact, best)
    for widget in left:
        score.wrong[widget.kind] += 1
        score.notes.append(f"{name}: extra {widget.kind} '{widget.title}' ({widget.why}) {widget.text[:150]!r}")


def _check_proof(score: Score, name: str, fact: Fact, widget: Widget) -> None:
    if fact.kind != "case_table" or widget.proof not in ("cells", "unique"):
        return
    rows = {row["county"]: row for row in fact.data["rows"]}
    for row in widget.data["rows"] or ():
        true = rows.get(row["county"])
        if true is None or (row["cases"], row["deaths"]) != (true["cases"], true["deaths"]):
            score.false_proofs.append(f"{name}: {widget.proof} {row} is {true}")
    if widget.proof == "unique" and fact.shown.get("cut"):
        score.false_proofs.append(f"{name}: a cut table is proved")


def _rate(fact: Fact, widget: Widget, *, links: bool) -> tuple[int, int]:
    """Values right, and values there are in the truth or in what was found."""
    if fact.kind in _VALUELESS:
        return (1, 1) if fact.title is None or widget.title == fact.title else (0, 1)
    true = _values(fact.data, links=links)
    found = _values(widget.data, links=links)
    if fact.text is not None:
        true["text"], found["text"] = fact.text, widget.text
    if fact.kind == "case_table" and widget.data["rows"] is None:
        true = {path: value for path, value in true.items() if not path.startswith(".rows")}
    known = {path: value for path, value in found.items() if path in true or value is not None}
    wide = [path for path in known if path not in true and not _is_detail(fact, path)]
    return sum(found.get(path) == value for path, value in true.items()), len(true) + len(wide)


def _is_detail(fact: Fact, path: str) -> bool:
    """A field that the truth does not label at all, such as the readings of a table."""
    last = path.rsplit(".", 1)[-1]
    labelled = {each.rsplit(".", 1)[-1] for each in _values(fact.data, links=True, nulls=True)}
    return last not in labelled


def _values(data: Any, at: str = "", *, links: bool, nulls: bool = False) -> dict[str, Any]:
    """Every value with its path; rows go by what names them, so that a row too many spoils no other."""
    if isinstance(data, dict):
        pairs = ((f"{at}.{key}", value) for key, value in data.items() if links or key != "href")
    elif isinstance(data, list):
        pairs = ((f"{at}[{_name(row, i)}]", row) for i, row in enumerate(data))
    else:
        return {at: data} if at and (nulls or data is not None) else {}
    found: dict[str, Any] = {}
    for path, value in pairs:
        found |= _values(value, path, links=links, nulls=nulls)
    return found


def _name(row: Any, index: int) -> str:
    if isinstance(row, dict):
        return next((str(row[key]) for key in _KEYS if row.get(key)), str(index))
    return str(index)


def score_article(score: Score, name: str, paragraphs: list[str], facts: list[Fact], split: Split) -> None:
    """Which of the article's own texts are in the article, and which titles of widgets are too."""
    article = "\n".join(block.text for block in split.blocks if block.role == "article")
    for paragraph in paragraphs:
        score.paragraphs += 1
        kept = paragraph[:60] in article
        score.paragraphs_kept += kept
        if not kept:
            score.notes.append(f"{name}: not in the article: {paragraph[:60]!r}")
    held = {line for block in split.blocks if block.role == "article" for line in block.text.split("\n")}
    for fact in facts:
        if fact.title is not None and fact.title in held:
            score.widgets_in_article += 1
            score.notes.append(f"{name}: in the article: {fact.kind} '{fact.title}'")
