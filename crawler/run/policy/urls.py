"""URLs by number, in little memory: their bytes in one buffer, and a hash table of numbers.

A dict of strings costs 200 bytes a URL and more; this costs the URL's own bytes and about 20.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

_FREE = 0  # the hash table holds row + 1


class UrlTable:
    """Numbers URLs from 0 in the order of their coming."""

    def __init__(self, urls: Iterable[str] = ()) -> None:
        self._text = bytearray()
        self._ends = array("Q")
        self._table = array("I", [_FREE]) * 64
        for url in urls:
            self.add(url)

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
        self._table = array("I", [_FREE]) * (2 * len(self._table))
        mask = len(self._table) - 1
        for row in range(len(self)):
            slot = hash(self._bytes(row)) & mask
            while self._table[slot] != _FREE:
                slot = (slot + 1) & mask
            self._table[slot] = row + 1
