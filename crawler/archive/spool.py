"""What arrives of a response: pieces in memory, and on the disk past a bound, so that no body fills the memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.archive.records import Spooled

MEMORY_BYTES = 2 * 1024 * 1024
"""Larger than nearly all pages. Of each response in flight so much is in memory twice: as it came, and as its body."""


class Received:
    """The bytes that a socket gave, in order.

    Past `MEMORY_BYTES` they go into a nameless file in `folder` (None: where the system puts such files), which is gone
    with the process. Where the disk refuses, `failure` says so and what comes after is dropped.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._file: BinaryIO | None = None
        self._size = 0
        self.failure: OSError | None = None

    def __len__(self) -> int:
        return self._size

    @property
    def spooled(self) -> bool:
        """Whether it is on the disk."""
        return self._file is not None

    @property
    def too_large(self) -> bool:
        """Whether it is more than what is decoded and split, so that nobody needs it in memory."""
        return self._size > MAX_BLOCK_BYTES or self.failure is not None

    def add(self, data: bytes) -> None:
        """More came."""
        if self.failure is not None:
            return
        if self._file is None and self._size + len(data) <= MEMORY_BYTES:
            self._pieces.append(data)
        else:
            try:
                self._write(data)
            except OSError as error:
                self.failure = error
                return
        self._size += len(data)

    def cut(self, size: int) -> None:
        """The last `size` bytes, which came in the last piece, belong to something else."""
        self._size -= size
        if size and self._pieces:
            self._pieces[-1] = self._pieces[-1][:-size]

    def start(self, size: int) -> bytes:
        """At most the first `size` bytes."""
        if self._file is None:
            first = self._pieces[0] if self._pieces else b""
            return first[:size] if len(first) >= size else b"".join(self._pieces)[:size]
        self._file.seek(0)
        return self._file.read(min(size, self._size))

    def block(self, skip: int = 0) -> bytes | Spooled:
        """All of it but the first `skip` bytes, where it is: in memory or on the disk."""
        if self._file is not None:
            return Spooled(self._file, skip, self._size - skip)
        whole = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        return whole[skip:] if skip else whole

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, data: bytes) -> None:
        if self._file is None:
            # Unbuffered, so that what the disk refuses is known here.
            file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - `close` does it
            self._file = cast("BinaryIO", file)
            for piece in self._pieces:
                _write_all(self._file, piece)
            self._pieces.clear()
        _write_all(self._file, data)


def _write_all(file: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
