"""What of a collection is in a remote store: `remote.json`, replaced as a whole with each file, so that a crash at any
moment leaves the one before."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler.archive.collection import Collection
from pipelines.errors import ArchiveError, InputError
from pipelines.store.durable import put_in_place


@dataclass(frozen=True, slots=True)
class Entry:
    """A WARC file that was uploaded and read back: where it is, its size in bytes, its SHA-256 in hexadecimal, when
    (ISO 8601, UTC), and whether it is still here too."""

    url: str
    size: int
    sha256: str
    uploaded: str
    local: bool = True


class Ledger:
    """The entries by WARC file name. The caller holds the collection's lock."""

    def __init__(self, collection: Collection) -> None:
        self._path = collection.path / "remote.json"
        self.entries = _read(self._path)

    def put(self, name: str, entry: Entry) -> None:
        """Keep an entry; it is on the disk when this returns."""
        self.entries[name] = entry
        data = {"files": {name: asdict(entry) for name, entry in sorted(self.entries.items())}}
        temporary = self._path.with_name(self._path.name + ".tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(data, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(temporary, self._path)
        except OSError as error:
            raise ArchiveError(f"{self._path}: cannot be written ({error.strerror})") from error

    def dropped(self) -> set[str]:
        """The files that are in the remote store only."""
        return {name for name, entry in self.entries.items() if not entry.local}


def _read(path: Path) -> dict[str, Entry]:
    try:
        data = json.loads(path.read_bytes())
        return {str(name): Entry(**entry) for name, entry in data["files"].items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        advice = "move it away, and every file is looked up in the store again"
        raise InputError(str(path), "this is no list of uploaded files", advice=advice) from error


@contextmanager
def lines_of_dropped(collection: Collection) -> Iterator[Iterator[bytes]]:
    """The lines in the index, sorted, of files that are in the store only: no WARC file here has them."""
    dropped = Ledger(collection).dropped()
    if not dropped or not collection.index.exists():
        yield iter(())
        return
    with collection.index.open("rb") as file:
        yield (line for line in file if _file_of(line) in dropped)


def _file_of(line: bytes) -> str:
    try:
        return str(json.loads(line.split(b" ", 2)[2])["filename"])
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
