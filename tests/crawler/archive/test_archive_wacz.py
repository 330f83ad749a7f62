"""`scrapy archive wacz` packs what other tools accept and our own replay reads; `verify` finds what is wrong with one."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import signal
import time
import zipfile
import zlib
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_warcs import PAGE, record, zstandard
from peers import run_peer

from crawler.archive import cdxj, wacz
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record
from crawler.archive.verify import verify
from crawler.archive.writer import WarcWriter
from crawler.commands.archive import Command
from crawler.replay.run import replay
from pipelines.errors import InputError
from pipelines.store.parquet import read_rows
from pipelines.store.schema import Row

WHEN = datetime(2021, 3, 4, 23, 59, 58, 123456, tzinfo=UTC)


def run(*words: object, output: Path | None = None, text: bool = False, as_json: bool = False) -> int:
    command = Command()
    command.settings = None
    command.run([str(word) for word in words], Namespace(json=as_json, output=output, text=text))
    return command.exitcode


def response(number: int, body: bytes = PAGE, mime: str = "text/html") -> Record:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
    url = ("WARC-Target-URI", f"http://news.example/story-{number}")
    return Record("response", WHEN + timedelta(seconds=number), HTTP_RESPONSE, head.encode() + body, [url])


def revisit(number: int, of: Record) -> Record:
    url = dict(of.fields)["WARC-Target-URI"]
    refers = [
        ("WARC-Target-URI", url),
        ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        ("WARC-Payload-Digest", "sha256:" + hashlib.sha256(PAGE).hexdigest()),
        ("WARC-Refers-To-Target-URI", url),
        ("WARC-Refers-To-Date", of.date.isoformat(timespec="microseconds").replace("+00:00", "Z")),
    ]
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return Record("revisit", WHEN + timedelta(seconds=number), HTTP_RESPONSE, block, refers)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Pages of two days, a revisit on the second of a page of the first, an image; with index and tables."""
    collection = Collection.named(tmp_path_factory.mktemp("warcs"), "Example.News")
    writer = WarcWriter(collection, [("software", "test")], 10**9)
    first = response(0)
    for each in [first, response(1, b"\x89PNG", "image/png"), revisit(3, first), response(4)]:
        writer.write([each])
    writer.close()
    cdxj.rebuild(collection)
    assert replay([collection.path]).exit_status == 0
    return collection


