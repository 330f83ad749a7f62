"""`scrapy replay PATH...`: archive files, one's own or another's, into tables or a feed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from crawler.archive.collection import Collection
from crawler.commands.base import ArchiveCommand
from crawler.layout_files import NO_LAYOUTS, all_layouts
from crawler.replay.report import FileReport, Report
from crawler.replay.run import Progress as Told
from crawler.replay.run import replay
from pipelines.errors import UsageError

_MAX_WORKERS = 256


class Command(ArchiveCommand):
    """Replay, with a line for each file on standard output and a line for each error on standard error."""

    words = "PATH..."
    summary = "Split the pages of WARC, ARC, WACZ and WET files, of collections and of folders, without the network"
    example = "scrapy replay news-2021.warc.gz --into wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own and where rows go, how many processes, `--json`."""
        super().add_options(parser)
        parser.add_argument("--into", metavar="COLLECTION", help="write tables there (files that are in no collection)")
        parser.add_argument("-O", "--overwrite-output", metavar="FEED", help="write pages as .jsonl, .json or .csv")
        parser.add_argument("--workers", metavar="N", default="1", help="processes, a file each at a time (default 1)")
        parser.add_argument("--json", action="store_true", help="print the report as JSON on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Replay; the exit status is 0 done, 1 nothing could be read, 3 incomplete."""
        if not args:
            raise UsageError("replay what? Name files, folders or collections")
        paths = [self._path(word) for word in args]
        into = Collection.named(self._warcs, opts.into) if opts.into else None
        feed = Path(opts.overwrite_output) if opts.overwrite_output else None
        layouts = all_layouts(Path(self.settings["LAYOUTS_DIR"])) if self.settings else NO_LAYOUTS
        with _progress_bar(paths) as progress:
            report = replay(
                paths, into=into, feed=feed, workers=_workers(opts.workers), progress=progress, layouts=layouts
            )
        _show(report, opts.json)
        return report.exit_status

    @property
    def _warcs(self) -> Path:
        return Path(self.settings["WARCS_DIR"] if self.settings else "warcs")

    def _path(self, word: str) -> Path:
        """A path as it is given, or the collection of that name."""
        path = Path(word)
        named = self._warcs / word
        return named if not path.exists() and named.is_dir() else path


def _workers(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= _MAX_WORKERS:
        raise UsageError(f"--workers is a number from 1 to {_MAX_WORKERS}, not {word!r}")
    return int(word)


@contextmanager
def _progress_bar(paths: list[Path]) -> Iterator[Told | None]:
    """A bar on standard error where that is a terminal, from the second second on."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("replay"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    total = sum(_size(file) for path in paths for file in _files(path))
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("", total=total)
    started = time.monotonic()

    def told(done: int) -> None:
        if not bar.live.is_started and time.monotonic() - started > 1.0:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield told
    finally:
        bar.stop()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        top = path / "archive" if (path / "archive").is_dir() else path
        yield from (file for file in top.rglob("*") if file.is_file())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it is gone, or not ours to read: the replay will say so
        return 0


def _show(report: Report, as_json: bool) -> None:
    for error in report.errors:
        _say(f"replay: error: {error}", sys.stderr)
    for file in report.files:
        for error in file.errors:
            _say(f"replay: error: {error}", sys.stderr)
        if file.more_errors:
            _say(f"replay: error: {file.path}: and {file.more_errors} more errors", sys.stderr)
    if as_json:
        _say(json.dumps(report.as_json()))
        return
    for file in report.files:
        _say("\n".join(_lines(file)))
    if len(report.files) > 1:
        names = ("captures", "pages", "articles", "widgets")
        _say(f"{len(report.files)} files: " + ", ".join(f"{report.total(name)} {name}" for name in names))
    if report.passed_over:
        _say(f"{report.passed_over} files that are no web archives were passed over")


def _lines(file: FileReport) -> Iterator[str]:
    if not file.records and file.stopped:
        yield f"{file.path}: not begun, a signal ended the replay"
        return
    if not file.records:
        yield f"{file.path}: nothing could be read"
        return
    state = " (ended by a signal, its rows are as they were)" if file.stopped else ""
    yield (
        f"{file.path}: {sum(file.records.values())} records, {file.captures} captures, {file.pages} pages,"
        f" {file.articles} articles, {file.widgets} widgets{state}"
    )
    if file.reasons:
        yield f"  no pages: {_counts(file.reasons)}"
    if file.leniencies:
        yield f"  read leniently: {_counts(file.leniencies)}"
    if file.layouts or file.drifted:
        drifted = Counter({"no longer as their layout says": file.drifted} if file.drifted else {})
        yield f"  split by a layout: {_counts(file.layouts + drifted)}"
    if file.problems:
        yield f"  noticed in pages: {_counts(file.problems)}"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _say(text: str, file: Any = None) -> None:
    print(text, file=file)
