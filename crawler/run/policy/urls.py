"""URLs by number, in little memory: their bytes in one buffer, and a hash table of numbers.

A dict of strings costs 200 bytes a URL and more; this costs the URL's own bytes and about 20.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_FREE = 0  # the hash table holds row + 1


class UrlTable:
    """Numbers URLs from 0 in the order of their coming."""

    def __init__(self, urls: Iterable[str] = ()) -> None:
        self._text = bytearray()
        self._ends = array("Q")
        self._table = array("I", [_FREE]) * 64
        for url in urls:
            self.add(url)

    @classmethod
    def from_packed(cls, text: NDArray[np.uint8], ends: NDArray[np.uint64]) -> UrlTable:
        """Back from `packed`, the hash table made anew: Python's hashes are other ones in each process."""
        table = cls()
        table._text, table._ends = bytearray(text.tobytes()), array("Q", ends.tobytes())
        if len(ends) and (int(ends[-1]) != len(text) or (np.diff(ends.astype(np.int64)) < 0).any()):
            raise ValueError("the ends of the URLs are not those of their text")
        size = 64
        while 3 * len(ends) > 2 * size:
            size *= 2
        table._lay_out(size)
        return table

    def packed(self) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
        """The bytes of all URLs, and where each ends."""
        return np.frombuffer(bytes(self._text), np.uint8), np.frombuffer(self._ends.tobytes(), np.uint64)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return (self[row] for row in range(len(self)))

    def __getitem__(self, row: int) -> str:
        return self._bytes(row).decode("utf-8", "surrogatepass")

    def find(self, url: str) -> int | None:
        """The number of `url`; None if it was never added."""
        key = url.encode("utf-8", "surrogatepass")
        found = self._table[self._slot(key)]
        return None if found == _FREE else found - 1

    def add(self, url: str) -> int:
        """Number a URL that is not in the table yet."""
        if 3 * len(self) > 2 * len(self._table):
            self._grow()
        key = url.encode("utf-8", "surrogatepass")
        self._text += key
        self._ends.append(len(self._text))
        self._table[self._slot(key)] = len(self)
        return len(self) - 1

    def _bytes(self, row: int) -> bytes:
        begin = self._ends[row - 1] if row else 0
        return bytes(self._text[begin : self._ends[row]])

    def _slot(self, key: bytes) -> int:
        """Where `key` is or, free, where it would be."""
        mask = len(self._table) - 1
        slot = hash(key) & mask
        while (found := self._table[slot]) != _FREE and self._bytes(found - 1) != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        self._lay_out(2 * len(self._table))

    def _lay_out(self, size: int) -> None:
        """A hash table of that size for all URLs: each in the first free slot from its own on, all of them a step at a time."""
        table = np.zeros(size, np.uint32)
        text, ends = bytes(self._text), self._ends.tolist()
        hashes = [hash(text[begin:end]) for begin, end in zip([0, *ends], ends, strict=False)]
        slots = np.array(hashes, np.int64) & (size - 1)
        rows = np.arange(1, len(ends) + 1, dtype=np.uint32)
        while len(rows):
            free = np.flatnonzero(table[slots] == _FREE)
            taken, first = np.unique(slots[free], return_index=True)
            table[taken] = rows[free[first]]
            waits = np.ones(len(rows), dtype=bool)
            waits[free[first]] = False
            rows, slots = rows[waits], (slots[waits] + 1) & (size - 1)
        self._table = array("I", table.tobytes())
