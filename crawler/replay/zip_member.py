"""One member of a zip package as a file that can be read from any byte on, without reading what is before it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

_LOCAL_HEAD = struct.Struct("<4s22xHH")


@contextmanager
def open_member(path: Path, name: str) -> Iterator[BinaryIO]:
    """The member `name` of the package at `path`, seekable. Raises zipfile.BadZipFile, OSError, KeyError.

    A stored member is read where it lies; zipfile's own reader would begin anew at each step back. Its check sum is not
    looked at then: that is for `scrapy archive verify`.
    """
    with zipfile.ZipFile(path) as package:
        member = package.getinfo(name)
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 0x1:
            with package.open(member) as packed:
                yield cast(BinaryIO, packed)
            return
    with path.open("rb") as file:
        window = _Window(file, _data_start(file, member), member.file_size)
        with io.BufferedReader(window, 256 * 1024) as reader:
            yield cast(BinaryIO, reader)


def _data_start(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Where the member's bytes begin: its local head has other lengths than the package's directory may say."""
    file.seek(member.header_offset)
    head = file.read(_LOCAL_HEAD.size)
    if len(head) < _LOCAL_HEAD.size or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile(f"no local header for {member.filename}")
    _, name, extra = _LOCAL_HEAD.unpack(head)
    return member.header_offset + _LOCAL_HEAD.size + int(name) + int(extra)


class _Window(io.RawIOBase):
    """`size` bytes of `file` from `start` on."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no length
        self._file.seek(self._start + self._at)
        data = self._file.read(min(len(buffer), max(0, self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
