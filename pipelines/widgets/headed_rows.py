"""A heading of known words and the short rows under it: prices, numbers, scores, closings, in HTML and in text.

Cells of HTML and lines of text are runs alike, so one reader serves both. Cells of one table row come as one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.cells.grid import line_cells
from pipelines.split.document import Document, Element, Run
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import short_runs_saying

_MOST_SECTIONS = 40
_MOST_RUNS = 1600
_MOST_CELLS = 12
_LONGEST_ROW = 160
_RULE = re.compile(r"[|:+ =-]*--[|:+ =-]*")


@dataclass(slots=True)
class Row:
    """One row: its cells and the index after its last run."""

    cells: list[str]
    end: int

    @property
    def text(self) -> str:
        """The cells as one line, cut where no row is so long."""
        return " ".join(self.cells)[:300]


@dataclass(slots=True)
class Section:
    """A heading and the rows that may belong to it: those that a parser does not know end the widget."""

    heading: Run
    rows: list[Row]
    element: Element | None


def sections(document: Document, heading: re.Pattern[str], *words: str) -> Iterator[Section]:
    """Runs that are such a heading, outside menus and footers, with the short rows after each.

    Every heading holds one of `words`, in lower case.
    """
    tried = 0
    for run in short_runs_saying(document, *words):
        if len(run.text) > 70 or not heading.fullmatch(run.text) or in_menu_or_footer(run.element):
            continue
        tried += 1
        if tried > _MOST_SECTIONS:
            return
        element = _container(run)
        stop = min(element.end if element is not None else len(document.runs), run.index + 1 + _MOST_RUNS)
        stop = next((at for at in range(run.index + 1, stop) if at in document.claimed), stop)
        yield Section(run, list(_rows(document.runs[run.index + 1 : stop])), element)


def _container(heading: Run) -> Element | None:
    at = heading.element
    while at is not None and at.parent is not None and at.end <= heading.index + 1 and not is_page(at.parent):
        at = at.parent
    return at


def _rows(runs: list[Run]) -> Iterator[Row]:
    """Rows of cells: the cells of a `tr` or `li` together, every other run by itself, none past a long text."""
    cells: list[str] = []
    owner: Element | None = None
    last = 0
    for run in runs:
        row = _row_of(run.element)
        if cells and (row is None or row is not owner):
            yield Row(cells, last)
            cells = []
        if len(run.text) > _LONGEST_ROW or len(cells) >= _MOST_CELLS:
            return
        if _RULE.fullmatch(run.text):
            continue
        cells += [run.text] if run.element is not None else [cell for cell in line_cells(run) if cell]
        owner, last = row, run.index + 1
    if cells:
        yield Row(cells, last)


def _row_of(element: Element | None) -> Element | None:
    at = element
    for _ in range(5):
        if at is None or at.tag in ("tr", "li"):
            return at
        at = at.parent
    return None
