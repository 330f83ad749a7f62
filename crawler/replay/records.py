"""Records of WARC and ARC files, whatever state the file is in: what is whole is used, what is not is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.archive.http_head import MAX_HEAD_BYTES
from crawler.replay.heads import arc_fields, length_of, warc_headers
from crawler.replay.stream import Damage, Stream, codec_of

_WARC = re.compile(rb"WARC/\d{1,9}\.\d{1,9}[ \t]{0,9}\r{0,9}\n")
_ANOTHER = re.compile(rb"\n(?=WARC/\d\.\d)")
_LINE_END = re.compile(rb"\n")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_HEAD_END = re.compile(rb"\n\r{0,4}\n")
_RECORD_START = re.compile(rb"\n(?=WARC/)")
_ARC_START = re.compile(rb"\n(?=WARC/|[A-Za-z]{2,9}://|dns:)")
_LINE = 64 * 1024
_SCAN = 256 * 1024
_VERSION = 64
_START = 16  # longer than what a record's beginning is told by
_READ_AGAIN = 64 * 1024 * 1024
"""Bytes of blocks that did not end where they said, and were read again for records in them. Of a file in which each head
lies about its length no more, and four times the file's size: the next record is then looked for behind the block."""


@dataclass(slots=True)
class Record:
    """One record. `offset` is the byte in the file at which it (where compressed: its member) begins; where a member
    holds several records, the offset of the second is one more, and so on, so that offsets name records.

    `start` is the byte at which reading may begin to come to it. `head` are the bytes before the block, its blank line
    included (of an ARC record its line). `headers` are the WARC fields by lower-case name, the
    first of each; those of an ARC record are made from its line. `block` is the content block as it stands; past
    `MAX_BLOCK_BYTES` only its beginning, and then `whole` is False.
    """

    offset: int
    type: str
    headers: dict[str, str]
    length: int
    block: bytes = field(repr=False, default=b"")
    whole: bool = True
    leniencies: list[str] = field(default_factory=list)
    start: int = 0
    head: bytes = field(repr=False, default=b"")


def read_records(file: BinaryIO, start: int = 0, overflow: BinaryIO | None = None) -> Iterator[Record | Damage]:
    """Every record from `start` on, in order, and every damage where it is. Reads any file to its end.

    Into `overflow`, if it is given, goes the block of a record that is not `whole`, where it stays until the next.
    """
    file.seek(0)
    codec = codec_of(file.read(18), file)
    yield from _Reader(file, Stream(file, start, codec), overflow).records()


