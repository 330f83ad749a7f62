"""Records of sound, cut and damaged files: what is whole is read, what is not is said, nothing hangs or raises."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import os

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from made_warcs import PAGE, arc, as_file, gzipped, http, lz4, record, zstandard
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.replay.records import Record, read_records
from crawler.replay.stream import Damage

BODIES = [PAGE, b"", b"second " * 40, hashlib.shake_256(b"").digest(900), b"last\r\n\r\n"]
PLAIN = [record(http(body), number=number, uri=f"http://news.example/{number}") for number, body in enumerate(BODIES)]
KINDS = {"plain": list, "gzip": gzipped, "zstd": zstandard, "lz4": lz4}


def read(parts) -> tuple[list[Record], list[Damage]]:
    found = list(read_records(as_file(parts)))
    return [each for each in found if isinstance(each, Record)], [each for each in found if isinstance(each, Damage)]


def starts(parts) -> list[int]:
    return [0, *itertools.accumulate(map(len, parts))][:-1]


def blocks(records) -> list[bytes]:
    return [each.block for each in records]


@pytest.mark.parametrize("kind", KINDS)
def test_offsets_and_blocks_in_every_compression(kind):
    parts = KINDS[kind](PLAIN)
    records, damages = read(parts)
    assert damages == []
    assert [each.offset for each in records] == starts(parts)
    assert blocks(records) == [http(body) for body in BODIES]
    assert all(each.leniencies == [] and each.whole and each.type == "response" for each in records)


@pytest.mark.parametrize("kind", ["plain", "gzip", "lz4"])
def test_other_readers_agree(kind):
    parts = KINDS[kind](PLAIN)
    records, _ = read(parts)
    others = [
        (each.stream_pos, each.headers.get("WARC-Target-URI"), each.reader.read())
        for each in ArchiveIterator(as_file(parts), parse_http=False)
    ]
    assert [(each.offset, each.headers["warc-target-uri"], each.block) for each in records] == others
    if kind != "lz4":
        iterator = WarcioIterator(as_file(parts), no_record_parse=True)
        assert [each.raw_stream.read() for each in iterator] == blocks(records)


@pytest.mark.parametrize("kind", KINDS)
def test_reading_may_begin_at_any_record(kind):
    parts = KINDS[kind](PLAIN)
    for start, block in zip(starts(parts), BODIES, strict=True):
        first = next(iter(read_records(as_file(parts), start)))
        assert (first.offset, first.start, first.block) == (start, start, http(block))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_keeps_its_whole_records(kind):
    parts = KINDS[kind](PLAIN)
    whole, ends = b"".join(parts), [*starts(parts)[1:], sum(map(len, parts))]
    for cut in range(0, len(whole), 1 if kind == "plain" else 3):
        records, damages = read([whole[:cut]])
        # Of a plain file the line ends behind the block may be missing: the block is there.
        kept = sum(end - (4 if kind == "plain" else 0) <= cut for end in ends)
        assert blocks(records) == [http(body) for body in BODIES[:kept]], cut
        at_boundary = cut in (0, *ends) or (kind == "plain" and any(end - 4 <= cut <= end for end in ends))
        assert bool(damages) != at_boundary, (cut, damages)
        assert all(damage.offset <= cut for damage in damages)
        assert len(damages) <= 1


def test_an_arc_file_cut_anywhere_keeps_its_whole_records():
    parts = arc([PAGE, b"second"])
    whole, ends = b"".join(parts), [*starts(parts)[1:], sum(map(len, parts))]
    for cut in range(0, len(whole), 5):
        records, _ = read([whole[:cut]])
        assert len(records) == sum(end - 1 <= cut for end in ends), cut
    records, damages = read(gzipped(parts))
    assert [each.type for each in records] == ["warcinfo", "response", "response"]
    assert blocks(records)[1:] == [http(PAGE), http(b"second")]
    assert records[1].headers["warc-date"] == "2021-03-04T05:06:07Z"
    assert damages == []


def test_an_arc_file_of_version_2_and_urls_with_spaces():
    block = http(b"x")
    lines = [
        b"http://a.example/a b c 10.0.0.1 20210304050607 text/html; charset=utf-8 %d\n" % len(block),
        b"http://a.example/ 10.0.0.1 20210304050607 text/html 200 - - 0 made.arc %d\n" % len(block),
    ]
    records, damages = read(
        [b"filedesc://x 0.0.0.0 20210304050607 text/plain 4\n2 0\n", *(line + block + b"\n" for line in lines)]
    )
    assert damages == []
    assert [each.headers["warc-target-uri"] for each in records[1:]] == ["http://a.example/a b c", "http://a.example/"]
    assert blocks(records)[1:] == [block, block]


BROKEN = {
    "garbage": b"these are no records\r\n\r\n" * 40,
    "no length": record(http(b"hello")).replace(b"Content-Length", b"Content-Size"),
    "odd length": record(http(b"hello"), length="12x"),
    "length too small": record(http(b"hello " * 50), length=90),
    "length too large": record(http(b"hello"), length=400),
    "length without end": record(http(b"hello"), length=10**15),
    "no end of head": b"WARC/1.1\r\nWARC-Type: response\r\n",
}


@pytest.mark.parametrize("kind", ["plain", "gzip", "zstd", "lz4"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_record_costs_itself_only(kind, broken):
    parts = KINDS[kind]([*PLAIN[:2], BROKEN[broken], *PLAIN[2:]])
    records, damages = read(parts)
    assert blocks(records) == [http(body) for body in BODIES]
    assert [each.offset for each in damages] == [starts(parts)[2]]


@pytest.mark.parametrize("kind", ["gzip", "zstd", "lz4"])
def test_a_damaged_member_costs_itself_only(kind):
    parts = KINDS[kind](PLAIN)
    for place in (2, 30, len(parts[3]) // 2, len(parts[3]) - 2):
        damaged = bytearray(parts[3])
        damaged[place] ^= 0xFF
        records, damages = read([*parts[:3], bytes(damaged), parts[4]])
        got = blocks(records)
        # zstd and lz4 frames need not have a check sum: then a flipped byte may go unnoticed in its own record.
        assert [block for block in got if block in blocks(read(PLAIN)[0])][-1] == http(BODIES[4])
        assert got[:3] == [http(body) for body in BODIES[:3]]
        if kind == "gzip":
            assert len(got) == 4
            assert [each.offset for each in damages] == [starts(parts)[3]]


@pytest.mark.parametrize("kind", ["gzip", "zstd", "lz4"])
def test_a_member_cut_in_the_middle_of_the_file_and_zeros(kind):
    parts = KINDS[kind](PLAIN)
    records, damages = read([*parts[:3], parts[3][:-40], parts[4], b"\0" * 600])
    assert http(BODIES[4]) in blocks(records)
    assert len(records) == 4
    assert len(damages) >= 1
    assert read([*parts, b"\0" * 600])[1] == []


def test_one_gzip_member_for_the_whole_file():
    whole = gzip.compress(b"".join(PLAIN), mtime=0)
    records, damages = read([whole])
    assert blocks(records) == [http(body) for body in BODIES]
    assert [each.offset for each in records] == [0, 1, 2, 3, 4]
    assert [each.start for each in records] == [0] * 5
    assert damages == []
    again = [each for each in read_records(as_file([whole]), 0) if each.offset == 3]
    assert blocks(again) == [http(BODIES[3])]


def test_records_over_the_bounds_of_members():
    whole = b"".join(PLAIN)
    parts = gzipped([whole[at : at + 100] for at in range(0, len(whole), 100)])
    records, damages = read(parts)
    assert blocks(records) == [http(body) for body in BODIES]
    assert damages == []
    assert len({each.offset for each in records}) == len(records)
    for each in records:
        again = (other for other in read_records(as_file(parts), each.start) if isinstance(other, Record))
        assert next(other.block for other in again if other.offset == each.offset) == each.block


def test_a_dictionary_frame_in_front():
    samples = [PAGE + bytes([number]) * 20 for number in range(200)]
    from crawler.archive.decode import zstd

    dictionary = zstd.train_dict(samples, 2000)
    content = dictionary.dict_content
    frame = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    parts = [frame, *zstandard(PLAIN, dictionary)]
    records, damages = read(parts)
    assert blocks(records) == [http(body) for body in BODIES]
    assert [each.offset for each in records] == starts(parts)[1:]
    assert damages == []


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n\n", b"\r\n" * 9])
def test_records_with_other_ends(end):
    records, damages = read([record(http(PAGE), end=end), record(http(b"next"))])
    assert blocks(records) == [http(PAGE), http(b"next")]
    assert damages == []


def test_heads_with_bare_line_feeds_continuation_and_latin_1():
    head = b"WARC/1.0\nWARC-Type: response\nX-A: one\n two\nX-B: caf\xe9\nno colon\ncontent-length: 2\n\nhi\n\n"
    (found,), damages = read([head])
    assert damages == []
    assert found.headers["x-a"] == "one two"
    assert found.headers["x-b"] == "café"
    assert found.block == b"hi"


@pytest.mark.parametrize("kind", ["plain", "gzip"])
def test_a_block_past_the_bound_is_left_out(kind):
    large = record(http(bytes(MAX_BLOCK_BYTES + 1)))
    records, damages = read(KINDS[kind]([large, PLAIN[0]]))
    assert damages == []
    assert [each.whole for each in records] == [False, True]
    assert len(records[0].block) < 1_000_000
    assert records[0].length > MAX_BLOCK_BYTES


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_leaves_the_reader_standing(data):
    parts = KINDS[data.draw(st.sampled_from(sorted(KINDS)))](PLAIN)
    whole = bytearray(b"".join(parts))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        action = data.draw(st.sampled_from(["flip", "cut", "insert"]))
        if action == "flip":
            whole[at] ^= data.draw(st.integers(1, 255))
        elif action == "cut":
            del whole[at : at + data.draw(st.integers(1, 200))]
        else:
            whole[at:at] = data.draw(st.binary(max_size=60))
        if not whole:
            return
    records, _ = read([bytes(whole)])
    offsets = [each.offset for each in records]
    assert offsets == sorted(set(offsets))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"", b"WARC/1.1\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"]),
    st.binary(max_size=400),
)
def test_any_bytes_leave_the_reader_standing(prefix, rest):
    read([prefix + rest])


HOSTILE = {
    "line ends": gzip.compress(b"\n" * 60_000_000),
    "zeros": gzip.compress(bytes(60_000_000)),
    "short lines": gzip.compress(b"a\n" * 20_000_000),
    "heads without records": b"WARC/1.1\r\nContent-Length: 1\r\n\r\n" * 20_000,
    "records said to be long": b"WARC/1.1\r\nContent-Length: 100000\r\n\r\n" * 20_000,
    "gzip magic": b"\x1f\x8b\x08" * 200_000,
    "zstd magic": b"\x28\xb5\x2f\xfd" * 200_000,
    "empty members": gzip.compress(b"") * 50_000,
    "arc lines": b"http://a/ 1 202103040506 a x\n" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_bounded_time(name):
    before = sum(os.times()[:2])
    read([HOSTILE[name]])
    assert sum(os.times()[:2]) - before < 10


def test_a_folded_field_belongs_to_its_own_line_and_a_thousand_cost_little():
    head = (
        b"WARC/1.1\r\nX-A: 1\r\nX-A: 2\r\n two\r\nX-B: b\r\nContent-Length: 0\r\n" + b" \r\n" * 60_000 + b"\r\n\r\n\r\n"
    )
    before = sum(os.times()[:2])
    (found,), damages = read([head])
    assert sum(os.times()[:2]) - before < 2
    assert damages == []
    assert (found.headers["x-a"], found.headers["x-b"]) == ("1", "b")
