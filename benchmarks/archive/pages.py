"""The pages to measure with: third-party ones where they are, read through SHARED_DATA; copied nowhere."""

from __future__ import annotations

import gzip
import os
from pathlib import Path


def pages() -> list[bytes]:
    """The HTML of whole station pages, some 290 kB each. Ends the program with a message where they are absent."""
    folder = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "station-html"
    found = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    if not found:
        raise SystemExit(f"{folder} has no pages; set SHARED_DATA to the folder of the shared data")
    return found


def response(body: bytes, *, packed: bool) -> bytes:
    """A page as a server sends it; `packed` as most do to who accepts gzip."""
    coding = b"Content-Encoding: gzip\r\n" if packed else b""
    body = gzip.compress(body, 6, mtime=0) if packed else body
    head = b"HTTP/1.1 200 OK\r\nServer: bench\r\nDate: Tue, 03 Mar 2026 10:00:00 GMT\r\n"
    head += b"Content-Type: text/html; charset=utf-8\r\nCache-Control: max-age=60\r\nVary: Accept-Encoding\r\n"
    return head + coding + b"Content-Length: %d\r\n\r\n" % len(body) + body
