"""WARC and ARC files for tests, made byte by byte, none copied from anywhere."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fastwarc.stream_io import Lz4Writer

from crawler.archive.decode import zstd

PAGE = (
    b"<!doctype html><html><head><title>Bridge reopens</title></head><body><nav><a href='/'>Home</a></nav><article>"
    b"<h1>Bridge reopens</h1><p>The bridge over the Wabash has reopened to cars and trucks after a summer of work on it.</p>"
    b"<p>Crews laid a new deck and painted the rails, the county engineer said on Tuesday morning at the east end.</p>"
    b"<p>Drivers had been sent over the highway bridge since May, a way around of eleven miles for most of them.</p>"
    b"<p>The sidewalk on the north side is to follow in October, and with it the lamps that the city council asked for.</p>"
    b"</article></body></html>"
)
DATE = "2021-03-04T05:06:07.123456Z"


def http(body: bytes = PAGE, status: str = "200 OK", headers: Sequence[str] = ("Content-Type: text/html",)) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *headers))
    return head.encode("latin-1") + b"\r\n" + body


def record(
    block: bytes | None = None,
    *,
    kind: str = "response",
    uri: str = "http://news.example/bridge",
    number: int = 1,
    date: str | None = DATE,
    length: int | str | None = None,
    fields: Sequence[str] = (),
    end: bytes = b"\r\n\r\n",
) -> bytes:
    """One WARC record; `length` for a Content-Length that is not the block's."""
    block = http() if block is None else block
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: {record_id(number)}"]
    lines += [f"WARC-Date: {date}"] if date else []
    lines += [f"WARC-Target-URI: {uri}"] if uri else []
    mime = {"response": "application/http; msgtype=response", "revisit": "application/http; msgtype=response"}
    lines += [f"Content-Type: {mime.get(kind, 'text/plain')}"] if not any("Content-Type:" in f for f in fields) else []
    lines += [*fields, f"Content-Length: {len(block) if length is None else length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + block + end


def record_id(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"


def arc(bodies: Sequence[bytes]) -> list[bytes]:
    """The parts of an ARC file of version 1: its version block and a record for each body."""
    version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://made.arc 0.0.0.0 20210304050607 text/plain %d\n" % len(version) + version + b"\n"]
    for number, body in enumerate(bodies):
        block = http(body)
        line = b"http://news.example/%d 10.0.0.1 20210304050607 text/html %d\n" % (number, len(block))
        parts.append(line + block + b"\n")
    return parts


def gzipped(parts: Sequence[bytes]) -> list[bytes]:
    return [gzip.compress(part, mtime=0) for part in parts]


def zstandard(parts: Sequence[bytes], dictionary: zstd.ZstdDict | None = None) -> list[bytes]:
    return [zstd.compress(part, zstd_dict=dictionary) for part in parts]


def lz4(parts: Sequence[bytes]) -> list[bytes]:
    members = []
    for part in parts:
        with tempfile.NamedTemporaryFile() as file:
            with Lz4Writer(file.name) as out:
                out.write(part)
            members.append(Path(file.name).read_bytes())
    return members


def as_file(parts: Sequence[bytes]) -> io.BytesIO:
    return io.BytesIO(b"".join(parts))


def written(path: Path, parts: Sequence[bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(parts))
    return path
