"""A collection: one station's folder of WARC files, with their index and tables, written by one process at a time."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.errors import ArchiveError, CollectionBusyError, UsageError
from pipelines.store.durable import make_folder

OPEN = ".open"
_held: set[Path] = set()
"""The collections that this process has locked."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class Collection:
    """The folders and WARC files under `path`, whose last part is the collection's name. Making one touches no disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def named(cls, warcs_dir: Path, name: str) -> Collection:
        """The collection `name` under `warcs_dir`. Raises UsageError where the name is none for a folder."""
        if not _NAME.match(name):
            raise UsageError(f"{name!r} is no name for a collection: letters, digits, '.', '_' and '-' only")
        return cls(warcs_dir / name)

    @property
    def name(self) -> str:
        """The collection's name, which its WARC files begin with."""
        return self.path.name

    @property
    def archive(self) -> Path:
        """Where the WARC files are."""
        return self.path / "archive"

    @property
    def indexes(self) -> Path:
        """Where `index.cdxj` is."""
        return self.path / "indexes"

    @property
    def tables(self) -> Path:
        """Where the Parquet files are, a folder for each table."""
        return self.path / "tables"

    @property
    def runs(self) -> Path:
        """Where each run's report is."""
        return self.path / "runs"

    @property
    def index(self) -> Path:
        """The CDXJ index."""
        return self.indexes / "index.cdxj"

    def warc_files(self) -> list[Path]:
        """Every WARC file, those that may still grow (`.open`) too, sorted by final name."""
        found = [*self.archive.glob("*.warc.gz"), *self.archive.glob("*.warc.gz" + OPEN)]
        return sorted(found, key=final_name)

    def file_name(self, day: date, serial: int) -> str:
        """The final name of a WARC file."""
        return f"{self.name}-{day:%Y%m%d}-{serial:05d}.warc.gz"

    def is_own(self, name: str) -> bool:
        """Whether a final name is one that `file_name` gives."""
        return re.fullmatch(rf"{re.escape(self.name)}-\d{{8}}-\d{{5,}}\.warc\.gz", name) is not None

    def files_of(self, day: date) -> list[Path]:
        """The WARC files of a UTC day in the order of their serials."""
        of_day = [
            path for path in self.warc_files() if day_of(path) == f"{day:%Y%m%d}" and self.is_own(final_name(path))
        ]
        return sorted(of_day, key=serial_of)

    @contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Be the only process that writes the collection. Raises CollectionBusyError, naming the process that is,
        and ArchiveError where the folder cannot be written.

        A process that holds the lock may take it again, so that a command can hold it around a crawl.
        """
        path = self.path.resolve()
        if path in _held:
            yield
            return
        with self._flock(purpose):
            _held.add(path)
            try:
                yield
            finally:
                _held.remove(path)

    @contextmanager
    def _flock(self, purpose: str) -> Iterator[None]:
        try:
            make_folder(self.path)
            # The file stays when the lock is given back: to remove it would let two processes lock two files of one name.
            descriptor = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise ArchiveError(f"{self.path}: cannot be written ({error.strerror})") from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise CollectionBusyError(f"{self.path} is being written by {_holder(descriptor)}") from error
            now = datetime.now(UTC).isoformat(timespec="seconds")
            with suppress(OSError):  # a full disk: the lock holds all the same, only its holder has no name
                _note(descriptor, json.dumps({"pid": os.getpid(), "purpose": purpose, "since": now}))
            try:
                yield
            finally:
                with suppress(OSError):
                    _note(descriptor, "")
        finally:
            os.close(descriptor)


def final_name(path: Path) -> str:
    """The name that rows, indexes and tables use: without folder and without `.open`."""
    return path.name.removesuffix(OPEN)


def serial_of(path: Path) -> int:
    """The serial in the name of one of our WARC files."""
    return int(final_name(path).removesuffix(".warc.gz").rpartition("-")[2])


def day_of(path: Path) -> str:
    """The UTC day in the name of one of our WARC files, as YYYYMMDD; empty for another's file."""
    match = re.search(r"-(\d{8})-\d+\.warc\.gz$", final_name(path))
    return match[1] if match else ""


def _note(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _holder(descriptor: int) -> str:
    try:
        note = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {note['pid']} ({note['purpose']}, since {note['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
