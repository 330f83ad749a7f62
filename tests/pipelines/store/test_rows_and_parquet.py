"""Rows of a page, and the same rows back from Parquet, in the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import NOON, PAGES, WARC_FILE, article, capture, page, write_pages

from pipelines.errors import InputError
from pipelines.items import Block, Page, Widget
from pipelines.store import parquet
from pipelines.store.parquet import TableWriter, iter_rows, read_rows, table_path, table_state
from pipelines.store.plain import canonical_json
from pipelines.store.rows import rows_of, series_id
from pipelines.store.schema import TABLES, ArticleRow, PageRow, Row


def written(tables_dir: Path, rows: list[Row]) -> dict[str, bytes]:
    with TableWriter(tables_dir, WARC_FILE) as writer:
        for row in rows:
            writer.add(row)
    return {table: table_path(tables_dir, table, WARC_FILE).read_bytes() for table in TABLES}


@settings(deadline=None, max_examples=50)  # each writes and syncs eight files twice
@given(st.lists(PAGES, max_size=3, unique_by=lambda one: one.reference.warc_offset))
def test_any_pages_come_back_as_they_were_written_and_the_bytes_are_the_same_twice(pages: list[Page]) -> None:
    ordered = sorted(pages, key=lambda one: one.reference.warc_offset)
    rows = [row for one in ordered for row in rows_of(one)]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        assert written(Path(first), rows) == written(Path(second), [row for one in ordered for row in rows_of(one)])
        back = read_rows(Path(first), WARC_FILE)
    for table, kind in TABLES.items():
        assert back[table] == [row for row in rows if type(row) is kind]


@given(PAGES)
def test_the_texts_of_any_page_are_utf8_without_nul_and_its_data_is_json(one: Page) -> None:
    for row in rows_of(one):
        for column in fields(row):
            value = getattr(row, column.name)
            if isinstance(value, str):
                assert "\0" not in value
                assert value.encode().decode() == value
    for widget in rows_of(one).widgets:
        if widget.data is not None:
            assert canonical_json(json.loads(widget.data)) == widget.data


def test_rows_name_their_record_and_what_is_derived_from_the_page() -> None:
    widget = Widget("case_table", text="x", data={"rows": None, "region": "Northern  Ohio"}, proof="ambiguous")
    rows = rows_of(page(7, widgets=[widget], article=article()))
    assert {(r.warc_file, r.warc_offset, r.record_id, r.payload_digest, r.captured_at, r.splitter_version) for r in rows} == {
        (WARC_FILE, 7, "<urn:uuid:7>", "sha256:00", NOON, "v1")
    }  # fmt: skip
    assert rows.article is not None
    # SHA-256 of the URL and of the text, worked out with sha256sum.
    assert rows.article.article_id == "a280be8fce853f04"
    assert rows.article.text_digest == "sha256:8fe200d7c97faa776f1558bb2be4fec48ddbac13601a8884c45bdabff7b8293d"
    assert (rows.article.published, rows.article.updated) == ("2019-02-28T08:34:00", "2019-02-28T08:45:00-05:00")
    assert rows.article.blocks == '[{"kind":"paragraph","text":"One."},{"kind":"paragraph","text":"Two."}]'
    assert rows.widgets[0].data == '{"region":"Northern  Ohio","rows":null}'
    assert rows.widgets[0].series_id == "wxyz/case_table/northern-ohio"


def test_the_canonical_url_is_the_article_and_the_counts_are_of_all_blocks() -> None:
    one = page(article=article())
    assert one.split is not None
    one.split.canonical_url = "https://www.wxyz.example/canonical"
    one.split.blocks = [Block("a", role="article"), Block("b", role="article"), Block("c", role="widget", owner=0)]
    rows = rows_of(one)
    other = rows_of(page(url="https://www.wxyz.example/canonical", article=article()))
    assert rows.article is not None
    assert other.article is not None
    assert rows.article.article_id == other.article.article_id
    assert (rows.page.article_blocks, rows.page.widget_blocks, rows.page.chrome_blocks) == (2, 1, 0)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("weather_conditions", [{"place": "Paris"}, {"place": "Brazil"}], "wxyz/weather_conditions"),
        ("current_conditions", {"place": "St. Élie"}, "wxyz/current_conditions/st-élie"),
        ("case_table", {"region": None}, "wxyz/case_table"),
        ("case_table", {"region": "../.."}, "wxyz/case_table"),
        ("unknown", None, "wxyz/unknown"),
    ],
)
def test_a_series_is_a_station_a_kind_and_a_place(kind: str, data: object, expected: str) -> None:
    assert series_id("wxyz", Widget(kind, data=data)) == expected


def test_a_page_that_was_not_split_has_no_rows() -> None:
    one = page()
    one.split = None
    with pytest.raises(ValueError, match="not split"):
        rows_of(one)


def test_all_four_files_stand_there_with_types_even_without_rows(tmp_path: Path) -> None:
    written(tmp_path, [])
    for table in TABLES:
        schema = pq.read_schema(table_path(tmp_path, table, WARC_FILE))
        assert schema.names == parquet.SCHEMAS[table].names
        assert schema.field("captured_at").type == pa.timestamp("us", tz="UTC")
        assert schema.metadata is None
    assert read_rows(tmp_path, WARC_FILE) == {table: [] for table in TABLES}


def test_rows_out_of_order_or_of_another_file_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="out of order"):
        written(tmp_path, [capture(200), capture(100)])
    with pytest.raises(ValueError, match=r"other\.warc"):
        written(tmp_path, [capture(200, warc_file="other.warc")])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_failure_leaves_the_tables_that_were_there(tmp_path: Path) -> None:
    before = written(tmp_path, [capture(1)])

    def fail() -> None:
        with TableWriter(tmp_path, WARC_FILE) as writer:
            writer.add(capture(2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert {table: table_path(tmp_path, table, WARC_FILE).read_bytes() for table in TABLES} == before
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4


def test_row_groups_are_bounded_by_rows_and_by_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_IN_GROUP", 10)
    written(tmp_path, [capture(n) for n in range(25)])
    file = pq.ParquetFile(table_path(tmp_path, "captures", WARC_FILE))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10, 10, 5]
    monkeypatch.setattr(parquet, "CHARACTERS_IN_GROUP", 1000)
    rows: list[Row] = [row for n in range(4) for row in rows_of(page(n, article=article("x" * 600)))]
    written(tmp_path, rows)
    assert pq.ParquetFile(table_path(tmp_path, "articles", WARC_FILE)).num_row_groups == 4
    assert [row for row in rows if isinstance(row, ArticleRow)] == list(iter_rows(tmp_path, "articles", WARC_FILE))


@pytest.mark.parametrize("name", ["", ".", "..", "../x.warc", "a/b.warc", "a\0.warc"])
def test_a_name_that_is_none_for_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="not the name of a WARC file"):
        TableWriter(tmp_path, name)


def test_a_table_from_before_a_column_was_added_is_read(tmp_path: Path) -> None:
    write_pages(tmp_path, page(5, article=article()))
    path = table_path(tmp_path, "pages", WARC_FILE)
    whole = pq.read_table(path)
    pq.write_table(
        whole.drop_columns(["title", "chrome_blocks", "station"]).append_column("old", pa.array(["x"])), path
    )
    (row,) = iter_rows(tmp_path, "pages", WARC_FILE)
    assert isinstance(row, PageRow)
    assert (row.title, row.chrome_blocks, row.station, row.language) == (None, 0, "", "en")


def test_the_state_tells_which_records_have_rows_and_by_which_splitters(tmp_path: Path) -> None:
    assert table_state(tmp_path, WARC_FILE) is None
    written(tmp_path, [capture(1, version="v1"), capture(9, version="v2"), *rows_of(page(9, version="v3"))])
    state = table_state(tmp_path, WARC_FILE)
    assert state is not None
    assert ({offset for offset, _ in state.records}, state.versions) == ({1, 9}, {"v1", "v2", "v3"})
    table_path(tmp_path, "articles", WARC_FILE).unlink()
    assert table_state(tmp_path, WARC_FILE) is None


def test_rows_of_a_page_whose_capture_is_missing_are_no_state(tmp_path: Path) -> None:
    written(tmp_path, [capture(1)])
    before = table_path(tmp_path, "captures", WARC_FILE).read_bytes()
    written(tmp_path, [capture(1), capture(9), *rows_of(page(9))])
    assert table_state(tmp_path, WARC_FILE) is not None
    table_path(tmp_path, "captures", WARC_FILE).write_bytes(before)  # a run that was killed before its last renaming
    assert table_state(tmp_path, WARC_FILE) is None


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not a table"])
def test_a_broken_table_is_one_line_that_names_it(tmp_path: Path, content: bytes) -> None:
    written(tmp_path, [capture(1)])
    path = table_path(tmp_path, "captures", WARC_FILE)
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(iter_rows(tmp_path, "captures", WARC_FILE))
    assert str(caught.value).startswith(f"{path}: cannot be read")
    assert "\n" not in str(caught.value)
    assert table_state(tmp_path, WARC_FILE) is None
