"""Digests as WARC files state them: any algorithm, in hexadecimal, base32 or base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

_ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"})


def holds(stated: str, *candidates: bytes | Iterable[bytes]) -> bool | None:
    """Whether the stated digest is that of one of `candidates`, each given whole or in pieces; None where its algorithm
    or encoding is unknown."""
    label, _, text = stated.strip().partition(":")
    algorithm = label.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return None
    digests = [_digest(algorithm, [data] if isinstance(data, bytes) else data) for data in candidates]
    value = _decode(text, len(digests[0])) if digests else None
    return None if value is None else value in digests


def _digest(algorithm: str, pieces: Iterable[bytes]) -> bytes:
    hasher = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        hasher.update(piece)
    return hasher.digest()


def _decode(text: str, size: int) -> bytes | None:
    """The bytes of a digest: its encoding is told by its length, which padding does not change."""
    bare = text.rstrip("=")
    try:
        if len(bare) == size * 2:
            return bytes.fromhex(bare)
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)
        if len(bare) == -(-size * 8 // 6):
            return base64.urlsafe_b64decode((bare + "=" * (-len(bare) % 4)).replace("+", "-").replace("/", "_"))
    except (ValueError, binascii.Error):
        return None
    return None
