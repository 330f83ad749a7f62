"""Revisits and what they refer to, across files: an index that is made when the first revisit asks for it."""

from __future__ import annotations

import fcntl
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from crawler.archive.capture import Capture, resolve_revisit, warc_date
from crawler.replay.captures import read_capture
from crawler.replay.records import Record, read_records
from crawler.replay.source import Source
from pipelines.errors import ArchiveError

_MAX_CHAIN = 4
_REFERRED = frozenset({"response", "resource", "revisit"})


_CONTEXT = "context.pickle"


def write_context(scratch: Path, sources: list[Source]) -> None:
    """Say where revisits are looked up."""
    with (scratch / _CONTEXT).open("wb") as file:
        pickle.dump(sources, file)


class Revisits:
    """Finds the records that revisits refer to, and gives revisits their bodies.

    In `scratch` are the sources to look in (`write_context`), and a database that is written once, by whichever process
    first meets a revisit, and shared by all; without revisits it is never made. A revisit is looked up by the id of the record that it names, by URI and
    date, by URI and payload digest, and by payload digest alone, in this order; of several the first in the order of
    the sources.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._path = scratch / "revisits.sqlite"
        self._sources: list[Source] = []
        self._database: sqlite3.Connection | None = None

    def resolve(self, capture: Capture, record: Record) -> None:
        """Give the revisit its body, or leave it with the problem `revisit_unresolved`."""
        referred = self._referred(capture, record, _MAX_CHAIN)
        if referred is not None:
            resolve_revisit(capture, referred)

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _referred(self, capture: Capture, record: Record, chain: int) -> Capture | None:
        for key in _asked(capture, record):
            place = self._look_up(key)
            if place is None or (place[3] == capture.record_id and chain == _MAX_CHAIN):
                continue
            file, start, offset, _ = place
            found = read_capture(self._sources[file], start, offset)
            if found is None:
                continue
            original, original_record = found
            if original.record_type != "revisit":
                return original
            further = self._referred(original, original_record, chain - 1) if chain > 1 else None
            if further is not None:
                resolve_revisit(original, further)
                return original
        return None

    def _look_up(self, key: bytes) -> tuple[int, int, int, str] | None:
        if self._database is None:
            self._database = self._open()
        row: tuple[int, int, int, str] | None = self._database.execute(
            "SELECT file, start, place, record_id FROM records WHERE key = ?", (key,)
        ).fetchone()
        return row

    def _open(self) -> sqlite3.Connection:
        with (self._scratch / _CONTEXT).open("rb") as context:
            self._sources = pickle.load(context)  # noqa: S301 - our own, written a moment ago into a folder of our own
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._path.exists():
                temporary = self._path.with_suffix(".tmp")
                temporary.unlink(missing_ok=True)
                _make_index(self._sources, temporary)
                temporary.rename(self._path)
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)


def _make_index(sources: list[Source], path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE records (key BLOB PRIMARY KEY, file INTEGER, start INTEGER, place INTEGER, record_id TEXT)"
            " WITHOUT ROWID"
        )
        for number, source in enumerate(sources):
            database.executemany("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?)", _entries(number, source))
        database.commit()


def _entries(number: int, source: Source) -> Iterator[tuple[bytes, int, int, int, str]]:
    try:
        with source.open() as file:
            for record in read_records(file):
                if isinstance(record, Record) and record.type in _REFERRED:
                    record_id = record.headers.get("warc-record-id", "")
                    for key in _offered(record):
                        yield key, number, record.start, record.offset, record_id
    except ArchiveError:
        return  # said when the file itself is replayed


def _offered(record: Record) -> Iterator[bytes]:
    headers = record.headers
    uri, date = _uri(headers.get("warc-target-uri")), warc_date(headers.get("warc-date", ""))
    if record_id := headers.get("warc-record-id"):
        yield _key("id", record_id)
    if uri and date:
        yield _key("uri+date", uri, _exact(date))
        yield _key("uri+second", uri, _second(date))
    if record.type != "revisit" and (digest := headers.get("warc-payload-digest")):
        yield _key("uri+digest", uri, digest.lower())
        yield _key("digest", digest.lower())


def _asked(capture: Capture, record: Record) -> Iterator[bytes]:
    uri = capture.refers_to_target_uri or capture.target_uri
    if capture.refers_to_record_id:
        yield _key("id", capture.refers_to_record_id)
    if capture.refers_to_date:
        yield _key("uri+date", uri, _exact(capture.refers_to_date))
        yield _key("uri+second", uri, _second(capture.refers_to_date))
    if digest := record.headers.get("warc-payload-digest"):
        yield _key("uri+digest", uri, digest.lower())
        yield _key("digest", digest.lower())


def _uri(text: str | None) -> str:
    return (text or "").strip().removeprefix("<").removesuffix(">")


def _exact(date: datetime) -> str:
    return date.isoformat(timespec="microseconds")


def _second(date: datetime) -> str:
    return date.isoformat(timespec="seconds") if date.microsecond == 0 else date.replace(microsecond=0).isoformat()


def _key(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
