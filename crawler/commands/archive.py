"""`scrapy archive verify|index|repair|wacz|upload|restore`: what is done to archives as files."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status
from scrapy.settings import BaseSettings

from crawler.archive.cdxj import rebuild
from crawler.archive.collection import Collection, final_name
from crawler.archive.record_check import Report
from crawler.archive.remote import Transferred, restore, upload
from crawler.archive.remote_ledger import lines_of_dropped
from crawler.archive.repair import Repaired, repair, repaired_path
from crawler.archive.verify import verify
from crawler.archive.wacz import pack
from crawler.commands.base import DONE, FAILED, INCOMPLETE, ArchiveCommand
from pipelines.errors import ArchiveError, InputError, UsageError

_SHOWN = 10


class Command(ArchiveCommand):
    """What is done to archives as files. Each word is a method of `_ACTIONS`."""

    words = "verify|index|repair|wacz|upload|restore PATH..."
    summary = "Check, index, repair, pack as WACZ, upload or bring back the WARC files of collections"
    example = "scrapy archive verify warcs/wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, `--json`, and where the result goes."""
        super().add_options(parser)
        parser.add_argument("-O", "--output", metavar="FILE", help="of repair and wacz: the file to write")
        parser.add_argument("--text", action="store_true", help="of wacz: put the articles' texts into the page list")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do one of the actions to each path."""
        action = _ACTIONS.get(args[0]) if args else None
        if action is None:
            raise UsageError(f"the first word is one of {', '.join(_ACTIONS)}")
        if len(args) < 2:
            raise UsageError(f"{args[0]} what? Name a collection{', a folder or a file' * (args[0] in _OF_FILES)}")
        if opts.output and args[0] not in _WRITING:
            raise UsageError(f"-O is for {' and '.join(_WRITING)}")
        if opts.text and args[0] != "wacz":
            raise UsageError("--text is for wacz")
        paths = [self._path(word) for word in args[1:]]
        job = Job(paths, Path(opts.output) if opts.output else None, opts.text, opts.json, self.settings)
        try:
            with _sigterm_as_interrupt(), Status("", console=Console(stderr=True)) as job.status:
                found, exit_status = action(job)
        except KeyboardInterrupt:
            _say("archive: stopped; files are as they were, or whole", sys.stderr)
            return FAILED
        if opts.json:
            _say(json.dumps(found))
        return exit_status

    def _path(self, word: str) -> Path:
        """A path as it is given, or the collection of that name."""
        path = Path(word)
        named = Path(self.settings["WARCS_DIR"] or "warcs", word) if self.settings else path
        return named if not path.exists() and named.is_dir() else path


@dataclass
class Job:
    """The call's words. `quiet`: what was found is printed as JSON, so not as lines."""

    paths: list[Path]
    output: Path | None
    text: bool
    quiet: bool
    settings: BaseSettings | None
    status: Status = field(init=False)

    def collection(self, path: Path) -> Collection:
        """The collection at `path`. Raises InputError where there is none."""
        if not (path / "archive").is_dir():
            raise InputError(str(path), "this is no collection", advice="a collection is a folder with archive/ in it")
        return Collection(path)


Found = tuple[list[dict[str, Any]], int]


def _verify(job: Job) -> Found:
    """0 where all is sound, 1 where something is not, 3 where all is sound but not all is there."""
    found: list[dict[str, Any]] = []
    bad = behind = False
    for path in job.paths:
        for report in _reports(path, job.status):
            bad, behind = bad or bool(report.problems), behind or bool(report.behind)
            found.append(_as_json(report))
            if not job.quiet:
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
        yield f"{report.path}: {report.records} {'lines' if report.path.endswith(('.cdxj', '.wacz')) else 'records'}, sound{notes}"


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "path": report.path,
        "records": report.records,
        "problems": [{"offset": problem.offset, "problem": problem.text} for problem in report.problems],
        "behind": report.behind,
        "notes": dict(report.notes),
    }


def _index(job: Job) -> Found:
    """3 where some of a WARC file could not be read and so is not in the index."""
    found: list[dict[str, Any]] = []
    incomplete = False
    for collection in [job.collection(path) for path in job.paths]:
        job.status.update(f"Indexing {collection.path}")
        with collection.lock(f"scrapy archive index {collection.path}"), lines_of_dropped(collection) as elsewhere:
            lines, problems = rebuild(collection, elsewhere)
        for problem in problems:
            _complain(problem)
        incomplete = incomplete or bool(problems)
        found.append({"index": str(collection.index), "lines": lines, "problems": [str(each) for each in problems]})
        if not job.quiet:
            _say(f"{collection.index}: {lines} lines")
    return found, INCOMPLETE if incomplete else DONE


