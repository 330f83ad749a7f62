from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.document import Found
from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets import case_table

Row = tuple[str, int | None, int | None]
ROWS: list[Row] = [
    ("Franklin", 10_340, 302),
    ("St. Clair", 5_200, 81),
    ("DeKalb", 981, 30),
    ("Unassigned", 402, 4),
    ("Jo Daviess", 77, 0),
]
CASES, DEATHS = 17_000, 417
PROSE = "The council voted on Monday evening to repair both bridges over the river before the next winter comes."
HEAD = f"Ohio Coronavirus Cases\n(Widget updates once daily at 7 p.m. ET)\nCases: {CASES}\nReported Deaths: {DEATHS}\n"


def find(text: str) -> list[Found]:
    return list(case_table.recognise(read_text(text)))


def find_html(body: str) -> list[Found]:
    return list(case_table.recognise(read_html(body)))


def data_of(found: Found) -> dict[str, Any]:
    assert isinstance(found.data, dict)
    return found.data


def rows_of(found: Found) -> list[Row] | None:
    rows = data_of(found)["rows"]
    return None if rows is None else [(row["county"], row["cases"], row["deaths"]) for row in rows]


LAYOUTS = {
    "glued": ("CountyCasesDeaths\n", "{}{}{}\n"),
    "spaced": ("County Cases Deaths\n", "{} {} {}\n"),
    "tabs": ("County\tCases\tDeaths\n", "{}\t{}\t{}\n"),
    "piped": ("County | Cases | Deaths\n", "{} | {} | {}\n"),
    "framed": ("|County|Cases|Deaths|\n|---|---|---|\n", "|{}|{}|{}|\n"),
    "cell per line": ("County\nCases\nDeaths\n", "{}\n{}\n{}\n"),
    "piped cell per line": ("|County\n|Confirmed\n|Deaths\n", "|{}\n|{}\n|{}\n"),
    "no header": ("", "{} {} {}\n"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("grouped", [False, True])
def test_every_layout_gives_the_same_values(layout: tuple[str, str], grouped: bool) -> None:
    form = "{:,}" if grouped else "{}"
    text = HEAD + layout[0] + "".join(layout[1].format(label, form.format(a), form.format(b)) for label, a, b in ROWS)
    (found,) = find(text + "\nMost Popular Stories\n")
    data = data_of(found)
    assert rows_of(found) == ROWS
    assert found.proof == ("unique" if layout is LAYOUTS["glued"] else "cells")
    assert data["readings"] == ("1" if found.proof == "unique" else None)
    assert (data["region"], data["total_cases"], data["total_deaths"]) == ("Ohio", CASES, DEATHS)
    assert data["totals_match"] is True
    assert data["exempt"] == ["Unassigned"]
    assert found.title == "Ohio Coronavirus Cases"
    assert found.note == "(Widget updates once daily at 7 p.m. ET)"
    assert (found.start, found.end) == (0, len(read_text(text).runs))


@pytest.mark.parametrize("layout", [LAYOUTS["glued"], LAYOUTS["spaced"]])
def test_one_line_holds_it_all(layout: tuple[str, str]) -> None:
    head = HEAD.replace("\n", " ") + "View Counties "
    cells = layout[1].strip()
    gap = "" if layout is LAYOUTS["glued"] else " "
    text = head + layout[0].strip() + gap + gap.join(cells.format(*row) for row in ROWS)
    (found,) = find(text)
    assert rows_of(found) == ROWS
    assert found.title == "Ohio Coronavirus Cases"
    assert found.note == "(Widget updates once daily at 7 p.m. ET)"
    assert data_of(found)["totals_match"] is True


@pytest.mark.parametrize(
    ("head", "title", "region"),
    [
        (
            "COVID-19 Cases in Ohio\nTotal cases: 17,000 | Total deaths: 417\nUpdated at 2 p.m. daily\n",
            "COVID-19 Cases in Ohio",
            "Ohio",
        ),
        (
            "West Virginia COVID-19 cases by county\nConfirmed Cases\n17,000\nDeaths\n417\nView Counties\n",
            "West Virginia COVID-19 cases by county",
            "West Virginia",
        ),
        ("Coronavirus Cases\n17,000 confirmed cases\n417 deaths\n", "Coronavirus Cases", None),
        ("Washington County COVID-19 Data\nCases: 17000\nDeaths: 417\n", "Washington County COVID-19 Data", None),
    ],
)
def test_titles_and_totals_in_other_words(head: str, title: str, region: str | None) -> None:
    (found,) = find(
        head + "Parish | Confirmed Cases | Confirmed Deaths\n" + "".join("{} | {} | {}\n".format(*row) for row in ROWS)
    )
    data = data_of(found)
    assert (found.title, data["region"]) == (title, region)
    assert (data["total_cases"], data["total_deaths"], data["totals_match"]) == (17_000, 417, True)
    assert rows_of(found) == ROWS


def test_further_columns_keep_their_name_and_a_total_row_is_no_county() -> None:
    text = "Utah COVID-19 Cases\nUpdated daily\nCounty Cases New Cases Deaths Recovered\nDavis 900 5 10 800\nWeber 70 1 0 60\nTotal 970 6 10 860"
    (found,) = find(text)
    data = data_of(found)
    assert data["rows"] == [
        {"county": "Davis", "cases": 900, "deaths": 10, "new_cases": 5, "recovered": 800},
        {"county": "Weber", "cases": 70, "deaths": 0, "new_cases": 1, "recovered": 60},
    ]
    assert (data["total_cases"], data["total_deaths"], data["totals_match"]) == (970, 10, True)


def test_three_glued_columns_are_decoded_under_the_totals_that_are_printed() -> None:
    (found,) = find(
        "Utah COVID-19 Cases\nCases: 3811\nDeaths: 62\nCountyCasesDeathsRecovered\nSalt Lake2501412000\nDavis1300211100\nUtah1009"
    )
    assert found.proof == "unique"
    assert rows_of(found) == [("Salt Lake", 2501, 41), ("Davis", 1300, 21), ("Utah", 10, 0)]


def test_empty_cells_are_null() -> None:
    (found,) = find(
        "Utah COVID-19 Cases\nUpdated daily\nCounty\nCases\nDeaths\nDavis\n900\n-\nWeber\n70\nN/A\nCache\n7\n0"
    )
    assert rows_of(found) == [("Davis", 900, None), ("Weber", 70, None), ("Cache", 7, 0)]


def test_totals_that_disagree_are_said_to() -> None:
    (found,) = find(HEAD + "County Cases Deaths\nFranklin 10340 302\nDeKalb 981 30\n")
    assert (found.proof, data_of(found)["totals_match"]) == ("cells", False)


@given(st.integers(2, len(ROWS) - 1))
def test_a_cut_glued_table_is_never_unique(kept: int) -> None:
    (found,) = find(HEAD + "CountyCasesDeaths\n" + "".join("{}{}{}\n".format(*row) for row in ROWS[:kept]))
    data = data_of(found)
    assert (found.proof, data["rows"], data["readings"]) == ("none", None, "0")


def test_glued_without_totals_proves_nothing() -> None:
    (found,) = find("Ohio Coronavirus Cases\nUpdated daily\nCountyCasesDeaths\nFranklin103402\nDeKalb98130")
    assert (found.proof, rows_of(found)) == ("none", None)


def test_several_readings_are_counted_and_none_is_shown() -> None:
    (found,) = find(
        "Ohio Coronavirus Cases\nCases: 13\nDeaths: 13\nCountyCasesDeaths\nUnknown111\nPending111\nUnassigned11"
    )
    assert (found.proof, rows_of(found), data_of(found)["readings"]) == ("ambiguous", None, "2")


def test_two_tables_back_to_back_with_and_without_the_seconds_header() -> None:
    first = "Data is updated nightly.\nCounty\nConfirmed\nDeaths\nAnoka\n900\n9\nRamsey\n70\n3\nPine\n50\n1\nTodd\n3\n0\nUnassigned\n8\n0\n"
    second = "Polk\n800\n8\nLinn\n60\n2\nScott\n40\n1\nTama\n6\n0\n"
    for header in ("County\nConfirmed\nDeaths\n", ""):
        one, two = find(PROSE + "\n" + first + header + second)
        assert (one.note, two.note) == ("Data is updated nightly.", None)
        assert [len(rows_of(found) or ()) for found in (one, two)] == [5, 4]
        assert two.start == one.end


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\nCounty Cases Deaths\nCook 500 10\nLake 400 9\nWill 300 8\n{PROSE}",
        f"Ohio coronavirus cases by county\nPosted: May 3, 2020 8:00 AM\nCounty Cases Deaths\nCook 500 10\nLake 400 9\n{PROSE}",
        f"Counties with cases: Anoka, Benton, Blue Earth\nCook County has 500 cases and 10 deaths, Lake 400 cases.\n{PROSE}",
        "Freeborn County Public Health says it was notified of a 23rd case. Hennepin County has the most cases with 557.",
        "Ohio Coronavirus Cases\nCases: 12\nReported Deaths: 1\n",
        "",
    ],
)
def test_what_belongs_to_the_article_stays_there(text: str) -> None:
    assert find(text) == []


