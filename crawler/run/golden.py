"""A golden test of a station: a few of its captures as they are, and what comes out of them, to be reviewed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from crawler.archive.collection import Collection, day_of
from crawler.discovery.urls import canonical
from crawler.replay.records import Record, read_records
from crawler.replay.source import collection_source
from pipelines.errors import ArchiveError

CAPTURE, EXPECTED = "capture.warc.gz", "expected.json"
CHANGING = frozenset({"splitter_version"})
"""Fields of a page that say which code made it."""


def write_golden(folder: Path, collection: Collection, urls: list[str]) -> list[Path]:
    """Write `<day>/capture.warc.gz` with the collection's captures of `urls`, and `expected.json` beside it, which is not
    reviewed yet. Raises ArchiveError where the capture cannot be replayed."""
    members = b"".join(_members(collection, {canonical(url) or url for url in urls}))
    day = folder / f"{_first_day(collection)}"
    day.mkdir(parents=True, exist_ok=True)
    capture, expected = day / CAPTURE, day / EXPECTED
    capture.write_bytes(members)
    text = json.dumps({"reviewed": False, "pages": _replayed(capture)}, indent=1, ensure_ascii=False)
    expected.write_text(text + "\n", encoding="utf-8")
    return [capture, expected]


def _first_day(collection: Collection) -> str:
    digits = day_of(collection.warc_files()[0])
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _members(collection: Collection, urls: set[str]) -> list[bytes]:
    """The gzip members, byte for byte, of the first `warcinfo` and of every record about one of the URLs."""
    found: list[bytes] = []
    for path in collection.warc_files():
        data = path.read_bytes()
        with collection_source(collection, path).open() as file:
            records = [record for record in read_records(file) if isinstance(record, Record)]
        ends = [*(record.start for record in records[1:]), len(data)]
        for record, end in zip(records, ends, strict=True):
            uri = record.headers.get("warc-target-uri", "")
            if (record.type == "warcinfo" and not found) or (canonical(uri) or uri) in urls:
                found.append(data[record.start : end])
    return found


def _replayed(warc: Path) -> list[dict[str, Any]]:
    """The pages as `scrapy replay` puts them into a feed, by a process that reads the station files anew."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "pages.jsonl"
        words = [sys.executable, "-m", "scrapy", "replay", str(warc), "-O", str(feed)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
        if done.returncode:
            raise ArchiveError(f"{warc}: cannot be replayed: {done.stderr.strip()}")
        pages = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    return [{key: value for key, value in page.items() if key not in CHANGING} for page in pages]
