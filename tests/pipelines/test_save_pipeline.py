"""The pipeline that merges a run's rows into the tables of their WARC files."""

from __future__ import annotations

import logging
import os
import random
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler
from store_samples import WARC_FILE, article, capture, page

from pipelines import save
from pipelines.items import Page, Widget
from pipelines.save import SavePipeline
from pipelines.signals import capture_archived
from pipelines.store.parquet import read_rows, table_path, table_state
from pipelines.store.rows import rows_of
from pipelines.store.schema import TABLES, CaptureRow, Row


class WxyzSpider(Spider):
    name = "wxyz-spider"
    collection = "wxyz"


def run(warcs: Path, captures: list[CaptureRow], pages: list[Page]) -> Crawler:
    """One run: captures are signalled, pages come through, the spider closes."""
    crawler = get_crawler(WxyzSpider, {"WARCS_DIR": str(warcs)})
    crawler.spider = WxyzSpider()
    pipeline = SavePipeline.from_crawler(crawler)
    pipeline.open_spider()
    for row in captures:
        crawler.signals.send_catch_log(capture_archived, row=row)
    for one in pages:
        assert pipeline.process_item(one) is one
    pipeline.close_spider()
    return crawler


def tables_bytes(warcs: Path) -> dict[str, bytes]:
    return {table: table_path(warcs / "wxyz" / "tables", table, WARC_FILE).read_bytes() for table in TABLES}


def pages_and_captures() -> tuple[list[Page], list[CaptureRow]]:
    pages = [
        page(offset, article=article(), widgets=[Widget("promo"), Widget("unknown")]) for offset in (10, 20, 30, 40)
    ]
    return pages, [capture(offset) for offset in (10, 20, 30, 40)] + [capture(50, is_page=False)]


def test_whatever_the_order_and_the_number_of_runs_the_tables_are_the_same(tmp_path: Path) -> None:
    pages, captures = pages_and_captures()
    run(tmp_path / "once", captures, pages)
    mixed_pages, mixed_captures = pages[:], captures[:]
    random.Random(1).shuffle(mixed_pages)  # noqa: S311
    random.Random(2).shuffle(mixed_captures)  # noqa: S311
    run(tmp_path / "mixed", mixed_captures, mixed_pages)
    for start, end in ((0, 1), (1, 3), (3, 5), (2, 4)):
        run(tmp_path / "often", captures[start:end], pages[start:end])
    assert tables_bytes(tmp_path / "mixed") == tables_bytes(tmp_path / "once") == tables_bytes(tmp_path / "often")
    rows = read_rows(tmp_path / "once" / "wxyz" / "tables", WARC_FILE)
    assert rows["captures"] == captures
    assert [*rows["pages"], *rows["articles"], *rows["widgets"]] == sorted(
        [row for one in pages for row in rows_of(one)], key=lambda row: list(TABLES.values()).index(type(row))
    )


def test_each_warc_file_has_its_own_tables(tmp_path: Path) -> None:
    other = "wxyz-20210302-00001.warc.gz"
    crawler = run(tmp_path, [capture(1), capture(1, warc_file=other)], [page(1), page(1, warc_file=other)])
    tables = tmp_path / "wxyz" / "tables"
    assert [len(read_rows(tables, name)["pages"]) for name in (WARC_FILE, other)] == [1, 1]
    assert crawler.stats is not None
    assert crawler.stats.get_value("tables/pages") == 2
    assert crawler.stats.get_value("tables/captures") == 2


def test_a_record_that_took_the_place_of_half_a_record_replaces_all_its_rows(tmp_path: Path) -> None:
    run(tmp_path, [capture(10)], [page(10, article=article(), widgets=[Widget("promo"), Widget("unknown")])])
    run(tmp_path, [capture(10, is_page=False)], [])
    rows = read_rows(tmp_path / "wxyz" / "tables", WARC_FILE)
    assert {table: len(found) for table, found in rows.items()} == {
        "captures": 1,
        "pages": 0,
        "articles": 0,
        "widgets": 0,
    }