TABLE = (
    "<table><thead><tr><th>County</th><th>Cases</th><th>Deaths</th></tr></thead>"
    + "".join(f"<tr><td>{label}</td><td>{a:,}</td><td>{b}</td></tr>" for label, a, b in ROWS)
    + "<tr><td>Pike</td><td>7</td><td></td></tr></table>"
)
HTML_HEAD = (
    "<h3>Ohio Coronavirus Cases</h3><p>(Widget updates daily)</p><p>Cases: 17,007</p><p>Reported Deaths: 417</p>"
)
DIVS = "".join(f"<div><div>{label}</div><div>{a}</div><div>{b}</div></div>" for label, a, b in ROWS)
SPANS = "".join(f"<div><span>{label}</span><span>{a}</span><span>{b}</span></div>" for label, a, b in ROWS)


def test_an_html_table_beside_the_article() -> None:
    (found,) = find_html(f"<main><p>{PROSE}</p></main><aside>{HTML_HEAD}{TABLE}</aside>")
    assert rows_of(found) == [*ROWS, ("Pike", 7, None)]
    assert (found.proof, found.title, data_of(found)["totals_match"]) == ("cells", "Ohio Coronavirus Cases", True)


@pytest.mark.parametrize(
    "rows",
    [
        "<div><div>County</div><div>Cases</div><div>Deaths</div></div>" + DIVS,
        "<div><b>County</b><b>Cases</b><b>Deaths</b></div>" + SPANS,
    ],
)
def test_rows_of_divs_and_spans_keep_their_cells(rows: str) -> None:
    (found,) = find_html(f"<div>{HTML_HEAD.replace('17,007', '17,000')}{rows}</div>")
    assert (rows_of(found), found.proof, data_of(found)["totals_match"]) == (ROWS, "cells", True)


