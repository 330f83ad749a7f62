"""`scrapy archive verify|index`: check WARC files, and make a collection's index anew."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status

from crawler.archive.cdxj import rebuild
from crawler.archive.collection import Collection
from crawler.archive.verify import Report, verify
from crawler.commands.base import DONE, FAILED, INCOMPLETE, ArchiveCommand
from pipelines.errors import InputError, UsageError

_SHOWN = 10


class Command(ArchiveCommand):
    """What is done to archives as files. Each word is a method of `_ACTIONS`."""

    words = "verify|index PATH..."
    summary = "Check WARC files, or make the index of a collection anew from its WARC files"
    example = "scrapy archive verify warcs/wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own and `--json`."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print what was found as JSON on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do one of the actions to each path."""
        action = _ACTIONS.get(args[0]) if args else None
        if action is None:
            raise UsageError(f"the first word is one of {', '.join(_ACTIONS)}")
        if len(args) < 2:
            raise UsageError(f"{args[0]} what? Name a collection{', a folder or a file' * (args[0] == 'verify')}")
        paths = [self._path(word) for word in args[1:]]
        with Status("", console=Console(stderr=True)) as status:
            found, exit_status = action(paths, status, opts.json)
        if opts.json:
            _say(json.dumps(found))
        return exit_status

    def _path(self, word: str) -> Path:
        """A path as it is given, or the collection of that name."""
        path = Path(word)
        named = Path(self.settings["WARCS_DIR"] or "warcs", word) if self.settings else path
        return named if not path.exists() and named.is_dir() else path


def _verify(paths: list[Path], status: Status, quiet: bool) -> tuple[list[dict[str, Any]], int]:
    """0 where all is sound, 1 where something is not, 3 where all is sound but not all is there."""
    found: list[dict[str, Any]] = []
    bad = behind = False
    for path in paths:
        for report in _reports(path, status):
            bad, behind = bad or bool(report.problems), behind or bool(report.behind)
            found.append(_as_json(report))
            if not quiet:
                _say("\n".join(_lines(report)))
    return found, FAILED if bad else INCOMPLETE if behind else DONE


def _reports(path: Path, status: Status) -> Iterator[Report]:
    status.update(f"Verifying {path}")
    try:
        for number, report in enumerate(verify(path), 1):
            yield report
            status.update(f"Verifying {path}: {number} files done")
    except InputError as error:
        failed = Report(error.path)
        failed.bad(error.offset, str(error).removeprefix(f"{error.path}: "))
        yield failed


def _lines(report: Report) -> Iterator[str]:
    for problem in report.problems[:_SHOWN]:
        at = f"at byte {problem.offset}: " if problem.offset is not None else ""
        yield f"{report.path}: {at}{problem.text}"
    if len(report.problems) > _SHOWN:
        yield f"{report.path}: and {len(report.problems) - _SHOWN} more problems"
    for text in report.behind:
        yield f"{report.path}: {text}"
    notes = "".join(f", {count} {name}" for name, count in sorted(report.notes.items()))
    if not report.problems and not report.behind:
        yield f"{report.path}: {report.records} {'lines' if report.path.endswith('.cdxj') else 'records'}, sound{notes}"


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "path": report.path,
        "records": report.records,
        "problems": [{"offset": problem.offset, "problem": problem.text} for problem in report.problems],
        "behind": report.behind,
        "notes": dict(report.notes),
    }


def _index(paths: list[Path], status: Status, quiet: bool) -> tuple[list[dict[str, Any]], int]:
    """3 where some of a WARC file could not be read and so is not in the index."""
    found: list[dict[str, Any]] = []
    incomplete = False
    for path in paths:
        if not (path / "archive").is_dir():
            raise InputError(str(path), "this is no collection", advice="a collection is a folder with archive/ in it")
        status.update(f"Indexing {path}")
        collection = Collection(path)
        with collection.lock(f"scrapy archive index {path}"):
            lines, problems = rebuild(collection)
        for problem in problems:
            _say(f"archive: error: {problem}", sys.stderr)
        incomplete = incomplete or bool(problems)
        found.append({"index": str(collection.index), "lines": lines, "problems": [str(each) for each in problems]})
        if not quiet:
            _say(f"{collection.index}: {lines} lines")
    return found, INCOMPLETE if incomplete else DONE


_ACTIONS: dict[str, Callable[[list[Path], Status, bool], tuple[list[dict[str, Any]], int]]] = {
    "verify": _verify,
    "index": _index,
}


def _say(text: str, file: Any = None) -> None:
    print(text, file=file)
