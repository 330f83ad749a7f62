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

from isal import isal_zlib

WARC_FIELDS = "application/warc-fields"
HTTP_REQUEST = "application/http;msgtype=request"
HTTP_RESPONSE = "application/http;msgtype=response"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PIECE = 1024 * 1024
_LEVEL = 2  # of isal; decision 0016 has sizes and times


@dataclass(slots=True)
class Spooled:
    """A block on the disk: `length` bytes of an open file from byte `start` on."""

    file: BinaryIO = field(repr=False)
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

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
    return (text if text.isprintable() else _CONTROL.sub(" ", text)).strip()


def warc_fields(pairs: list[tuple[str, str]]) -> bytes:
    """A block of `application/warc-fields`."""
    return "".join(f"{name}: {one_line(value)}\r\n" for name, value in pairs).encode()


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
    return b"WARC/1.1\r\n" + "".join(f"{name}: {one_line(value)}\r\n" for name, value in lines).encode() + b"\r\n"


def gzip_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip member (no clock, no name in its header), in pieces. The one place that compresses."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    yield from map(compressor.compress, pieces)
    yield compressor.flush()


def gzip_member(*pieces: bytes) -> bytes:
    """One gzip member."""
    return b"".join(gzip_pieces(pieces))


def member_pieces(record: Record, more: list[tuple[str, str]]) -> Iterator[bytes]:
    """The record as it stands in the file, a piece at a time."""
    return gzip_pieces(chain([head(record, more)], _pieces(record.block), [b"\r\n\r\n"]))


def as_member(record: Record, more: list[tuple[str, str]]) -> bytes:
    """The record as it stands in the file."""
    return b"".join(member_pieces(record, more))


def _pieces(block: bytes | Spooled) -> Iterable[bytes]:
    return block.pieces() if isinstance(block, Spooled) else (block,)
