"""The CDXJ index of a collection: one sorted line for each capture that a player can play, as pywb reads it."""

from __future__ import annotations

import heapq
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from crawler.archive.capture import Capture, decode_http, decode_plain, mime_of, warc_date
from crawler.archive.collection import Collection, final_name
from crawler.archive.lookup import IndexReader
from crawler.archive.members import Member, label, plain_members, simple_head
from crawler.replay.records import Record, read_records
from crawler.replay.stream import Damage
from pipelines.errors import RecordError
from pipelines.store.durable import make_folder, put_in_place

REVISIT = "warc/revisit"
_INDEXED = ("response", "revisit", "resource")
_SIMPLE_URL = re.compile(
    r"https?://(?:www[0-9]*+\.)?(?!www)((?:[a-z0-9-]++\.)++[a-z]{2,10})((?:/[a-z0-9_~-]++(?:\.[a-z0-9_~-]++)*+)*+/?)"
    r"(?:\?([a-z0-9_.~&=-]+))?"
)
_SESSION = re.compile("sid=|sessionid|cfid=")  # the library leaves out what it takes for a session's id
_PAYLOAD_DIGEST, _TARGET_URI, _DATE = map(label, ("WARC-Payload-Digest", "WARC-Target-URI", "WARC-Date"))
_OUR_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
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


def line_of_capture(capture: Capture, length: int) -> bytes | None:
    """The index line of a live capture; None for one that players cannot play."""
    if capture.record_type == "revisit":
        # pywb would play a `server-not-modified` revisit as a 304 without a body.
        identical = capture.truncated is not None
        return line_of(capture, length, digest=capture.payload_digest, mime=REVISIT) if identical else None
    return line_of(capture, length, digest=capture.payload_digest, mime=mime_of(capture.content_type))


@lru_cache(maxsize=1024)
def url_key(url: str) -> str:
    """The SURT key that pywb looks a URL up by; the URL itself where the library finds no key for it."""
    simple = _SIMPLE_URL.fullmatch(url)
    if simple is not None and not (simple[3] and _SESSION.search(simple[3])):
        # As the library does it, in a tenth of its time.
        key = f"{','.join(reversed(simple[1].split('.')))}){simple[2].removesuffix('/') or '/'}"
        return f"{key}?{_in_order(simple[3])}" if simple[3] else key
    import surt  # loads a list of public suffixes, and few URLs come here

    try:
        key = str(surt.surt(url))
    except Exception:  # documented boundary: whatever URL others wrote, and the library's own error for each kind
        key = url
    return key.replace(" ", "%20") or "-"


def _in_order(query: str) -> str:
    """The query with its arguments sorted: by their names, then by their values."""
    return "&".join("=".join(each) for each in sorted(each.split("=", 1) for each in query.split("&")))


