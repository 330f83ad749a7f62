"""Gzip members: what can be packed is, and what is packed already is stored in them as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isal import isal_zlib

_LEVEL = 2  # of isal; decision 0016 has sizes and times
_WORTH = 0.96
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no clock, no name, whatever system
_LAST_BLOCK = b"\x01\x00\x00\xff\xff"
_MAX_STORED = 65535


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip member, packed. The one place that compresses, with `stored`."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    yield from map(compressor.compress, pieces)
    yield compressor.flush()


def stored(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip member with `first` packed and `rest` as it is, in stored blocks (RFC 1951, 3.2.4)."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    yield _HEADER + compressor.compress(first) + compressor.flush(isal_zlib.Z_SYNC_FLUSH)
    check, size = isal_zlib.crc32(first), len(first)
    for piece in rest:
        check, size = isal_zlib.crc32(piece, check), size + len(piece)
        yield b"".join(_stored_blocks(memoryview(piece)))
    yield _LAST_BLOCK + check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def _stored_blocks(piece: memoryview) -> Iterator[bytes | memoryview]:
    for at in range(0, len(piece), _MAX_STORED):
        block = piece[at : at + _MAX_STORED]
        yield b"\x00" + len(block).to_bytes(2, "little") + (_MAX_STORED - len(block)).to_bytes(2, "little")
        yield block


def is_packed(samples: bytes) -> bool:
    """Whether bytes like these get no smaller: pictures, films, and pages as servers send them."""
    return bool(samples) and len(isal_zlib.compress(samples, _LEVEL)) > _WORTH * len(samples)
