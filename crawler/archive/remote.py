"""Uploads a collection's finished WARC files to a remote store (S3, or whatever fsspec has), and brings them back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from crawler.archive import cdxj
from crawler.archive.collection import OPEN, Collection, day_of, serial_of
from crawler.archive.remote_ledger import Entry, Ledger
from crawler.archive.verify import verify_file_of
from crawler.replay.stream import Damage
from pipelines.errors import ArchiveError, UsageError
from pipelines.store.durable import put_in_place

_PIECE = 1024 * 1024
# A folder is made where a store has such. Of S3's parts, s3fs would hold ten of 50 MB each in memory.
_OPTIONS: dict[str, dict[str, Any]] = {"s3": {"max_concurrency": 2}, "file": {"auto_mkdir": True}}
_PUT_OPTIONS: dict[str, dict[str, Any]] = {"s3": {"chunksize": 16 * _PIECE}}

Told = Callable[[str], None]


class RemoteError(ArchiveError):
    """The store cannot be reached, or refuses; what is not uploaded yet waits for the next time."""


@dataclass(slots=True)
class Transferred:
    """Names of the files that were uploaded (or brought back), that were dropped here, and what went wrong."""

    files: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    problems: list[ArchiveError] = field(default_factory=list)


class Store:
    """The remote folder of one collection. Every error of a store is a RemoteError in one line."""

    def __init__(self, root: str, collection: Collection) -> None:
        try:
            from fsspec.core import url_to_fs
            from fsspec.utils import get_protocol
        except ImportError as error:
            raise UsageError("a remote store needs more: pip install 'station-archive[s3]'") from error
        self.url = f"{root.rstrip('/')}/{collection.name}/archive"
        self._failed = f"{self.url}: the store cannot be used"
        kind = get_protocol(self.url)
        self._put_options = _PUT_OPTIONS.get(kind, {})
        options = {"use_listings_cache": False, "skip_instance_cache": True, **_OPTIONS.get(kind, {})}
        try:
            self._fs, self._path = url_to_fs(self.url, **options)
        except ImportError as error:
            raise UsageError(f"{root}: needs more ({error}); for S3: pip install 'station-archive[s3]'") from error
        except ValueError as error:
            raise UsageError(f"{root}: {_one_line(error)}") from error

    def url_of(self, name: str) -> str:
        """Where a file is, or would be."""
        return f"{self.url}/{name}"

    def size_of(self, name: str) -> int | None:
        """The size in bytes; None where there is no such file."""
        with self._errors():
            try:
                return int(self._fs.info(f"{self._path}/{name}")["size"])
            except FileNotFoundError:
                return None

    def digest_of(self, name: str) -> str:
        """SHA-256 of what is there, read back: an ETag is no digest where a file was uploaded in parts."""
        with self._errors(), self._fs.open(f"{self._path}/{name}", "rb", block_size=8 * _PIECE) as file:
            return _digest(file)

    def put(self, path: Path, name: str) -> None:
        """Upload a file. A store of objects shows it when it is there as a whole."""
        with self._errors():
            self._fs.put_file(str(path), f"{self._path}/{name}", **self._put_options)

    def get(self, name: str, path: Path) -> None:
        """Bring a file back."""
        with self._errors():
            self._fs.get_file(f"{self._path}/{name}", str(path))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # documented boundary: each store's library has errors of its own
            raise RemoteError(f"{self._failed} ({_one_line(error)})") from error


def upload(collection: Collection, root: str, *, keep: bool = True, told: Told = lambda _: None) -> Transferred:
    """Upload each finished WARC file that is not in the store, read it back, and note it; without `keep`, drop it here
    where its tables and its index lines are complete. The caller holds the collection's lock.

    Can be ended at any moment and called again: what was noted is not uploaded twice, what is in the store but was not
    noted is read back and noted. A file in the store is replaced only by one that begins with it.
    """
    store, ledger, done = Store(root, collection), Ledger(collection), Transferred()
    for path in finished(collection):
        try:
            entry = ledger.entries.get(path.name)
            if entry is None or entry.size != path.stat().st_size or entry.url != store.url_of(path.name):
                told(f"Uploading {path.name}")
                entry = _uploaded(store, path)
                ledger.put(path.name, entry)
                done.files.append(path.name)
            if not keep:
                _make_sure(collection, path, entry)
                ledger.put(path.name, replace(entry, local=False))
                path.unlink()
                done.dropped.append(path.name)
        except RemoteError as error:
            done.problems.append(error)
            return done  # the others would have to wait for the same
        except OSError as error:
            done.problems.append(ArchiveError(f"{path}: {error.strerror or error}"))
        except ArchiveError as error:
            done.problems.append(error)
    return done


def finished(collection: Collection) -> list[Path]:
    """The WARC files that no run will add to: those of days that are over, and those that were cut by size."""
    files = [path for path in collection.warc_files() if not path.name.endswith(OPEN)]
    today = f"{datetime.now(UTC):%Y%m%d}"
    last: dict[str, int] = {}
    for path in collection.warc_files():
        if day := day_of(path):
            last[day] = max(last.get(day, 0), serial_of(path))
    return [path for path in files if day_of(path) < today or serial_of(path) < last[day_of(path)]]


def _uploaded(store: Store, path: Path) -> Entry:
    name, size = path.name, path.stat().st_size
    with path.open("rb") as file:
        digest = _digest(file)
    there = store.size_of(name)
    if there != size or store.digest_of(name) != digest:
        if there is not None and not _begins_with(path, there, store, name):
            raise ArchiveError(f"{path}: another file of that name is in the store; rename one of the two")
        store.put(path, name)
        if store.digest_of(name) != digest:
            raise ArchiveError(f"{path}: was uploaded, but reads back otherwise; it is tried again the next time")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Entry(store.url_of(name), size, digest, now)


def _begins_with(path: Path, size: int, store: Store, name: str) -> bool:
    """Whether the file begins with the `size` bytes that are in the store: it has grown since, or the upload broke off."""
    if size > path.stat().st_size:
        return False
    with path.open("rb") as file:
        return _digest(file, size) == store.digest_of(name)


def _make_sure(collection: Collection, path: Path, entry: Entry) -> None:
    """See that nothing will be missed here when the file is gone. Raises ArchiveError where something would."""
    with path.open("rb") as file:
        if _digest(file) != entry.sha256:
            raise ArchiveError(f"{path}: is not what was uploaded under its name; rename one of the two")
    report = verify_file_of(collection, path)
    problems = [problem.text for problem in report.problems] + report.behind
    if not collection.tables.is_dir():
        problems.append("there are no tables; `scrapy replay` makes them")
    if problems:
        raise ArchiveError(f"{path}: is uploaded, and kept here too: {problems[0]}")
    cdxj.merge(collection.index, [line for line in cdxj.lines_of(path) if not isinstance(line, Damage)])


def restore(collection: Collection, *, told: Told = lambda _: None) -> Transferred:
    """Bring back every file that was dropped here. The caller holds the collection's lock."""
    ledger, done = Ledger(collection), Transferred()
    for name in sorted(ledger.dropped()):
        entry = ledger.entries[name]
        told(f"Bringing back {name}")
        try:
            _bring_back(collection, name, entry)
            ledger.put(name, replace(entry, local=True))
            done.files.append(name)
        except OSError as error:
            done.problems.append(ArchiveError(f"{collection.archive / name}: {error.strerror or error}"))
        except ArchiveError as error:
            done.problems.append(error)
    return done


def _bring_back(collection: Collection, name: str, entry: Entry) -> None:
    path = collection.archive / name
    temporary = path.with_name(f".{name}.tmp")
    store = Store(entry.url.removesuffix(f"/{collection.name}/archive/{name}"), collection)
    try:
        store.get(name, temporary)
        with temporary.open("rb") as file:
            if _digest(file) != entry.sha256:
                raise ArchiveError(f"{entry.url}: is not what was uploaded; it is left there")
            os.fsync(file.fileno())
        if not path.exists():
            put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _digest(file: BinaryIO, size: int | None = None) -> str:
    hasher, left = hashlib.sha256(), size
    while piece := file.read(_PIECE if left is None else min(_PIECE, left)):
        hasher.update(piece)
        left = None if left is None else left - len(piece)
    return hasher.hexdigest()


def _one_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
