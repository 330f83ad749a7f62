"""Checks WARC files, and a collection's index and tables against them, without changing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from crawler.archive import cdxj
from crawler.archive.capture import warc_date
from crawler.archive.collection import OPEN, Collection, final_name
from crawler.archive.decode import dechunk
from crawler.archive.digests import holds
from crawler.archive.http_head import read_head
from crawler.replay.records import Record, read_records
from crawler.replay.stream import Damage
from pipelines.errors import InputError

CAPTURES = ("response", "revisit", "resource", "conversion")
_SUFFIXES = (".warc", ".arc", ".wet", ".wat")
_COMPRESSED = (".gz", ".zst", ".lz4", OPEN)


@dataclass(slots=True)
class Problem:
    """What is wrong, and at which byte (None for what is about the file as a whole)."""

    offset: int | None
    text: str


@dataclass(slots=True)
class Report:
    """What was found in a file. `problems` are faults; `behind` is what is only not up to date or not finished;
    `notes` counts what could be read or was left unchecked all the same."""

    path: str
    records: int = 0
    problems: list[Problem] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    captures: dict[int, str] = field(default_factory=dict, repr=False)

    def bad(self, offset: int | None, text: str) -> None:
        """Add a fault."""
        self.problems.append(Problem(offset, text))


def verify(path: Path) -> Iterator[Report]:
    """A report for each file of a collection, a folder or one file. Raises InputError where there is none."""
    if not path.exists():
        raise InputError(str(path), "there is no such file or folder")
    if not path.is_dir():
        yield verify_file(path)
    elif (path / "archive").is_dir():
        yield from verify_collection(Collection(path))
    else:
        files = sorted(each for each in path.rglob("*") if each.is_file() and _is_archive(each.name))
        if not files:
            raise InputError(str(path), "there is no WARC file in this folder")
        yield from map(verify_file, files)


def verify_collection(collection: Collection) -> Iterator[Report]:
    """The WARC files with their tables, then the index."""
    files = collection.warc_files()
    for path in files:
        report = verify_file(path)
        if collection.tables.is_dir():
            _check_table(collection.tables / "captures" / f"{final_name(path)}.parquet", report)
        report.captures.clear()
        yield report
    yield _check_index(collection, any(path.name.endswith(OPEN) for path in files))


def verify_file(path: Path) -> Report:
    """Structure, fields and digests of every record. Raises InputError where the file cannot be opened."""
    report = Report(str(path))
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                raise InputError(str(path), "this is a WACZ or another zip", advice="verify the WARC files in it")
            seen: set[str] = set()
            for read in read_records(file):
                if isinstance(read, Damage):
                    if not report.problems or report.problems[-1].offset != read.offset:
                        report.bad(read.offset, read.problem)
                else:
                    _check_record(read, report, seen)
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    if not report.records and not report.problems:
        report.bad(None, "there is no record in it")
    if path.name.endswith(OPEN):
        _excuse_open_end(report)
    return report


def _excuse_open_end(report: Report) -> None:
    """A file that is being written, or that a crash left, may end in half a record: the next run mends that."""
    last = report.problems[-1] if report.problems else None
    if last and (last.offset is None or last.offset > max(report.captures, default=-1)) and "cut" in last.text:
        report.problems.pop()
    report.behind.append("still open: it is being written, or a crash left it and the next crawl mends it")


def _check_record(record: Record, report: Report, seen: set[str]) -> None:
    report.records += 1
    report.notes.update(record.leniencies)
    record_id = record.headers.get("warc-record-id", "")
    if record.type in CAPTURES:
        report.captures[record.offset] = record_id
    if "arc-mime" in record.headers:
        return
    if not record_id or not record.type:
        report.bad(record.offset, "the record has no WARC-Record-ID or no WARC-Type")
    elif record_id in seen:
        report.bad(record.offset, f"WARC-Record-ID {record_id} stands twice in this file")
    seen.add(record_id)
    if warc_date(record.headers.get("warc-date", "")) is None:
        report.bad(record.offset, f"WARC-Date is {record.headers.get('warc-date')!r}")
    if not record.whole:
        report.notes["too_large_for_digests"] += 1
        return
    _check_digest(record, "warc-block-digest", [record.block], report)
    if record.type != "revisit" and record.type != "continuation" and "warc-segment-number" not in record.headers:
        _check_digest(record, "warc-payload-digest", _payloads(record), report)


def _check_digest(record: Record, name: str, candidates: list[bytes], report: Report) -> None:
    stated = record.headers.get(name)
    if stated is None:
        return
    result = holds(stated, *candidates)
    kind = name.removeprefix("warc-").removesuffix("-digest")
    if result is None:
        report.notes[f"{kind}_digest_of_unknown_kind"] += 1
    elif not result and kind == "payload" and "warc-truncated" in record.headers:
        report.notes["payload_digest_of_truncated"] += 1  # it may be that of the payload before it was cut
    elif not result:
        report.bad(record.offset, f"the {kind} digest does not match: {stated}")


def _payloads(record: Record) -> list[bytes]:
    """What the payload digest may be over: writers differ on whether chunks are undone."""
    if not record.headers.get("content-type", "").lower().startswith("application/http"):
        return [record.block]
    end = record.block.find(b"\r\n\r\n")
    payloads = [record.block[end + 4 :]] if end >= 0 else [b""]
    if record.type == "response":
        head = read_head(record.block)
        payloads.append(record.block[head.body_start :])
        if "chunked" in head.tokens("transfer-encoding"):
            payloads.append(dechunk(payloads[-1]).data)
    return payloads


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


def _check_index(collection: Collection, still_open: bool) -> Report:
    report = Report(str(collection.index))
    if not collection.index.exists():
        report.behind.append(f"there is no index; `scrapy archive index {collection.path}` makes it")
        return report
    if still_open:
        report.behind.append("not checked: a WARC file is still open")
        return report
    with cdxj.records_lines(collection) as (lines, _), collection.index.open("rb") as file:
        missing, extra = _differences(lines, file, report)
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
