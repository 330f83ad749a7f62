"""Mends the end of a WARC file that a crash left: what is whole stays, what was being written goes."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.reading import read_records
from pipelines.errors import RecordError

_MEMBER = b"\x1f\x8b\x08"
_STEP = 1024 * 1024


@dataclass(slots=True)
class Mended:
    """What was done to `path`: its size after, how many bytes were cut, and why (None where nothing was).

    `damaged` says that records follow the bad place: then it is no crash's end, nothing was cut, and nothing may be
    appended, so that every record can still be got at.
    """

    path: Path
    size: int
    cut: int = 0
    problem: str | None = None
    damaged: bool = False


def mend(path: Path) -> Mended:
    """Cut the file after its last whole record. A record that was reported as archived is whole."""
    end, problem = 0, None
    try:
        for record in read_records(path):
            record.finish()
            end = record.offset + record.length
    except RecordError as error:
        problem = error.problem
    size = path.stat().st_size
    if end == size:
        return Mended(path, size)
    if _records_after(path, end):
        return Mended(path, size, problem=problem, damaged=True)
    with path.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    return Mended(path, end, size - end, problem)


def _records_after(path: Path, offset: int) -> bool:
    """Whether a gzip member that holds a WARC record begins after the one at `offset`."""
    with path.open("rb") as file:
        file.seek(offset + 1)
        window = file.read(_STEP)
        while window:
            at = window.find(_MEMBER)
            while at >= 0:
                if _is_record(window[at : at + 4096]):
                    return True
                at = window.find(_MEMBER, at + 1)
            more = file.read(_STEP)
            # A member that begins in the last bytes of a window is looked at again with what follows it.
            window = window[-4096:] + more if more else b""
    return False


def _is_record(start: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 16).startswith(b"WARC/")
    except zlib.error:
        return False