def test_rows_of_two_versions_are_told(tmp_path: Path) -> None:
    run(tmp_path, [capture(10, version="v1")], [page(10, version="v1")])
    run(tmp_path, [capture(20, version="v2")], [page(20, version="v2")])
    state = table_state(tmp_path / "wxyz" / "tables", WARC_FILE)
    assert state is not None
    assert state.versions == {"v1", "v2"}


def test_a_page_that_did_not_come_through_is_left_out_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = run(tmp_path, [capture(10), capture(20), capture(30, is_page=False)], [page(20)])
    state = table_state(tmp_path / "wxyz" / "tables", WARC_FILE)
    assert state is not None
    assert {offset for offset, _ in state.records} == {20, 30}
    assert crawler.stats is not None
    assert crawler.stats.get_value("tables/left_out") == 1
    assert table_path(tmp_path / "wxyz" / "tables", "captures", WARC_FILE).stat().st_mtime == 0
    assert f"{WARC_FILE}: 1 pages did not come through, the first at byte 10" in caplog.text


def test_a_run_past_the_bound_leaves_the_rest_to_a_replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "MAX_CHARACTERS", 2000)
    crawler = get_crawler(WxyzSpider, {"WARCS_DIR": str(tmp_path)})
    crawler.spider = WxyzSpider()
    pipeline = SavePipeline.from_crawler(crawler)
    for offset in range(1, 6):
        pipeline.capture_archived(capture(offset))
        pipeline.process_item(page(offset, article=article("x" * 900)))
    pipeline.close_spider()
    rows: dict[str, list[Row]] = read_rows(tmp_path / "wxyz" / "tables", WARC_FILE)
    assert [row.warc_offset for row in rows["captures"]] == [row.warc_offset for row in rows["pages"]] == [1]
    assert crawler.stats is not None
    assert crawler.stats.get_value("tables/left_out") == 4
    assert table_path(tmp_path / "wxyz" / "tables", "captures", WARC_FILE).stat().st_mtime == 0


def test_tables_that_cannot_be_written_are_told_and_the_others_are_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run(tmp_path, [capture(1)], [page(1)])
    table_path(tmp_path / "wxyz" / "tables", "widgets", WARC_FILE).write_bytes(b"broken")
    other = "wxyz-20210302-00001.warc.gz"
    with caplog.at_level(logging.ERROR):
        crawler = run(tmp_path, [capture(2), capture(2, warc_file=other)], [page(2), page(2, warc_file=other)])
    assert crawler.stats is not None
    assert crawler.stats.get_value("tables/failed") == 1
    assert f"The tables of {WARC_FILE} were not written" in caplog.text
    assert len(read_rows(tmp_path / "wxyz" / "tables", other)["pages"]) == 1
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_run_without_captures_writes_nothing(tmp_path: Path) -> None:
    run(tmp_path, [], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "tables"), [(WARC_FILE, False), (WARC_FILE + ".open", False), (WARC_FILE, True)])
def test_tables_behind_their_file_when_the_run_began_are_dated_back(tmp_path: Path, name: str, tables: bool) -> None:
    if tables:
        run(tmp_path, [capture(10)], [page(10)])
    warc = tmp_path / "wxyz" / "archive" / name
    warc.parent.mkdir(parents=True, exist_ok=True)
    warc.write_bytes(b"what a run wrote that was killed before it wrote its rows")
    captures = table_path(tmp_path / "wxyz" / "tables", "captures", WARC_FILE)
    run(tmp_path, [capture(20)], [page(20)])
    assert captures.stat().st_mtime == 0
    # A replay has mended them: from here on they are up to date.
    os.utime(captures)
    run(tmp_path, [capture(30)], [page(30)])
    assert captures.stat().st_mtime > warc.stat().st_mtime
