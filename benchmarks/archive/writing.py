"""Writing records: ours beside warcio's writer, the same 1,500 records each, in turns."""

from __future__ import annotations

import io
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from warcio.warcwriter import WARCWriter

from benchmarks.archive.pages import pages, response
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_REQUEST, HTTP_RESPONSE, WARC_FIELDS, Record
from crawler.archive.writer import WarcWriter

ROUNDS, EXCHANGES = 5, 500
URL = "https://www.station.example/news/a-story/"
REQUEST = (
    b"GET /news/a-story/ HTTP/1.1\r\nHost: www.station.example\r\nUser-Agent: bench\r\nAccept-Encoding: gzip\r\n\r\n"
)
ABOUT = b"hopsFromSeed: L\r\nfetchTimeMs: 123\r\n"


def measure() -> list[str]:
    """A line for each way in which servers send pages: 500 exchanges of response, request and metadata."""
    lines = []
    for packed in (True, False):
        answers = [response(page, packed=packed) for page in pages()]
        blocks = [answers[number % len(answers)] for number in range(EXCHANGES)]
        ours, theirs, sizes = [], [], (0, 0)
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                (seconds, our_size), (their_seconds, their_size) = _ours(blocks, folder), _warcio(blocks, folder)
            ours.append(seconds)
            theirs.append(their_seconds)
            sizes = our_size, their_size
        how = "gzip" if packed else "plain"
        lines.append(
            f"writing {3 * EXCHANGES} records, {how} pages: {median(ours) * 1000:.0f} ms and {sizes[0] / 1e6:.1f} MB,"
            f" warcio {median(theirs) * 1000:.0f} ms and {sizes[1] / 1e6:.1f} MB:"
            f" {median(theirs) / median(ours):.1f} times as fast (goal 3)"
        )
    return lines


def _ours(blocks: list[bytes], folder: str) -> tuple[float, int]:
    began = time.process_time()
    collection = Collection(Path(folder, "ours"))
    writer = WarcWriter(collection, [("software", "bench")], 10**10)
    for block in blocks:
        date = datetime.now(UTC)
        about = [("WARC-Target-URI", URL), ("WARC-IP-Address", "192.0.2.1")]
        first = Record("response", date, HTTP_RESPONSE, block, list(about))
        about.append(("WARC-Concurrent-To", first.record_id))
        others = [
            Record("request", date, HTTP_REQUEST, REQUEST, about),
            Record("metadata", date, WARC_FIELDS, ABOUT, about),
        ]
        writer.write([first, *others])
    writer.close()
    return time.process_time() - began, collection.warc_files()[0].stat().st_size


def _warcio(blocks: list[bytes], folder: str) -> tuple[float, int]:
    path = Path(folder, "warcio.warc.gz")
    began = time.process_time()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "bench"}))
        for block in blocks:
            about = {"WARC-IP-Address": "192.0.2.1"}
            first = _record(writer, "response", block, "application/http; msgtype=response", about)
            about["WARC-Concurrent-To"] = first.rec_headers.get_header("WARC-Record-ID")
            writer.write_record(first)
            writer.write_record(_record(writer, "request", REQUEST, "application/http; msgtype=request", about))
            writer.write_record(_record(writer, "metadata", ABOUT, "application/warc-fields", about))
    return time.process_time() - began, path.stat().st_size


def _record(writer: WARCWriter, kind: str, block: bytes, content_type: str, about: dict[str, str]):  # type: ignore[no-untyped-def]
    # With its length, warcio need not copy the block to a temporary file first.
    return writer.create_warc_record(
        URL, kind, payload=io.BytesIO(block), length=len(block), warc_content_type=content_type, warc_headers_dict=about
    )