def lines_of(path: Path) -> Iterator[bytes | Damage]:
    """The index lines of a WARC file in the order of its records, and the damages of the file where they are."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        at = 0
        name = final_name(path)
        for member in plain_members(file):
            yield from _line_of_member(name, member)
            at = member.offset + member.length
        if at == size:
            return
        before: Record | None = None
        for read in read_records(file, at):
            if before is not None:
                yield from _line(name, before, read.offset - before.offset)
            before = read if isinstance(read, Record) else None
            if isinstance(read, Damage):
                yield read
        if before is not None:
            yield from _line(name, before, size - before.offset)


def _line_of_member(warc_file: str, member: Member) -> Iterator[bytes]:
    """The same line as of the record that is read in full; where the digest is stated, the payload is not looked at."""
    if member.type not in _INDEXED:
        return
    digest, url = member.get(_PAYLOAD_DIGEST), member.get(_TARGET_URI)
    if member.type == "response" and _OUR_DIGEST.fullmatch(digest) and url[:4] == "http":
        head, captured_at = simple_head(member), warc_date(member.get(_DATE))
        if head is not None and captured_at is not None:
            status, content_type = head
            capture = Capture(warc_file, member.offset, "", member.type, url, captured_at, status)
            yield line_of(capture, member.length, digest=digest, mime=mime_of(content_type))
            return
    block = member.block
    record = Record(member.offset, member.type, member.headers(), len(block), block)
    yield from _line(warc_file, record, member.length)


def merge(index: Path, lines: Iterable[bytes]) -> None:
    """Put `lines` into the index, each once. The old index is copied as it stands, and replaced when all is written.

    Between the places of the new lines, which are looked for, the old index is copied in blocks without being read line
    by line.
    """
    with IndexReader(index) as old:
        _replace(index, _woven(old, sorted(set(lines))), distinct=False)


def _woven(old: IndexReader, lines: list[bytes]) -> Iterator[bytes]:
    """The old index in blocks, with `lines` in between that are not in it."""
    done = 0
    for line in lines:
        place = old.position(line, done)
        yield from old.blocks(done, place)
        done = place
        if old.line_at(place) != line:
            yield line
    yield from old.blocks(done, old.size)


def rebuild(collection: Collection, more: Iterable[bytes] = ()) -> tuple[int, list[RecordError]]:
    """Write the index anew from the WARC files and `more` lines, sorted, of files that are elsewhere: the number of
    lines, and what could not be read."""
    with records_lines(collection) as (lines, problems):
        return _replace(collection.index, heapq.merge(lines, more)), problems


@contextmanager
def records_lines(collection: Collection) -> Iterator[tuple[Iterator[bytes], list[RecordError]]]:
    """All the lines that the index should have, sorted, made from the WARC files; and what could not be read."""
    problems: list[RecordError] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        spilled: list[BinaryIO] = []
        last: list[bytes] = []
        for number, run in enumerate(_sorted_runs(collection, problems)):
            if last:
                path = Path(folder, str(number))
                path.write_bytes(b"".join(last))
                spilled.append(stack.enter_context(path.open("rb")))
            last = run
        yield heapq.merge(*spilled, last) if spilled else iter(last), problems


def _sorted_runs(collection: Collection, problems: list[RecordError]) -> Iterator[list[bytes]]:
    lines: list[bytes] = []
    for path in collection.warc_files():
        for line in lines_of(path):
            if isinstance(line, Damage):
                problems.append(RecordError(str(path), line.problem, offset=line.offset))
                continue
            lines.append(line)
            if len(lines) == _LINES_IN_MEMORY:
                yield sorted(lines)
                lines = []
    yield sorted(lines)


def _replace(index: Path, lines: Iterable[bytes], *, distinct: bool = True) -> int:
    """Write the index anew: each of equal lines once where `distinct`. Returns how many pieces were written."""
    make_folder(index.parent)
    written, last = 0, b""
    temporary = index.with_name(index.name + ".tmp")
    with temporary.open("wb") as file:
        for line in lines:
            if line != last or not distinct:
                file.write(line)
                written += 1
                last = line
        file.flush()
        os.fsync(file.fileno())
    put_in_place(temporary, index)
    return written


def _line(warc_file: str, record: Record, length: int) -> Iterator[bytes]:
    """The line of a record, if it is one that a player can play."""
    headers = record.headers
    captured_at = warc_date(headers.get("warc-date", ""))
    url = headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    if record.type not in _INDEXED or captured_at is None or not url:
        return
    # pywb would play a `server-not-modified` revisit as a 304 without a body.
    if "server-not-modified" in headers.get("warc-profile", ""):
        return
    capture = Capture(warc_file, record.offset, "", record.type, url, captured_at)
    if record.type == "resource":
        decode_plain(capture, record.block, headers.get("content-type"), whole=record.whole)
    elif record.block:
        decode_http(capture, record.block, whole=record.whole, content=False)
    digest, mime = capture.payload_digest, mime_of(capture.content_type)
    if record.type == "revisit":
        digest, mime = headers.get("warc-payload-digest"), REVISIT
    yield line_of(capture, length, digest=digest, mime=mime)
