"""What is known of each URL: numpy columns that grow together, 43 bytes a URL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.errors import UsageError

# Times are whole seconds since 1970, 0 for never.
TYPES: dict[str, type[np.generic]] = {
    "kind": np.uint8,
    "misses": np.uint8,  # times in a row that it was given out and never observed
    "source": np.uint16,  # of the last hint
    "published": np.uint32,
    "seen": np.uint32,
    "fetched": np.uint32,
    "changes": np.float32,  # seen since it is known, expected where several fell into one gap
    "exposure": np.float32,  # how many changes its kind and age made expect meanwhile
    "claim": np.uint32,  # the latest modification that a hint claims
    "claim_seen": np.uint32,
    "lease": np.uint32,  # given out, and not again before
    "index": np.float32,  # the worth of a fetch when last reckoned
}
_FIRST = 64
_BLOCK = 32


def grown(array: NDArray[Any]) -> NDArray[Any]:
    """A copy of `array` with room for a quarter more rows, of zeros."""
    more = max(len(array) // 4, _FIRST)
    return np.concatenate([array, np.zeros((more, *array.shape[1:]), array.dtype)])


def best(values: NDArray[Any], n: int) -> NDArray[np.intp]:
    """The places of the `n` highest, highest first, of equals the first."""
    n = min(n, len(values))
    if not n:
        return np.zeros(0, dtype=np.intp)
    if len(values) > 2 * n * _BLOCK:
        among = in_best_blocks(values, n)
        return np.asarray(among[best(values[among], n)])
    places = np.argpartition(-values, n - 1)[:n]
    return np.asarray(places[np.lexsort((places, -values[places]))])


def in_best_blocks(values: NDArray[Any], n: int) -> NDArray[np.intp]:
    """The places in the `n` blocks that hold the highest values, the highest `n` places among them.

    numpy's own selection takes 10 ms of 100,000 values that are mostly alike.
    """
    starts = np.arange(0, len(values), _BLOCK)
    maxima = np.maximum.reduceat(values, starts)
    blocks = np.sort(np.argpartition(-maxima, n - 1)[:n]) if n < len(maxima) else np.arange(len(maxima))
    places = (starts[blocks][:, np.newaxis] + np.arange(_BLOCK)).ravel()
    return np.asarray(places[places < len(values)])


class Columns:
    """Columns by name as attributes, each an array of `len` values that may be written in place."""

    kind: NDArray[np.uint8]
    misses: NDArray[np.uint8]
    source: NDArray[np.uint16]
    published: NDArray[np.uint32]
    seen: NDArray[np.uint32]
    fetched: NDArray[np.uint32]
    changes: NDArray[np.float32]
    exposure: NDArray[np.float32]
    claim: NDArray[np.uint32]
    claim_seen: NDArray[np.uint32]
    lease: NDArray[np.uint32]
    index: NDArray[np.float32]

    def __init__(self) -> None:
        self._length = 0
        self._whole: dict[str, NDArray[Any]] = {name: np.zeros(_FIRST, dtype) for name, dtype in TYPES.items()}
        self._show()

    def __len__(self) -> int:
        return self._length

    def append(self) -> int:
        """One more row of zeros; its number."""
        if self._length == len(self._whole["kind"]):
            for name, column in self._whole.items():
                self._whole[name] = grown(column)
        self._length += 1
        self._show()
        return self._length - 1

    def to_dict(self) -> dict[str, list[Any]]:
        """Every column as a list."""
        return {name: getattr(self, name).tolist() for name in TYPES}

    @classmethod
    def from_dict(cls, state: dict[str, list[Any]]) -> Columns:
        """Back from `to_dict`. Raises UsageError if the columns differ in length or name."""
        if set(state) != set(TYPES):
            raise UsageError("the state of a revisit policy has other columns than this version keeps")
        return cls.from_arrays({name: np.array(state[name], dtype) for name, dtype in TYPES.items()})

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Columns:
        """Columns with these values. Raises UsageError if the arrays differ in length or name."""
        if set(arrays) != set(TYPES) or len({len(array) for array in arrays.values()}) != 1:
            raise UsageError("the state of a revisit policy has other columns than this version keeps")
        columns = cls()
        columns._whole = {name: np.append(arrays[name], 0).astype(dtype) for name, dtype in TYPES.items()}
        columns._length = len(arrays["kind"])
        columns._show()
        return columns

    def _show(self) -> None:
        for name, column in self._whole.items():
            setattr(self, name, column[: self._length])