def test_a_caption_is_a_title() -> None:
    captioned = TABLE.replace("<table>", "<table><caption>Ohio COVID-19 Cases</caption>")
    (found,) = find_html(f"<div class='sidebar'>{captioned}</div>")
    assert (found.title, data_of(found)["region"]) == ("Ohio COVID-19 Cases", "Ohio")


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>News</h1><p>{PROSE}</p>{TABLE}<p>{PROSE}</p></article>",
        f"<article><h1>News</h1><p>{PROSE}</p><h3>Ohio coronavirus cases by county</h3>{TABLE}<p>{PROSE}</p></article>",
        f"<main><h1>Ohio Coronavirus Cases by County</h1><p>Total cases: 17,007</p>{TABLE}<p>{PROSE}</p></main>",
        f"<div class='entry-content'><p>{PROSE}</p>{TABLE}</div>",
    ],
)
def test_a_table_in_the_articles_text_is_the_articles(page: str) -> None:
    assert find_html(page) == []


@pytest.mark.parametrize("rows", ["Knox125\nLee30", "Knox 12 5\nLee 3 0", "Knox\n12\n5\nLee\n3\n0"])
def test_a_heading_that_ends_in_a_year_is_no_row(rows: str) -> None:
    lines = f"Ohio Coronavirus Cases\nConfirmed Cases: 15\nReported Deaths: 5\nCounty\nConfirmed\nDeaths\n{rows}\nElection 2022\nMayor\n"
    found = next(case_table.recognise(read_text(lines)))
    assert isinstance(found.data, dict)
    assert "Election" not in str(found.data["rows"])
    assert "Election" not in "\n".join(run.text for run in read_text(lines).runs[found.start : found.end])


@pytest.mark.parametrize(
    "names",
    [
        ("Total Confirmed", "Total Deaths"),
        ("# of Cases", "# of Deaths"),
        ("Positives", "Fatalities"),
        ("Confirmed", "Confirmed Deaths"),
    ],
)
def test_names_of_columns_stay_apart_where_the_cells_are(names: tuple[str, str]) -> None:
    rows = "".join(f"<tr><td>{name}<td>{cases}<td>{deaths}</tr>" for name, cases, deaths in ROWS)
    (found,) = find_html(
        f"<aside><h3>Ohio Coronavirus Cases</h3><p>Cases: {CASES}</p><table><tr><th>County Name<th>{names[0]}<th>{names[1]}</tr>{rows}</table></aside>"
    )
    assert (rows_of(found), found.proof) == (ROWS, "cells")
