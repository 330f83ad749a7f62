"""The CDXJ index of a collection: one sorted line for each capture that a player can play, as pywb reads it."""

from __future__ import annotations

import heapq
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import surt

from crawler.archive.capture import MAX_BLOCK_BYTES, Capture, decode_http, decode_plain, mime_of, warc_date
from crawler.archive.collection import Collection, final_name
from crawler.archive.reading import RecordView, read_records

_INDEXED = ("response", "revisit", "resource")
_LINES_IN_MEMORY = 200_000


def line_of(capture: Capture, length: int, *, digest: str | None, mime: str | None) -> bytes:
    """The index line of a capture whose record takes `length` bytes in its file.

    The fields are those of cdxj-indexer, in its order; the digest is the one over the de-chunked payload.
    """
    fields = {
        "url": capture.target_uri,
        "mime": mime,
        "status": None if capture.status is None else str(capture.status),
        "digest": digest,
        "length": str(length),
        "offset": str(capture.warc_offset),
        "filename": capture.warc_file,
    }
    stated = json.dumps({name: value for name, value in fields.items() if value is not None})
    return f"{url_key(capture.target_uri)} {capture.captured_at:%Y%m%d%H%M%S} {stated}\n".encode()


def line_of_response(capture: Capture, length: int) -> bytes:
    """The index line of a `response` record, decoded."""
    return line_of(capture, length, digest=capture.payload_digest, mime=mime_of(capture.content_type))


def url_key(url: str) -> str:
    """The SURT key that pywb looks a URL up by; the URL itself where the library finds no key for it."""
    try:
        key: str = surt.surt(url)
    except Exception:  # documented boundary: whatever URL others wrote, and the library's own error for each kind
        key = url
    return key.replace(" ", "%20") or "-"


def lines_of(path: Path) -> Iterator[bytes]:
    """The index lines of a WARC file, in the order of its records. Raises RecordError where the file is broken."""
    for record in read_records(path):
        capture = _capture(record) if record.type in _INDEXED else None
        if capture is None or _bare_304(record):
            continue
        digest, mime = capture.payload_digest, mime_of(capture.content_type)
        if record.type == "revisit":
            digest, mime = record.get("WARC-Payload-Digest"), "warc/revisit"
        record.finish()
        yield line_of(capture, record.length, digest=digest, mime=mime)


def merge(index: Path, lines: Iterable[bytes]) -> None:
    """Put `lines` into the index, each once. The old index is read as it stands, and replaced when all is written."""
    with ExitStack() as stack:
        old = [stack.enter_context(index.open("rb"))] if index.exists() else []
        _replace(index, heapq.merge(*old, sorted(lines)))


def rebuild(collection: Collection) -> int:
    """Write the index anew from the WARC files alone; the number of lines. Raises RecordError for a broken file."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        runs = []
        for number, run in enumerate(_sorted_runs(collection)):
            path = Path(folder, str(number))
            path.write_bytes(b"".join(run))
            runs.append(stack.enter_context(path.open("rb")))
        return _replace(collection.index, heapq.merge(*runs))


def _sorted_runs(collection: Collection) -> Iterator[list[bytes]]:
    lines: list[bytes] = []
    for path in collection.warc_files():
        for line in lines_of(path):
            lines.append(line)
            if len(lines) == _LINES_IN_MEMORY:
                yield sorted(lines)
                lines = []
    yield sorted(lines)


def _replace(index: Path, lines: Iterable[bytes]) -> int:
    index.parent.mkdir(parents=True, exist_ok=True)
    written, last = 0, b""
    temporary = index.with_name(index.name + ".tmp")
    with temporary.open("wb") as file:
        for line in lines:
            if line != last:
                file.write(line)
                written += 1
                last = line
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index)
    return written


def _bare_304(record: RecordView) -> bool:
    """A `server-not-modified` revisit: pywb would play it as a 304 without a body."""
    return record.type == "revisit" and "server-not-modified" in (record.get("WARC-Profile") or "")


def _capture(record: RecordView) -> Capture | None:
    captured_at = warc_date(record.get("WARC-Date") or "")
    if captured_at is None or not record.target_uri:
        return None
    capture = Capture(
        warc_file=final_name(record.path),
        warc_offset=record.offset,
        record_id=record.get("WARC-Record-ID") or "",
        record_type=record.type,
        target_uri=record.target_uri,
        captured_at=captured_at,
    )
    block, whole = record.block(MAX_BLOCK_BYTES)
    if record.type == "resource":
        decode_plain(capture, block, record.get("Content-Type"), whole=whole)
    elif block or record.type == "response":
        decode_http(capture, block, whole=whole)
    return capture
