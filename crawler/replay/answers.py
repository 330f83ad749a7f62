"""The latest capture of each URL in archive files: what requests are answered with instead of by a site."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urldefrag

from w3lib.url import safe_url_string

from crawler.archive.capture import Capture, warc_date
from crawler.replay.captures import CAPTURES, read_capture
from crawler.replay.records import Record, read_records
from crawler.replay.revisits import Revisits, write_context
from crawler.replay.source import Source, context_of
from pipelines.errors import ArchiveError


class Answers:
    """Looks captures up by URL, revisits resolved, in bounded memory.

    `wanted` says of a record whether it may be an answer; `trouble` hears in a word of what could not be read.
    """

    def __init__(self, sources: list[Source], wanted: Callable[[Record], bool], trouble: Callable[[str], None]) -> None:
        self._sources, self._wanted, self._trouble = sources, wanted, trouble
        self._scratch = tempfile.TemporaryDirectory(prefix="replay-")
        write_context(Path(self._scratch.name), context_of(sources))
        self._revisits = Revisits(Path(self._scratch.name))
        self._latest = self._index()

    def __len__(self) -> int:
        return int(self._latest.execute("SELECT count(*) FROM latest").fetchone()[0])

    def capture(self, url: str) -> Capture | None:
        """The latest capture of a URL, its body decoded; None where there is none."""
        row = self._latest.execute("SELECT file, start, place FROM latest WHERE url = ?", (_key(url),)).fetchone()
        found = read_capture(self._sources[row[0]], row[1], row[2]) if row else None
        if found is None:
            return None
        capture, record = found
        if record.type == "revisit":
            self._revisits.resolve(capture, record)
        return capture

    def close(self) -> None:
        """Remove what was made to look captures up with."""
        self._revisits.close()
        self._latest.close()
        self._scratch.cleanup()

    def _index(self) -> sqlite3.Connection:
        database = sqlite3.connect(Path(self._scratch.name) / "latest.sqlite")
        database.execute(
            "CREATE TABLE latest (url TEXT PRIMARY KEY, date TEXT, file INTEGER, start INTEGER, place INTEGER)"
        )
        for number, source in enumerate(self._sources):
            database.executemany(
                "INSERT INTO latest VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET date = excluded.date,"
                " file = excluded.file, start = excluded.start, place = excluded.place WHERE excluded.date >= date",
                self._entries(number, source),
            )
        database.commit()
        return database

    def _entries(self, number: int, source: Source) -> Iterator[tuple[str, str, int, int, int]]:
        try:
            with source.open() as file:
                for record in read_records(file):
                    if not isinstance(record, Record):
                        self._trouble("records_not_read")
                        continue
                    date = warc_date(record.headers.get("warc-date", ""))
                    if record.type in CAPTURES and date is not None and self._wanted(record):
                        url = record.headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
                        stamp = date.isoformat(timespec="microseconds")
                        yield _key(url), stamp, number, record.start, record.offset
        except ArchiveError:
            self._trouble("source_not_read")


def _key(url: str) -> str:
    try:
        return str(safe_url_string(urldefrag(url)[0]))
    except ValueError:
        return url
