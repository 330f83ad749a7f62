"""Mends the end of a WARC file that a crash left: what is whole stays, what was being written goes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from crawler.replay.records import read_records
from crawler.replay.stream import Damage


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
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for read in read_records(file):
            if isinstance(read, Damage):
                damage = damage or read
            elif damage is not None:
                return Mended(path, size, problem=damage.problem, damaged=True)
        if damage is None:
            return Mended(path, size)
        file.truncate(damage.offset)
        os.fsync(file.fileno())
    return Mended(path, damage.offset, size - damage.offset, damage.problem)
