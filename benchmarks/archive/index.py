"""Indexing a file of 5,000 records: ours beside cdxj-indexer, in processes that take turns."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.archive.pages import pages, response
from benchmarks.archive.writing import REQUEST
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_REQUEST, HTTP_RESPONSE, Record, digest
from crawler.archive.writer import WarcWriter

ROUNDS, CAPTURES = 5, 2500

# The start of the interpreter and of either program is left out.
_OURS = """
import sys, time
from pathlib import Path
from crawler.archive.cdxj import rebuild
from crawler.archive.collection import Collection
began = time.process_time()
rebuild(Collection(Path(sys.argv[1])))
print(time.process_time() - began)
"""
_THEIRS = """
import sys, time
from cdxj_indexer.main import CDXJIndexer
began = time.process_time()
CDXJIndexer(sys.argv[1], sys.argv[2:], sort=True).process_all()
print(time.process_time() - began)
"""


def measure() -> list[str]:
    """One line: response and request records, 2,500 of each, as a crawl writes them of pages as servers send them."""
    with tempfile.TemporaryDirectory() as folder:
        collection, their_index = Collection(Path(folder, "bench")), Path(folder, "theirs")
        _write(collection)
        [warc] = collection.warc_files()
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds(_OURS, collection.path))
            theirs.append(_seconds(_THEIRS, their_index, warc))
        lines = collection.index.read_bytes().count(b"\n")
        assert lines == their_index.read_bytes().count(b"\n") == CAPTURES
    what = f"indexing {2 * CAPTURES} records: {median(ours):.2f} s, cdxj-indexer {median(theirs):.2f} s"
    return [f"{what}: {median(theirs) / median(ours):.1f} times as fast (goal 2.5)"]


def _write(collection: Collection) -> None:
    answers = [response(page, packed=True) for page in pages()]
    writer = WarcWriter(collection, [("software", "bench")], 10**10)
    for number in range(CAPTURES):
        date = datetime.now(UTC)
        about = [("WARC-Target-URI", f"https://www.station.example/news/story-{number}/?page={number % 7}")]
        block = answers[number % len(answers)]
        payload = [("WARC-Payload-Digest", digest(block[block.find(b"\r\n\r\n") + 4 :]))]
        first = Record("response", date, HTTP_RESPONSE, block, about + payload)
        writer.write([first, Record("request", date, HTTP_REQUEST, REQUEST, about)])
    writer.close()


def _seconds(program: str, *words: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return float(done.stdout)
