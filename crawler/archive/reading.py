"""Reads WARC files record by record for the checks that need exact offsets, in bounded memory.

Replay reads with FastWARC, which is faster, but says neither where a cut file is cut nor how long a record is in it.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipelines.errors import RecordError

MAX_HEAD_BYTES = 1024 * 1024
_STEP = 64 * 1024


class _Bytes:
    """The decompressed bytes of a file, and where in the file each gzip member begins."""

    def __init__(self, path: Path, file: BinaryIO, start: int) -> None:
        self._path, self._file = path, file
        self._file.seek(start)
        self._raw, self._raw_at = b"", start
        self._decoder: zlib._Decompress | None = None
        self._gzip: bool | None = None
        self.buffer = bytearray()
        self.position = 0
        self.members: deque[tuple[int, int]] = deque()

    def fill(self) -> bool:
        """Add bytes to the buffer, or find that a member ended; False at the end of the file."""
        if not self._raw:
            self._raw = self._file.read(_STEP)
        if not self._raw:
            if self._decoder is not None:
                raise RecordError(str(self._path), "the gzip member is cut", offset=self.members[-1][1])
            return False
        if self._gzip is None:
            self._gzip = self._raw[:1] == b"\x1f"
        if self._gzip:
            self._inflate()
        else:
            self.buffer += self._raw
            self._raw_at, self._raw = self._raw_at + len(self._raw), b""
        return True

    def _inflate(self) -> None:
        if self._decoder is None:
            begins = self.position + len(self.buffer)
            if self.members and self.members[-1][0] == begins:  # an empty member belongs to no record
                self.members.pop()
            self.members.append((begins, self._raw_at))
            self._decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            self.buffer += self._decoder.decompress(self._raw, 4 * _STEP)
        except zlib.error as error:
            problem = f"not a sound gzip member ({str(error).rpartition(': ')[2]})"
            raise RecordError(str(self._path), problem, offset=self.members[-1][1]) from error
        rest = self._decoder.unused_data or self._decoder.unconsumed_tail
        self._raw_at, self._raw = self._raw_at + len(self._raw) - len(rest), rest
        if self._decoder.eof:
            self._decoder = None

    def take(self, size: int) -> bytes:
        """The next bytes, at most `size`; fewer where the buffer has fewer, none at the end of the file."""
        while not self.buffer and self.fill():
            pass
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.position += len(taken)
        return taken

    def skip_blank_lines(self) -> bool:
        """Go to the next byte that is no line end; whether there was one."""
        skipped = False
        while (self.buffer or self.fill()) and (not self.buffer or self.buffer[0] in b"\r\n"):
            skipped = self.take(1) != b"" or skipped
        return skipped

    def settle(self) -> int:
        """The offset in the file of the next byte: past every member that ends here."""
        while not self.buffer and self._decoder is not None and self.fill():
            pass
        if not self._gzip:
            return self._raw_at - len(self.buffer)
        while len(self.members) > 1 and self.members[1][0] <= self.position:
            self.members.popleft()
        if not self.buffer and self._decoder is None:
            return self._raw_at
        return self.members[0][1]

    @property
    def at_member_start(self) -> bool:
        """Whether the next byte is the first one of its gzip member (always so without compression)."""
        return not self._gzip or (not self.buffer and self._decoder is None) or self.members[0][0] == self.position

    @property
    def compressed(self) -> bool:
        """Whether the file is gzip."""
        return bool(self._gzip)


@dataclass(slots=True)
class RecordView:
    """A record being read. `offset` is that of its gzip member where compressed; `length` is known once read.

    `oddities` names what is not as the standard has it and could be read all the same.
    """

    path: Path
    offset: int
    version: str
    fields: list[tuple[str, str]]
    content_length: int
    _bytes: _Bytes = field(repr=False)
    length: int = 0
    oddities: list[str] = field(default_factory=list)
    _left: int = 0

    def get(self, name: str) -> str | None:
        """The first value of a named field, whatever its case; None where it is absent."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def type(self) -> str:
        """WARC-Type in lower case."""
        return (self.get("WARC-Type") or "").lower()

    @property
    def target_uri(self) -> str:
        """WARC-Target-URI without angle brackets, empty where it is absent."""
        return (self.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")

    def chunks(self) -> Iterator[bytes]:
        """The block, piece by piece. Raises RecordError where the file ends before the block does."""
        while self._left:
            piece = self._bytes.take(self._left)
            if not piece:
                short = f"the file ends {self._left} bytes before the record does"
                raise RecordError(str(self.path), short, offset=self.offset)
            self._left -= len(piece)
            yield piece

    def block(self, limit: int) -> tuple[bytes, bool]:
        """The first `limit` bytes of the block, and whether that is all of it."""
        pieces: list[bytes] = []
        size = 0
        for piece in self.chunks():
            pieces.append(piece)
            size += len(piece)
            if size >= limit:
                break
        return b"".join(pieces)[:limit], self._left == 0 and size <= limit

    def finish(self) -> None:
        """Read to the record's end, the two line ends after its block included."""
        for _ in self.chunks():
            pass
        end = b""
        while len(end) < 4 and (piece := self._bytes.take(4 - len(end))):
            end += piece
        if end != b"\r\n\r\n":
            raise RecordError(str(self.path), "the record does not end in two line ends", offset=self.offset)
        self.length = self._bytes.settle() - self.offset
        if not self._bytes.at_member_start:
            self.oddities.append("member_of_many_records")


def read_records(path: Path, start: int = 0) -> Iterator[RecordView]:
    """The records of a WARC file, plain or gzip. A record is good until the next one is asked for.

    Raises RecordError with the offset of the first record that cannot be read: nothing after it is.
    """
    with path.open("rb") as file:
        source = _Bytes(path, file, start)
        while True:
            blank_lines = source.skip_blank_lines()
            if not source.buffer:
                return
            view = _read_head(path, source)
            if blank_lines:
                view.oddities.append("blank_lines_before_record")
            yield view
            view.finish()


def _read_head(path: Path, source: _Bytes) -> RecordView:
    offset = source.settle()
    own_member = source.at_member_start
    while (end := source.buffer.find(b"\r\n\r\n")) < 0 and len(source.buffer) < MAX_HEAD_BYTES and source.fill():
        pass
    lines = bytes(source.buffer[:end]).decode("utf-8", "replace").split("\r\n")
    if end < 0 or not lines[0].startswith("WARC/"):
        raise RecordError(str(path), "no WARC record begins here", offset=offset)
    source.take(end + 4)
    fields = _fields(lines[1:])
    view = RecordView(path, offset, lines[0][5:], fields, 0, source)
    stated = view.get("Content-Length") or ""
    if not (stated.isascii() and stated.isdigit() and len(stated) < 19):
        raise RecordError(str(path), f"Content-Length is {stated!r}", offset=offset)
    view.content_length = view._left = int(stated)
    if not own_member:
        view.oddities.append("member_of_many_records")
    return view


def _fields(lines: list[str]) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        else:
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
    return fields
