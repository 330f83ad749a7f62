"""Mends the end of a WARC file that a crash left: what is whole stays, what was being written goes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from crawler.replay.records import Record, read_records
from crawler.replay.stream import Damage

_PIECE = 256 * 1024


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
    damage: Damage | None = None
    last: Record | None = None
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for read in read_records(file):
            if isinstance(read, Damage):
                damage = damage or read
            elif damage is not None:
                return Mended(path, size, problem=damage.problem, damaged=True)
            else:
                last = read
        if damage is None:
            # A power cut may leave a file as long as it was to be, with zeros where nothing was written yet. They are
            # no damage at the end of a file, and one as soon as something is appended.
            end = _member_end(file, last.start) if last else 0
            damage = Damage(end, "zeros at the end") if end < size else None
        if damage is not None:
            file.truncate(damage.offset)
        # What a crash left may not be on the disk yet, and is about to be relied upon.
        os.fsync(file.fileno())
        if damage is None:
            return Mended(path, size)
    return Mended(path, damage.offset, size - damage.offset, damage.problem)


def _member_end(file: BinaryIO, start: int) -> int:
    """Where the whole gzip member that begins at `start` ends."""
    member = isal_zlib.decompressobj(31)
    file.seek(start)
    while not member.eof and (piece := file.read(_PIECE)):
        while piece and not member.eof:
            member.decompress(piece, _PIECE)
            piece = member.unconsumed_tail
    return file.tell() - len(member.unused_data)
