"""A small disk: a tmpfs where one can be mounted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A file system of a size that can be changed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def resize(self, size: str) -> None:
        _mount("-o", f"remount,rw,size={size}", str(self.path))

    def read_only(self) -> None:
        _mount("-o", "remount,ro", str(self.path))

    def writable(self) -> None:
        _mount("-o", "remount,rw", str(self.path))

    def room(self) -> int:
        """Bytes that are free."""
        state = os.statvfs(self.path)
        return state.f_bavail * state.f_frsize


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[Disk]:
    """A tmpfs at `path`. Skips the test where it cannot be mounted."""
    path.mkdir()
    if os.getuid() != 0 or _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path), check=False):
        pytest.skip("a tmpfs can be mounted by root only")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def _mount(*words: str, check: bool = True) -> int:
    return subprocess.run(["mount", *words], capture_output=True, check=check).returncode
