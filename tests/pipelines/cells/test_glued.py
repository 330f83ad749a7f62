from __future__ import annotations

import itertools
import os
import random
import time
from math import comb, prod
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.cells import glued
from pipelines.cells.glued import decode, is_exempt, split_glued_line

SEED = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "seed"


def glue(table: list[tuple[str, tuple[int, ...]]]) -> tuple[list[tuple[str, str]], tuple[int, ...]]:
    rows = [(label, "".join(map(str, numbers))) for label, numbers in table]
    return rows, tuple(sum(column) for column in zip(*(numbers for _, numbers in table), strict=True))


@st.composite
def ordered_tables(
    draw: st.DrawFn, columns: st.SearchStrategy[int], most: int, rows: int
) -> list[tuple[str, tuple[int, ...]]]:
    """Tables as a page may print them: falling first column, the others at most the first, exempt rows anywhere."""
    width = draw(columns)
    firsts = sorted(draw(st.lists(st.integers(0, most), min_size=1, max_size=rows)), reverse=True)
    table = [("County", (first, *(draw(st.integers(0, first)) for _ in range(width - 1)))) for first in firsts]
    for label in draw(st.lists(st.sampled_from(["Unassigned", "Out of IL", "Unknown"]), max_size=2)):
        loose = (label, tuple(draw(st.integers(0, most)) for _ in range(width)))
        table.insert(draw(st.integers(0, len(table))), loose)
    return table


def count_by_force(rows: list[tuple[str, str]], totals: tuple[int, ...]) -> int:
    """The definition, tried on every way to cut every row."""

    def ways(digits: str) -> list[tuple[str, ...]]:
        cuts = itertools.combinations(range(1, len(digits)), len(totals) - 1)
        return [tuple(digits[a:b] for a, b in itertools.pairwise((0, *cut, len(digits)))) for cut in cuts]

    found = 0
    for reading in itertools.product(*(ways(digits) for _, digits in rows)):
        if any(len(cell) > 1 and cell[0] == "0" for row in reading for cell in row):
            continue
        numbers = [tuple(map(int, row)) for row in reading]
        if tuple(map(sum, zip(*numbers, strict=True))) != totals:
            continue
        bound = [row for row, (label, _) in zip(numbers, rows, strict=True) if not is_exempt(label)]
        ordered = all(a[0] >= b[0] for a, b in itertools.pairwise(bound))
        found += ordered and all(row[0] >= max(row) for row in bound)
    return found


@given(ordered_tables(st.integers(1, 4), most=300_000, rows=8))
@settings(deadline=None, max_examples=80)
def test_a_glued_table_comes_back_or_is_called_ambiguous(table: list[tuple[str, tuple[int, ...]]]) -> None:
    decoded = decode(*glue(table))
    if decoded.proof == "unique":
        assert decoded.rows == [numbers for _, numbers in table]
        assert decoded.readings == 1
    elif decoded.readings is None:  # four columns of odd numbers can be cut in more ways than are tried
        assert decoded.proof == "none"
        assert len(table[0][1]) > 2
    else:
        assert decoded.proof == "ambiguous"
        assert decoded.rows is None
        assert decoded.readings is not None
        assert decoded.readings > 1
    assert decoded.exempt == [i for i, (label, _) in enumerate(table) if label != "County"]


@given(ordered_tables(st.integers(1, 3), most=300, rows=4))
@settings(deadline=None)
def test_the_count_is_that_of_trying_everything(table: list[tuple[str, tuple[int, ...]]]) -> None:
    rows, totals = glue(table)
    assume(prod(comb(len(digits) - 1, len(totals) - 1) for _, digits in rows) < 20_000)
    assert decode(rows, totals).readings == count_by_force(rows, totals)


@given(
    st.lists(st.tuples(st.sampled_from(["County", "Unknown"]), st.integers(0, 99_999)), min_size=1, max_size=4),
    st.integers(1, 3),
    st.data(),
)
@settings(deadline=None)
def test_the_count_is_right_for_any_digits_whatever(
    rows: list[tuple[str, int]], columns: int, data: st.DataObject
) -> None:
    """Also where the table is out of order or cut: the decoder then finds what the definition finds, mostly nothing."""
    glued_rows = [(label, str(number)) for label, number in rows]
    totals = tuple(data.draw(st.integers(0, 2_000)) for _ in range(columns))
    decoded = decode(glued_rows, totals)
    by_force = count_by_force(glued_rows, totals)
    assert decoded.readings == by_force
    assert decoded.proof == {0: "none", 1: "unique"}.get(by_force, "ambiguous")


@given(ordered_tables(st.just(2), most=5_000_000, rows=12))
@settings(deadline=None)
def test_thousands_separators_stay_in_the_digits_and_help(table: list[tuple[str, tuple[int, ...]]]) -> None:
    rows = [(label, "".join(f"{number:,}" for number in numbers)) for label, numbers in table]
    _, totals = glue(table)
    decoded = decode(rows, totals)
    assert decoded.proof in ("unique", "ambiguous")
    if decoded.rows is not None:
        assert decoded.rows == [numbers for _, numbers in table]


