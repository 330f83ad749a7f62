"""The splitter's version: a digest of the code that makes the rows, of the model, and of the libraries that decide what it finds."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from pipelines.split.layout import Layout

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("split", "widgets", "cells")
# Of the store, what rows are made by: the rest writes and reads them. `items.py` holds no rules.
_MODULES = ("store/plain.py", "store/rows.py", "store/schema.py")
_LIBRARIES = ("numpy", "selectolax", "tzdata", "w3lib")


def splitter_version(root: Path = _ROOT) -> str:
    """16 hexadecimal digits, the same in every checkout of the same code with the same libraries."""
    digest = hashlib.sha256()
    code = [
        path.relative_to(root).as_posix()
        for package in _PACKAGES
        for path in (root / package).rglob("*.*")
        if path.suffix in (".py", ".json")
    ]
    for name in sorted([*code, *_MODULES]):
        digest.update(f"{name}\0".encode())
        digest.update((root / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    digest.update("\n".join(libraries).encode())
    return digest.hexdigest()[:16]


SPLITTER_VERSION = splitter_version()


def version_with(layout: Layout | None) -> str:
    """The version of what is split by a layout; `SPLITTER_VERSION` without one."""
    if layout is None:
        return SPLITTER_VERSION
    return hashlib.sha256(f"{SPLITTER_VERSION} {layout.digest}".encode()).hexdigest()[:16]
