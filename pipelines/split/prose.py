"""Which runs of an HTML page are its prose: the choice that is probably best, of what the article model gives for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.split import article_model
from pipelines.split.document import Document, Element, Run
from pipelines.split.forest import MILLION

LEAST = 350_000
"""Millionths: a run that is less probable is not prose, whatever the choice would gain. Where none is as probable, one that
comes near the best is."""
POSSIBLE, LIKELY = 100_000, 300_000
"""Millionths from which on a run between two chosen ones, and an item beside one, are chosen with them."""
LONG, BETTER = 40, 200_000
"""Characters from which on a text stands once, and by how much a later copy must be more probable to be the one kept."""

_CELLS = frozenset({"td", "th"})

Numbers = NDArray[np.int64]


def prose_of(document: Document, claimed: set[int]) -> list[bool]:
    """For each run whether it is prose. The `claimed` runs, those of widgets, are none, and no prose to those around them."""
    probable = article_model.shipped().probabilities(document, claimed)
    probable[list(claimed)] = 0
    words = np.array([run.text.count(" ") + 1 for run in document.runs], dtype=np.int64)
    left = once(document.runs, probable)
    chosen: list[bool] = choice(left, words).tolist()
    return without_holes(document.runs, left, chosen)


def without_holes(runs: list[Run], probable: Numbers, chosen: list[bool]) -> list[bool]:
    """With the runs between two chosen ones of the same list, table or row of paragraphs, if they are not impossible, and
    with the items beside a chosen one of the same list, if they are likely."""
    filled = list(chosen)
    for run in runs:
        index = run.index
        if chosen[index] or probable[index] < POSSIBLE:
            continue
        near = [*runs[max(index - 1, 0) : index], *runs[index + 1 : index + 2]]
        beside = sum(chosen[other.index] and (_in_row(other, run) or _of_table(other, run)) for other in near)
        if beside == 2 or (beside == 1 and run.tag == "li" and probable[index] >= LIKELY):
            filled[index] = True
    return filled


def once(runs: list[Run], probable: Numbers) -> Numbers:
    """The probabilities with 0 for the copies of each long text: pages carry a story twice, for large and small screens.
    Equal paragraphs beside each other are no copies: whoever wrote them meant them."""
    kept: dict[str, int] = {}
    left = probable.copy()
    for index, run in enumerate(runs):
        if len(run.text) < LONG:
            continue
        first = kept.setdefault(run.text, index)
        if first != index and not _beside(runs[first], run):
            better = probable[index] > probable[first] + BETTER
            left[first if better else index] = 0
            kept[run.text] = index if better else first
    return left


def _in_row(first: Run, second: Run) -> bool:
    return first.tag == second.tag and _beside(first, second)


def _of_table(first: Run, second: Run) -> bool:
    """Whether both are cells of one table: it is told whole."""
    return first.tag in _CELLS and second.tag in _CELLS and _table(first) is _table(second)


def _table(run: Run) -> Element | None:
    element = run.element
    while element is not None and element.tag != "table":
        element = element.parent
    return element


def _beside(first: Run, second: Run) -> bool:
    one, other = first.element, second.element
    return one is not None and other is not None and (one is other or one.parent is other.parent)


def choice(probable: Numbers, words: Numbers) -> NDArray[np.bool_]:
    """The runs down from the most probable as long as the expected F1 of their words grows."""
    if not len(probable):
        return np.zeros(0, dtype=bool)
    order = np.argsort(-probable, kind="stable")
    expected = (probable * words)[order]
    # Whole numbers until the one division, so that no sum depends on its order.
    score = 2 * np.cumsum(expected) / (np.cumsum(words[order]) * MILLION + expected.sum())
    chosen = np.zeros(len(probable), dtype=bool)
    chosen[order[: int(score.argmax()) + 1]] = True
    return chosen & (probable >= min(LEAST, int(probable.max()) * 4 // 5))
