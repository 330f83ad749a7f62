"""Checks WARC files, and a collection's index and tables against them, without changing anything."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyarrow.parquet as pq

from crawler.archive import cdxj
from crawler.archive.collection import OPEN, Collection, final_name
from crawler.archive.record_check import RecordCheck, Report
from crawler.archive.remote_ledger import Ledger, lines_of_dropped
from crawler.archive.wacz_check import Offsets, captures_of, check_package, is_package, warc_members
from crawler.replay.records import read_records
from crawler.replay.source import find_sources
from crawler.replay.stream import Damage
from pipelines.errors import InputError

_SUFFIXES = (".warc", ".arc", ".wet", ".wat", ".wacz")
_COMPRESSED = (".gz", ".zst", ".lz4", OPEN)


def verify(path: Path) -> Iterator[Report]:
    """A report for each file of a collection, a folder or one file. Raises InputError where there is none."""
    if not path.exists():
        raise InputError(str(path), "there is no such file or folder")
    if not path.is_dir():
        yield from _verify_one(path)
    elif (path / "archive").is_dir():
        yield from verify_collection(Collection(path))
    else:
        files = _archives_in(path)
        if not files:
            raise InputError(str(path), "there is no WARC file in this folder")
        for file in files:
            yield from _or_why_not(file, _verify_one(file))


def _or_why_not(path: Path, reports: Iterator[Report]) -> Iterator[Report]:
    """The reports of a file that stands among others; where it cannot be read, one that says so."""
    try:
        yield from reports
    except InputError as error:
        failed = Report(str(path))
        failed.bad(error.offset, error.problem)
        yield failed


def _verify_one(path: Path) -> Iterator[Report]:
    yield from verify_package(path) if is_package(path) else [verify_file(path)]


def _archives_in(folder: Path) -> list[Path]:
    """What is an archive by its name, whatever is in it, or by its bytes, whatever it is called."""
    named = {each for each in folder.rglob("*") if each.is_file() and _is_archive(each.name)}
    return sorted(named | {source.path for source in find_sources([folder]).found})


def verify_package(path: Path) -> Iterator[Report]:
    """The WARC files in a WACZ, then the package with its index. Raises InputError where it cannot be read."""
    offsets: Offsets = {}
    for source in warc_members(path):
        report = Report(str(source))
        try:
            with source.open() as file:
                verify_stream(file, report)
        except InputError as error:
            report.bad(None, error.problem)
        offsets[PurePosixPath(source.member or "").name] = captures_of(report)
        report.captures.clear()
        yield report
    yield check_package(path, offsets)


def verify_collection(collection: Collection) -> Iterator[Report]:
    """The WARC files with their tables, then tables of files that are gone, if there are such, and the index."""
    files = collection.warc_files()
    for path in files:
        yield from _or_why_not(path, (verify_file_of(collection, each) for each in [path]))
    if (gone := _tables_of_gone(collection, files)).problems:
        yield gone
    yield _check_index(collection, any(path.name.endswith(OPEN) for path in files))


def verify_file_of(collection: Collection, path: Path) -> Report:
    """One WARC file of a collection, with its rows in the tables if there are tables."""
    report = verify_file(path)
    if collection.tables.is_dir():
        _check_table(collection.tables / "captures" / f"{final_name(path)}.parquet", report)
    report.captures.clear()
    return report


def verify_file(path: Path) -> Report:
    """Structure, fields and digests of every record. Raises InputError where the file cannot be opened."""
    report = Report(str(path))
    try:
        with path.open("rb") as file:
            verify_stream(file, report)
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    if path.name.endswith(OPEN):
        _excuse_open_end(report)
    return report


def verify_stream(file: BinaryIO, report: Report) -> None:
    """The same of a file that is open, into `report`."""
    with tempfile.TemporaryFile() as overflow:
        check = RecordCheck(report, overflow)
        for read in read_records(file, overflow=overflow):
            if not isinstance(read, Damage):
                check(read)
            elif not report.problems or report.problems[-1].offset != read.offset:
                report.bad(read.offset, read.problem)
    if not report.records and not report.problems:
        report.bad(None, "there is no record in it")


def _excuse_open_end(report: Report) -> None:
    """A file that is being written, or that a crash left, may end in half a record: the next run mends that."""
    last = report.problems[-1] if report.problems else None
    if last and (last.offset is None or last.offset > max(report.captures, default=-1)) and "cut" in last.text:
        report.problems.pop()
    report.behind.append("still open: it is being written, or a crash left it and the next crawl mends it")


def _check_table(table: Path, report: Report) -> None:
    """Every row of `captures` names a record that is there, and every capture has its row."""
    if not table.exists():
        report.behind.append(f"has no tables ({table.name}); `scrapy replay` makes them")
        return
    try:
        columns = pq.read_table(table, columns=["warc_offset", "record_id"]).to_pydict()
        rows = dict(zip(columns["warc_offset"], columns["record_id"], strict=True))
    except (OSError, ValueError, KeyError) as error:  # pyarrow's errors are subclasses of the first two
        report.bad(None, f"{table} cannot be read ({str(error).splitlines()[0]})")
        return
    for offset, record_id in rows.items():
        # A record of others that states no id has the one that replay made for it.
        if report.captures.get(offset) not in ("", record_id):
            report.bad(offset, f"the table has a row for {record_id}, which is not there")
    missing = len(report.captures.keys() - rows.keys())
    if missing:
        report.behind.append(f"{missing} captures have no row in the tables; `scrapy replay` adds them")


def _tables_of_gone(collection: Collection, files: list[Path]) -> Report:
    """Rows whose records are neither here nor in the remote store. Tables of others' files may be all there is of them."""
    report = Report(str(collection.tables))
    known = {final_name(path) for path in files} | Ledger(collection).dropped()
    for table in sorted((collection.tables / "captures").glob("*.parquet")):
        if collection.is_own(table.stem) and table.stem not in known:
            report.bad(None, f"there are rows of {table.stem}, which is gone; bring it back, or delete */{table.name}")
    return report


def _check_index(collection: Collection, still_open: bool) -> Report:
    report = Report(str(collection.index))
    if not collection.index.exists():
        report.behind.append(f"there is no index; `scrapy archive index {collection.path}` makes it")
        return report
    if still_open:
        report.behind.append("not checked: a WARC file is still open")
        return report
    with (
        cdxj.records_lines(collection) as (lines, _),
        lines_of_dropped(collection) as elsewhere,
        collection.index.open("rb") as file,
    ):
        missing, extra = _differences(heapq.merge(lines, elsewhere), file, report)
    if missing or extra:
        text = f"{missing} captures are not in it and {extra} of its lines are of no capture"
        report.bad(None, f"{text}; `scrapy archive index {collection.path}` makes it anew")
    return report


def _differences(expected: Iterator[bytes], found: Iterator[bytes], report: Report) -> tuple[int, int]:
    """How many lines of two sorted series are only in the first, and only in the second."""
    missing = extra = 0
    wanted, have = next(expected, None), next(found, None)
    while wanted is not None or have is not None:
        report.records += have is not None and have == wanted
        if have is None or (wanted is not None and wanted < have):
            missing, wanted = missing + 1, next(expected, None)
        elif wanted is None or have < wanted:
            extra, have = extra + 1, next(found, None)
        else:
            wanted, have = next(expected, None), next(found, None)
    return missing, extra


def _is_archive(name: str) -> bool:
    for suffix in _COMPRESSED[::-1]:
        name = name.lower().removesuffix(suffix)
    return name.endswith(_SUFFIXES)
