"""A replay: archive files into tables or a feed, without the network and without Scrapy's engine."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from crawler.archive.collection import Collection
from crawler.feeds import Feed, open_feed
from crawler.layout_files import NO_LAYOUTS, Layouts
from crawler.replay.captures import is_capture, record_id_of
from crawler.replay.one_file import Task, read_pages, replay_file
from crawler.replay.records import Record, read_records
from crawler.replay.report import FileReport, Report
from crawler.replay.revisits import write_context
from crawler.replay.source import Source, collection_source, context_of, distinct, find_sources
from crawler.replay.stop import Stop, ignore_signals
from pipelines.errors import ArchiveError, UsageError
from pipelines.split.version import SPLITTER_VERSION, version_with
from pipelines.store.parquet import table_state

Progress = Callable[[int], None]
"""Told how many bytes of all the files are done."""


def replay(
    paths: list[Path],
    *,
    into: Collection | None = None,
    feed: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    layouts: Layouts = NO_LAYOUTS,
) -> Report:
    """Replay every archive file that `paths` name: WARC, ARC, WACZ and WET files, folders and collections.

    Rows go into the tables of `into`, or of the collection that a file lies in, or, with `feed` and no `into`, into the
    feed alone. Raises UsageError where a file has no place to go, CollectionBusyError where a collection is being
    written. What is wrong with files is in the report, and so is the exit status.
    """
    sources = find_sources(paths)
    if into is None and feed is None and (homeless := [each for each in sources.found if each.collection is None]):
        raise UsageError(f"{homeless[0]} is not in a collection: give --into COLLECTION, or -O FEED")
    found = distinct(sources, one_place=into is not None)
    report = Report(errors=[str(error) for error in sources.errors], passed_over=sources.passed_over)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="replay-")))
        for collection in _written(found, into, feed):
            stack.enter_context(collection.lock("replay"))
        opened = stack.enter_context(open_feed(feed)) if feed else None
        stack.enter_context(Stop(scratch / "stop").on_signals())
        write_context(scratch, context_of(found))
        tasks = _tasks(found, into, feed, scratch, layouts)
        for task, done in _run(tasks, workers, progress):
            report.files.append(done)
            if opened is not None and task.pages is not None and done.written:
                _export(task.pages, opened)
    return report


def mend_tables(collection: Collection, layouts: Layouts = NO_LAYOUTS) -> Report:
    """Make the tables that are missing, of another version of the splitter or another layout, or with rows for other records than their WARC
    file has (after a crash), by replaying those files. The caller holds the collection's lock."""
    behind = [path for path in collection.warc_files() if path.stat().st_size and _is_behind(collection, path, layouts)]
    report = Report()
    if behind:
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            scratch = Path(folder)
            write_context(scratch, [collection_source(collection, path) for path in collection.warc_files()])
            with Stop(scratch / "stop").on_signals():
                for path in behind:
                    source = collection_source(collection, path)
                    task = Task(source, collection.tables, None, collection.name, scratch, layouts)
                    report.files.append(replay_file(task))
    return report


def _is_behind(collection: Collection, path: Path, layouts: Layouts) -> bool:
    source = collection_source(collection, path)
    state = table_state(collection.tables, source.warc_file)
    if state is None or state.capture_versions - {SPLITTER_VERSION}:
        return True
    # Rows of a page are of the layout of its time: one that was learned, corrected or ended since makes others of them.
    if any(version != version_with(layouts.at(collection.name, when)) for when, version in state.page_versions):
        return True
    captures = collection.tables / "captures" / f"{source.warc_file}.parquet"
    if path.stat().st_mtime_ns < captures.stat().st_mtime_ns:
        return False
    with source.open() as file:
        # Not the places alone: where a power cut took a record, another may stand by now.
        records = {
            (each.offset, record_id_of(each, source.warc_file))
            for each in read_records(file)
            if isinstance(each, Record) and is_capture(each)
        }
    if records != state.records:
        return True
    os.utime(captures)  # they are as they should be, and need not be compared again
    return False


def _written(found: list[Source], into: Collection | None, feed: Path | None) -> list[Collection]:
    if into is not None:
        return [into]
    folders = {source.collection for source in found if source.collection is not None}
    return [] if feed else [Collection(folder) for folder in sorted(folders)]


def _tasks(
    found: list[Source], into: Collection | None, feed: Path | None, scratch: Path, layouts: Layouts
) -> list[Task]:
    tasks = []
    for number, source in enumerate(found):
        own = Collection(source.collection) if source.collection else None
        goal = into or (None if feed else own)
        name = into.name if into else own.name if own else None
        pages = scratch / f"{number}.pages" if feed else None
        tasks.append(Task(source, goal.tables if goal else None, pages, name, scratch, layouts))
    return tasks


def _run(tasks: list[Task], workers: int, progress: Progress | None) -> Iterator[tuple[Task, FileReport]]:
    """Each task with its report, in the order of the tasks, whoever does them."""
    many = workers > 1 and len(tasks) > 1
    results = _in_processes(tasks, min(workers, len(tasks))) if many else _in_this_process(tasks, progress)
    done = 0
    for task, report in zip(tasks, results, strict=True):
        yield task, report
        done += task.source.size
        if progress is not None:
            progress(done)


def _in_this_process(tasks: list[Task], progress: Progress | None) -> Iterator[FileReport]:
    before = 0
    for task in tasks:
        yield replay_file(task, None if progress is None else partial(_tick, progress, before))
        before += task.source.size


def _tick(progress: Progress, before: int, offset: int) -> None:
    progress(before + offset)


def _in_processes(tasks: list[Task], workers: int) -> Iterator[FileReport]:
    # Fresh processes: a copy of one that has threads (pyarrow's, DuckDB's) may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=ignore_signals) as executor:
        futures = [executor.submit(replay_file, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                report = FileReport(str(task.source), task.source.warc_file)
                report.error(ArchiveError(f"{task.source}: a worker process was ended; try again with --workers 1"))
                yield report


def _export(pages: Path, feed: Feed) -> None:
    for page in read_pages(pages):
        feed.export(page)
    pages.unlink()
