"""`case_table`: cases (and deaths) by county. Data: `{region, total_cases, total_deaths, header, rows, readings, exempt, totals_match}`.

A row is `{county, cases, deaths}` and a key for each further column. `rows` is null where the cells were glued and more than
one reading fits, or none. `readings` is the count of readings as text, null where cells were apart. `exempt` names the
rows that stand for no place. `totals_match` is null where nothing was printed or decoded to compare.

A table that belongs to the article (under its headline, or between its paragraphs without a widget's title, totals or note of
updates) is left to the article; so are numbers in its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipelines.cells.glued import Decoded, decode, is_exempt
from pipelines.cells.grid import Grid, grids, line_cells
from pipelines.cells.numbers import to_int
from pipelines.split.document import Document, Element, Found
from pipelines.widgets.case_context import Context, context_above, context_within, is_title, note_below
from pipelines.widgets.case_header import PLACES, Header, field_names, header_of, headers_in, is_label, is_value_name
from pipelines.widgets.case_place import is_of_the_article
from pipelines.widgets.case_rows import CaseRow, rows_from, rows_in
from pipelines.widgets.page_words import is_said, runs_opening, runs_saying, tables
from pipelines.widgets.states import state_in

LEAST_ROWS = 2
LEAST_BARE_ROWS = 3
"""Rows without a header that make a table under a title."""
LEAST_PART = 4
"""Rows that each of two tables has where the second lost its header."""
STEEP = 3
"""How many times the last count the first count of a second table is at least."""
LONGEST_RUN = 200_000
"""Characters past which one run is no table."""
LONGEST_HEADER = 120
_SAID = ("cases", "confirmed", "positives", "infections")
_TOTAL_ROW = re.compile(r"(?:(?:state(?:wide)?|grand|overall)\s+)?totals?:?|statewide", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """A case table as it stands in the page: `document.runs[first:end]` are its header and rows."""

    header: Header | None
    columns: list[str]
    rows: list[CaseRow]
    first: int
    end: int
    context: Context


def recognise(document: Document) -> Iterator[Found]:
    """The case tables of a page."""
    if document.is_html and not (_names_places(document) or is_said(document, "covid", "virus")):
        return
    marked = [run.index for run in runs_saying(document, *_SAID) if len(run.text) < LONGEST_RUN]
    in_tables = bool(tables(document)) and any(_is_in_table(document.runs[index].element) for index in marked)
    by_run = _grids_by_run(document) if in_tables else {}
    done = 0
    for index in marked:
        if index < done:
            continue
        table = _table_at(document, index, done, by_run)
        if table is None or is_of_the_article(
            document, table.context, table.end, adjoins=0 < done == table.context.start
        ):
            continue
        yield from _found(table)
        done = table.end


def _names_places(document: Document) -> bool:
    """Whether a run begins with the name of a column of places, alone or glued to the next."""
    return any(
        is_label(line_cells(run)[0]) or any(True for _ in headers_in(run.text))
        for run in runs_opening(document, PLACES, ("county", "counties", "parish"))
        if len(run.text) < LONGEST_HEADER
    )


def _is_in_table(element: Element | None) -> bool:
    return element is not None and any(box.tag == "table" for box in element.ancestors())


def _grids_by_run(document: Document) -> dict[int, Grid]:
    """The innermost table that each run stands in."""
    return {index: grid for grid in grids(document) for index in range(grid.element.start, grid.element.end)}


def _table_at(document: Document, index: int, done: int, by_run: dict[int, Grid]) -> Table | None:
    """The table whose header the run is, or begins, or whose title it is where there is no header."""
    runs = document.runs
    if index in by_run:
        return _from_grid(document, by_run[index], done)
    first = index
    while first > done and index - first < 3 and not is_label(line_cells(runs[first])[0]):
        first -= 1
    cells = list(line_cells(runs[first])) if is_label(line_cells(runs[first])[0]) else []
    end = first + 1
    while cells and len(line_cells(runs[first])) == 1 and end < len(runs) and is_value_name(line_cells(runs[end])[0]):
        cells += line_cells(runs[end])
        end += 1
    header = header_of(cells)
    if header is not None and end > index:
        return _from_runs(document, header, first, end, done, len(cells) - 1)
    for inline, at, stop in headers_in(runs[index].text):
        if stop == len(runs[index].text.rstrip(" |")):
            return _from_runs(document, inline, index, index + 1, done, None, before=runs[index].text[:at])
        table = _from_text(document, inline, index, at, stop)
        if table is not None:  # else a title that ends in `by County`, before the totals
            return table
    return _without_header(document, index, done)


def _from_runs(
    document: Document, header: Header, first: int, end: int, done: int, columns: int | None, before: str = ""
) -> Table | None:
    runs = document.runs
    before = before.strip(" |")
    context = context_within(before, first) if before else context_above(runs, first, done)
    rows = rows_from(runs, end, columns or header.most())
    return _table(
        document, header, columns or _width(rows, header), rows, first, rows[-1].end if rows else end, context
    )


def _from_text(document: Document, header: Header, index: int, at: int, stop: int) -> Table | None:
    """A table that is one long text."""
    text = document.runs[index].text
    rows = list(rows_in(text[stop:], header.most()))
    return _table(document, header, _width(rows, header), rows, index, index + 1, context_within(text[:at], index))


def _without_header(document: Document, index: int, done: int) -> Table | None:
    """Rows under a title, with totals or a note between."""
    runs = document.runs
    title = next((at for at in range(index, max(done, index - 4) - 1, -1) if is_title(runs[at].text)), None)
    if title is None:
        return None
    for first in range(title + 1, min(title + 8, len(runs))):
        rows = rows_from(runs, first, 2)
        context = context_above(runs, first, done)
        if context.title is None:
            return None
        if len(rows) >= LEAST_BARE_ROWS and len(context.shape) > 1:
            return _table(document, None, _width(rows, None), rows, first, rows[-1].end, context)
    return None


def _from_grid(document: Document, grid: Grid, done: int) -> Table | None:
    for at, cells in enumerate(grid.rows[:4]):
        label = next((place for place, cell in enumerate(cells) if is_label(cell)), None)
        header = header_of(cells[label:]) if label is not None else None
        if label is None or header is None:
            continue
        width = len(cells) - label - 1
        rows = [
            CaseRow(row[label], [to_int(cell) for cell in row[label + 1 :]], end=end)
            for row, end in zip(grid.rows[at + 1 :], grid.ends[at + 1 :], strict=True)
            if len(row) > label and row[label]
        ]
        context = context_above(document.runs, grid.element.start, done)
        if grid.caption is not None and is_title(grid.caption):
            context.title = context.title or grid.caption
        for above in grid.rows[:at]:
            for cell in above[:1]:
                context.title = context.title or (cell if is_title(cell) else None)
        return _table(document, header, width, rows, grid.element.start, grid.element.end, context)
    return None


def _width(rows: list[CaseRow], header: Header | None) -> int:
    """How many columns of numbers: what most rows have, for glued rows what the header says."""
    if any(row.glued is not None for row in rows) or not rows:
        return header.most() if header is not None else 2
    return max(len(row.counts) for row in rows)


def _table(
    document: Document, header: Header | None, width: int, rows: list[CaseRow], first: int, end: int, context: Context
) -> Table | None:
    if len(rows) < LEAST_ROWS or width < 1:
        return None
    begins = end + 1 < len(document.runs) and is_label(line_cells(document.runs[end + 1])[0])
    if context.note is None and not begins and (note := note_below(document.runs, end)) is not None:
        context.note, end = note, end + 1
    names = header.columns(width) if header is not None else ["cases", "deaths", *map(str, range(3, width + 1))][:width]
    fields = field_names(names)
    return Table(header, fields, rows, first, end, context) if "cases" in fields else None


def _found(table: Table) -> Iterator[Found]:
    """The widget, or two where a second list without a header begins where the cases rise again."""
    start = table.context.start
    for part in _parts(table.rows):
        data, proof = _data(table, part, is_first=part[0] is table.rows[0])
        end = table.end if part[-1] is table.rows[-1] else part[-1].end
        is_first = part[0] is table.rows[0]
        header = [f"header '{table.header.text}'"] if table.header is not None else []
        why = ", ".join([*header, *(table.context.shape if is_first else []), f"{len(part)} rows"])
        title, note = (table.context.title, table.context.note) if is_first else (None, None)
        yield Found("case_table", start, end, why, title=title, note=note, data=data, proof=proof)
        start = end


def _parts(rows: list[CaseRow]) -> list[list[CaseRow]]:
    """The rows, cut where a list that only fell rises to fall again: a second table that lost its header."""
    falls = [(at, row.counts[0]) for at, row in enumerate(rows) if row.counts and not is_exempt(row.label)]
    counts = [(at, count) for at, count in falls if count is not None]
    rises = [(at, before, here) for (_, before), (at, here) in pairwise(counts) if here > before]
    if len(rises) != 1:
        return [rows]
    at, before, here = rises[0]
    apart = min(at, len(rows) - at) >= LEAST_PART and here > STEEP * (before + 1)
    return [rows[:at], rows[at:]] if apart else [rows]


def _data(table: Table, rows: list[CaseRow], *, is_first: bool) -> tuple[dict[str, object], str]:
    totals = {"cases": table.context.cases, "deaths": table.context.deaths} if is_first else {}
    whole = [row for row in rows if not _TOTAL_ROW.fullmatch(row.label)]
    glued = any(row.glued is not None for row in whole)
    if not glued:
        _add_total_row(totals, table.columns, [row for row in rows if _TOTAL_ROW.fullmatch(row.label)])
    printed = [totals.get(name) for name in table.columns]
    data: dict[str, object] = {
        "region": state_in(table.context.title or "") if is_first else None,
        "total_cases": totals.get("cases"),
        "total_deaths": totals.get("deaths"),
        "header": table.header.text if table.header is not None else None,
    }
    counts: list[list[int | None]] | None
    if glued:
        decoded = _decode(whole, table.columns, printed)
        counts = [list(numbers) for numbers in decoded.rows] if decoded.rows is not None else None
        readings = str(decoded.readings) if decoded.readings is not None else None
        match, proof = (True if counts is not None else None), str(decoded.proof)
    else:
        counts = [[*row.counts, *[None] * len(table.columns)][: len(table.columns)] for row in whole]
        readings, match, proof = None, _match(counts, printed), "cells"
    data["rows"] = _rows(whole, table.columns, counts) if counts is not None else None
    data["readings"] = readings
    data["exempt"] = [row.label for row in whole if is_exempt(row.label)]
    data["totals_match"] = match
    return data, proof


def _add_total_row(totals: dict[str, int | None], columns: list[str], rows: list[CaseRow]) -> None:
    """A row `Total` of the table says the totals where no line above does."""
    for row in rows:
        for name, count in zip(columns, row.counts, strict=False):
            totals[name] = count if totals.get(name) is None else totals[name]


def _decode(rows: list[CaseRow], columns: list[str], totals: list[int | None]) -> Decoded:
    """Decode glued rows. The first column must be the cases: order and plausibility are theirs."""
    if columns[0] != "cases":
        return Decoded("none", None, reason="the first column does not count cases")
    digits = [
        (row.label, row.glued or "".join(str(count) for count in row.counts if count is not None)) for row in rows
    ]
    return decode(digits, totals)


def _match(counts: list[list[int | None]], totals: list[int | None]) -> bool | None:
    """Whether the columns sum to what is printed; None where nothing is."""
    sums = [sum(count or 0 for count in column) for column in zip(*counts, strict=True)]
    compared = [total == found for total, found in zip(totals, sums, strict=True) if total is not None]
    return all(compared) if compared else None


def _rows(rows: list[CaseRow], columns: list[str], counts: list[list[int | None]]) -> list[dict[str, object]]:
    empty: dict[str, object] = {"cases": None, "deaths": None}
    return [
        {"county": row.label} | empty | dict(zip(columns, numbers, strict=True))
        for row, numbers in zip(rows, counts, strict=True)
    ]
