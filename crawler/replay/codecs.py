"""Compressed files member by member, so that every record has an offset and damage ends with the member that has it."""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from fastwarc.stream_io import Lz4Reader
from isal import isal_zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IsalError: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub says that the class is an instance
_STEP = 64 * 1024
_PIECE = 256 * 1024
_MAX_DICTIONARY = 4 * 1024 * 1024
_ZSTD_WINDOW_LOG = 27
_ZSTD_DICTIONARY = 0x184D2A5D  # the skippable frame that a .warc.zst begins with


class DamagedError(ValueError):
    """A member that ends early or is not what it should be; the message says which."""


class RawFile:
    """A file read forward through a window; `offset` is that of the next byte."""

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        self.seek(start)

    def seek(self, offset: int) -> None:
        """Go to a byte of the file."""
        self._file.seek(offset)
        self._buffer, self._at, self.offset = b"", 0, offset

    def peek(self, size: int) -> bytes:
        """The next bytes, at most `size`, without taking them; fewer at the end of the file."""
        while len(self._buffer) - self._at < size:
            more = self._file.read(max(_STEP, size))
            if not more:
                break
            self._buffer, self._at = self._buffer[self._at :] + more, 0
        return self._buffer[self._at : self._at + size]

    def skip(self, size: int) -> None:
        """Go forward."""
        if size > len(self._buffer) - self._at:
            self.seek(self.offset + size)
        else:
            self._at += size
            self.offset += size


class Codec(Protocol):
    """A compression: where its members can begin, and one member's bytes."""

    magic: bytes

    def begins(self, head: bytes) -> bool:
        """Whether a member begins with these bytes."""
        ...

    def is_likely(self, head: bytes) -> bool:
        """Whether these bytes, found after damage, look like the beginning of a record's member."""
        ...

    def member(self, raw: RawFile) -> Iterator[bytes]:
        """The decompressed bytes of the member at `raw`, in pieces of bounded size; `raw` is then past it."""
        ...


class Gzip:
    """One member of gzip."""

    magic = b"\x1f\x8b\x08"

    def begins(self, head: bytes) -> bool:
        """Whether a member begins with these bytes."""
        return head.startswith(self.magic)

    def is_likely(self, head: bytes) -> bool:
        """Whether it decompresses to what a record begins with: three bytes of magic stand in any compressed data."""
        try:
            first = isal_zlib.decompressobj(31).decompress(head, 64)
        except IsalError:
            return False
        return first.startswith((b"WARC/", b"dns:")) or b"://" in first

    def member(self, raw: RawFile) -> Iterator[bytes]:
        """The bytes of one member, its check sum verified."""
        decoder = isal_zlib.decompressobj(31)
        while not decoder.eof:
            window = raw.peek(_STEP)
            try:
                piece = decoder.decompress(window, _PIECE)
            except IsalError as error:
                raise DamagedError("the gzip member is damaged") from error
            # At the end `unconsumed_tail` may repeat what `unused_data` has.
            rest = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            raw.skip(len(window) - len(rest))
            if piece:
                yield piece
            elif not window and not decoder.eof:
                raise DamagedError("the gzip member is cut")


class Zstd:
    """One frame of zstd. A dictionary frame at the start of the file is used for all frames after it."""

    magic = b"\x28\xb5\x2f\xfd"

    def __init__(self, file: BinaryIO) -> None:
        self._dictionary = _zstd_dictionary(file)

    def begins(self, head: bytes) -> bool:
        """Whether a frame, skippable ones too, begins with these bytes."""
        return head.startswith(self.magic) or _is_skippable(head)

    def is_likely(self, head: bytes) -> bool:
        """Whether the frame's header can be read: nothing comes out before a whole block went in."""
        try:
            zstd.get_frame_info(head[:18])
        except zstd.ZstdError:
            return False
        return True

    def member(self, raw: RawFile) -> Iterator[bytes]:
        """The bytes of one frame; none of a skippable one."""
        if _is_skippable(raw.peek(4)):
            _skip_frame(raw)
            return
        options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        decoder = zstd.ZstdDecompressor(self._dictionary, options=options)
        while not decoder.eof:
            window = raw.peek(_STEP) if decoder.needs_input else b""
            try:
                piece = decoder.decompress(window, _PIECE)
            except zstd.ZstdError as error:
                raise DamagedError("the zstd frame is damaged") from error
            raw.skip(len(window) - len(decoder.unused_data))
            if piece:
                yield piece
            elif not window and decoder.needs_input and not decoder.eof:
                raise DamagedError("the zstd frame is cut")


