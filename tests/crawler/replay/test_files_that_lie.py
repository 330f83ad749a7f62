"""Files made to be read again and again: the work is that of reading them once, whatever they say."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
from made_warcs import gzipped, record

from crawler.replay import records, stream
from crawler.replay.records import Record, read_records

LYING = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n\n"

FILES: dict[str, Callable[[int], bytes]] = {
    "heads without an end": lambda n: b"WARC/1.0\n" * n,
    "heads without an end, packed": lambda n: gzip.compress(b"WARC/1.0\n" * n),
    "beginnings of heads": lambda n: b"WARC/\n" * n,
    "beginnings of heads, packed": lambda n: gzip.compress(b"WARC/\n" * n),
    "many heads before one end": lambda n: b"WARC/1.0\n" * n + b"\n" + b"x" * 200_000,
    "members that cut a head": lambda n: gzip.compress(b"WARC/1.0\r\n") * n,
    "lengths that lie": lambda n: LYING % (30 * n) * n + b"y" * (60 * n),
    "lengths of ARC records that lie": lambda n: (
        b"http://a/ 1.2.3.4 20200101000000 text/html %d\n" % (30 * n) * n + b"y" * (60 * n)
    ),
}


class Work:
    """Counts the bytes that are looked at: searched, copied, and read from the file."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.bytes = 0
        peek, search, fill = stream.Stream.peek, stream.Stream.search, stream.Stream.fill
        patch.setattr(stream.Stream, "peek", lambda *words: self._count(peek(*words)))

        def searched(reader, pattern, limit, overlap=8, searched=0):  # type: ignore[no-untyped-def]
            found = search(reader, pattern, limit, overlap, searched)
            end = found[1] if found else min(limit, reader.buffered)
            self.bytes += max(0, end - searched)
            return found

        def filled(reader):  # type: ignore[no-untyped-def]
            before = reader.buffered
            more = fill(reader)
            self.bytes += reader.buffered - before
            return more

        patch.setattr(stream.Stream, "search", searched)
        patch.setattr(stream.Stream, "fill", filled)

    def _count(self, data: bytes) -> bytes:
        self.bytes += len(data)
        return data


@pytest.mark.parametrize("kind", FILES)
def test_the_work_grows_with_the_file_and_not_with_its_square(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_READ_AGAIN", 100_000)
    work = Work(monkeypatch)
    spent = []
    for size in (1500, 6000):
        work.bytes = 0
        for _ in read_records(io.BytesIO(FILES[kind](size))):
            pass
        spent.append(work.bytes)
    assert spent[1] < 6 * spent[0] + 1_000_000, spent


def test_records_behind_lies_are_found() -> None:
    sound = record(number=1)
    for data in (
        LYING % 400 * 50 + b"\r\n" + sound,  # each head's block would end within another
        b"WARC/1.0\n" * 30_000 + b"\r\n" + sound,
        b"WARC/1.0\r\nContent-Length: 70\r\n\r\n" + b"y" * 30 + b"\n" + sound,
    ):
        found = [each for each in read_records(io.BytesIO(data)) if isinstance(each, Record)]
        assert found, data[:60]
        assert found[-1].block == next(iter(read_records(io.BytesIO(sound)))).block


def test_a_sound_member_behind_thousands_of_cut_ones_is_found() -> None:
    [sound] = gzipped([record(number=1)])
    data = gzip.compress(b"WARC/1.0\r\n") * 5000 + sound
    *_, last = read_records(io.BytesIO(data))
    assert isinstance(last, Record)
    assert last.offset == len(data) - len(sound)
