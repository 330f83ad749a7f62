"""Runs inside a process: counts the changes that it makes to the files under a folder; at the one of choice the process
is killed, or the disk is full for so many changes.

A write is two changes: before it, and when half of it is done. SQLite's own writes are not seen here.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

_BY_PATH = ("rename", "replace", "unlink", "remove", "mkdir", "utime", "truncate")
_write, _open, _io_open = os.write, os.open, io.open


class Changes:
    """Changes below `folder`, from `watch` on. `synced`, a folder of the same file system, gets what a power cut leaves."""

    def __init__(
        self, folder: str, *, killed_at: int = 0, full_at: int = 0, full_for: int = 0, synced: Path | None = None
    ) -> None:
        self.count = 0
        self._folder, self._killed_at, self._full_at = os.path.realpath(folder), killed_at, full_at
        self._full_for = full_for
        self._synced = Synced(self._folder, synced) if synced else None

    def watch(self) -> None:
        """Take the place of what changes files."""
        self._fsync = os.fsync  # as it is by now: others listen to it too
        for name in _BY_PATH:
            setattr(os, name, self._by_path(getattr(os, name)))
        os.write, os.fsync, os.open = self._os_write, self._os_fsync, self._os_open
        os.ftruncate = self._by_descriptor(os.ftruncate)
        io.open = builtins.open = self._io_open

    def change(self) -> None:
        """One more. Kills the process where it is its turn."""
        self.count += 1
        if self.count == self._killed_at:
            if self._synced:
                self._synced.keep()
            os.kill(os.getpid(), signal.SIGKILL)

    def written(self, write: Callable[[Any], int], data: Any) -> int:
        """Write, or half of it where the next change is the one of choice."""
        self.change()
        self._room()
        if self.count + 1 in {self._killed_at, self._full_at}:
            done = write(bytes(data)[: len(data) // 2])
            self.change()
            return done or write(data)
        self.count += 1
        return write(data)

    def _room(self) -> None:
        if self._full_at and 0 <= self.count - self._full_at < self._full_for:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _ours(self, path: Any) -> bool:
        if isinstance(path, int):
            return _path_of(path).startswith(self._folder)
        return os.path.realpath(os.fspath(path)).startswith(self._folder)

    def _by_path(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def changing(path: Any, *more: Any, **named: Any) -> Any:
            if self._ours(path):
                self.change()
            return real(path, *more, **named)

        return changing

    def _by_descriptor(self, real: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def changing(descriptor: int, size: int) -> None:
            if self._ours(descriptor):
                self.change()
            real(descriptor, size)

        return changing

    def _os_write(self, descriptor: int, data: Any) -> int:
        if not self._ours(descriptor):
            return _write(descriptor, data)
        return self.written(lambda some: _write(descriptor, some), data)

    def _os_fsync(self, descriptor: Any) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        if not self._ours(number):
            return self._fsync(number)
        self.change()
        self._room()
        self._fsync(number)
        if self._synced:
            self._synced.hear(number)
        return None

    def _os_open(self, path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_CREAT and self._ours(path):
            self.change()
        return _open(path, flags, *more, **named)

    def _io_open(self, file: Any, mode: str = "r", buffering: int = -1, *text: Any, **named: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax+") or named.get("opener") or not self._ours(file):
            return _io_open(file, mode, buffering, *text, **named)
        self.change()
        raw = _File(file, mode.replace("b", "").replace("t", ""), self)
        if "b" in mode and buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *text, **named)


class _File(io.FileIO):
    def __init__(self, path: Any, mode: str, changes: Changes) -> None:
        super().__init__(path, mode)
        self._changes = changes

    def write(self, data: Any) -> int:
        return self._changes.written(super().write, data)

    def truncate(self, size: int | None = None) -> int:
        self._changes.change()
        return super().truncate(size)


class Synced:
    """What the disk holds for sure: of each file as much as an fsync covered, by the names that an fsync of its folder
    covered. What is there at the beginning was synced."""

    def __init__(self, folder: str, kept: Path) -> None:
        self._kept = kept
        self._sizes: dict[int, int] = {}
        self._folders: dict[str, dict[str, int]] = {}
        kept.mkdir(parents=True, exist_ok=True)
        for top, _, names in os.walk(folder):
            for name in names:
                self._file(Path(top, name))
            self._names(top)

    def hear(self, descriptor: int) -> None:
        """There was an fsync."""
        path = _path_of(descriptor)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            self._names(path)
        else:
            self._file(Path(path))

    def keep(self) -> None:
        """Write down what there is."""
        with _io_open(self._kept / "state.json", "w") as file:
            json.dump({"sizes": self._sizes, "folders": self._folders}, file)

    def _file(self, path: Path) -> None:
        found = path.stat()
        self._sizes[found.st_ino] = found.st_size
        self._link(path, found.st_ino)

    def _names(self, folder: str) -> None:
        entries = list(os.scandir(folder))
        self._folders[folder] = {entry.name: entry.inode() for entry in entries}
        for entry in entries:
            if entry.is_file():
                self._link(Path(entry.path), entry.inode())

    def _link(self, path: Path, inode: int) -> None:
        """A file that is replaced or removed can be had again."""
        other = self._kept / str(inode)
        if not other.exists():
            os.link(path, other)


def _path_of(descriptor: int) -> str:
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())
