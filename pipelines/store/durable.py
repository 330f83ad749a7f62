"""Names that a power cut does not take back: an fsync of a file covers its bytes, only one of its folder covers its name."""

from __future__ import annotations

import os
from pathlib import Path


def put_in_place(temporary: Path, path: Path) -> Path:
    """Give a file that is on the disk its name, in the place of what has it. It has that name for good when this returns."""
    temporary.replace(path)
    sync_folder(path.parent)
    return path


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are missing, for good."""
    if path.is_dir():
        return
    try:
        path.mkdir(exist_ok=True)
    except FileNotFoundError:
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk know the names that were given in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
