"""One archive file to its rows: its records in order, one at a time, in bounded memory."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.archive.capture import Capture
from crawler.layout_files import NO_LAYOUTS, Layouts
from crawler.replay.captures import CAPTURES, capture_of
from crawler.replay.pages import split_capture
from crawler.replay.records import Record, read_records
from crawler.replay.report import FileReport
from crawler.replay.revisits import Revisits
from crawler.replay.source import Source
from crawler.replay.stop import Stop
from pipelines.errors import ArchiveError, RecordError
from pipelines.items import Page
from pipelines.store.parquet import TableWriter
from pipelines.store.rows import rows_of
from pipelines.validate import problems

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to replay: into the tables at `tables` (None: no tables) and its pages into `pages` (None: not wanted).

    `collection` names the station of all its pages, None where each page's host does. `scratch` is a folder that all
    tasks of one replay share. `layouts` are those of all stations that its pages may be of.
    """

    source: Source
    tables: Path | None
    pages: Path | None
    collection: str | None
    scratch: Path
    layouts: Layouts = NO_LAYOUTS


class _Stopped(Exception):  # noqa: N818 - no error: the user has asked for it
    pass


def replay_file(task: Task, tick: Tick | None = None) -> FileReport:
    """Replay one file. Never raises for what is in it; tables that were there stay as they were where it says so."""
    report = FileReport(str(task.source), task.source.warc_file)
    revisits = Revisits(task.scratch)
    try:
        with ExitStack() as stack:
            stack.callback(revisits.close)
            tables = stack.enter_context(TableWriter(task.tables, task.source.warc_file)) if task.tables else None
            pages = stack.enter_context(task.pages.open("wb")) if task.pages else None
            for capture in _captures(task, report, revisits, tick):
                _take(capture, task, report, tables, pages)
            if not report.records:
                raise _Nothing
        report.written = True
    except _Stopped:
        report.stopped = True
    except _Nothing:
        pass
    except ArchiveError as error:
        report.error(error)
    except OSError as error:
        report.error(ArchiveError(f"{task.source}: {error.strerror or error}"))
    return report


class _Nothing(Exception):  # noqa: N818 - leaves the tables of a file of which nothing can be read as they were
    pass


def _captures(task: Task, report: FileReport, revisits: Revisits, tick: Tick | None) -> Iterator[Capture]:
    stop = Stop(task.scratch / "stop")
    with task.source.open() as file:
        for record in read_records(file):
            if stop.asked():
                raise _Stopped
            if tick is not None:
                tick(record.offset)
            if not isinstance(record, Record):
                report.error(RecordError(str(task.source), record.problem, offset=record.offset))
                continue
            report.records[record.type or "without_type"] += 1
            if record.type not in CAPTURES:
                continue
            capture = capture_of(record, task.source.warc_file)
            if capture is None:
                problem = f"WARC-Date is {record.headers.get('warc-date')!r}"
                report.error(RecordError(str(task.source), problem, offset=record.offset))
                continue
            if record.type == "revisit":
                revisits.resolve(capture, record)
            yield capture


def _take(capture: Capture, task: Task, report: FileReport, tables: TableWriter | None, pages: BinaryIO | None) -> None:
    split = split_capture(capture, task.collection, task.layouts)
    report.captures += 1
    report.leniencies.update(capture.leniencies)
    if split.error:
        report.error(RecordError(str(task.source), split.error, offset=capture.warc_offset))
    if split.row.reason:
        report.reasons[split.row.reason] += 1
    if tables is not None:
        tables.add(split.row)
    if split.page is not None:
        _take_page(split.page, report, tables, pages)


def _take_page(page: Page, report: FileReport, tables: TableWriter | None, pages: BinaryIO | None) -> None:
    report.pages += 1
    report.problems.update(problems(page))
    if page.split is not None:
        report.layouts.update([page.split.layout] if page.split.layout else [])
        report.drifted += page.split.drifted
    rows = rows_of(page)
    report.articles += rows.article is not None
    report.widgets += len(rows.widgets)
    if tables is not None:
        for row in rows:
            tables.add(row)
    if pages is not None:
        pickle.dump(page, pages)


def read_pages(path: Path) -> Iterator[Page]:
    """The pages that `replay_file` wrote. For its own files only: they are pickled."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301 - our own, written a moment ago into a folder of our own
