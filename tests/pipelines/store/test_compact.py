"""Compacted months: the same answers from fewer files, whatever happens to the files meanwhile."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from store_samples import NOON, article, page, write_pages

from pipelines.items import Widget
from pipelines.store.catalog import NAMES, open_catalog, select
from pipelines.store.compact import FOLDER, compact, current_files
from pipelines.store.parquet import SCHEMAS, table_path

MAY = date(2021, 5, 2)


def ask(warcs_dir: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_catalog(warcs_dir) as catalog, select(catalog, sql) as selection:
        return list(selection.rows)


def answers(warcs_dir: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: ask(warcs_dir, f"FROM {name} ORDER BY ALL") for name in NAMES}


def day(collection: Path, month: int, number: int, temperature: int = 40) -> None:
    at = NOON.replace(month=month) + timedelta(days=number)
    weather = Widget("weather_conditions", data=[{"place": "Paris", "temperature": temperature}])
    write_pages(
        collection / "tables",
        page(1, at=at, widgets=[weather], article=article(), warc_file=f"wxyz-{at:%Y%m%d}-00000.warc.gz"),
    )


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    path = tmp_path / "it's [a] *?" / "w[x]"
    for month in (3, 4, 5):
        for number in range(3):
            day(path, month, number, temperature=40 + number)
    write_pages(path / "tables", page(1, warc_file="another's.warc.gz"))
    return path


def names(collection: Path, table: str = "widgets") -> list[str]:
    return [
        path.name.partition("-")[0] for path in current_files(collection, table) if path.parent.parent.name == FOLDER
    ]


def test_closed_months_are_read_from_one_file_each_with_the_same_answers(collection: Path) -> None:
    before = answers(collection.parent)
    done = compact(collection, MAY)
    assert (done.made, done.kept, done.problems) == (["202103", "202104"], 0, [])
    assert {table: names(collection, table) for table in SCHEMAS} == {table: ["202103", "202104"] for table in SCHEMAS}
    assert len(current_files(collection, "widgets")) == 2 + 3 + 1
    assert answers(collection.parent) == before
    again = compact(collection, MAY)
    assert (again.made, again.kept) == ([], 2)


def test_a_table_that_is_written_anew_is_read_and_not_its_copy(collection: Path) -> None:
    compact(collection, MAY)
    day(collection, 3, 1, temperature=99)
    assert names(collection) == ["202104"]
    hottest = "SELECT max(temperature), count(*) FROM weather_captures"
    assert ask(collection.parent, hottest) == [(99.0, 9)]
    assert compact(collection, MAY).made == ["202103"]
    assert names(collection) == ["202103", "202104"]
    assert len(list((collection / FOLDER / "widgets").iterdir())) == 2, "the copy that is out of date is gone"
    assert ask(collection.parent, hottest) == [(99.0, 9)]


def test_a_table_that_comes_late_or_goes_is_seen(collection: Path) -> None:
    compact(collection, MAY)
    day(collection, 4, 9)
    assert ask(collection.parent, "SELECT count(*) FROM pages") == [(11,)]
    for path in collection.glob("tables/*/wxyz-20210301-*"):
        path.unlink()
    assert ask(collection.parent, "SELECT count(*) FROM pages") == [(10,)]


def test_copies_can_be_deleted(collection: Path) -> None:
    before = answers(collection.parent)
    compact(collection, MAY)
    for path in (collection / FOLDER).glob("*/*.parquet"):
        path.unlink()
    assert answers(collection.parent) == before


def test_what_a_killed_run_left_is_not_read_and_is_removed(collection: Path) -> None:
    compact(collection, MAY)
    left = collection / FOLDER / "widgets" / ".202103-0123456789abcdef.parquet.tmp"
    left.write_bytes(b"half a file")
    assert ask(collection.parent, "SELECT count(*) FROM pages") == [(10,)]
    compact(collection, MAY)
    assert not left.exists()


def test_a_table_that_cannot_be_read_is_told_and_its_month_left(collection: Path) -> None:
    bad = table_path(collection / "tables", "widgets", "wxyz-20210302-00000.warc.gz")
    bad.write_bytes(b"PAR1 no more")
    done = compact(collection, MAY)
    assert [str(bad) in str(problem) for problem in done.problems] == [True]
    assert names(collection) == ["202104"]
    assert names(collection, "pages") == ["202103", "202104"]
    assert ask(collection.parent, "SELECT count(*) FROM pages") == [(10,)]


def test_a_column_that_is_newer_than_a_file_is_null(collection: Path) -> None:
    path = table_path(collection / "tables", "pages", "wxyz-20210301-00000.warc.gz")
    pq.write_table(pq.read_table(path).drop_columns(["station"]), path)
    before = ask(collection.parent, "SELECT station, warc_file FROM pages ORDER BY ALL")
    compact(collection, MAY)
    assert ask(collection.parent, "SELECT station, warc_file FROM pages ORDER BY ALL") == before


def test_times_decide_too(collection: Path) -> None:
    compact(collection, MAY)
    os.utime(table_path(collection / "tables", "widgets", "wxyz-20210301-00000.warc.gz"), (0, 0))
    assert names(collection) == ["202104"], "a file dated 1970 is to be replayed, and may not look like its copy"
