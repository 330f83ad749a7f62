"""WARC 1.1 records as bytes: what each kind says, and one gzip member for each."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from isal import isal_zlib

WARC_FIELDS = "application/warc-fields"
HTTP_REQUEST = "application/http;msgtype=request"
HTTP_RESPONSE = "application/http;msgtype=response"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LEVEL = 2  # of isal; decision 0016 has sizes and times


@dataclass(slots=True)
class Record:
    """A record to be written. `fields` are the named fields between WARC-Date and the digests, in order."""

    type: str
    date: datetime
    content_type: str
    block: bytes = field(repr=False)
    fields: list[tuple[str, str]] = field(default_factory=list)
    record_id: str = field(default_factory=lambda: f"<urn:uuid:{uuid.uuid4()}>")


def written_date(moment: datetime) -> str:
    """WARC-Date in microseconds, always six digits, so that dates compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def digest(data: bytes) -> str:
    """`sha256:` and lower-case hexadecimal: the form that warcio, FastWARC and pywb all accept."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


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


def gzip_member(*pieces: bytes) -> bytes:
    """One gzip member (no clock, no name in its header). The one place that compresses."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    return b"".join([*map(compressor.compress, pieces), compressor.flush()])


def as_member(record: Record, more: list[tuple[str, str]]) -> bytes:
    """The record as it stands in the file."""
    return gzip_member(head(record, more), record.block, b"\r\n\r\n")
