"""`scrapy archive verify` finds what is wrong and says where; `index` makes the index anew."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.collection import Collection
from crawler.archive.digests import holds
from crawler.archive.record_check import CAPTURES
from crawler.archive.records import HTTP_RESPONSE, WARC_FIELDS, Record, as_member, head
from crawler.archive.verify import verify_file
from crawler.archive.writer import WarcWriter
from crawler.commands.archive import Command

WHEN = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\n<p>page"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n4\r\npage\r\n0\r\n\r\n"


def record(block: bytes = PAGE, *fields: tuple[str, str], number: int = 0) -> Record:
    record_id = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
    url = ("WARC-Target-URI", f"http://station.test/{number}")
    return Record("response", WHEN, HTTP_RESPONSE, block, [url, *fields], record_id)


MEMBERS = [as_member(record(number=number), []) for number in range(3)]


def run(*words: object, as_json: bool = False) -> int:
    command = Command()
    command.settings = None
    command.run([str(word) for word in words], Namespace(json=as_json, output=None, text=False))
    return command.exitcode


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(MEMBERS))
    return path


def test_a_sound_file(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", warc) == 0
    assert capsys.readouterr().out == f"{warc}: 3 records, sound\n"


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_plain_and_whole_file_gzip_are_read_too(suffix: str, tmp_path: Path) -> None:
    plain = b"".join(map(gzip.decompress, MEMBERS))
    path = tmp_path / f"x.warc{suffix}"
    path.write_bytes(gzip.compress(plain) if suffix else plain)
    report = verify_file(path)
    assert (report.records, report.problems) == (3, [])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, sum(map(len, MEMBERS)) - 1))
def test_a_cut_file_is_found_out_at_the_record_that_is_cut(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "x.warc.gz"
    path.write_bytes(b"".join(MEMBERS)[:cut])
    starts = [0, len(MEMBERS[0]), len(MEMBERS[0]) + len(MEMBERS[1])]
    report = verify_file(path)
    if cut in starts:
        assert report.problems == []
    else:
        assert [problem.offset for problem in report.problems] == [max(start for start in starts if start < cut)]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, sum(map(len, MEMBERS)) - 1), st.integers(1, 255))
def test_a_changed_byte_is_found_out(tmp_path_factory: pytest.TempPathFactory, at: int, change: int) -> None:
    data = bytearray(b"".join(MEMBERS))
    data[at] ^= change
    path = tmp_path_factory.mktemp("flip") / "x.warc.gz"
    path.write_bytes(data)
    report = verify_file(path)
    if not report.problems:  # a byte of a gzip header that no reader looks at, such as its time
        assert gzip.decompress(bytes(data)) == gzip.decompress(b"".join(MEMBERS))


def plain_warc(tmp_path: Path, content: bytes, **digests: str) -> Path:
    """A plain WARC whose digests are as given."""
    text = head(record(content), []).decode()
    kept = [line for line in text.split("\r\n") if not line.startswith("WARC-Block-Digest")]
    kept[1:1] = [f"WARC-{name.capitalize()}-Digest: {value}" for name, value in digests.items()]
    path = tmp_path / "x.warc"
    path.write_bytes("\r\n".join(kept).encode() + content + b"\r\n\r\n")
    return path


@pytest.mark.parametrize("kind", ["block", "payload"])
def test_a_wrong_digest(kind: str, tmp_path: Path) -> None:
    path = plain_warc(tmp_path, PAGE, **{kind: "sha1:" + base64.b32encode(bytes(20)).decode()})
    [problem] = verify_file(path).problems
    assert problem.offset == 0
    assert f"the {kind} digest does not match" in problem.text


@pytest.mark.parametrize("payload", [CHUNKED.partition(b"\r\n\r\n")[2], b"<p>page"])
def test_a_chunked_payloads_digest_may_be_over_chunks_or_over_what_is_in_them(payload: bytes, tmp_path: Path) -> None:
    path = plain_warc(tmp_path, CHUNKED, payload="sha1:" + hashlib.sha1(payload).hexdigest())  # noqa: S324
    assert verify_file(path).problems == []


@pytest.mark.parametrize("stated", ["crc32:00", "sha1:!!!", "sha256", "xxh3:abcdef"])
def test_a_digest_of_unknown_kind_is_counted(stated: str, tmp_path: Path) -> None:
    report = verify_file(plain_warc(tmp_path, PAGE, block=stated))
    assert report.problems == []
    assert report.notes["block_digest_of_unknown_kind"] == 1


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha-256", "SHA512"])
@settings(deadline=None)
@given(data=st.binary(max_size=100), other=st.binary(max_size=100))
def test_digests_hold_in_every_encoding(algorithm: str, data: bytes, other: bytes) -> None:
    raw = hashlib.new(algorithm.lower().replace("-", ""), data).digest()
    texts = [raw.hex(), raw.hex().upper(), base64.b32encode(raw).decode(), base64.b32encode(raw).decode().rstrip("=")]
    texts += [base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode().rstrip("=")]
    for text in texts:
        assert holds(f"{algorithm}:{text}", data) is True
        assert holds(f"{algorithm}:{text}", other) is (data == other)


def test_fields_that_a_record_must_have(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    bare = b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Date: yesterday\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    path.write_bytes(bare)
    assert [problem.text for problem in verify_file(path).problems] == [
        "the record has no WARC-Record-ID or no WARC-Type",
        "WARC-Date is 'yesterday'",
    ]


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(MEMBERS[0] * 2)
    [problem] = verify_file(path).problems
    assert problem.offset == len(MEMBERS[0])
    assert "stands twice" in problem.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.warc.gz", b"", "there is no record in it"),
        ("text.warc", b"hello\n" * 100, "no record begins here"),
    ],
)
def test_a_file_that_is_no_warc(
    name: str, data: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert run("verify", tmp_path / name) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{tmp_path / name}: ")
    assert words in line


def test_a_path_that_is_not_there_does_not_stop_the_others(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", warc.parent / "nowhere", warc, as_json=True) == 1
    nowhere, found = json.loads(capsys.readouterr().out)
    assert nowhere["problems"] == [{"offset": None, "problem": "there is no such file or folder"}]
    assert (found["records"], found["problems"]) == (3, [])


def test_a_file_that_cannot_be_read_does_not_hide_the_others(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc.parent / "a.wacz").write_bytes(b"PK\x03\x04 and no package")
    shutil.copy(warc, warc.parent / "without-a-suffix")
    assert run("verify", warc.parent) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0].rpartition("/")[2] for line in said] == ["a.wacz", "without-a-suffix", "x.warc.gz"]
    assert "cannot be read" in said[0]
    assert all(line.endswith("3 records, sound") for line in said[1:])


def test_a_folder_is_every_archive_in_it(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc.parent / "deep").mkdir()
    (warc.parent / "deep" / "y.warc").write_bytes(gzip.decompress(MEMBERS[0]))
    (warc.parent / "notes.txt").write_text("not an archive")
    assert run("verify", warc.parent) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "wthi")
    writer = WarcWriter(made, [("software", "test")], 10**9)
    writer.write([record(number=1), Record("metadata", WHEN, WARC_FIELDS, b"via: x\r\n")])
    writer.write([record(CHUNKED, number=2)])
    writer.close()
    return made


def test_a_collection_without_an_index_gets_one(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", collection.path) == 3
    assert "there is no index" in capsys.readouterr().out
    assert run("index", collection.path) == 0
    assert capsys.readouterr().out == f"{collection.index}: 2 lines\n"
    assert run("verify", collection.path) == 0


def test_an_index_that_does_not_fit(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    run("index", collection.path)
    lines = collection.index.read_bytes().splitlines(keepends=True)
    collection.index.write_bytes(lines[0] + lines[1].replace(b'"offset": "', b'"offset": "1'))
    capsys.readouterr()
    assert run("verify", collection.path) == 1
    assert "1 captures are not in it and 1 of its lines are of no capture" in capsys.readouterr().out


def _table(collection: Collection, rows: dict[int, str]) -> None:
    [path] = collection.warc_files()
    table = collection.tables / "captures" / f"{path.name}.parquet"
    table.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"warc_offset": list(rows), "record_id": list(rows.values())}), table)


def test_tables_against_records(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    run("index", collection.path)
    [path] = collection.warc_files()
    rows = dict(verify_file(path).captures)
    assert len(rows) == 2
    _table(collection, rows)
    assert run("verify", collection.path) == 0
    _table(collection, dict(list(rows.items())[:1]))
    capsys.readouterr()
    assert run("verify", collection.path) == 3
    assert "1 captures have no row" in capsys.readouterr().out
    _table(collection, {**rows, 99: "<urn:uuid:gone>"})
    assert run("verify", collection.path) == 1
    assert "at byte 99: the table has a row for <urn:uuid:gone>" in capsys.readouterr().out


def test_rows_of_a_file_that_is_gone(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    [path] = collection.warc_files()
    _table(collection, dict(verify_file(path).captures))
    table = collection.tables / "captures" / f"{path.name}.parquet"
    shutil.copy(table, table.with_name("somebody-else.warc.gz.parquet"))  # a replay --into this collection
    path.unlink()
    assert run("verify", collection.path) == 1
    said = capsys.readouterr().out
    assert f"{collection.tables}: there are rows of {path.name}, which is gone" in said
    assert "somebody-else" not in said


def test_a_table_that_cannot_be_read(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    run("index", collection.path)
    _table(collection, {})
    [table] = (collection.tables / "captures").iterdir()
    for spoil in (lambda: table.write_bytes(b"not parquet"), lambda: pq.write_table(pa.table({"x": [1]}), table)):
        spoil()
        capsys.readouterr()
        assert run("verify", collection.path) == 1
        assert f"{table} cannot be read" in capsys.readouterr().out


def test_the_end_of_an_open_file_is_no_fault(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    [path] = collection.warc_files()
    path.rename(path.with_name(path.name + ".open"))
    with collection.warc_files()[0].open("ab") as file:
        file.write(MEMBERS[0][:50])
    assert run("verify", collection.path) == 3
    assert "still open" in capsys.readouterr().out


def test_the_index_of_a_collection_that_is_being_written_is_left_alone(
    collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import sys; from pathlib import Path; from crawler.archive.collection import Collection\n"
        "with Collection(Path(sys.argv[1])).lock('crawl of wthi'): print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, collection.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert run("index", collection.path) == 1
        holder.communicate("\n")
    assert f"is being written by process {holder.pid} (crawl of wthi" in capsys.readouterr().err
    assert not collection.index.exists()


@pytest.mark.parametrize("words", [[], ["verify"], ["index"], ["repaint", "x"], ["verify", "--fast", "x"]])
def test_wrong_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_index_wants_a_collection(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", warc) == 1
    assert "this is no collection" in capsys.readouterr().err


SHARED = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "warc"


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data is absent (SHARED_DATA)")
@pytest.mark.parametrize(
    ("name", "records", "first_bad"),
    [
        ("chatnoir-eu+chatnoir-resiliparse/warcfile.warc.gz", 50, None),
        ("chatnoir-eu+chatnoir-resiliparse/warcfile.warc.lz4", 50, None),
        ("chatnoir-eu+chatnoir-resiliparse/clipped.warc.gz", 0, 0),
        ("commoncrawl+whirlwind-python/whirlwind.warc.wet.gz", 2, None),
        ("webrecorder+pywb/iana.warc.gz", 343, None),
        ("webrecorder+warcio/example.arc.gz", 2, None),
        ("webrecorder+warcio/example-wrong-chunks.warc.gz", 2, 0),
        ("webrecorder+warcio/example-trunc.warc", 3, 1197),
    ],
)
def test_others_files(name: str, records: int, first_bad: int | None) -> None:
    report = verify_file(SHARED / name)
    first = report.problems[0].offset if report.problems else None
    assert (report.records, first) == (records, first_bad)


def test_captures_are_the_records_that_tables_have_rows_of() -> None:
    assert set(CAPTURES) == {"response", "revisit", "resource", "conversion"}
