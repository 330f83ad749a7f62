from __future__ import annotations

import pytest

from pipelines.cells.grid import Grid, grids, line_cells
from pipelines.split import split
from pipelines.split.document import Run
from pipelines.split.html_runs import read_html

STORY = (
    "<main><article><h1>Bridges to be repaired</h1>"
    + "<p>The council voted on Monday evening to repair both bridges over the river before winter.</p>" * 3
    + "</article></main>"
)
RIVERS = "<tr><th>River</th><th>Stage</th></tr><tr><td>Wabash</td><td>12.1</td></tr><tr><td>White</td><td></td></tr>"


def grid(table: str) -> Grid:
    return grids(read_html(table))[0]


def test_spans_stand_in_every_place_that_they_cover() -> None:
    found = grid(
        "<table><caption>Stages</caption><thead><tr><th rowspan=2>River</th><th colspan=2>Stage</th></tr><tr><th>Now</th><th>Then</th></tr></thead>"
        "<tr><td>Wabash</td><td>1</td><td>2</td></tr><tr><td>White</td><td colspan='x'>3</td><td></td></tr></table>"
    )
    assert found.rows == [
        ["River", "Stage", "Stage"],
        ["River", "Now", "Then"],
        ["Wabash", "1", "2"],
        ["White", "3", ""],
    ]
    assert (found.headers, found.caption) == (2, "Stages")


def test_a_nested_table_is_a_grid_of_its_own() -> None:
    outer, inner = grids(read_html("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>"))
    assert (outer.rows, inner.rows) == ([["a b", "c"]], [["b"]])


def test_hostile_spans_are_bounded() -> None:
    found = grid("<table><tr><td colspan=99999 rowspan=99999>a</td></tr><tr><td colspan=-3>b</td></tr></table>")
    assert max(map(len, found.rows)) <= 200


@pytest.mark.parametrize(
    ("text", "pieces", "cells"),
    [
        ("|Cook | 5 | 6 |", ["|Cook | 5 | 6 |"], ["Cook", "5", "6"]),
        ("|Cook", ["|Cook"], ["Cook"]),
        ("Cook | | 6", ["Cook | | 6"], ["Cook", "", "6"]),
        ("Cook56", ["Cook", "5", "6"], ["Cook", "5", "6"]),
        ("Cook 5 6", ["Cook 5 6"], ["Cook 5 6"]),
    ],
)
def test_cells_of_a_line(text: str, pieces: list[str], cells: list[str]) -> None:
    assert line_cells(Run(0, text, pieces, "line")) == cells


@pytest.mark.parametrize(
    "aside",
    [
        f"<h3>River levels</h3><table>{RIVERS}</table>",
        f"<table><caption>River levels</caption>{RIVERS}</table>",
        f"<table><tr><th colspan=2>River levels</th></tr>{RIVERS}</table>",
    ],
)
def test_a_titled_table_that_nobody_claims(aside: str) -> None:
    (found,) = [
        widget for widget in split(f"<body>{STORY}<aside>{aside}</aside></body>").widgets if widget.kind == "data_table"
    ]
    assert found.title == "River levels"
    assert found.data == {"header": ["River", "Stage"], "rows": [["Wabash", "12.1"], ["White", ""]]}


def test_a_table_for_the_layout_or_without_a_title_is_none() -> None:
    for aside in (f"<table>{RIVERS}</table>", "<h3>Hours</h3><table><tr><td>Open all day</td></tr></table>"):
        assert "data_table" not in [
            widget.kind for widget in split(f"<body>{STORY}<aside>{aside}</aside></body>").widgets
        ]
