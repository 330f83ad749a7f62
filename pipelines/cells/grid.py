"""Cells as pages hold them: HTML tables as grids, and lines whose cells pipes, tabs, wide gaps or tags part."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.split.document import Document, Element, Run
from pipelines.split.per_page import per_page

MAX_SPAN = 50
"""Columns or rows that one cell may span; a larger number is a mistake, or hostile."""
MAX_WIDTH = 200
"""Columns that are read of one table."""


_PARTS = frozenset({"table", "tr", "td", "th", "caption"})


@dataclass(slots=True)
class Grid:
    """An HTML table as rows of cells. A cell that spans stands in each place that it covers; an empty cell is "".

    `headers` counts the leading rows that are header rows (in `thead`, or all `th`). `caption` is the table's own.
    `starts[i]` and `ends[i]` bound the runs of row i.
    """

    element: Element
    rows: list[list[str]]
    headers: int
    caption: str | None
    starts: list[int]
    ends: list[int]


@per_page
def grids(document: Document) -> list[Grid]:
    """Every table of the page in document order; a nested table is a grid of its own, and its text also in its cell."""
    rows: dict[int, list[Element]] = {}
    cells: dict[int, list[Element]] = {}
    captions: dict[int, Element] = {}
    tables: list[Element] = []
    found: list[Grid] = []
    for element in [element for element in document.elements if element.tag in _PARTS]:
        if element.tag == "table":
            tables.append(element)
        elif element.tag == "tr" and (table := _nearest(element, "table")) is not None:
            rows.setdefault(id(table), []).append(element)
        elif element.tag in ("td", "th") and (row := _nearest(element, "tr")) is not None:
            cells.setdefault(id(row), []).append(element)
        elif element.tag == "caption" and (table := _nearest(element, "table")) is not None:
            captions.setdefault(id(table), element)
    for table in tables:
        filled = [(row, cells[id(row)]) for row in rows.get(id(table), []) if id(row) in cells]
        if filled:
            caption = captions.get(id(table))
            found.append(_grid(document, table, filled, _text(document, caption) if caption is not None else None))
    return found


def line_cells(run: Run) -> list[str]:
    """The cells of a run that is a row: what pipes part, else its pieces (text nodes, or what wide gaps part).

    `|Cook | 5 | 6 |` is three cells and `|Cook` one: the pipes around a row are its frame.
    """
    if "|" in run.text:
        inner = run.text.strip()
        inner = inner.removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in inner.split("|")]
    return list(run.pieces) if len(run.pieces) > 1 else [run.text]


def _nearest(element: Element, tag: str) -> Element | None:
    return next((at for at in element.ancestors() if at.tag == tag and at is not element), None)


def _text(document: Document, element: Element) -> str:
    return " ".join(run.text for run in document.runs[element.start : element.end])


def _grid(document: Document, table: Element, found: list[tuple[Element, list[Element]]], caption: str | None) -> Grid:
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # by column: rows that a cell above still covers, and its text
    headers = 0
    for at, (row, cells) in enumerate(found):
        rows.append(_row(document, cells, hanging))
        head = all(cell.tag == "th" for cell in cells) or _nearest(row, "thead") is not None
        headers += head and headers == at
    return Grid(table, rows, headers, caption, [row.start for row, _ in found], [row.end for row, _ in found])


def _row(document: Document, cells: list[Element], hanging: dict[int, tuple[int, str]]) -> list[str]:
    row: list[str] = []
    waiting = list(cells)
    while len(row) < MAX_WIDTH and (waiting or len(row) in hanging):
        column = len(row)
        if column in hanging:
            left, text = hanging.pop(column)
            row.append(text)
            if left > 1:
                hanging[column] = (left - 1, text)
            continue
        cell = waiting.pop(0)
        text = _text(document, cell)
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        for place in range(column, column + width):
            row.append(text)
            if height > 1:
                hanging[place] = (height - 1, text)
    for place in [place for place in hanging if place >= len(row)]:
        del hanging[place]  # the row was too short for it to show
    return row


def _span(cell: Element, name: str) -> int:
    stated = cell.attributes.get(name, "1").strip()
    return min(max(int(stated), 1), MAX_SPAN) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1
