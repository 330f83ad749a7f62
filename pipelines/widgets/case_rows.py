"""The rows of a case table from runs of text: cells by pipes, tags or gaps, cells a line each, spaced or glued."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.cells.glued import split_glued_line
from pipelines.cells.grid import line_cells
from pipelines.cells.numbers import to_int
from pipelines.split.document import Run

LONGEST_LABEL = 50
LONGEST_ROW = 200
MAX_ROWS = 5_000
_GAP = re.compile(r"[-–—]+|n/?a|\*+|\.+|", re.IGNORECASE)
_COUNT = r"[0-9][0-9,.]*[0-9]|[0-9]|--?(?=\s|$)|N/?A\b"
_SPACED = re.compile(rf"(?P<label>[^\d|]*[^\W\d][.)*']?)[:\s]+(?P<counts>(?:{_COUNT})(?:[\s,]+(?:{_COUNT}))*)")
_INLINE = re.compile(
    rf"\s*(?P<label>[^\d|]{{0,49}}?[^\W\d][.)*']?)\s*(?P<counts>(?:{_COUNT})(?:\s+(?:{_COUNT}))*)(?=\s|$|[^\W\d])"
)
_RULE = re.compile(r"[|:+ -]*---[|:+ -]*")
_LABEL = re.compile(r"[^\W\d_][^\d|:;!?]*")


@dataclass(slots=True)
class CaseRow:
    """One row: its numbers where the cells are apart (None where the page leaves one out), else its glued digits."""

    label: str
    counts: list[int | None] = field(default_factory=list)
    glued: str | None = None
    end: int = 0


def is_row_label(text: str) -> bool:
    """Whether the text can be the name of a place: it begins with a letter, is short and has no digits."""
    return len(text) <= LONGEST_LABEL and _LABEL.fullmatch(text) is not None and len(text.split()) <= 6


def rows_from(runs: Sequence[Run], start: int, columns: int | None) -> list[CaseRow]:
    """The rows from run `start` on, to the first run that is none. `columns` counts the columns of numbers, if known."""
    found: list[CaseRow] = []
    at = start + 1 if start < len(runs) and _RULE.fullmatch(runs[start].text) else start
    while at < len(runs) and len(found) < MAX_ROWS:
        row = _row_at(runs, at, columns)
        if row is None or (found and _is_loose(runs, at, row) and not _is_loose(runs, at - 1, found[-1])):
            break
        found.append(row)
        at = row.end
    return found


def _is_loose(runs: Sequence[Run], at: int, row: CaseRow) -> bool:
    """Whether a space parts a row's label from its one number, as in `Election 2022`: below other rows it is none."""
    return row.glued is not None and runs[at].text[len(row.label) :].startswith(" ")


def rows_in(text: str, columns: int | None) -> Iterator[CaseRow]:
    """The rows that one long text holds one after the other, spaced or glued."""
    at = 0
    while (match := _INLINE.match(text, at)) is not None and is_row_label(match["label"].strip()):
        counts = match["counts"].split()
        if len(counts) == 1 and columns != 1:
            yield CaseRow(match["label"].strip(), glued=counts[0], end=match.end())
        else:
            yield CaseRow(match["label"].strip(), [to_int(count) for count in counts], end=match.end())
        at = match.end()


def _row_at(runs: Sequence[Run], at: int, columns: int | None) -> CaseRow | None:
    cells = line_cells(runs[at])
    if len(cells) > 1:
        return _row_of_cells(cells, at + 1)
    text = cells[0]
    if len(text) > LONGEST_ROW:
        return None
    if is_row_label(text):
        return _row_of_lines(runs, at, text, columns)
    spaced = _SPACED.fullmatch(text)
    if spaced is not None and is_row_label(spaced["label"]):
        counts = spaced["counts"].split()
        if len(counts) > 1 or columns == 1:
            return CaseRow(spaced["label"], [to_int(count) for count in counts], end=at + 1)
    glued = split_glued_line(text)
    if glued is None or not is_row_label(glued[0]):
        return None
    if columns == 1:
        return CaseRow(glued[0], [to_int(glued[1])], end=at + 1)
    return CaseRow(glued[0], glued=glued[1], end=at + 1)


def _row_of_cells(cells: list[str], end: int) -> CaseRow | None:
    counts = [to_int(cell) for cell in cells[1:]]
    told = [
        count is not None or _GAP.fullmatch(cell) is not None for count, cell in zip(counts, cells[1:], strict=True)
    ]
    if not is_row_label(cells[0]) or not all(told) or all(count is None for count in counts):
        return None
    return CaseRow(cells[0], counts, end=end)


def _row_of_lines(runs: Sequence[Run], at: int, label: str, columns: int | None) -> CaseRow | None:
    """A label and, each on a line of its own, its numbers."""
    counts: list[int | None] = []
    end = at + 1
    while end < len(runs) and len(counts) < (columns or 6):
        cells = line_cells(runs[end])
        if len(cells) != 1 or (to_int(cells[0]) is None and _GAP.fullmatch(cells[0]) is None):
            break
        counts.append(to_int(cells[0]))
        end += 1
    return CaseRow(label, counts, end=end) if any(count is not None for count in counts) else None
