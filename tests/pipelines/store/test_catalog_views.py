"""The views over the tables, and questions that mean harm."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from store_samples import NOON, WARC_FILE, article, capture, page, write_pages

from pipelines.errors import ArchiveError, UsageError
from pipelines.items import Widget
from pipelines.store.catalog import NAMES, open_catalog, select
from pipelines.store.parquet import SCHEMAS, TableWriter, table_path

HOUR = timedelta(hours=1)


def ask(warcs_dir: Path, sql: str, seconds: float = 30) -> list[tuple[Any, ...]]:
    with open_catalog(warcs_dir) as catalog, select(catalog, sql, seconds=seconds) as selection:
        return list(selection.rows)


def case_table(cases: int, **more: Any) -> Widget:
    rows = [{"county": "Vigo", "cases": cases, "deaths": 1}, {"county": "Clay", "cases": 2, "deaths": None}]
    data = {"region": "Indiana", "total_cases": cases + 2, "total_deaths": 1, "rows": rows, "readings": "1"}
    return Widget("case_table", data=data, proof="unique", **more)


@pytest.mark.parametrize("name", NAMES)
def test_without_data_every_view_is_empty_and_typed_as_it_is_with_data(tmp_path: Path, name: str) -> None:
    write_pages(tmp_path / "full" / "wxyz" / "tables", page(article=article(), widgets=[case_table(5)]))
    assert ask(tmp_path / "empty", f"FROM {name}") == []
    columns = ask(tmp_path / "empty", f"DESCRIBE {name}")
    assert columns == ask(tmp_path / "full", f"DESCRIBE {name}")
    assert columns[0][:2] == ("collection", "VARCHAR")
    if name in SCHEMAS:
        assert [column[0] for column in columns[1:]] == SCHEMAS[name].names


def test_the_tables_of_all_collections_and_files_are_one_view_with_the_collection(tmp_path: Path) -> None:
    for collection, files in {"wxyz": 2, "kabc": 1}.items():
        for number in range(files):
            write_pages(tmp_path / collection / "tables", page(warc_file=f"{collection}-{number}.warc.gz"))
    assert ask(tmp_path, "SELECT collection, warc_file FROM pages ORDER BY ALL") == [
        ("kabc", "kabc-0.warc.gz"),
        ("wxyz", "wxyz-0.warc.gz"),
        ("wxyz", "wxyz-1.warc.gz"),
    ]


def test_a_folder_and_a_file_with_the_signs_of_patterns_and_quotes(tmp_path: Path) -> None:
    warcs = tmp_path / "it's [a] *?"
    write_pages(warcs / "w[x]" / "tables", page(warc_file="a[1]*'?.warc.gz"))
    assert ask(warcs, "SELECT collection, warc_file FROM pages") == [("w[x]", "a[1]*'?.warc.gz")]


def test_a_table_from_before_a_column_was_added_stands_beside_newer_ones(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    write_pages(tables, page(1, warc_file="old.warc.gz"))
    path = table_path(tables, "pages", "old.warc.gz")
    pq.write_table(pq.read_table(path).drop_columns(["title"]).append_column("gone", pa.array([1])), path)
    assert ask(tmp_path, "SELECT title, language FROM pages") == [(None, "en")]
    write_pages(tables, page(1, warc_file="new.warc.gz"))
    assert ask(tmp_path, "SELECT title FROM pages ORDER BY warc_file") == [("A title",), (None,)]


def test_case_counts_have_a_row_a_county_and_capture_and_count_copies_once(tmp_path: Path) -> None:
    widgets = [case_table(5), case_table(5, duplicate_of=0), case_table(5, note="the same again, told otherwise")]
    undecoded = Widget("case_table", data={"region": "Illinois", "total_cases": 9, "rows": None}, proof="ambiguous")
    write_pages(
        tmp_path / "wxyz" / "tables",
        page(1, widgets=[*widgets, undecoded]),
        page(2, widgets=[case_table(7)], at=NOON + HOUR),
    )
    sql = "SELECT captured_at, region, county, cases, deaths, total_cases, proof, series_id FROM case_counts_captures ORDER BY ALL"
    series = "wxyz/case_table/indiana"
    assert ask(tmp_path, sql) == [
        (NOON, "Indiana", "Clay", 2, None, 7, "unique", series),
        (NOON, "Indiana", "Vigo", 5, 1, 7, "unique", series),
        (NOON + HOUR, "Indiana", "Clay", 2, None, 9, "unique", series),
        (NOON + HOUR, "Indiana", "Vigo", 7, 1, 9, "unique", series),
    ]


def test_weather_has_a_row_a_place_of_both_kinds(tmp_path: Path) -> None:
    listed = [{"place": "Paris", "condition": "Clear", "temperature": 41, "high": 50, "low": None, "feels_like": -3}]
    box = {"place": "Robinson", "temperature": 5.5, "unit": "C", "humidity": 90}
    again = {"place": "Paris", "temperature": 40}
    widgets = [
        Widget("weather_conditions", data=listed),
        Widget("current_conditions", data=box),
        Widget("current_conditions", data=again),
        Widget("weather_conditions", data=None, text="not read"),
        Widget("weather_conditions", data=["odd", 3, {"place": "Brazil", "temperature": "warm"}]),
    ]
    write_pages(tmp_path / "wxyz" / "tables", page(widgets=widgets))
    sql = "SELECT place, condition, temperature, high, low, feels_like, unit, kind FROM weather WHERE place IS NOT NULL ORDER BY kind DESC, place"
    captures = sql.replace("FROM weather", "FROM weather_captures")
    assert ask(tmp_path, captures) == ask(tmp_path, sql)
    assert ask(tmp_path, sql) == [
        ("Brazil", None, None, None, None, None, "F", "weather_conditions"),
        ("Paris", "Clear", 41.0, 50.0, None, -3.0, "F", "weather_conditions"),
        ("Paris", None, 40.0, None, None, None, "F", "current_conditions"),
        ("Robinson", None, 5.5, None, None, None, "C", "current_conditions"),
    ]


def test_article_versions_are_the_texts_and_headlines_that_an_article_had(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    first, second = article("One.", "Opens"), article("One.\n\nTwo.", "Opens")
    write_pages(tables, page(1, article=first), page(2, article=first, at=NOON + HOUR))
    write_pages(tables, page(1, article=second, at=NOON + 2 * HOUR, warc_file="later.warc.gz"))
    sql = "SELECT version, headline, first_seen, last_seen, captures FROM article_versions ORDER BY version"
    assert ask(tmp_path, sql) == [(1, "Opens", NOON, NOON + HOUR, 2), (2, "Opens", NOON + 2 * HOUR, NOON + 2 * HOUR, 1)]


def test_article_versions_say_what_changed(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    first, second = article("The vote is on Monday night.", "Vote"), article("The vote was on Monday.", "Voted")
    write_pages(tables, page(1, article=first))
    write_pages(tables, page(1, article=second, at=NOON + HOUR, warc_file="later.warc.gz"))
    sql = "SELECT previous_headline, words_added, words_removed, added, removed FROM article_versions ORDER BY version"
    assert ask(tmp_path, sql) == [
        (None, None, None, None, None),
        ("Vote", 2, 3, ["was", "Monday."], ["is", "Monday night."]),
    ]


def test_deletions_are_pages_that_answer_with_something_else_since(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    url = page(1).url
    write_pages(tables, page(1), page(2))
    assert ask(tmp_path, "FROM deletions") == []
    for hours, status in enumerate((410, 404), 1):
        name = f"{hours}.warc.gz"
        gone = replace(capture(9, is_page=False, warc_file=name), status=status, captured_at=NOON + hours * HOUR)
        with TableWriter(tables, name) as writer:
            writer.add(gone)
    sql = "SELECT url, status, gone_since, first_seen, last_seen FROM deletions"
    assert ask(tmp_path, sql) == [(url, 410, NOON + HOUR, NOON, NOON)]
    back = replace(capture(9, warc_file="back.warc.gz"), captured_at=NOON + 3 * HOUR)
    with TableWriter(tables, "back.warc.gz") as writer:
        writer.add(back)
    assert ask(tmp_path, "FROM deletions") == []


@pytest.mark.parametrize(
    ("location", "how"),
    [
        ("https://www.wxyz.example/", "redirect_to_front"),
        ("https://wxyz.example", "redirect_to_front"),
        ("https://www.wxyz.example/2/3/", "moved"),
        ("https://www.wxyz.example/sports/", "redirect_to_front"),
        ("https://www.wxyz.example/story-1/", "moved"),
        ("https://www.wxyz.example/?p=7", "moved"),
        ("https://www.other.example/", "moved"),
        (None, "redirect"),
    ],
)
def test_a_redirect_to_a_front_is_no_move(tmp_path: Path, location: str | None, how: str) -> None:
    tables = tmp_path / "wxyz" / "tables"
    story = page(1, article=article())
    section = replace(page(2), url="https://www.wxyz.example/sports/")
    write_pages(tables, replace(story, url="https://www.wxyz.example/story-1"), section)
    moved = replace(
        capture(9, is_page=False, warc_file="l.warc.gz"), status=302, location=location, captured_at=NOON + HOUR
    )
    with TableWriter(tables, "l.warc.gz") as writer:
        writer.add(moved)
    assert ask(tmp_path, "SELECT how, location FROM deletions") == [(how, location)]


def test_what_a_researcher_asks_passes(tmp_path: Path) -> None:
    write_pages(tmp_path / "wxyz" / "tables", page(article=article(), widgets=[case_table(5)]))
    for sql in (
        "SELECT count(*) FROM pages;",
        "WITH p AS (SELECT * FROM pages) SELECT p.url FROM p JOIN widgets w USING (warc_file, warc_offset)",
        "SELECT kind FROM widgets UNION SELECT 'x' -- a comment",
        "FROM widgets SELECT json_extract(data, '$.region')",
        "SELECT unnest(authors) FROM articles",
        "SELECT row_number() OVER (ORDER BY captured_at) FROM captures QUALIFY true",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r",
        "SUMMARIZE case_counts",
        "SHOW TABLES",
        "FROM range(3)",
    ):
        assert ask(tmp_path, sql), sql


HOSTILE = [
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM read_parquet('{table}')",
    "SELECT * FROM read_text('{tables}/../archive/secret.csv')",
    "SELECT * FROM glob('/etc/*')",
    "COPY pages TO '{target}'",
    "COPY (SELECT 1) TO '{table}'",
    "WITH x AS (COPY (SELECT 1) TO '{table}') FROM x",
    "WITH x AS (COPY (SELECT 1) TO '{target}') FROM x",
    "FROM (WITH x AS (COPY (SELECT 1) TO '{table}') FROM x)",
    "FROM query('WITH x AS (COPY (SELECT 1) TO ''{table}'') FROM x')",
    "FROM query('SELECT 1')",
    "FROM query_table(['pages'])",
    "FROM json_execute_serialized_sql('x')",
    "FROM arrow_scan(1, 1, 1)",
    "FROM pandas_scan(1)",
    "EXPORT DATABASE '{target}'",
    "ATTACH '{target}'",
    "ATTACH ':memory:' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA version",
    "SET threads = 1",
    "RESET threads",
    "CALL enable_logging()",
    "FROM enable_logging(storage = 'file', storage_path = '{target}')",
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIEW pages2 AS SELECT 1",
    "DROP VIEW pages",
    "INSERT INTO pages SELECT * FROM pages",
    "DELETE FROM pages",
    "EXPLAIN SELECT 1",
    "PREPARE q AS SELECT 1",
    "USE memory",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY pages TO '{target}'",
    "",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT '",
    "SELECT \ud800",
    "SELECT * FROM nowhere",
    "SELECT * FROM warcs",
    "SELECT CAST('a' AS INT)",
    "SELECT $1",
    "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    "SELECT error('stop')",
]


@pytest.mark.parametrize("sql", HOSTILE)
def test_any_other_question_is_refused_in_one_line_and_touches_nothing(tmp_path: Path, sql: str) -> None:
    warcs = tmp_path / "warcs"
    tables = warcs / "wxyz" / "tables"
    write_pages(tables, page())
    secret = warcs / "wxyz" / "archive" / "secret.csv"
    secret.parent.mkdir()
    secret.write_text("hidden,secret\n1,2\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    places = {
        "table": table_path(tables, "pages", WARC_FILE),
        "tables": tables,
        "secret": secret,
        "target": tmp_path / "x",
    }
    for name, place in places.items():
        sql = sql.replace("{" + name + "}", str(place))
    with pytest.raises(UsageError) as caught:
        ask(warcs, sql)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(f"the views are {', '.join(NAMES)}")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_question_without_end_is_given_up(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(ArchiveError, match=r"not answered within 0\.3 seconds"):
        ask(tmp_path, "SELECT count(*) FROM range(10000000000) a, range(100000) b", seconds=0.3)
    with pytest.raises(ArchiveError, match=r"not answered within 0\.3 seconds"):
        ask(tmp_path, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) FROM r", seconds=0.3)
    assert time.monotonic() - start < 10


def test_a_question_that_wants_too_much_memory_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="more than 1GB of memory"):
        ask(tmp_path, "SELECT string_agg(a::VARCHAR, '') FROM range(1000000000) r(a)")


def test_after_a_refusal_the_catalogue_still_answers(tmp_path: Path) -> None:
    with open_catalog(tmp_path) as catalog:
        for sql in ("FROM nowhere", "COPY pages TO 'x'"):
            with pytest.raises(UsageError), select(catalog, sql):
                pass
        with select(catalog, "SELECT 1 AS one") as selection:
            assert (selection.columns, list(selection.rows)) == (["one"], [(1,)])


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    write_pages(tables, page())
    path = table_path(tables, "pages", WARC_FILE)
    path.write_bytes(b"PAR1 this is not a table PAR1")
    with pytest.raises(ArchiveError) as caught:
        ask(tmp_path, "FROM pages")
    assert str(path) in str(caught.value)
    assert ask(tmp_path, "SELECT count(*) FROM captures") == [(1,)]
