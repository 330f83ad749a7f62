"""WARC 1.1 records as bytes: what each kind says, and one gzip member for each."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import BinaryIO

from crawler.archive import deflate

WARC_FIELDS = "application/warc-fields"
HTTP_REQUEST = "application/http;msgtype=request"
HTTP_RESPONSE = "application/http;msgtype=response"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PIECE = 1024 * 1024
_SAMPLE = 2048


@dataclass(slots=True)
class Spooled:
    """A block on the disk: `length` bytes of an open file from byte `start` on."""

    file: BinaryIO = field(repr=False)
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    def part(self, start: int, size: int) -> bytes:
        """At most `size` bytes from byte `start` of the block on."""
        self.file.seek(self.start + start)
        return self.file.read(min(size, self.length - start))

    def read(self) -> bytes:
        """All of it."""
        return self.part(0, self.length)

    def pieces(self) -> Iterator[bytes]:
        """The bytes, a piece at a time."""
        self.file.seek(self.start)
        left = self.length
        while left and (piece := self.file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


@dataclass(slots=True)
class Record:
    """A record to be written. `fields` are the named fields between WARC-Date and the digests, in order."""

    type: str
    date: datetime
    content_type: str
    block: bytes | Spooled = field(repr=False)
    fields: list[tuple[str, str]] = field(default_factory=list)
    record_id: str = field(default_factory=lambda: f"<urn:uuid:{uuid.uuid4()}>")


def written_date(moment: datetime) -> str:
    """WARC-Date in microseconds, always six digits, so that dates compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def digest(block: bytes | Spooled) -> str:
    """`sha256:` and lower-case hexadecimal: the form that warcio, FastWARC and pywb all accept."""
    made = hashlib.sha256()
    for piece in _pieces(block):
        made.update(piece)
    return "sha256:" + made.hexdigest()


def one_line(text: str) -> str:
    """`text` fit for a named field: control characters, line ends among them, become one space."""
    return _CONTROL.sub(" ", text).strip()


def warc_fields(pairs: list[tuple[str, str]]) -> bytes:
    """A block of `application/warc-fields`, or the fields of a head."""
    if not "".join(value for _, value in pairs).isprintable():
        pairs = [(name, one_line(value)) for name, value in pairs]
    return "".join(f"{name}: {value.strip()}\r\n" for name, value in pairs).encode()


def head(record: Record, more: list[tuple[str, str]]) -> bytes:
    """The record's header, blank line included; `more` are fields that only the file knows (WARC-Warcinfo-ID)."""
    lines = [
        ("WARC-Type", record.type),
        ("WARC-Record-ID", record.record_id),
        ("WARC-Date", written_date(record.date)),
        *record.fields,
        *more,
        ("WARC-Block-Digest", digest(record.block)),
        ("Content-Type", record.content_type),
        ("Content-Length", str(len(record.block))),
    ]
    return b"WARC/1.1\r\n" + warc_fields(lines) + b"\r\n"


def gzip_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip member (no clock, no name in its header), in pieces."""
    return deflate.compressed(pieces)


def member_pieces(record: Record, more: list[tuple[str, str]]) -> Iterator[bytes]:
    """The record as it stands in the file, a piece at a time."""
    first, rest = head(record, more), chain(_pieces(record.block), [b"\r\n\r\n"])
    if deflate.is_packed(_samples(record.block)):
        return deflate.stored(first, rest)
    return deflate.compressed(chain([first], rest))


def as_member(record: Record, more: list[tuple[str, str]]) -> bytes:
    """The record as it stands in the file."""
    return b"".join(member_pieces(record, more))


def _samples(block: bytes | Spooled) -> bytes:
    """Some of the block from inside; empty where it is small."""
    step = len(block) // 4
    if step < 2 * _SAMPLE:
        return b""
    if isinstance(block, Spooled):
        return b"".join(block.part(step * place, _SAMPLE) for place in (1, 2, 3))
    return b"".join(block[step * place : step * place + _SAMPLE] for place in (1, 2, 3))


def _pieces(block: bytes | Spooled) -> Iterable[bytes]:
    return block.pieces() if isinstance(block, Spooled) else (block,)
