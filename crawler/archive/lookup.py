"""Looks URLs up in a sorted CDXJ index on the disk: a binary search that reads a few blocks, whatever the index's size."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_STEP = 4096
_FEW_BYTES = 8 * 1024
_BLOCK = 1024 * 1024
NEWEST_BYTES = 64 * 1024
"""How much of a URL's lines is looked at, from the newest back: some 250 captures."""


class IndexReader:
    """An index as it is now; one that is put in its place later is not seen. A missing file is an empty index.

    `bytes_read` counts what was asked of the disk.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = None
        self.size = self.bytes_read = 0
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        self.size = os.fstat(self._descriptor).st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            self.size = 0

    def newest(self, key: str) -> list[bytes]:
        """The lines of a SURT key without their line feeds, the newest first: those in the last `NEWEST_BYTES` of them."""
        prefix = key.encode() + b" "
        end = self.position(key.encode() + b"!")  # the byte after a blank
        lines = self._before(end, _FEW_BYTES)
        if not lines or lines[0].startswith(prefix):  # there may be more of them
            lines = self._before(end, NEWEST_BYTES)
        return [line for line in reversed(lines) if line.startswith(prefix)]

    def _before(self, end: int, size: int) -> list[bytes]:
        """The whole lines among the `size` bytes before `end`, which is where a line begins."""
        start = max(0, end - size)
        lines = self.read(start, end - start).split(b"\n")[:-1]
        return lines[1:] if start else lines

    def position(self, target: bytes, low: int = 0) -> int:
        """The byte at which the first line that is not less than `target` begins; the index's size where none is.

        `low` is where a line begins that is known to be no later than that.
        """
        high = self.size
        while high - low > _STEP:
            middle = (low + high) // 2
            start, line = self._line_after(middle)
            if start >= high:
                high = middle + 1  # the line that `middle` is in, or that begins there, is the last one before it
            elif line < target:
                low = start + len(line)
            else:
                high = start
        return self._scan(target, low, high)

    def _scan(self, target: bytes, low: int, high: int) -> int:
        block, start = self.read(low, high - low), low
        while low < high:
            end = block.find(b"\n", low - start) + 1
            line = block[low - start : end] if end else self.line_at(low)
            if line >= target:
                return low
            low += len(line)
        return low

    def _line_after(self, at: int) -> tuple[int, bytes]:
        """The first line that begins behind byte `at`, and where."""
        block = self.read(at, _STEP)
        while (end := block.find(b"\n")) < 0 and at + len(block) < self.size:
            block += self.read(at + len(block), _STEP)
        start = at + end + 1 if end >= 0 else self.size
        following = block.find(b"\n", end + 1)
        if following >= 0:
            return start, block[end + 1 : following + 1]
        return start, self.line_at(start)

    def line_at(self, at: int) -> bytes:
        """The line that begins at byte `at`, line feed included; empty at the end."""
        line = b""
        while at + len(line) < self.size:
            line += self.read(at + len(line), _STEP)
            end = line.find(b"\n")
            if end >= 0:
                return line[: end + 1]
        return line

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to `end`, a megabyte at a time."""
        while start < end:
            block = self.read(start, min(_BLOCK, end - start))
            if not block:
                return
            yield block
            start += len(block)

    def read(self, at: int, size: int) -> bytes:
        """At most `size` bytes from byte `at` on."""
        if self._descriptor is None or size <= 0:
            return b""
        block = os.pread(self._descriptor, size, at)
        self.bytes_read += len(block)
        return block
