"""The last item pipeline: the rows of a run, into the tables of the WARC files that they come from."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipelines.errors import ArchiveError
from pipelines.items import Page
from pipelines.signals import capture_archived, tables_begun
from pipelines.store.parquet import TableWriter, characters, iter_rows, merge, place_of, table_path
from pipelines.store.rows import rows_of
from pipelines.store.schema import TABLES, CaptureRow, PageRow, Row

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 200_000_000
"""What the rows of one run may weigh in memory. Those past it are left for a replay of their WARC file to write."""

FileRows = dict[type[Row], dict[tuple[int, int], Row]]


class SavePipeline:
    """Collects a row of each capture and the rows of each page, and merges them at the end of the run into
    `WARCS_DIR/<spider.collection>/tables`.

    `captures` is where a reader sees which records the tables know. So a record whose page did not come through, or
    that there was no memory for, is left out of it, told and counted (`tables/left_out`), and the file is dated 1970,
    older than its WARC file: replaying that mends it. So is a file whose tables were older than it when the run began:
    a run before this one was killed, and its rows are missing too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rows: defaultdict[str, FileRows] = defaultdict(lambda: defaultdict(dict))
        self._characters = 0
        self._incomplete: set[str] = set()
        self._gone: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for captures."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.capture_archived, signal=capture_archived)
        return pipeline

    def open_spider(self) -> None:
        """See which WARC files are ahead of their tables, before this run adds to either."""
        tables_dir = self._tables_dir()
        files = {path.name.removesuffix(".open"): path for path in (tables_dir.parent / "archive").glob("*.warc.gz*")}
        # A file that was taken away may come again by the same name, and then with other records.
        tables = {path.name.removesuffix(".parquet") for path in (tables_dir / "captures").glob("*.parquet")}
        self._gone = tables - files.keys()
        for warc_file, path in files.items():
            captures = table_path(tables_dir, "captures", warc_file)
            if not captures.exists() or captures.stat().st_mtime_ns < path.stat().st_mtime_ns:
                self._incomplete.add(warc_file)

    def capture_archived(self, row: CaptureRow) -> None:
        """Keep the row of a capture."""
        if self._characters > MAX_CHARACTERS:
            self._incomplete.add(row.warc_file)
            self._count("tables/left_out", 1)
        else:
            self._keep([row])

    def process_item(self, item: Any) -> Any:
        """Keep the rows of a page; any other item passes."""
        if isinstance(item, Page) and self._characters <= MAX_CHARACTERS:
            self._keep(list(rows_of(item)))
        return item

    def _keep(self, rows: list[Row]) -> None:
        for row in rows:
            self._characters += characters(row)
            self._rows[row.warc_file][type(row)][place_of(row)] = row

    def close_spider(self) -> None:
        """Write the tables of every WARC file that the run has rows of."""
        tables_dir = self._tables_dir()
        self._crawler.signals.send_catch_log(tables_begun)
        for warc_file, rows in sorted(self._rows.items()):
            self._leave_out_captures_without_page(warc_file, rows)
            try:
                write_merged(tables_dir, warc_file, rows)
            except (ArchiveError, OSError) as error:
                self._count("tables/failed", 1)
                logger.error("The tables of %s were not written, replay it to have them: %s", warc_file, error)
                continue
            for table, kind in TABLES.items():
                self._count(f"tables/{table}", len(rows[kind]))
        for warc_file in self._incomplete | (self._gone & self._rows.keys()):
            captures = table_path(tables_dir, "captures", warc_file)
            if captures.exists():
                os.utime(captures, (0, 0))
        self._rows.clear()

    def _tables_dir(self) -> Path:
        spider = self._crawler.spider
        collection = getattr(spider, "collection", None) or getattr(spider, "name", None)
        return Path(str(self._crawler.settings.get("WARCS_DIR", "warcs"))) / str(collection) / "tables"

    def _leave_out_captures_without_page(self, warc_file: str, rows: FileRows) -> None:
        captures, pages = rows[CaptureRow], rows[PageRow]
        lost = [
            place
            for place, row in captures.items()
            if isinstance(row, CaptureRow) and row.is_page and place not in pages
        ]
        for place in lost:
            del captures[place]
        if lost:
            self._incomplete.add(warc_file)
            self._count("tables/left_out", len(lost))
            logger.warning("%s: %d pages did not come through, the first at byte %d", warc_file, len(lost), lost[0][0])

    def _count(self, name: str, amount: int) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(name, amount)


def write_merged(tables_dir: Path, warc_file: str, rows: FileRows) -> None:
    """Write rows of a WARC file together with the rows that its tables have; of a record in both, the new ones count.

    Rows of another splitter's version stay as they are: `table_state` tells that a file has rows of several versions.
    """
    replaced = {offset for of_table in rows.values() for offset, _ in of_table}
    with TableWriter(tables_dir, warc_file) as writer:
        for table, kind in TABLES.items():
            new = sorted(rows.get(kind, {}).values(), key=place_of)
            for row in merge(iter_rows(tables_dir, table, warc_file), new, replaced):
                writer.add(row)
