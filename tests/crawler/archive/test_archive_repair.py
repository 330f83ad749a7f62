"""`scrapy archive repair`: what is whole is kept to the byte, what is not is named, the old file stays as it was."""

from __future__ import annotations

import gzip
import json
import random
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_warcs import http, lz4, record, zstandard
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import repair as repair_module
from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record, as_member
from crawler.archive.repair import repair, repaired_path
from crawler.archive.verify import verify_file
from crawler.commands.archive import Command
from pipelines.errors import ArchiveError, InputError

WHEN = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)


def page(number: int, size: int = 40) -> Record:
    body = random.Random(number).randbytes(size)  # noqa: S311 - only to be incompressible
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    record_id = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
    return Record("response", WHEN, HTTP_RESPONSE, block, [("WARC-Target-URI", f"http://a.test/{number}")], record_id)


MEMBERS = [as_member(page(number), []) for number in range(4)]
PLAIN = [gzip.decompress(member) for member in MEMBERS]


def run(*words: object, output: Path | None = None, as_json: bool = False) -> int:
    command = Command()
    command.settings = None
    command.run([str(word) for word in words], Namespace(json=as_json, output=output, text=False))
    return command.exitcode


def members(path: Path) -> list[bytes]:
    """The decompressed gzip members of a file, found by warcio."""
    data = path.read_bytes()
    with path.open("rb") as file:
        iterator = ArchiveIterator(file, no_record_parse=True)
        starts = [iterator.get_record_offset() for each in iterator if each.raw_stream.read() is not None]
    return [gzip.decompress(data[a:b]) for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]


def test_a_record_that_is_damaged_is_left_out_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.warc.gz"
    bad = bytearray(MEMBERS[1])
    bad[len(bad) // 2] ^= 0xFF
    path.write_bytes(MEMBERS[0] + bad + MEMBERS[2] + MEMBERS[3][:-20])
    before = path.read_bytes()
    assert run("repair", path) == 3
    out = tmp_path / "repaired" / "x.warc.gz"
    first, second = len(MEMBERS[0]), sum(map(len, MEMBERS[:3]))
    assert capsys.readouterr().out == (
        f"{path}: at byte {first}: left out: the gzip member is damaged\n"
        f"{path}: at byte {second}: left out: the gzip member is cut\n"
        f"{out}: 2 records, 2 places left out\n"
    )
    assert members(out) == [PLAIN[0], PLAIN[2]]
    assert verify_file(out).problems == []
    assert path.read_bytes() == before
    assert list((tmp_path / "repaired").iterdir()) == [out]


def test_a_record_whose_digest_does_not_match_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    forged = gzip.compress(PLAIN[1].replace(b"200 OK", b"200 KO"))
    path.write_bytes(MEMBERS[0] + forged + MEMBERS[0])
    done = repair(path, tmp_path / "y.warc.gz")
    assert [(each.offset, each.text.partition(":")[0]) for each in done.left_out] == [
        (len(MEMBERS[0]), "the block digest does not match"),
        (len(MEMBERS[0]) + len(forged), "WARC-Record-ID <urn"),
    ]
    assert done.records == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("one-stream.warc.gz", "not_in_a_member_of_its_own"),
        ("plain.warc", "not_compressed"),
        ("x.warc.zst", "compressed_with_zstd"),
        ("x.warc.lz4", "compressed_with_lz4"),
    ],
)
def test_other_forms_become_one_gzip_member_a_record(
    name: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms: dict[str, Callable[[], list[bytes]]] = {
        "one-stream.warc.gz": lambda: [gzip.compress(b"".join(PLAIN))],
        "plain.warc": lambda: PLAIN,
        "x.warc.zst": lambda: zstandard(PLAIN),
        "x.warc.lz4": lambda: lz4(PLAIN),
    }
    path = tmp_path / name
    path.write_bytes(b"".join(forms[name]()))
    assert run("repair", path) == 0
    count = 3 if form == "not_in_a_member_of_its_own" else 4  # the first one is where the member begins
    assert f"mended in {count} records: {form}\n" in capsys.readouterr().out
    out = repaired_path(path)
    assert out.name.endswith(".warc.gz")
    assert members(out) == PLAIN


def test_records_that_end_wrong_end_right(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record(number=1, end=b"\n") + record(number=2, end=b"\r\n\r\n") + record(number=3, end=b""))
    done = repair(path, tmp_path / "y.warc.gz")
    assert done.mended == {"not_compressed": 3, "record_end_differs": 1, "record_end_missing": 1}
    assert [each[-4:] for each in members(tmp_path / "y.warc.gz")] == [b"\r\n\r\n"] * 3
    assert verify_file(tmp_path / "y.warc.gz").notes == {}


def test_arc_stays_arc(tmp_path: Path) -> None:
    version = b"1 0 Somewhere\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://x.arc 0.0.0.0 20010203040506 text/plain %d\n" % len(version)
    block = http()
    line = b"http://news.example/old 192.0.2.1 20010203040506 text/html %d\n" % len(block)
    path = tmp_path / "x.arc"
    path.write_bytes(head + version + b"\n" + line + block + b"\n" + line + block[:50])
    done = repair(path, repaired_path(path))
    assert (done.records, len(done.left_out)) == (2, 1)
    out = tmp_path / "repaired" / "x.arc.gz"
    assert gzip.decompress(out.read_bytes()) == head + version + b"\n" + line + block + b"\n"
    assert verify_file(out).problems == []


def test_a_sound_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(MEMBERS))
    assert run("repair", path) == 0
    assert capsys.readouterr().out == f"{path}: 4 records, sound, nothing to repair\n"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "x.warc.gz", tmp_path / "out.warc.gz"
    path.write_bytes(b"".join(MEMBERS)[:-9])
    out.write_bytes(b"precious")
    assert run("repair", path, output=out) == 1
    assert "is there already" in capsys.readouterr().err
    assert run("repair", path, output=path) == 1
    assert (out.read_bytes(), path.read_bytes()) == (b"precious", b"".join(MEMBERS)[:-9])