def test_a_cut_table_has_no_reading() -> None:
    table = [("Ash", (5200, 81)), ("Birch", (981, 30)), ("Cedar", (402, 4)), ("Elm", (77, 0))]
    rows, totals = glue(table)
    assert decode(rows, totals).rows == [(5200, 81), (981, 30), (402, 4), (77, 0)]
    assert decode(rows[:3], totals).proof == "none"
    assert decode(rows[:3], totals).rows is None


def test_without_totals_nothing_is_proved() -> None:
    decoded = decode([("Ash", "51")], (None, None))
    assert (decoded.proof, decoded.readings, decoded.rows) == ("none", 0, None)
    assert decode([], (1, 2)).proof == "none"


def test_one_printed_total_is_checked_where_the_other_is_missing() -> None:
    decoded = decode([("Ash", "52081"), ("Birch", "1212")], (532, None))
    assert decoded.rows == [(520, 81), (12, 12)]


def test_a_table_out_of_order_has_no_reading() -> None:
    rows, totals = glue([("Ash", (12, 1)), ("Birch", (98_123, 455)), ("Cedar", (3_001, 20))])
    assert decode(rows, totals).proof == "none"


def test_counts_past_machine_integers_are_exact() -> None:
    rows = [("Unknown", "111")] * 100
    decoded = decode(rows, (None, 6 * 100))
    assert decoded.proof == "ambiguous"
    assert decoded.readings is not None
    assert decoded.readings > 2**64


def test_a_search_past_its_bound_is_given_up_without_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glued, "MAX_STEPS", 20)
    decoded = decode([("Unknown", "1111111")] * 6, (None, 6 * 111))
    assert (decoded.proof, decoded.readings, decoded.rows) == ("none", None, None)
    assert decoded.reason


@pytest.mark.parametrize("digits", ["1" * 6000, "9" * 40, "1,1,1,1", ",", "²²", ""])
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_hostile_digits_are_refused_in_bounded_time(digits: str, columns: int) -> None:
    began = time.perf_counter()
    assert decode([("Unknown", digits)] * 200, (10**6,) * columns).proof == "none"
    assert time.perf_counter() - began < 5


def test_three_thousand_rows_take_less_than_a_second() -> None:
    chance = random.Random(7)  # noqa: S311  # repeatable, and guards nothing
    firsts = sorted((int(chance.lognormvariate(8, 1.5)) for _ in range(3000)), reverse=True)
    table = [("County", (first, int(first * chance.uniform(0.003, 0.03)))) for first in firsts]
    rows, totals = glue(table)
    began = time.perf_counter()
    decoded = decode(rows, totals)
    assert time.perf_counter() - began < 1
    assert decoded.rows == [numbers for _, numbers in table]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Cook60726610902", ("Cook", "60726610902")),
        ("St. Clair34621558", ("St. Clair", "34621558")),
        ("Jo Daviess 201624", ("Jo Daviess", "201624")),
        ("Out of IL80", ("Out of IL", "80")),
        ("Prince George's1,20310", ("Prince George's", "1,20310")),
        ("CountyCasesDeaths", None),
        ("12 dead", None),
        ("Cases: 918230", None),
        ("|Cook|12|1", None),
        ("Cook 146917 5239", None),
    ],
)
def test_a_glued_line_is_a_label_and_digits(line: str, parts: tuple[str, str] | None) -> None:
    assert split_glued_line(line) == parts


def test_exempt_rows_are_those_of_no_place() -> None:
    assert all(map(is_exempt, ["Unassigned", "Out of IL", "Out of State", "Unknown", "UNKNOWN COUNTY", "Non-resident"]))
    assert not any(map(is_exempt, ["Union", "Cook", "Outagamie", "Notting", "Otter Tail", "St. Clair"]))


def test_the_seeds_tables_have_one_reading_each_found_at_once() -> None:
    if not SEED.is_dir():
        pytest.skip("SHARED_DATA is absent: the seed's tables are not here to decode")
    text = next(SEED.glob("*.txt")).read_text()
    tables = text.split("CountyCasesDeaths")[1:]
    for table, totals, size in zip(tables, [(1582392, 26884), (918230, 15011)], [104, 93], strict=True):
        rows = [parts for line in table.strip().split("\n")[:size] if (parts := split_glued_line(line))]
        assert len(rows) == size
        began = time.perf_counter()
        decoded = decode(rows, totals)
        assert time.perf_counter() - began < 0.05
        assert decoded.proof == "unique"
        assert decoded.rows is not None
        assert tuple(map(sum, zip(*decoded.rows, strict=True))) == totals