def _repair(job: Job) -> Found:
    """3 where something was left out, 1 where of a file nothing could be kept."""
    found: list[dict[str, Any]] = []
    failed = False
    with ExitStack() as held:
        files = [file for path in job.paths for file in _files_to_repair(path, held)]
        if job.output is not None and len(files) != 1:
            raise UsageError(f"-O names one file, and there are {len(files)} to repair")
        for file in files:
            job.status.update(f"Repairing {file}")
            try:
                repaired = repair(file, job.output or repaired_path(file))
            except ArchiveError as error:
                failed = True
                _complain(error)
                continue
            found.append(_repaired_as_json(repaired))
            if not job.quiet:
                _say("\n".join(_repaired_lines(repaired)))
    left_out = any(each["left_out"] for each in found)
    return found, FAILED if failed else INCOMPLETE if left_out else DONE


def _files_to_repair(path: Path, held: ExitStack) -> list[Path]:
    """The file, or the WARC files of a collection, which nobody writes then."""
    if not path.is_dir():
        return [path]
    if not (path / "archive").is_dir():
        raise InputError(str(path), "this is neither a file nor a collection")
    collection = Collection(path)
    held.enter_context(collection.lock(f"scrapy archive repair {path}"))
    return collection.warc_files()


def _repaired_lines(repaired: Repaired) -> Iterator[str]:
    if repaired.out is None:
        yield f"{repaired.path}: {repaired.records} records, sound, nothing to repair"
        return
    for problem in repaired.left_out:
        yield f"{repaired.path}: at byte {problem.offset}: left out: {problem.text}"
    for name, count in sorted(repaired.mended.items()):
        yield f"{repaired.path}: mended in {count} records: {name}"
    yield f"{repaired.out}: {repaired.records} records, {len(repaired.left_out)} places left out"


def _repaired_as_json(repaired: Repaired) -> dict[str, Any]:
    return {
        "path": str(repaired.path),
        "out": None if repaired.out is None else str(repaired.out),
        "records": repaired.records,
        "left_out": [{"offset": each.offset, "problem": each.text} for each in repaired.left_out],
        "mended": dict(repaired.mended),
    }


def _wacz(job: Job) -> Found:
    """3 where something was left out of the package, or could not be indexed."""
    found: list[dict[str, Any]] = []
    if job.output is not None and len(job.paths) != 1:
        raise UsageError(f"-O names one package, and there are {len(job.paths)} paths")
    for path in job.paths:
        out = job.output or Path(f"{final_name(path.resolve()).partition('.warc')[0]}.wacz")
        with ExitStack() as held:
            if (path / "archive").is_dir():
                held.enter_context(Collection(path).lock(f"scrapy archive wacz {path}"))
            packed = pack(path, out, text=job.text, told=job.status.update)
        for problem in packed.problems:
            _complain(problem)
        found.append({**asdict(packed), "out": str(out), "problems": [str(each) for each in packed.problems]})
        if not job.quiet:
            _say(f"{out}: {packed.files} WARC files, {packed.lines} index lines, {packed.pages} pages")
    return found, INCOMPLETE if any(each["problems"] for each in found) else DONE


def _upload(job: Job) -> Found:
    """1 where nothing could be uploaded of what was to be, 3 where some could not."""
    root = (job.settings.get("ARCHIVE_REMOTE") if job.settings else None) or ""
    if not root:
        raise UsageError("upload where to? Give the setting ARCHIVE_REMOTE, such as s3://bucket/folder")
    keep = job.settings.getbool("ARCHIVE_REMOTE_KEEP", True) if job.settings else True
    return _transfer(job, "upload", lambda collection: upload(collection, root, keep=keep, told=job.status.update))


def _restore(job: Job) -> Found:
    """The same for what comes back."""
    return _transfer(job, "restore", lambda collection: restore(collection, told=job.status.update))


def _transfer(job: Job, word: str, action: Callable[[Collection], Transferred]) -> Found:
    found: list[dict[str, Any]] = []
    for collection in [job.collection(path) for path in job.paths]:
        with collection.lock(f"scrapy archive {word} {collection.path}"):
            done = action(collection)
        for problem in done.problems:
            _complain(problem)
        problems = [str(problem) for problem in done.problems]
        found.append({"path": str(collection.path), "files": done.files, "dropped": done.dropped, "problems": problems})
        if not job.quiet:
            dropped = f", {len(done.dropped)} dropped here" if done.dropped else ""
            _say(f"{collection.path}: {len(done.files)} files {_DONE[word]}{dropped}")
    if not any(each["problems"] for each in found):
        return found, DONE
    return found, INCOMPLETE if any(each["files"] or each["dropped"] for each in found) else FAILED


_DONE = {"upload": "uploaded", "restore": "brought back"}
_WRITING = ("repair", "wacz")
_OF_FILES = ("verify", *_WRITING)
_ACTIONS: dict[str, Callable[[Job], Found]] = {
    "verify": _verify,
    "index": _index,
    "repair": _repair,
    "wacz": _wacz,
    "upload": _upload,
    "restore": _restore,
}


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    """So that what is half written is taken away on either signal."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _complain(error: Exception) -> None:
    _say(f"archive: error: {error}", sys.stderr)


def _say(text: str, file: Any = None) -> None:
    print(text, file=file)