@pytest.mark.parametrize("data", [b"", b"hello", MEMBERS[0][:-30], b"PK\x03\x04rest"])
def test_of_a_file_without_a_whole_record_nothing_is_written(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    assert run("repair", path) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert str(path) in line
    assert not list(tmp_path.rglob("repaired/*"))


def test_a_collection_gets_its_repaired_files_beside_its_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collection = Collection.named(tmp_path, "wthi")
    collection.archive.mkdir(parents=True)
    for day, data in enumerate([b"".join(MEMBERS), b"".join(MEMBERS[:2])[:-9]]):
        (collection.archive / f"wthi-2021030{day + 1}-00000.warc.gz").write_bytes(data)
    assert run("repair", collection.path, as_json=True) == 3
    sound, cut = json.loads(capsys.readouterr().out)
    assert (sound["out"], sound["records"], cut["records"]) == (None, 4, 1)
    assert cut["out"] == str(collection.path / "repaired" / "wthi-20210302-00000.warc.gz")
    assert cut["left_out"] == [{"offset": len(MEMBERS[0]), "problem": "the gzip member is cut"}]
    assert len(collection.warc_files()) == 2


def test_a_record_too_large_for_memory_is_copied_and_its_digests_are_checked(tmp_path: Path) -> None:
    large = as_member(page(7, MAX_BLOCK_BYTES), [])
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(gzip.decompress(large) + PLAIN[0], 1))
    done = repair(path, tmp_path / "y.warc.gz")
    assert (done.records, done.left_out) == (2, [])
    assert members(tmp_path / "y.warc.gz") == [gzip.decompress(large), PLAIN[0]]
    forged = bytearray(gzip.decompress(large))
    forged[-1000] ^= 1
    path.write_bytes(gzip.compress(bytes(forged) + PLAIN[0], 1))
    [problem] = verify_file(path).problems
    assert problem.offset == 0
    assert "the block digest does not match" in problem.text


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(MEMBERS)[:-9])

    def refuse(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(repair_module, "gzip_pieces", refuse)
    with pytest.raises(ArchiveError, match="No space left on device"):
        repair(path, tmp_path / "out" / "y.warc.gz")
    assert list((tmp_path / "out").iterdir()) == []


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file of whole members in either form, with bytes changed, cut out or put in."""
    one_stream = draw(st.booleans())
    data = bytearray(gzip.compress(b"".join(PLAIN)) if one_stream else b"".join(MEMBERS))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 200))
        data[at : at + size] = draw(st.binary(max_size=60))
    return bytes(data)


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_whatever_is_wrong_the_new_file_is_sound_and_has_only_what_was_there(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path, out = folder / "x.warc.gz", folder / "y.warc.gz"
    path.write_bytes(data)
    try:
        done = repair(path, out)
    except InputError:
        assert not out.exists()
        return
    finally:
        assert path.read_bytes() == data
    if done.out is None:
        assert verify_file(path).problems == []
        return
    report = verify_file(out)
    assert (report.problems, report.records) == ([], done.records)
    assert set(members(out)) <= set(PLAIN)
    assert repair(out, folder / "z.warc.gz").out is None
