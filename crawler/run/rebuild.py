"""A frontier told from the archive: all of it, from the records and the tables, or what a killed run did not come to tell."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import cast

from crawler.archive.capture import Capture, page_of
from crawler.archive.collection import Collection, day_of
from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_entry import GONE
from crawler.discovery.ledger import Ledger
from crawler.discovery.links import head_of
from crawler.discovery.named import Kind, Named, named_in, named_on
from crawler.discovery.urls import canonical
from crawler.discovery.xml import NotXmlError
from crawler.layout_files import Layouts
from crawler.replay.captures import CAPTURES, capture_of
from crawler.replay.pages import split_capture
from crawler.replay.records import Record, read_records
from crawler.replay.revisits import Revisits, write_context
from crawler.replay.source import Source, collection_source
from crawler.run.clock import Clock
from pipelines.errors import PageTooLargeError
from pipelines.store.parquet import iter_rows
from pipelines.store.rows import rows_of
from pipelines.store.schema import ArticleRow, PageRow, WidgetRow


def rebuild(collection: Collection, ledger: Ledger, sources: Iterable[tuple[Kind, str]], clock: Clock) -> int:
    """Tell an empty ledger of every capture of a collection; how many there were. A page whose rows the tables lack (see
    `mend_tables`) is known as fetched and nothing more. Raises ArchiveError for a table that cannot be read."""
    declared, told = list(sources), 0
    files = [collection_source(collection, path) for path in collection.warc_files()]
    with ledger.frontier.being_made(), tempfile.TemporaryDirectory(prefix="frontier-") as folder:
        write_context(Path(folder), files)
        with closing(Revisits(Path(folder))) as revisits:
            for source in files:
                pages = _Pages(collection, source.warc_file)
                for capture in _captures(source, revisits):
                    at = clock.at(capture.captured_at)
                    if not told:
                        ledger.declare(declared, at)
                    told += 1
                    _tell(ledger, capture, pages.rows(capture.warc_offset), at)
        ledger.frontier.save()
    return told


def catch_up(collection: Collection, ledger: Ledger, since: datetime, layouts: Layouts, clock: Clock) -> int:
    """Tell a ledger of the captures of a run that was ended before it had told of them itself; how many there were.

    A run tells of a page when it is split, a moment after the exchange was archived: of what is killed in between the
    archive knows, the frontier does not, and would have it fetched again. `since` is when that run began.
    """
    told = 0
    every = collection.warc_files()
    with tempfile.TemporaryDirectory(prefix="frontier-") as folder:
        write_context(Path(folder), [collection_source(collection, path) for path in every])
        with closing(Revisits(Path(folder))) as revisits:
            for path in every:
                if day_of(path) < f"{since:%Y%m%d}":  # a record is in the file of the day that it is dated
                    continue
                for capture in _captures(collection_source(collection, path), revisits):
                    at = clock.at(capture.captured_at)
                    if capture.captured_at >= since and _is_news(ledger.frontier, capture, at):
                        told += 1
                        _tell(ledger, capture, _split_rows(capture, collection.name, layouts), at)
    return told


def _split_rows(capture: Capture, station: str, layouts: Layouts) -> _Rows | None:
    page = split_capture(capture, station, layouts).page
    if page is None:
        return None
    rows = rows_of(page)
    return rows.article, rows.widgets, rows.page.canonical_url


def _is_news(frontier: Frontier, capture: Capture, at: datetime) -> bool:
    """Whether a run would have told the frontier of the capture, and has not."""
    status, entry = capture.status or 0, frontier.entry(canonical(capture.target_uri) or capture.target_uri)
    if entry is None or not (status == 200 or 300 <= status < 400 or status in GONE):
        return False
    if capture.truncated in _CUT or capture.problem == "revisit_unresolved":
        return False
    return entry.fetched is None or entry.fetched < at


_CUT = frozenset({"time", "disconnect"})

_Rows = tuple[ArticleRow | None, list[WidgetRow], str | None]  # with what the page says is its canonical URL


class _Pages:
    """The rows of a WARC file's pages, by the offset of their record."""

    def __init__(self, collection: Collection, warc_file: str) -> None:
        rows = iter_rows(collection.tables, "pages", warc_file)
        self.canonical = {row.warc_offset: row.canonical_url for row in rows if isinstance(row, PageRow)}
        articles = iter_rows(collection.tables, "articles", warc_file)
        self.articles = {row.warc_offset: row for row in articles if isinstance(row, ArticleRow)}
        self.widgets: defaultdict[int, list[WidgetRow]] = defaultdict(list)
        for row in iter_rows(collection.tables, "widgets", warc_file):
            if isinstance(row, WidgetRow):
                self.widgets[row.warc_offset].append(row)

    def rows(self, offset: int) -> _Rows | None:
        """Article, widgets and stated URL; None where the capture is no page."""
        if offset not in self.canonical:
            return None
        return self.articles.get(offset), self.widgets[offset], self.canonical[offset]


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


def _tell(ledger: Ledger, capture: Capture, rows: _Rows | None, at: datetime) -> None:
    url = canonical(capture.target_uri) or capture.target_uri
    entry = ledger.frontier.entry(url)
    kind = cast("Kind", entry.kind) if entry else None
    ledger.capture(capture, kind, at)
    is_list = kind in {"feed", "sitemap"}
    # What stories name no ledger wants.
    if capture.status == 200 and capture.body and (is_list or (rows is not None and kind != "article")):
        with suppress(NotXmlError, PageTooLargeError):  # the run that fetched it has said so
            ledger.named(url, kind or "other", at, _named(capture, kind or "other", url))
    if rows is not None:
        article, widgets, canonical_url = rows
        ledger.rows(url, article, widgets, (capture.warc_file, capture.warc_offset), at, canonical_url)


def _named(capture: Capture, kind: Kind, url: str) -> Named:
    if kind in {"feed", "sitemap"}:
        return named_in(kind, capture.body or b"", url)
    return named_on(kind, head_of(page_of(capture, "", None)), url)
