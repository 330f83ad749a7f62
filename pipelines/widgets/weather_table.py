"""Weather as a table: a header that names the columns, then a row a place, the figures bare or with degrees.

In HTML the cells are those of the table. In text a row is a line whose cells pipes or gaps part, or a spaced line, or each
cell is a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.cells.grid import Grid, grids, line_cells
from pipelines.split.document import Document, Found, Run
from pipelines.widgets.page_words import runs_opening, tables
from pipelines.widgets.weather_words import is_place, is_sky, split_place_and_sky

Row = dict[str, object]

LEAST_ROWS = 2
_FIELDS = (
    ("feels_like", r"(?:real ?)?feels?(?:[ -]?like)?|apparent"),
    ("place", r"city|town|place|location|station|cities|area"),
    ("condition", r"sky|skies|conditions?|weather|current conditions|wx"),
    ("high", r"(?:today.?s )?(?:highs?|hi|max)"),
    ("low", r"(?:today.?s |tonight.?s )?(?:lows?|lo|min)"),
    ("temperature", r"(?:current )?temp(?:s|erature)?s?|now|current(?:ly)?"),
    ("", r"wind(?:s| speed)?|humidity|dew ?point|pressure|precip(?:itation)?|visibility|icon|image"),
)
_NAMES = tuple((name, re.compile(rf"(?:{words})\W*(?:\(?°? ?f?\)?)?", re.IGNORECASE)) for name, words in _FIELDS)
_HEADER = re.compile(
    rf"(?:{_FIELDS[1][1]})(?:\s+(?:{'|'.join(words for name, words in _FIELDS if name != 'place')}))+", re.IGNORECASE
)
_WORD = re.compile("|".join(f"(?P<f{at}>{words})(?![a-z])" for at, (_, words) in enumerate(_FIELDS)), re.IGNORECASE)
_FIGURE = re.compile(r"(?P<figure>[-−–]?\d{1,3})\s*[°º˚]?\s*[FC]?|(?P<gap>--?|n/?a|)", re.IGNORECASE)
_OPENING = ("city", "cities", "town", "place", "location", "station", "area")
"""First words of a header."""
_FIGURES = ("temperature", "high", "low", "feels_like")
_MOST_ROWS = 60
_LONGEST = 120
_LONGEST_TABLE = 4000


def weather_tables(document: Document) -> Iterator[Found]:
    """The weather tables of a page."""
    if document.is_html:
        if tables(document) and runs_opening(document, _OPENING):
            for grid in grids(document):
                yield from _of_grid(grid)
        return
    # A row between pipes begins with a mark and not with a word.
    headers = [run for run in runs_opening(document, (*_OPENING, "")) if len(run.text) <= _LONGEST_TABLE]
    end = 0
    for run in headers:
        found = (_of_lines(document, run.index) or _of_one_line(run)) if run.index >= end else None
        if found is not None:
            end = found.end
            yield found


def _fields(cells: Sequence[str]) -> list[str] | None:
    """The field of each column, None where the cells are no header of weather: a place, and two figures or one and the sky."""
    names = [next((name for name, words in _NAMES if words.fullmatch(cell.strip())), None) for cell in cells]
    known = [name for name in names if name is not None]
    if len(known) != len(cells) or known[:1] != ["place"] or len(set(known) - {""}) < len([n for n in known if n]):
        return None
    figures = sum(name in _FIGURES for name in known)
    return known if figures > 1 or (figures and "condition" in known) else None


def _of_grid(grid: Grid) -> Iterator[Found]:
    fields = _fields(grid.rows[0]) if grid.rows else None
    if fields is None:
        return
    rows = [row for cells in grid.rows[1:] if (row := _row(fields, cells)) is not None]
    if len(rows) >= max(LEAST_ROWS, len(grid.rows) - 2):
        why = f"a table of {len(rows)} places under a header of weather"
        yield Found("weather_conditions", grid.element.start, grid.element.end, why, data=rows, element=grid.element)


def _row(fields: Sequence[str], cells: Sequence[str]) -> Row | None:
    """The row of a place; None where a cell is not what its column says."""
    row: Row = {"place": None, "condition": None} | dict.fromkeys(_FIGURES)
    for name, cell in zip(fields, cells, strict=False):
        if name in _FIGURES:
            match = _FIGURE.fullmatch(cell.strip())
            if match is None:
                return None
            row[name] = int(re.sub("[−–]", "-", match["figure"])) if match["figure"] else None
        elif name == "place":
            row[name] = cell.strip() if is_place(cell) else None
        elif name == "condition":
            row[name] = cell.strip() or None
    return row if row["place"] is not None and any(row[name] is not None for name in _FIGURES) else None


def _of_lines(document: Document, at: int) -> Found | None:
    runs = document.runs
    cells = [cell for cell in line_cells(runs[at]) if cell]
    if len(cells) == 1 and _HEADER.fullmatch(cells[0]):
        cells = [match.group() for match in _WORD.finditer(cells[0])]
    fields, first = _fields(cells), at + 1
    if fields is not None:
        rows, end = _rows_of_lines(runs, fields, first)
    else:
        first = at + next((n for n in range(8, 2, -1) if _fields([run.text for run in runs[at : at + n]])), 0)
        fields = _fields([run.text for run in runs[at:first]])
        if fields is None:
            return None
        rows, end = _rows_of_cells(runs, fields, first)
    if len(rows) < LEAST_ROWS:
        return None
    why = f"{len(rows)} places under a header of weather"
    return Found("weather_conditions", at, end, why, data=list(rows))


def _of_one_line(run: Run) -> Found | None:
    """The header and all rows in one text: a place and its sky, then as many figures as the header has, again and again."""
    header = _HEADER.match(run.text)
    fields = _fields([match.group() for match in _WORD.finditer(header.group())]) if header is not None else None
    if header is None or fields is None:
        return None
    count = sum(name in _FIGURES for name in fields)
    row_of = re.compile(
        rf"\s*(?P<before>[^\d°|]{{2,{_LONGEST}}}?)(?P<figures>(?:\s[-−–]?\d{{1,3}}\s?[°º˚]?[FC]?(?=\s|$)){{{count}}})"
    )
    rows: list[Row] = []
    at = header.end()
    while (match := row_of.match(run.text, at)) is not None and len(rows) < _MOST_ROWS:
        row = _spaced(fields, match.group())
        if row is None:
            return None
        rows.append(row)
        at = match.end()
    if len(rows) < LEAST_ROWS or run.text[at:].strip():
        return None
    return Found(
        "weather_conditions", run.index, run.index + 1, f"{len(rows)} places under a header of weather", data=list(rows)
    )


def _rows_of_lines(runs: Sequence[Run], fields: Sequence[str], at: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    while at < len(runs) and len(rows) < _MOST_ROWS:
        if re.fullmatch(r"[|:+ =-]*--[|:+ =-]*", runs[at].text):
            at += 1
            continue
        cells = line_cells(runs[at])
        row = _row(fields, cells) if len(cells) == len(fields) else _spaced(fields, runs[at].text)
        if row is None:
            break
        rows.append(row)
        at += 1
    return rows, at


def _spaced(fields: Sequence[str], text: str) -> Row | None:
    """`Alder Bend Few Clouds 71 80 65`: as many figures at the end as the header has, a place and perhaps a sky before."""
    names = [name for name in fields if name in _FIGURES]
    words = text.replace("|", " ").replace("°", " ").split()
    figures, before = words[-len(names) :], " ".join(words[: -len(names)])
    place, sky = split_place_and_sky(before)
    if len(before) > _LONGEST or not all(_FIGURE.fullmatch(figure) for figure in figures):
        return None
    row = _row(["place", *names], [place, *figures])
    return row | {"condition": sky} if row is not None else None


def _rows_of_cells(runs: Sequence[Run], fields: Sequence[str], at: int) -> tuple[list[Row], int]:
    """Rows whose cells are lines: each begins with a place. A cell that is left out is not there at all."""
    rows: list[Row] = []
    while at < len(runs) and len(rows) < _MOST_ROWS and is_place(runs[at].text):
        end = at + 1
        while (
            end < len(runs) and end - at < len(fields) and (is_sky(runs[end].text) or _FIGURE.fullmatch(runs[end].text))
        ):
            end += 1
        cells = [run.text for run in runs[at:end]]
        kept = fields if len(cells) == len(fields) else _kept(fields, cells)
        row = _row(kept, cells) if kept is not None else None
        if row is None:
            break
        rows.append(row)
        at = end
    return rows, at


def _kept(fields: Sequence[str], cells: Sequence[str]) -> list[str] | None:
    """The fields without the sky, where that is the only one that a row lacks."""
    bare = [name for name in fields if name != "condition"]
    return bare if len(cells) == len(bare) and not any(is_sky(cell) for cell in cells) else None
