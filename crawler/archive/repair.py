"""Makes a sound WARC file of one that is not: whole records are copied, the rest is left out and named."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from crawler.archive.collection import final_name
from crawler.archive.record_check import Problem, RecordCheck, Report
from crawler.archive.records import gzip_pieces
from crawler.replay.records import Record, read_records
from crawler.replay.stream import Damage, codec_of
from pipelines.errors import ArchiveError, InputError
from pipelines.store.durable import make_folder, sync_folder

_PIECE = 256 * 1024
_COMPRESSED = (".gz", ".zst", ".lz4")
_SUFFIXES = (".warc", ".arc", ".wet", ".wat")


@dataclass(slots=True)
class Repaired:
    """What became of `path`: `out` is the new file (None where the old one is sound and in the form that players
    read), `left_out` what of the old is not in it, `mended` what was read leniently and is now as it should be, with
    the number of records."""

    path: Path
    out: Path | None = None
    records: int = 0
    left_out: list[Problem] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)


def repair(path: Path, out: Path) -> Repaired:
    """Write the records of `path` in which `scrapy archive verify` finds nothing wrong to `out`, one gzip member for
    each, their bytes unchanged. `path` is only read; `out` appears when it is whole, and nothing is ever overwritten.

    Raises InputError where `path` cannot be read or no record of it is whole, ArchiveError where `out` is there
    already or cannot be written.
    """
    if out.exists():
        raise ArchiveError(f"{out}: is there already; move it away, or name another file with -O")
    done = Repaired(path)
    if not _needs_it(path, done):
        return done
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        make_folder(out.parent)
        with temporary.open("wb") as new:
            _copy(path, new, done)
            new.flush()
            os.fsync(new.fileno())
        if done.records:
            os.link(temporary, out)  # unlike a rename, it does not replace a file that came in between
            sync_folder(out.parent)
            done.out = out
    except OSError as error:
        raise ArchiveError(f"{out}: cannot be written ({error.strerror})") from error
    finally:
        temporary.unlink(missing_ok=True)
    if not done.records:
        first = done.left_out[0] if done.left_out else Problem(None, "there is no record in it")
        raise InputError(str(path), first.text, offset=first.offset, advice="no record is whole, so nothing is written")
    return done


def repaired_path(path: Path) -> Path:
    """Where the new file goes if nothing else is said: `repaired/` beside the file, or beside `archive/` in a
    collection, where no tool takes it for a second copy of the same records."""
    name = final_name(path)
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    name = f"{name}.gz" if name.endswith(_SUFFIXES) else f"{name}.warc.gz"
    folder = path.parent.parent if path.resolve().parent.name == "archive" else path.parent
    return folder / "repaired" / name


def _needs_it(path: Path, done: Repaired) -> bool:
    """Whether anything is wrong with the file, its form included. Counts the records of one that is sound."""
    try:
        with path.open("rb") as file, tempfile.TemporaryFile() as overflow:
            if file.read(4) == b"PK\x03\x04":
                raise InputError(str(path), "this is a WACZ or another zip", advice="repair the WARC files in it")
            if _form(file) is not None:
                return True
            check = RecordCheck(Report(str(path)), overflow)
            for read in read_records(file, overflow=overflow):
                if isinstance(read, Damage) or read.leniencies or not check(read) or read.offset != read.start:
                    return True
                done.records += 1
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    if not done.records:
        raise InputError(str(path), "there is no record in it")
    return False


def _form(file: BinaryIO) -> str | None:
    """What is lenient about reading the file as a whole; None for gzip."""
    file.seek(0)
    head = file.read(18)
    codec = codec_of(head, file)
    if codec is None:
        return "not_compressed"
    name = type(codec).__name__.lower()
    return None if name == "gzip" else f"compressed_with_{name}"


def _copy(path: Path, new: BinaryIO, done: Repaired) -> None:
    report = Report(str(path))
    with _opened(path) as file, tempfile.TemporaryFile(dir=Path(new.name).parent) as overflow:
        form = _form(file)
        check = RecordCheck(report, overflow)
        done.records = 0
        for read in read_records(file, overflow=overflow):
            if isinstance(read, Damage):
                report.bad(read.offset, read.problem)
            elif check(read):
                new.writelines(_member(read, overflow))
                done.records += 1
                done.mended.update(_mended(read, form))
    done.left_out = [each for each in report.problems if each.offset is not None]


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error


def _mended(record: Record, form: str | None) -> Iterator[str]:
    yield from (name for name in record.leniencies if name.startswith("record_end"))
    if form is not None:
        yield form
    elif record.offset != record.start:
        yield "not_in_a_member_of_its_own"


def _member(record: Record, overflow: BinaryIO) -> Iterator[bytes]:
    """The record as one gzip member, in pieces."""
    end = b"\n" if "arc-mime" in record.headers else b"\r\n\r\n"
    block = [record.block] if record.whole else _spooled(overflow)
    return gzip_pieces(chain([record.head], block, [end]))


def _spooled(overflow: BinaryIO) -> Iterator[bytes]:
    overflow.seek(0)
    while piece := overflow.read(_PIECE):
        yield piece