@pytest.fixture(scope="module")
def package(made: Collection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wacz") / "example.wacz"
    wacz.pack(made.path, out, text=True)
    return out


def rows_of(tables: Path, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """All rows of the files, without the name of the file."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        for table, found in read_rows(tables, name).items():
            rows.setdefault(table, []).extend(map(_without_file, found))
    return rows


def _without_file(row: Row) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(row) if each.name != "warc_file"}


def test_the_wacz_tools_find_it_valid(package: Path) -> None:
    done = run_peer("wacz", "validate", "-f", package)
    assert (done.returncode, "is valid" in done.stdout) == (0, True), done.stdout + done.stderr


def test_replay_gives_the_same_rows(made: Collection, package: Path, tmp_path: Path) -> None:
    again = Collection.named(tmp_path, made.name)
    assert replay([package], into=again).exit_status == 0
    names = [path.name for path in made.warc_files()]
    before = rows_of(made.tables, names)
    assert rows_of(again.tables, [f"{package.name}!{name}" for name in names]) == before
    assert [len(before[table]) for table in ("captures", "pages", "articles")] == [4, 3, 3]


def test_it_says_what_is_in_it(made: Collection, package: Path) -> None:
    with zipfile.ZipFile(package) as zipped:
        assert zipped.testzip() is None
        described = json.loads(zipped.read("datapackage.json"))
        for path in made.warc_files():
            member = zipped.getinfo(f"archive/{path.name}")
            assert member.compress_type == zipfile.ZIP_STORED
            assert zipped.read(member) == path.read_bytes()
        assert gzip.decompress(zipped.read("indexes/index.cdx.gz")) == made.index.read_bytes()
        head, *pages = map(json.loads, zipped.read("pages/pages.jsonl").splitlines())
    assert (described["title"], described["wacz_version"]) == ("Example.News", "1.1.1")
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
    urls = [(page["url"].rpartition("-")[2], page["ts"], page["title"]) for page in pages]
    assert urls == [
        ("0", "2021-03-04T23:59:58Z", "Bridge reopens"),
        ("0", "2021-03-05T00:00:01Z", "Bridge reopens"),
        ("4", "2021-03-05T00:00:02Z", "Bridge reopens"),
    ]
    assert all("after a summer of work" in page["text"] for page in pages)
    assert len({page["id"] for page in pages}) == 3


def test_a_block_of_the_index_is_found_by_its_line(
    made: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz, "_LINES_IN_BLOCK", 3)
    wacz.pack(made.path, tmp_path / "x.wacz")
    lines = made.index.read_bytes().splitlines(keepends=True)
    with zipfile.ZipFile(tmp_path / "x.wacz") as zipped:
        blocks = zipped.read("indexes/index.cdx.gz")
        about, *places = zipped.read("indexes/index.idx").decode().splitlines()
    assert about.startswith("!meta 0 ")
    assert [place.split(" {")[0].encode() for place in places] == [b" ".join(lines[at].split()[:2]) for at in (0, 3)]
    found = [json.loads(place[place.index("{") :]) for place in places]
    pieces = [blocks[each["offset"] : each["offset"] + each["length"]] for each in found]
    assert b"".join(map(gzip.decompress, pieces)) == b"".join(lines)
    assert [each["digest"] for each in found] == ["sha256:" + hashlib.sha256(piece).hexdigest() for piece in pieces]


def test_a_large_package_is_zip64(made: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    wacz.pack(made.path, tmp_path / "x.wacz")
    monkeypatch.undo()
    with zipfile.ZipFile(tmp_path / "x.wacz") as zipped:
        assert {member.extract_version for member in zipped.infolist()} >= {zipfile.ZIP64_VERSION}
        assert zipped.testzip() is None
    assert [report.problems for report in verify(tmp_path / "x.wacz")] == [[], [], []]


def test_players_that_do_not_look_at_local_heads_find_the_members(package: Path) -> None:
    """ReplayWeb.page takes it that a member without extra fields in the directory has none before itself either."""
    data = package.read_bytes()
    with zipfile.ZipFile(package) as zipped:
        for member in zipped.infolist():
            assert not member.extra
            start = member.header_offset + 30 + len(member.filename)
            stored = data[start : start + member.compress_size]
            deflated = member.compress_type == zipfile.ZIP_DEFLATED
            assert (zlib.decompress(stored, -15) if deflated else stored) == zipped.read(member)


def test_the_files_of_others_have_pages_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    records = [record(number=1), record(number=2, uri="http://news.example/2")]
    (folder / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    (folder / "b.warc").write_bytes(record(number=3, uri="http://news.example/3"))
    (folder / "stream.warc.gz").write_bytes(gzip.compress(b"".join(records)))
    (folder / "c.warc.zst").write_bytes(b"".join(zstandard(records)))
    (folder / "wthi-20210304-00000.warc.gz.open").write_bytes(gzip.compress(records[0]))
    (folder / "deep").mkdir()
    (folder / "deep" / "A.warc.gz").write_bytes(gzip.compress(records[0]))
    out = tmp_path / "x.wacz"
    assert run("wacz", folder, output=out) == 3
    said = capsys.readouterr()
    assert said.out == f"{out}: 2 WARC files, 3 index lines, 3 pages\n"
    assert sorted(line.partition("left out: ")[2] for line in said.err.splitlines()) == sorted(
        [
            "it is one gzip stream, in which players find nothing; `scrapy archive repair` mends that",
            "players read .warc and .warc.gz; `scrapy archive repair` makes one of it",
            "it is still open: a crawl writes it, or the next crawl mends it",
            f"has the same name as {folder}/a.warc.gz",
        ]
    )
    with zipfile.ZipFile(out) as zipped:
        pages = [json.loads(line) for line in zipped.read("pages/pages.jsonl").splitlines()[1:]]
    assert [page["title"] for page in pages] == ["Bridge reopens"] * 3
    assert "text" not in pages[0]
    assert run("verify", out) == 0


def test_what_cannot_be_packed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.txt").write_text("hello")
    for path in (tmp_path / "empty", tmp_path / "x.txt", tmp_path / "nowhere"):
        assert run("wacz", path, output=tmp_path / "out.wacz") == 1
    (tmp_path / "x.warc").write_bytes(record())
    assert run("wacz", tmp_path / "x.warc", output=tmp_path / "x.warc") == 1
    assert run("wacz", tmp_path / "x.warc", output=tmp_path / "no" / "folder.wacz") == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 5
    assert all(str(tmp_path) in line for line in errors)
    assert (tmp_path / "x.warc").read_bytes() == record()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "x.txt", "x.warc"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_nothing_half_written(
    number: signal.Signals,
    made: Collection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "x.wacz").write_bytes(b"the one before")

    def ended(*_: object, **__: object) -> None:
        os.kill(os.getpid(), number)
        time.sleep(10)  # another thread may be told first

    monkeypatch.setattr(wacz, "page_lines", ended)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a process in the background may ignore it
    try:
        assert run("wacz", made.path, output=tmp_path / "x.wacz") == 1
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "archive: stopped; files are as they were, or whole\n"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the one before"]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


Change = Callable[[dict[str, bytes]], None]


def rewritten(package: Path, out: Path, change: Change) -> Path:
    """The package with its members changed."""
    with zipfile.ZipFile(package) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
        methods = {member.filename: member.compress_type for member in zipped.infolist()}
    change(members)
    with zipfile.ZipFile(out, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data, methods.get(name))
    return out


def _first(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith("archive/"))


def _change_page_list(members: dict[str, bytes]) -> None:
    members["pages/pages.jsonl"] += b"\n"


def _change_description(members: dict[str, bytes]) -> None:
    members["datapackage.json"] = members["datapackage.json"].replace(b"Example", b"Elpmaxe")


def _lose_a_warc(members: dict[str, bytes]) -> None:
    del members[_first(members)]


def _add_a_file(members: dict[str, bytes]) -> None:
    members["pages/more.jsonl"] = b""


def _lose_the_description(members: dict[str, bytes]) -> None:
    del members["datapackage.json"]


def _nest_the_description(members: dict[str, bytes]) -> None:
    members["datapackage.json"] = b"[" * 100_000


def _index_elsewhere(members: dict[str, bytes]) -> None:
    index = gzip.decompress(members["indexes/index.cdx.gz"])
    members["indexes/index.cdx.gz"] = gzip.compress(index.replace(b'"offset": "', b'"offset": "9'))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_change_page_list, "the digest of pages/pages.jsonl does not match"),
        (_change_description, "datapackage-digest.json states another digest"),
        (_lose_a_warc, "is listed in datapackage.json and is not there"),
        (_add_a_file, "pages/more.jsonl is not listed"),
        (_lose_the_description, "there is no datapackage.json"),
        (_nest_the_description, "datapackage.json cannot be read"),
        (_index_elsewhere, "4 lines of the index are of no capture"),
    ],
)
def test_what_verify_finds(
    change: Change, words: str, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = rewritten(package, tmp_path / "bad.wacz", change)
    assert run("verify", bad) == 1
    assert words in capsys.readouterr().out
    assert run_peer("wacz", "validate", "-f", bad).returncode != 0 or change in (_add_a_file, _lose_a_warc)


def test_a_sound_one_is_sound(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", package) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{package}: 4 lines, sound"


def test_a_record_that_is_wrong_in_a_package_is_named(package: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.wacz"
    data = bytearray(package.read_bytes())
    with zipfile.ZipFile(package) as zipped:
        member = zipped.infolist()[0]
    data[member.header_offset + 30 + len(member.filename) + member.file_size // 2] ^= 0xFF
    bad.write_bytes(data)
    first, *_, whole = verify(bad)
    assert first.path == f"{bad}!{member.filename}"
    assert first.problems[0].offset is not None
    assert any("CRC" in problem.text for problem in whole.problems)


def test_a_folder_of_packages(package: Path, tmp_path: Path) -> None:
    shutil.copy(package, tmp_path / "one.wacz")
    (tmp_path / "two.warc").write_bytes(record())
    assert [report.problems for report in verify(tmp_path)] == [[], [], [], []]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_bytes_it_has_there_is_an_answer(package: Path, tmp_path: Path, data: st.DataObject) -> None:
    changed = bytearray(package.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        # The zip's own directory is at the end.
        at = data.draw(st.integers(0, len(changed) - 1) | st.integers(len(changed) - 900, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path / "changed.wacz"
    path.write_bytes(changed)
    with suppress(InputError):
        list(verify(path))
