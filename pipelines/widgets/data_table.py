"""`data_table`: a table with a title that no other kind claims. Data: `{header, rows}`, lists of cells as text.

A table that stands apart from the page's text is claimed when every other kind has claimed. One within it may be the
article's, so it is a widget only where the article leaves it (`leftovers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.cells.grid import Grid, grids
from pipelines.split.document import Document, Element, Found, Run
from pipelines.split.per_page import per_page
from pipelines.widgets.page_regions import in_menu_or_footer, text_of_page
from pipelines.widgets.page_words import tables
from pipelines.widgets.unseen_text import titled_tables

LONGEST_CELL = 200
"""Characters of a cell past which a table is a page's layout."""
LONGEST_TITLE = 120
LONGEST_PLAIN_TITLE = 60
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "th"})
_HEADING_NAMES = re.compile(r"(?:^|[\s_-])(?:title|heading|headline|header)(?:$|[\s_-])")


def recognise(document: Document) -> Iterator[Found]:
    """The titled tables that stand apart from the page's text: in HTML beside it, in text where no prose goes on below."""
    if not document.is_html:
        yield from titled_tables(document)
        return
    found_tables = tables(document)
    text = text_of_page(document) if found_tables else None
    end = 0
    for table in found_tables:
        if text is None or table.start < end or table.start >= table.end or text.start <= table.start < text.end:
            continue
        if in_menu_or_footer(table):
            continue
        found = data_table(document, table)
        if found is not None:
            end = found.end
            yield found


def data_table(document: Document, table: Element) -> Found | None:
    """The table as a widget, or None where it has no title, fewer than two rows or columns, or is there for the layout.

    The title is its caption, its first row where one cell spans it, or the heading right above it, which it then claims.
    """
    grid = _grids(document).get(id(table))
    if grid is None or id(table) in _holders(document):
        return None
    rows = [[*row, *[""] * (max(map(len, grid.rows)) - len(row))] for row in grid.rows]
    title, start = grid.caption, table.start
    if title is None and len(rows) > 1 and len(set(rows[0])) == 1 and rows[0][0]:
        title, rows = rows[0][0], rows[1:]
        grid.headers = max(grid.headers - 1, 0)
    if title is None:
        title, start = _heading_above(document, table)
    if (
        title is None
        or len(rows) < 2
        or len(rows[0]) < 2
        or any(len(cell) > LONGEST_CELL for row in rows for cell in row)
    ):
        return None
    header = rows[0] if grid.headers else None
    body = rows[grid.headers :] if grid.headers else rows
    data = {"header": header, "rows": body}
    return Found(
        "data_table",
        start,
        table.end,
        f"a table of {len(body)} rows under a title",
        title=title,
        data=data,
        element=table,
    )


@per_page
def _grids(document: Document) -> dict[int, Grid]:
    return {id(grid.element): grid for grid in grids(document)}


@per_page
def _holders(document: Document) -> frozenset[int]:
    """Tables that hold a table."""
    holders: set[int] = set()
    for table in tables(document):
        for box in table.parent.ancestors() if table.parent is not None else ():
            if id(box) in holders:
                break
            if box.tag == "table":
                holders.add(id(box))
    return frozenset(holders)


def _is_plain_title(run: Run) -> bool:
    """A few words in a box of their own, no sentence: a title that neither its tag nor its name tells."""
    return run.tag == "div" and len(run.text) <= LONGEST_PLAIN_TITLE and not run.links and run.text[-1] not in ".:,;!"


def _heading_above(document: Document, table: Element) -> tuple[str | None, int]:
    if table.start == 0 or table.start == table.end:
        return None, table.start
    above = document.runs[table.start - 1]
    named = above.element is not None and _HEADING_NAMES.search(above.element.names) is not None
    beside = above.element is not None and above.element.parent is table.parent and _is_plain_title(above)
    if len(above.text) > LONGEST_TITLE or not (above.tag in _HEADING_TAGS or named or beside):
        return None, table.start
    return above.text, above.index
