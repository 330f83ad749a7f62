"""The decompressed bytes of an archive file, each traceable to its place in the file, with damage as a value."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import BinaryIO

from crawler.replay.codecs import Codec, DamagedError, Gzip, Lz4, RawFile, Zstd

_STEP = 256 * 1024
_SCAN = 64 * 1024
_LINE_ENDS = 4096
_LIKELY = 4096


@dataclass(slots=True)
class Damage:
    """What is wrong with the file at a byte of it."""

    offset: int
    problem: str


@dataclass(slots=True)
class _Mark:
    position: int
    offset: int


def codec_of(head: bytes, file: BinaryIO) -> Codec | None:
    """The compression that a file's first bytes tell; None for a plain one."""
    if head.startswith(Gzip.magic):
        return Gzip()
    if head.startswith(Lz4.magic):
        return Lz4()
    if head.startswith(Zstd.magic) or (head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50):
        return Zstd(file)
    return None


class Stream:
    """Bytes of a file from `start` on, decompressed if `codec` is given.

    `damage` is set when the bytes that follow cannot be had; `pass_damage` goes on behind it, at the next member. Where
    members are damaged, `fill` returns False as it does at the end of the file.
    """

    def __init__(self, file: BinaryIO, start: int, codec: Codec | None) -> None:
        self._file, self._codec = file, codec
        self.damage: Damage | None = None
        self.padding = 0
        self._go_to(start)

    def _go_to(self, offset: int) -> None:
        self._pieces = self._members(offset) if self._codec else self._plain(offset)
        self._buffer = bytearray()
        self._at = 0
        self.position = 0
        self._marks: deque[_Mark] = deque([] if self._codec else [_Mark(0, offset)])

    @property
    def compressed(self) -> bool:
        """Whether offsets are those of compressed members."""
        return self._codec is not None

    def _plain(self, offset: int) -> Iterator[bytes]:
        self._file.seek(offset)
        while piece := self._file.read(_STEP):
            yield piece

    def _members(self, offset: int) -> Iterator[bytes]:
        assert self._codec is not None  # noqa: S101 - for the type checker
        raw = RawFile(self._file, offset)
        while head := raw.peek(18):
            start = raw.offset
            if not self._codec.begins(head):
                yield from self._garbage(raw, start)
                continue
            try:
                new = True
                for piece in self._codec.member(raw):
                    if new:
                        self._marks.append(_Mark(self.position + self.buffered, start))
                        new = False
                    yield piece
            except DamagedError as error:
                self.damage = Damage(start, str(error))
                raw.seek(start + 1)
                self._find_member(raw)
                yield b""

    def _garbage(self, raw: RawFile, start: int) -> Iterator[bytes]:
        found, zeros = self._find_member(raw)
        if zeros and not found:
            self.padding += raw.offset - start
            return
        self.damage = Damage(start, f"{raw.offset - start} bytes are no compressed member")
        yield b""

    def _find_member(self, raw: RawFile) -> tuple[bool, bool]:
        """Go to the next member that a record could begin with, or to the end of the file: (found one, only zeros)."""
        assert self._codec is not None  # noqa: S101 - for the type checker
        zeros = True
        overlap = len(self._codec.magic) - 1
        while window := raw.peek(_SCAN):
            at = window.find(self._codec.magic)
            passed = window[: at if at >= 0 else len(window)]
            zeros = zeros and not passed.strip(b"\0")
            if at < 0:
                raw.skip(max(len(window) - overlap, 1) if len(window) == _SCAN else len(window))
                continue
            raw.skip(at)
            if self._codec.is_likely(raw.peek(_LIKELY)):
                return True, zeros
            zeros = False
            raw.skip(1)
        return False, zeros

    @property
    def buffered(self) -> int:
        """How many bytes are at hand."""
        return len(self._buffer) - self._at

    def fill(self) -> bool:
        """Have more bytes at hand; False at the end of the file or before damage."""
        if self.damage is not None:
            return False
        piece = next(self._pieces, b"")
        if self._at > _STEP or self._at == len(self._buffer):
            del self._buffer[: self._at]
            self._at = 0
        self._buffer += piece
        return bool(piece)

    def ensure(self, size: int) -> bool:
        """Have `size` bytes at hand; False where the file or the sound part of it has fewer."""
        while self.buffered < size:
            if not self.fill():
                return False
        return True

    def peek(self, size: int, skip: int = 0) -> bytes:
        """At most `size` of the bytes at hand (after `ensure`), leaving out the first `skip`."""
        start = self._at + skip
        with memoryview(self._buffer) as view:
            return bytes(view[start : start + size])

    def search(
        self, pattern: re.Pattern[bytes], limit: int, overlap: int = 8, searched: int = 0
    ) -> tuple[int, int] | None:
        """Where the first match of `pattern`, no longer than `overlap`, is among the next `limit` bytes from here, of which
        the first `searched` are known to have none that begins in them."""
        while True:
            match = pattern.search(self._buffer, self._at + searched, self._at + limit)
            if match:
                return match.start() - self._at, match.end() - self._at
            searched = max(searched, self.buffered - overlap)
            if self.buffered >= limit or not self.fill():
                return None

    def skip_line_ends(self) -> None:
        """Go past carriage returns and line feeds."""
        while self.ensure(1):
            window = self._buffer[self._at : self._at + _LINE_ENDS]
            step = len(window) - len(window.lstrip(b"\r\n"))
            self._move(step)
            if step < len(window):
                return

    def take(self, size: int) -> bytes:
        """The next `size` bytes, or what is at hand of them."""
        taken = self.peek(size)
        self._move(len(taken))
        return taken

    def drop(self, size: int) -> bool:
        """Go past `size` bytes without keeping them; False where there are fewer."""
        while size:
            if not self.buffered and not self.fill():
                return False
            step = min(size, self.buffered)
            self._move(step)
            size -= step
        return True

    def _move(self, size: int) -> None:
        self._at += size
        self.position += size

    def offset(self) -> int:
        """The offset in the file of the next byte; of its member where compressed. Call after `ensure(1)`."""
        while len(self._marks) > 1 and self._marks[1].position <= self.position:
            self._marks.popleft()
        mark = self._marks[0]
        return mark.offset if self._codec else mark.offset + self.position - mark.position

    def member_starts(self, size: int) -> Iterator[int]:
        """How many bytes from here members begin, within the next `size` bytes at hand (0 is left out)."""
        if not self._codec:
            return
        end = self.position + size
        for mark in list(takewhile(lambda mark: mark.position < end, self._marks)):
            if mark.position > self.position:
                yield mark.position - self.position

    def at_member_end(self) -> bool:
        """Whether the member of the byte before ends here (there is no more of it). Call after `ensure(1)`."""
        if not self._codec:
            return False
        if not self.buffered:
            return True
        later = next((mark for mark in self._marks if mark.position >= self.position), None)
        return later is not None and later.position == self.position

    def restart(self, offset: int) -> None:
        """Go to another byte of a plain file."""
        self._go_to(offset)

    def pass_damage(self) -> Damage | None:
        """Leave out what cannot be read, the bytes at hand before it too, and go on behind it."""
        damage, self.damage = self.damage, None
        if damage is not None:
            self._buffer.clear()
            self._at = 0
            self._marks.clear()
        return damage