class _Reader:
    def __init__(self, file: BinaryIO, stream: Stream, overflow: BinaryIO | None) -> None:
        self._file, self._stream, self._overflow = file, stream, overflow
        self._size = file.seek(0, 2)
        self._arc = False
        self._member = -1
        self._ordinal = 0
        self._no_head_end = 0
        self._read_again = 0
        self._garbage_from: int | None = None
        self._said = False
        self._seen = False

    def records(self) -> Iterator[Record | Damage]:
        while True:
            self._stream.skip_line_ends()
            if not self._stream.ensure(1):
                yield from self._end_garbage()
                damage = self._pass_damage()
                if damage is None:
                    return
                if not self._said:
                    yield damage
                self._said = True
            elif self._begins_warc():
                yield from self._end_garbage()
                self._said = False
                yield from self._warc()
            elif (line := self._arc_line()) is not None:
                yield from self._end_garbage()
                self._said = False
                yield from self._arc_record(line)
            else:
                self._begin_garbage()
                self._find_record()

    # -- between records

    def _begins_warc(self) -> bool:
        self._stream.ensure(5)
        return self._stream.peek(5) == b"WARC/"

    def _begin_garbage(self) -> None:
        if self._garbage_from is None and not self._said:
            offset = self._stream.offset()
            self._garbage_from = offset + self._ordinal + 1 if offset == self._member else offset

    def _end_garbage(self) -> Iterator[Damage]:
        """Say what was passed since the last record: one damage, and none where it belongs to one said already."""
        if self._garbage_from is not None and self._stream.damage is None:
            yield Damage(self._garbage_from, "no record begins here")
            self._said = True
        self._garbage_from = None

    def _place(self) -> int:
        """The offset of the record that begins here; records of one member are counted up from the member's."""
        self._seen = True
        offset = self._stream.offset()
        if not self._stream.compressed:
            return offset
        self._ordinal = self._ordinal + 1 if offset == self._member else 0
        self._member = offset
        return offset + self._ordinal

    # -- WARC

    def _warc(self) -> Iterator[Record | Damage]:
        offset = self._place()
        end, size = self._head_end()
        if not size and self._stream.damage is not None:
            yield from self._member_damage(offset, "")
            return
        if not size or _WARC.match(self._stream.peek(_VERSION)) is None:
            problem = "the record's head is cut" if not size and self._at_end() else "no WARC head that can be read"
            yield from self._give_up(offset, problem, 1)
            return
        if another := self._stream.search(_ANOTHER, size):
            yield from self._give_up(offset, "the record's head is cut", another[1])
            return
        headers, leniencies = warc_headers(self._stream.peek(end))
        length = length_of(headers.get("content-length"))
        if length is None:
            yield from self._give_up(offset, f"Content-Length is {headers.get('content-length')!r}", size)
            return
        record = Record(offset, headers.get("warc-type", "").lower(), headers, length, leniencies=leniencies)
        yield from self._block(record, size)

    def _head_end(self) -> tuple[int, int]:
        """Where the head's last line ends, and where the block begins; (0, 0) where there is no end of a head."""
        here = self._stream.position
        searched = max(0, self._no_head_end - here)
        found = self._stream.search(_HEAD_END, MAX_HEAD_BYTES, searched=searched)
        # Of a thousand beginnings before one end none is worth a search of its own.
        self._no_head_end = here + (
            found[0] if found else max(searched, min(self._stream.buffered, MAX_HEAD_BYTES) - 8)
        )
        return found or (0, 0)

    def _at_end(self) -> bool:
        return self._stream.damage is None and self._stream.buffered < MAX_HEAD_BYTES

    # -- ARC

    def _arc_line(self) -> bytes | None:
        end = self._stream.search(_LINE_END, _LINE)
        if end is None:
            return None
        line = self._stream.peek(end[1])
        return line if arc_fields(line.rstrip()) is not None else None

    def _arc_record(self, line: bytes) -> Iterator[Record | Damage]:
        self._arc = True
        offset = self._place()
        fields = arc_fields(line.rstrip()) or {}
        length = length_of(fields["content-length"])
        if fields["warc-type"] == "warcinfo" and length is None:
            # Some writers do not say how long the version block is: it ends with a blank line.
            _, size = self._stream.search(_BLANK_LINE, _LINE) or (0, len(line))
            length = size - len(line)
        if length is None:
            yield from self._give_up(offset, f"the record's length is {fields['content-length']!r}", len(line))
            return
        yield from self._block(Record(offset, fields["warc-type"], fields, length), len(line))

    # -- block

    def _block(self, record: Record, head_size: int) -> Iterator[Record | Damage]:
        """Read the block behind a head of `head_size` bytes, and see that the record ends where it says."""
        problem = self._ends_wrong_in_file(record, head_size)
        if problem:
            yield from self._give_up(record.offset, problem, head_size)
            return
        record.head = self._stream.take(head_size)
        problem = self._take_block(record) or self._ends_wrong(record)
        damage = self._stream.damage if not self._stream.buffered else None
        if damage is not None and damage.offset <= self._stream.offset():
            problem = problem or _MEMBER  # what its member's check sum does not vouch for is not trusted
        if problem is None:
            record.start = self._member if self._stream.compressed else record.offset
            yield record
        elif self._stream.damage is not None:
            yield from self._member_damage(record.offset, problem)
        else:
            yield from self._give_up(record.offset, problem, 0 if self._stream.compressed else head_size)

    def _member_damage(self, offset: int, problem: str) -> Iterator[Damage]:
        """Say what is wrong with the member that the record at `offset` is in, and go on behind it."""
        damage = self._pass_damage()
        yield Damage(offset, damage.problem if damage else problem)
        self._said = True

    def _pass_damage(self) -> Damage | None:
        self._no_head_end = 0
        return self._stream.pass_damage()

    def _ends_wrong_in_file(self, record: Record, head_size: int) -> str | None:
        """Of a plain file, whose size is known, before reading a block that may be said to be as long as can be."""
        if self._stream.compressed:
            return None
        missing = record.offset + head_size + record.length - self._size
        return f"the record is cut: {missing} of its {record.length} bytes are missing" if missing > 0 else None

    def _take_block(self, record: Record) -> str | None:
        stream, left = self._stream, record.length
        keep = left if left <= MAX_BLOCK_BYTES else MAX_HEAD_BYTES
        whole = stream.ensure(keep)
        if problem := self._cut_by_member(min(keep, stream.buffered), left):
            return problem
        if not whole:
            missing = left - stream.buffered
            stream.take(stream.buffered)
            return f"the record is cut: {missing} of its {left} bytes are missing"
        record.block = stream.take(keep)
        record.whole = keep == left
        if not record.whole and self._overflow is not None:
            self._overflow.seek(0)
            self._overflow.truncate()
            self._overflow.write(record.block)
        return self._pass(left - keep)

    def _pass(self, left: int) -> str | None:
        """Go past the rest of a block that is too large to keep in memory."""
        while left:
            if not self._stream.ensure(1):
                return f"the record is cut: {left} of its bytes are missing"
            step = min(left, self._stream.buffered)
            if problem := self._cut_by_member(step, left):
                return problem
            if self._overflow is None:
                self._stream.drop(step)
            else:
                self._overflow.write(self._stream.take(step))
            left -= step
        return None

    def _cut_by_member(self, size: int, left: int) -> str | None:
        """Of a compressed file: whether a record begins in a member that begins within the next `size` bytes, although
        the record before it says to have `left` bytes more."""
        for start in self._stream.member_starts(size):
            self._stream.ensure(start + 5)
            if self._stream.peek(5, start) == b"WARC/":
                self._stream.take(start)
                return f"the record is cut: its member ends {left - start} bytes before it does"
        return None

    def _ends_wrong(self, record: Record) -> str | None:
        """None where the next record, the end of the member or the end of the file follows."""
        stream = self._stream
        if not stream.ensure(1) or stream.at_member_end():
            record.leniencies.append("record_end_missing")
            return None
        stream.ensure(4)
        if stream.peek(4) == b"\r\n\r\n":
            stream.take(4)
        elif self._arc and stream.peek(1) in (b"\n", b"\r"):
            stream.take(1)
        else:
            stream.skip_line_ends()
            if stream.ensure(1) and not self._begins_warc() and not (self._arc and self._arc_line()):
                return "the record does not end where its Content-Length says"
            record.leniencies.append("record_end_differs")
        stream.ensure(1)  # reads on to the member's check sum
        return None

    # -- giving up

    def _give_up(self, offset: int, problem: str, skip: int) -> Iterator[Damage]:
        """Say what is wrong and go to the next place where a record begins; of a plain file that may be in the block that
        was read."""
        yield Damage(offset, problem)
        self._said = True
        stream = self._stream
        read = 0 if stream.compressed else stream.offset() - offset
        if read == 0:
            stream.drop(min(skip, stream.buffered))
        elif self._read_again + read <= _READ_AGAIN + 4 * self._size:
            self._read_again += read
            stream.restart(offset + skip)
            self._no_head_end = 0
        self._find_record()

    def _find_record(self) -> None:
        """Go to the next line that may begin a record, to the next member that does, or to the end."""
        stream = self._stream
        if self._begins_warc():
            return
        pattern = _ARC_START if self._arc or not self._seen else _RECORD_START
        while stream.ensure(1):
            found = stream.search(pattern, _SCAN, _START)
            size = found[1] if found else min(_SCAN, stream.buffered)
            start = next((each for each in stream.member_starts(size) if stream.peek(5, each) == b"WARC/"), None)
            if start is not None or found:
                stream.drop(size if start is None else start)
                return
            stream.drop(size if size < _SCAN else size - _START)


_MEMBER = "the compressed member is damaged"
