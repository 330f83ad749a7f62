"""The serials that a collection's WARC files have had: a name is never given twice, whatever was deleted since."""

from __future__ import annotations

import json
import os
from datetime import date

from crawler.archive.collection import Collection
from pipelines.errors import InputError
from pipelines.store.durable import put_in_place


class Serials:
    """The last serial of each UTC day, in `serials.json`. The caller holds the collection's lock.

    Rows, index lines and other people's copies go on naming a file that is gone; under its name they would find another.
    """

    def __init__(self, collection: Collection) -> None:
        self._path = collection.path / "serials.json"
        self._last: dict[str, int] | None = None

    def last(self, day: date) -> int:
        """The last serial of a day; -1 where it has had none. Raises InputError where the file is no such list."""
        if self._last is None:
            self._last = self._read()
        return self._last.get(f"{day:%Y%m%d}", -1)

    def begun(self, day: date, serial: int) -> None:
        """A file is about to be made. It is on the disk when this returns. Raises OSError where the disk refuses."""
        if serial <= self.last(day) or self._last is None:
            return
        temporary = self._path.with_name(self._path.name + ".tmp")
        last = {**self._last, f"{day:%Y%m%d}": serial}
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(last, file, indent=0, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, self._path)
        self._last = last

    def _read(self) -> dict[str, int]:
        try:
            return {str(day): int(serial) for day, serial in json.loads(self._path.read_bytes()).items()}
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, AttributeError) as error:
            advice = "move it away; serials then go on from the WARC files that are there"
            raise InputError(str(self._path), "this is no list of serials", advice=advice) from error