def _is_skippable(head: bytes) -> bool:
    return head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50


def _skip_frame(raw: RawFile) -> None:
    head = raw.peek(8)
    if len(head) < 8:
        raise DamagedError("the zstd frame is cut")
    raw.skip(8)
    left = int(struct.unpack("<I", head[4:])[0])
    while left:
        window = raw.peek(min(left, _STEP))
        if not window:
            raise DamagedError("the zstd frame is cut")
        raw.skip(len(window))
        left -= len(window)


def _zstd_dictionary(file: BinaryIO) -> zstd.ZstdDict | None:
    file.seek(0)
    head = file.read(8)
    if len(head) < 8 or struct.unpack("<I", head[:4])[0] != _ZSTD_DICTIONARY:
        return None
    size = struct.unpack("<I", head[4:])[0]
    if size > _MAX_DICTIONARY:
        return None
    data = file.read(size)
    try:
        if data.startswith(Zstd.magic):
            data = zstd.ZstdDecompressor().decompress(data, _MAX_DICTIONARY)
        return zstd.ZstdDict(data)
    except (zstd.ZstdError, ValueError):
        return None


class Lz4:
    """One frame of lz4. FastWARC reads it; where it ends is read from its blocks' lengths."""

    magic = b"\x04\x22\x4d\x18"

    def begins(self, head: bytes) -> bool:
        """Whether a frame begins with these bytes."""
        return head.startswith(self.magic)

    def is_likely(self, head: bytes) -> bool:
        """Whether the frame's version is 1 and its reserved bits are clear."""
        return len(head) > 5 and head[4] & 0xC2 == 0x40 and head[5] & 0x8F == 0

    def member(self, raw: RawFile) -> Iterator[bytes]:
        """The bytes of one frame."""
        frame = _Lz4Frame(raw)
        reader = Lz4Reader(frame)
        try:
            while piece := reader.read(_PIECE):
                yield piece
        except (OSError, ValueError) as error:
            raise DamagedError("the lz4 frame is cut" if frame.cut else "the lz4 frame is damaged") from error
        for _ in iter(lambda: frame.read(_STEP), b""):
            pass
        if frame.cut:
            raise DamagedError("the lz4 frame is cut")


class _Lz4Frame(io.RawIOBase):
    """The raw bytes of one frame as a file that ends with the frame."""

    def __init__(self, raw: RawFile) -> None:
        super().__init__()
        self._raw = raw
        self._left = 0
        self.cut = False
        self._parts = self._lengths()

    def readable(self) -> bool:
        """The reader wants to know."""
        return True

    def tell(self) -> int:
        """The reader counts from here."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the frame, at most `size`; none at its end."""
        while not self._left:
            length = next(self._parts, None)
            if length is None:
                return b""
            self._left = length
        data = self._raw.peek(min(self._left, size if size > 0 else _STEP))
        if not data:
            self.cut = True
            self._parts, self._left = iter(()), 0
            return b""
        self._raw.skip(len(data))
        self._left -= len(data)
        return data

    def _lengths(self) -> Iterator[int]:
        """The lengths of the frame's parts; each is asked for when the one before it has been read."""
        head = self._raw.peek(7)
        if len(head) < 7:
            self.cut = True
            return
        flags = head[4]
        yield 7 + (8 if flags & 0x08 else 0) + (4 if flags & 0x01 else 0)
        while True:
            word = self._raw.peek(4)
            if len(word) < 4:
                self.cut = True
                return
            size = struct.unpack("<I", word)[0] & 0x7FFFFFFF
            if size == 0:
                yield 4 + (4 if flags & 0x04 else 0)
                return
            yield 4 + size + (4 if flags & 0x10 else 0)
