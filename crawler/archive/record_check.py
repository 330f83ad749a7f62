"""Checks of one record after the other: fields and digests, whatever the size of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crawler.archive.capture import warc_date
from crawler.archive.decode import dechunk
from crawler.archive.digests import holds
from crawler.archive.http_head import read_head
from crawler.replay.records import Record

CAPTURES = ("response", "revisit", "resource", "conversion")
_PIECE = 256 * 1024
_CHUNK_LINE = 4096


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


class RecordCheck:
    """Checks the records of one file, one after the other: what is wrong with them goes into `report`.

    `overflow` is where the blocks of records too large for memory are (see `read_records`).
    """

    def __init__(self, report: Report, overflow: BinaryIO) -> None:
        self._report, self._overflow = report, overflow
        self._seen: set[str] = set()

    def __call__(self, record: Record) -> bool:
        """Whether nothing is wrong with this one."""
        report, before = self._report, len(self._report.problems)
        report.records += 1
        report.notes.update(record.leniencies)
        if record.type in CAPTURES:
            report.captures[record.offset] = record.headers.get("warc-record-id", "")
        if "arc-mime" not in record.headers:
            self._check_fields(record)
            self._check_digest(record, "warc-block-digest", [self._block(record, 0)])
            if record.type not in ("revisit", "continuation") and "warc-segment-number" not in record.headers:
                self._check_digest(record, "warc-payload-digest", self._payloads(record))
        return len(report.problems) == before

    def _check_fields(self, record: Record) -> None:
        record_id = record.headers.get("warc-record-id", "")
        if not record_id or not record.type:
            self._report.bad(record.offset, "the record has no WARC-Record-ID or no WARC-Type")
        elif record_id in self._seen:
            self._report.bad(record.offset, f"WARC-Record-ID {record_id} stands twice in this file")
        self._seen.add(record_id)
        if warc_date(record.headers.get("warc-date", "")) is None:
            self._report.bad(record.offset, f"WARC-Date is {record.headers.get('warc-date')!r}")

    def _check_digest(self, record: Record, name: str, candidates: list[bytes | Iterable[bytes]]) -> None:
        stated = record.headers.get(name)
        if stated is None:
            return
        result = holds(stated, *candidates)
        kind = name.removeprefix("warc-").removesuffix("-digest")
        if result is None:
            self._report.notes[f"{kind}_digest_of_unknown_kind"] += 1
        elif not result and kind == "payload" and "warc-truncated" in record.headers:
            self._report.notes["payload_digest_of_truncated"] += 1  # it may be that of the payload before it was cut
        elif not result:
            self._report.bad(record.offset, f"the {kind} digest does not match: {stated}")

    def _block(self, record: Record, start: int) -> bytes | Iterable[bytes]:
        """The block from `start` on, in pieces where it is too large for memory."""
        return record.block[start:] if record.whole else _pieces(self._overflow, start)

    def _payloads(self, record: Record) -> list[bytes | Iterable[bytes]]:
        """What the payload digest may be over: writers differ on whether chunks are undone."""
        if not record.headers.get("content-type", "").lower().startswith("application/http"):
            return [self._block(record, 0)]
        end = record.block.find(b"\r\n\r\n")
        payloads = [self._block(record, end + 4) if end >= 0 else b""]
        if record.type == "response":
            head = read_head(record.block)
            payloads.append(self._block(record, head.body_start))
            if "chunked" in head.tokens("transfer-encoding"):
                payloads.append(self._dechunked(record, head.body_start))
        return payloads

    def _dechunked(self, record: Record, start: int) -> bytes | Iterable[bytes]:
        if record.whole:
            return dechunk(record.block[start:]).data
        return _dechunked_pieces(self._overflow, start)


def _pieces(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    while piece := file.read(_PIECE):
        yield piece


def _dechunked_pieces(file: BinaryIO, start: int) -> Iterator[bytes]:
    """The payload of a chunked body that is too large for memory; nothing more where the chunks end or break."""
    file.seek(start)
    while line := file.readline(_CHUNK_LINE):
        try:
            left = int(line.partition(b";")[0], 16)
        except ValueError:
            return
        while left > 0 and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
        file.readline(_CHUNK_LINE)
