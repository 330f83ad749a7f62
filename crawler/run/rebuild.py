"""A frontier from the archive alone: the records in order, what sources named read again, pages from the tables."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import cast

from crawler.archive.capture import Capture
from crawler.archive.collection import Collection
from crawler.discovery.ledger import Ledger
from crawler.discovery.named import Kind, named_in
from crawler.discovery.urls import canonical
from crawler.discovery.xml import NotXmlError
from crawler.replay.captures import CAPTURES, capture_of
from crawler.replay.records import Record, read_records
from crawler.replay.revisits import Revisits, write_context
from crawler.replay.source import Source, collection_source
from crawler.run.clock import Clock
from pipelines.store.parquet import iter_rows
from pipelines.store.schema import ArticleRow, PageRow, WidgetRow


def rebuild(collection: Collection, ledger: Ledger, sources: Iterable[tuple[Kind, str]], clock: Clock) -> int:
    """Tell an empty ledger of every capture of a collection; how many there were. A page whose rows the tables lack (see
    `mend_tables`) is known as fetched and nothing more. Raises ArchiveError for a table that cannot be read."""
    declared, told = list(sources), 0
    files = [collection_source(collection, path) for path in collection.warc_files()]
    with tempfile.TemporaryDirectory(prefix="frontier-") as folder:
        write_context(Path(folder), files)
        with closing(Revisits(Path(folder))) as revisits:
            for source in files:
                pages = _Pages(collection, source.warc_file)
                for capture in _captures(source, revisits):
                    at = clock.at(capture.captured_at)
                    if not told:
                        ledger.declare(declared, at)
                    told += 1
                    _tell(ledger, capture, pages, at)
    ledger.frontier.save()
    return told


class _Pages:
    """The rows of a WARC file's pages, by the offset of their record."""

    def __init__(self, collection: Collection, warc_file: str) -> None:
        self.warc_file = warc_file
        rows = iter_rows(collection.tables, "pages", warc_file)
        self.offsets = {row.warc_offset for row in rows if isinstance(row, PageRow)}
        articles = iter_rows(collection.tables, "articles", warc_file)
        self.articles = {row.warc_offset: row for row in articles if isinstance(row, ArticleRow)}
        self.widgets: defaultdict[int, list[WidgetRow]] = defaultdict(list)
        for row in iter_rows(collection.tables, "widgets", warc_file):
            if isinstance(row, WidgetRow):
                self.widgets[row.warc_offset].append(row)


def _captures(source: Source, revisits: Revisits) -> Iterator[Capture]:
    with source.open() as file:
        for record in read_records(file):
            if isinstance(record, Record) and record.type in CAPTURES:
                capture = capture_of(record, source.warc_file)
                if capture is None:
                    continue
                if record.type == "revisit":
                    revisits.resolve(capture, record)
                yield capture


def _tell(ledger: Ledger, capture: Capture, pages: _Pages, at: datetime) -> None:
    url = canonical(capture.target_uri) or capture.target_uri
    entry = ledger.frontier.entry(url)
    kind = cast("Kind", entry.kind) if entry else None
    ledger.capture(capture, kind, at)
    offset = capture.warc_offset
    if capture.status == 200 and capture.body and (kind in {"feed", "sitemap"} or offset in pages.offsets):
        with suppress(NotXmlError):  # the run that fetched it has said so
            ledger.named(url, kind or "other", at, named_in(kind or "other", capture.body, url))
    if offset in pages.offsets:
        place = (pages.warc_file, offset)
        ledger.rows(url, pages.articles.get(offset), pages.widgets[offset], place, at)
