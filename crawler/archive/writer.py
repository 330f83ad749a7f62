"""Writes a collection's WARC files: one for each UTC day, `.open` while it may grow, mended after a crash."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from crawler.archive.collection import OPEN, Collection, day_of, final_name, serial_of
from crawler.archive.mend import Mended, mend
from crawler.archive.records import WARC_FIELDS, Record, Spooled, as_member, member_pieces, warc_fields
from crawler.archive.serials import Serials
from pipelines.errors import CollectionBusyError, InputError
from pipelines.store.durable import make_folder, put_in_place, sync_folder


@dataclass(slots=True)
class Place:
    """Where a record went: WARC file (final name), offset and length of its gzip member, in bytes."""

    warc_file: str
    offset: int
    length: int


@dataclass(slots=True)
class _OpenFile:
    path: Path
    descriptor: int
    size: int
    warcinfo_id: str = ""
    synced: int = 0


_written: set[Path] = set()
"""The archive folders that a writer of this process writes: the lock keeps only other processes out."""


class WarcWriter:
    """Appends records to the files of `collection`, whose lock the caller holds.

    `about` are the fields of each `warcinfo`. `max_bytes` is the compressed size past which a file is completed and
    the next serial begun. What a crash left open is mended when the writer is made: `mended` says what was done.
    `before_completion` is called when a file is on the disk and about to get its final name: after it, a crash leaves
    no trace of the file being unfinished.
    """

    def __init__(
        self,
        collection: Collection,
        about: list[tuple[str, str]],
        max_bytes: int,
        before_completion: Callable[[], None] = lambda: None,
    ) -> None:
        self._collection, self._about, self._max_bytes = collection, about, max_bytes
        self._before_completion = before_completion
        self._files: dict[date, _OpenFile] = {}
        self._damaged: set[str] = set()
        self._serials = Serials(collection)
        self.mended: list[Mended] = []
        self._left_open: set[Path] = set()
        make_folder(collection.archive)
        self._folder = collection.archive.resolve()
        if self._folder in _written:
            raise CollectionBusyError(f"{collection.path} is being written by another crawl of this process")
        self._mend_leftovers()
        _written.add(self._folder)

    def write(self, records: Sequence[Record]) -> list[Place]:
        """Append the records of one exchange, which stay together, in the file of the first one's day.

        Raises OSError where the disk refuses; the file then ends where it ended before.
        """
        return self.prepared(records)()

    def prepared(self, records: Sequence[Record]) -> Callable[[], list[Place]]:
        """`write` in two steps: the file is opened, or the next one begun, and what is returned appends to it. That may
        be done in another thread, during which nothing else may be written and only `unsynced` be called."""
        file = self._file_for(records[0].date.astimezone(UTC).date())
        return partial(_append_records, file, records)

    def unsynced(self) -> list[int]:
        """Duplicates of the descriptors of files with bytes that no `fsync` has covered; the caller closes them."""
        waiting = [file for file in self._files.values() if file.synced < file.size]
        for file in waiting:
            file.synced = file.size
        return [os.dup(file.descriptor) for file in waiting]

    def sync(self) -> None:
        """Have all that was written on the disk. Raises OSError."""
        for file in self._files.values():
            os.fsync(file.descriptor)
            file.synced = file.size

    def close(self) -> None:
        """Flush to disk and give every file its final name."""
        try:
            for day in list(self._files):
                self._complete(self._files.pop(day))
            # What a crash left, and this run had nothing to add to.
            for path in self._left_open:
                put_in_place(path, path.with_name(final_name(path)))
        finally:
            _written.discard(self._folder)

    def _mend_leftovers(self) -> None:
        today = f"{datetime.now(UTC):%Y%m%d}"
        for path in self._collection.archive.glob("*.warc.gz" + OPEN):
            mended = mend(path)
            self.mended.append(mended)
            if mended.damaged:
                self._damaged.add(final_name(path))
            if mended.size == 0:
                path.unlink()
            elif mended.damaged or day_of(path) != today:
                mended.path = put_in_place(path, path.with_name(final_name(path)))
            else:
                self._left_open.add(path)

    def _file_for(self, day: date) -> _OpenFile:
        file = self._files.get(day)
        if file is not None and file.size >= self._max_bytes:
            self._complete(self._files.pop(day))
            file = None
        if file is None:
            file = self._files[day] = self._open(day)
            # An exchange that began before midnight may still end: only the day before yesterday is over for sure.
            for old in [other for other in self._files if other < day - timedelta(days=1)]:
                self._complete(self._files.pop(old))
        return file

    def _open(self, day: date) -> _OpenFile:
        path = self._path_for(day)
        self._serials.begun(day, serial_of(path))
        self._left_open.discard(path)
        # Unbuffered: what was written is the kernel's, and survives the end of this process.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        file = _OpenFile(path, descriptor, os.fstat(descriptor).st_size)
        sync_folder(path.parent)
        about = [("WARC-Filename", final_name(path))]
        info = Record("warcinfo", datetime.now(UTC), WARC_FIELDS, warc_fields(self._about), about)
        file.warcinfo_id = info.record_id
        try:
            _append(file, as_member(info, []))
        except OSError:
            os.ftruncate(descriptor, file.size)
            os.close(descriptor)
            raise
        return file

    def _path_for(self, day: date) -> Path:
        """The `.open` path to append to: the day's last file where it has room, else a new one."""
        files = self._collection.files_of(day)
        last = self._serials.last(day)
        serial = max(last, serial_of(files[-1])) if files else last
        if not files or serial_of(files[-1]) < serial or self._is_full(files[-1]):
            serial += 1
        final = self._collection.archive / self._collection.file_name(day, serial)
        path = final.with_name(final.name + OPEN)
        if final.exists():
            if path.exists():
                raise InputError(str(path), f"{final.name} is there too", advice="move one of the two away")
            put_in_place(final, path)
        return path

    def _is_full(self, path: Path) -> bool:
        """Whether nothing more goes into the file, which then has its final name."""
        if path.stat().st_size < self._max_bytes and final_name(path) not in self._damaged:
            return False
        if path.name.endswith(OPEN):
            self._left_open.discard(path)
            put_in_place(path, path.with_name(final_name(path)))
        return True

    def _complete(self, file: _OpenFile) -> None:
        os.fsync(file.descriptor)
        os.close(file.descriptor)
        self._before_completion()
        put_in_place(file.path, file.path.with_name(final_name(file.path)))


def _append_records(file: _OpenFile, records: Sequence[Record]) -> list[Place]:
    more = [("WARC-Warcinfo-ID", file.warcinfo_id)]
    start = file.size
    try:
        if any(isinstance(record.block, Spooled) for record in records):
            return [_append_streaming(file, record, more) for record in records]
        members = [as_member(record, more) for record in records]
        _append(file, b"".join(members))
    except OSError:
        os.ftruncate(file.descriptor, start)
        file.size, file.synced = start, min(start, file.synced)
        raise
    places = []
    for member in members:
        places.append(Place(final_name(file.path), start, len(member)))
        start += len(member)
    return places


def _append(file: _OpenFile, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file.descriptor, left) :]
    file.size += len(data)


def _append_streaming(file: _OpenFile, record: Record, more: list[tuple[str, str]]) -> Place:
    start = file.size
    for piece in member_pieces(record, more):
        _append(file, piece)
    return Place(final_name(file.path), start, file.size - start)
