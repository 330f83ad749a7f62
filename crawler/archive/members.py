"""The fast way through a WARC file as this crawler writes it: one sound gzip member for each record, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from isal import isal_zlib

from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.archive.http_head import MAX_HEAD_BYTES
from crawler.replay.heads import warc_headers

_READ = 256 * 1024
_STEP = 32 * 1024
_FIRST = 2 * 1024  # most members are smaller, and what is given too much is copied
# Printable ASCII with CRLF, each line with its colon; a final status.
_SIMPLE_HEAD = re.compile(rb"HTTP/1\.[01] [2-5]\d\d(?: [ -~]*)?\r\n(?:[!-9;-~]+:[\t -~]*\r\n)*")
_CHUNKED = re.compile(rb"\ntransfer-encoding:", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rb"\ncontent-type:([^\r\n]*)", re.IGNORECASE)
_MAX_RECORD = MAX_BLOCK_BYTES + MAX_HEAD_BYTES


def label(name: str) -> bytes:
    """What stands before the value of a field, as this crawler spells it."""
    return f"\r\n{name}: ".encode()


_TYPE, _LENGTH = label("WARC-Type"), label("Content-Length")


@dataclass(slots=True)
class Member:
    """A record in a member of its own: where that begins and how long it is in the file, its type, its block."""

    offset: int
    length: int
    type: str
    head: bytes = field(repr=False)
    record: bytes = field(repr=False)

    @property
    def block(self) -> bytes:
        """The content block."""
        return self.record[len(self.head) + 4 : -4]

    def get(self, label: bytes) -> str:
        """The first field with this `label`; empty where there is none."""
        return _field(self.head, label).decode()

    def headers(self) -> dict[str, str]:
        """The WARC fields by lower-case name, the first of each."""
        return warc_headers(self.head)[0]


def simple_head(member: Member) -> tuple[int, str | None] | None:
    """Status and content type of a response without anything odd in its head; None for any other, and a chunked one."""
    start = len(member.head) + 4
    end = member.record.find(b"\r\n\r\n", start, start + MAX_HEAD_BYTES)
    head = member.record[start : end + 2]
    if end < 0 or _SIMPLE_HEAD.fullmatch(head) is None or _CHUNKED.search(head):
        return None
    content_type = _CONTENT_TYPE.search(head)
    return int(head[9:12]), content_type[1].decode().strip() if content_type else None


def plain_members(file: BinaryIO) -> Iterator[Member]:
    """The file's records from its beginning up to the first one that is anything else: damaged, plain, too large to be
    kept in memory, not ended as it should be. From there on it is for `read_records`."""
    window = _Window(file)
    offset = 0
    while True:
        unpacked = _unpack(window, offset)
        member = _member(offset, *unpacked) if unpacked is not None else None
        if member is None:
            return
        yield member
        offset += member.length


class _Window:
    """A part of the file that is in memory, moved on as bytes behind it are asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._start, self._bytes = file, 0, b""

    def at(self, offset: int, size: int) -> memoryview:
        """At most `size` bytes from `offset` on; empty at the end of the file."""
        at = offset - self._start
        if len(self._bytes) - at < size:
            self._file.seek(offset)
            self._start, self._bytes, at = offset, self._file.read(_READ), 0
        return memoryview(self._bytes)[at : at + size]


def _unpack(window: _Window, offset: int) -> tuple[int, bytes] | None:
    """How long the member at `offset` is, and what is in it; None where it is no sound one of bearable size."""
    decoder = isal_zlib.decompressobj(31)
    pieces: list[bytes] = []
    taken = unpacked = 0
    try:
        while not decoder.eof:
            packed = window.at(offset + taken, _STEP if taken else _FIRST)
            if not packed or unpacked > _MAX_RECORD:
                return None
            pieces.append(decoder.decompress(packed, _MAX_RECORD + 1 - unpacked))
            unpacked += len(pieces[-1])
            taken += len(packed)
    except isal_zlib.error:  # type: ignore[misc]  # its stub says that the class is an instance
        return None
    return taken - len(decoder.unused_data), pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _member(offset: int, length: int, data: bytes) -> Member | None:
    head_end = data.find(b"\r\n\r\n")
    if head_end < 0 or not data.startswith(b"WARC/1.") or not data.endswith(b"\r\n\r\n"):
        return None
    head = data[:head_end]
    # A record with a folded field, or fields of an odd spelling, is no record of ours.
    if b"\n " in head or b"\n\t" in head:
        return None
    kind, size = _field(head, _TYPE), _field(head, _LENGTH)
    if not head.isascii() or not size.isdigit() or int(size) != len(data) - head_end - 8 or int(size) > MAX_BLOCK_BYTES:
        return None
    return Member(offset, length, kind.decode(), head, data)


def _field(head: bytes, label: bytes) -> bytes:
    """The value of a field as this crawler spells them, each on one line."""
    start = head.find(label)
    if start < 0:
        return b""
    start += len(label)
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else len(head)].strip()
