"""Finished WARC files go to S3 and come back: a real server on loopback, killed in between, and uploads killed too."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import s3fs
from peers import peer
from scrapy.settings import Settings

from crawler.archive import cdxj
from crawler.archive.collection import OPEN, Collection
from crawler.archive.records import HTTP_RESPONSE, Record
from crawler.archive.remote import Store, finished, restore, upload
from crawler.archive.verify import verify
from crawler.archive.writer import WarcWriter
from crawler.commands.archive import Command
from crawler.replay.run import replay
from pipelines.errors import ArchiveError, InputError

NOW = datetime.now(UTC)
BUCKET = "station-warcs"
ROOT = f"s3://{BUCKET}/ours"
KEYS = {"key": "test", "secret": "test"}


class S3:
    """moto's server on a port of its own. What it has is in its memory: killed, it has lost it."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [peer("moto_server"), "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        self._files().mkdir(BUCKET)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _files(self) -> s3fs.S3FileSystem:
        return s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False, endpoint_url=self.url, **KEYS)

    def sums(self) -> dict[str, str]:
        """SHA-256 of everything that is there, by name."""
        files = self._files()
        return {
            path.rpartition("/")[2]: hashlib.sha256(files.cat_file(path)).hexdigest() for path in files.find(BUCKET)
        }

    @property
    def environment(self) -> dict[str, str]:
        ours = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_MAX_ATTEMPTS": "1"}
        return {**ours, "AWS_ENDPOINT_URL": self.url, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}

    def uploading(self, collection: Collection, *words: str, word: str = "upload") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scrapy", "archive", word, str(collection.path)]
        command += ["-s", f"ARCHIVE_REMOTE={ROOT}", *words]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **self.environment}
        )


def run(word: str, collection: Collection, *, to: str = ROOT, keep: bool = True) -> int:
    """The command, in this process."""
    command = Command()
    command.settings = Settings({"ARCHIVE_REMOTE": to, "ARCHIVE_REMOTE_KEEP": keep})
    command.run([word, str(collection.path)], Namespace(json=False, output=None, text=False))
    return command.exitcode


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    server = S3()
    yield server
    server.kill()


@pytest.fixture
def s3(server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


def collection_of(folder: Path, days: int, size: int = 2000, name: str = "wthi") -> Collection:
    """A collection with a file for each of the days until today, today's among them; with index and tables."""
    collection = Collection.named(folder, name)
    writer = WarcWriter(collection, [("software", "test")], 10**9)
    for day in reversed(range(days)):
        body = random.Random(day).randbytes(size)  # noqa: S311 - only to be incompressible
        head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {size}\r\n\r\n".encode()
        url = ("WARC-Target-URI", f"http://news.example/{day}.png")
        writer.write([Record("response", NOW - timedelta(days=day), HTTP_RESPONSE, head + body, [url])])
    writer.close()
    cdxj.rebuild(collection)
    replay([collection.path])
    return collection


def ledger(collection: Collection) -> dict[str, Any]:
    path = collection.path / "remote.json"
    return dict(json.loads(path.read_text())["files"]) if path.exists() else {}


def ledger_sums(collection: Collection) -> dict[str, str]:
    return {name: entry["sha256"] for name, entry in ledger(collection).items()}


def sums(collection: Collection) -> dict[str, str]:
    """SHA-256 of what is in the archive folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in collection.archive.iterdir()}


# -- S3


def test_finished_files_are_uploaded_once(tmp_path: Path, s3: S3, capsys: pytest.CaptureFixture[str]) -> None:
    collection = collection_of(tmp_path, 3)
    *past, today = collection.warc_files()
    assert run("upload", collection) == 0
    there, here = s3.sums(), sums(collection)
    assert {path.name: there.get(path.name) for path in past} == {path.name: here[path.name] for path in past}
    assert today.name not in there
    entries = ledger(collection)
    assert {name: entry["sha256"] for name, entry in entries.items()} == {path.name: there[path.name] for path in past}
    assert entries[past[0].name]["url"] == f"{ROOT}/wthi/archive/{past[0].name}"
    assert run("upload", collection) == 0
    said = [f"{collection.path}: 2 files uploaded", f"{collection.path}: 0 files uploaded"]
    assert capsys.readouterr() == ("\n".join([*said, ""]), "")


def test_what_was_uploaded_and_not_noted_is_read_back_and_noted(
    tmp_path: Path, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = collection_of(tmp_path, 3, name="noted")
    assert run("upload", collection) == 0
    before = ledger(collection)
    (collection.path / "remote.json").unlink()
    monkeypatch.delattr(Store, "put")
    assert run("upload", collection) == 0
    assert {name: entry["sha256"] for name, entry in ledger(collection).items()} == {
        name: entry["sha256"] for name, entry in before.items()
    }


def test_a_large_file_goes_in_parts(tmp_path: Path, s3: S3) -> None:
    collection = collection_of(tmp_path, 2, 40_000_000, name="large")
    assert run("upload", collection) == 0
    [first, _] = collection.warc_files()
    assert s3.sums()[first.name] == sums(collection)[first.name]


def test_dropped_files_come_back(tmp_path: Path, s3: S3, capsys: pytest.CaptureFixture[str]) -> None:
    collection = collection_of(tmp_path, 3, name="dropping")
    before, index = sums(collection), collection.index.read_bytes()
    assert run("upload", collection, keep=False) == 0
    assert capsys.readouterr() == (f"{collection.path}: 2 files uploaded, 2 dropped here\n", "")
    assert len(sums(collection)) == 1
    assert collection.index.read_bytes() == index
    # The index still has the lines of what is in the store, also when it is made anew.
    assert [report.problems + report.behind for report in verify(collection.path)] == [[], []]
    assert run("index", collection) == 0
    assert collection.index.read_bytes() == index
    assert run("restore", collection) == 0
    assert capsys.readouterr().out.endswith(f"{collection.path}: 2 files brought back\n")
    assert sums(collection) == before
    assert all(entry["local"] for entry in ledger(collection).values())


def test_a_server_that_is_killed_in_between(tmp_path: Path, s3: S3, capsys: pytest.CaptureFixture[str]) -> None:
    collection = collection_of(tmp_path, 8, 3_000_000, name="killed")
    process = s3.uploading(collection)
    while not ledger(collection):
        assert process.poll() is None
        time.sleep(0.005)
    s3.kill()
    try:
        out, err = process.communicate(timeout=120)
        noted = ledger(collection)
        assert 1 <= len(noted) < 7
        assert (process.returncode, out) == (3, f"{collection.path}: {len(noted)} files uploaded\n")
        [line] = err.splitlines()
        assert line.startswith(f"archive: error: {ROOT}/killed/archive: the store cannot be used (")
        assert run("upload", collection) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    finally:
        s3.start()
    assert run("upload", collection) == 0
    assert capsys.readouterr() == (f"{collection.path}: {7 - len(noted)} files uploaded\n", "")
    there, here = s3.sums(), sums(collection)
    rest = [path.name for path in finished(collection) if path.name not in noted]
    assert {name: there.get(name) for name in rest} == {name: here[name] for name in rest}
    assert ledger(collection).keys() == {path.name for path in finished(collection)}


def test_an_upload_that_is_killed_goes_on(tmp_path: Path, s3: S3) -> None:
    collection = collection_of(tmp_path, 5, 8_000_000, name="goes-on")
    before, last = sums(collection), collection.warc_files()[-1].name
    chance = random.Random(5)  # noqa: S311 - moments to kill at
    for kills in range(2):
        process = s3.uploading(collection, "-s", "ARCHIVE_REMOTE_KEEP=False")
        while process.poll() is None and len(ledger(collection)) <= kills:
            time.sleep(0.005)
        time.sleep(chance.random() / 10)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for name, entry in ledger(collection).items():
            assert entry["sha256"] == before[name]
            assert entry["local"] is False or (collection.archive / name).exists()
    assert run("upload", collection, keep=False) == 0
    there = s3.sums()
    assert {name: there.get(name) for name in before if name != last} == ledger_sums(collection)
    assert ledger_sums(collection) == {name: digest for name, digest in before.items() if name != last}
    assert [path.name for path in collection.warc_files()] == [last]


def test_a_bucket_that_is_not_there_is_one_line(tmp_path: Path, s3: S3, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("upload", collection_of(tmp_path, 2), to="s3://nowhere/x") == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "s3://nowhere/x/wthi/archive: the store cannot be used" in line


# -- any store: a folder is one too


@pytest.fixture
def root(tmp_path: Path) -> str:
    return f"file://{tmp_path}/store"


def test_which_files_are_finished(tmp_path: Path) -> None:
    collection = Collection.named(tmp_path, "wthi")
    collection.archive.mkdir(parents=True)
    today, past = f"{NOW:%Y%m%d}", f"{NOW - timedelta(days=1):%Y%m%d}"
    names = [f"wthi-{today}-00000.warc.gz", f"wthi-{today}-00001.warc.gz", f"wthi-{past}-00000.warc.gz"]
    names += [f"wthi-{past}-00001.warc.gz{OPEN}", "another.warc.gz"]
    for name in names:
        (collection.archive / name).touch()
    assert [path.name for path in finished(collection)] == ["another.warc.gz", names[2], names[0]]


def test_a_file_that_has_grown_replaces_what_it_begins_with(tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 2)
    first = collection.warc_files()[0]
    assert upload(collection, root).files == [first.name]
    first.write_bytes(first.read_bytes() * 2)
    assert upload(collection, root).files == [first.name]
    assert (tmp_path / "store/wthi/archive" / first.name).read_bytes() == first.read_bytes()


@pytest.mark.parametrize("other", [b"another's", b"x" * 100_000])
def test_another_file_of_the_name_is_never_replaced(other: bytes, tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 2)
    [first, _] = collection.warc_files()
    there = tmp_path / "store/wthi/archive" / first.name
    there.parent.mkdir(parents=True)
    there.write_bytes(other)
    [problem] = upload(collection, root, keep=False).problems
    assert "another file of that name is in the store" in str(problem)
    assert (there.read_bytes(), first.exists(), ledger(collection)) == (other, True, {})


def test_what_reads_back_otherwise_is_not_noted(tmp_path: Path, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = collection_of(tmp_path, 2)
    put = Store.put

    def put_badly(store: Store, path: Path, name: str) -> None:
        put(store, path, name)
        (tmp_path / "store/wthi/archive" / name).write_bytes(path.read_bytes()[:-1])

    monkeypatch.setattr(Store, "put", put_badly)
    [problem] = upload(collection, root, keep=False).problems
    assert "reads back otherwise" in str(problem)
    monkeypatch.undo()
    assert (ledger(collection), len(collection.warc_files())) == ({}, 2)
    assert len(upload(collection, root).files) == 1


def _damage(collection: Collection, path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-30] ^= 0xFF
    path.write_bytes(data)


def _lose_tables(collection: Collection, path: Path) -> None:
    (collection.tables / "captures" / f"{path.name}.parquet").unlink()


@pytest.mark.parametrize(("harm", "words"), [(_damage, "damaged"), (_lose_tables, "has no tables")])
def test_a_file_that_would_be_missed_is_kept(harm: Any, words: str, tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 2)
    first = collection.warc_files()[0]
    harm(collection, first)
    done = upload(collection, root, keep=False)
    assert (done.files, done.dropped, first.exists()) == ([first.name], [], True)
    assert words in str(done.problems[0])


def test_a_file_of_the_name_and_size_of_one_that_was_dropped_is_kept(tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 2)
    first = collection.warc_files()[0]
    data = first.read_bytes()
    assert upload(collection, root, keep=False).dropped == [first.name]
    first.write_bytes(data[:-1] + b"\1")
    [problem] = upload(collection, root, keep=False).problems
    assert "is not what was uploaded under its name" in str(problem)
    assert first.exists()


def test_what_was_changed_in_the_store_is_not_brought_back(tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 3)
    first, second, _ = collection.warc_files()
    upload(collection, root, keep=False)
    (tmp_path / "store/wthi/archive" / first.name).write_bytes(b"changed")
    done = restore(collection)
    assert (done.files, first.exists(), second.exists()) == ([second.name], False, True)
    assert "is not what was uploaded" in str(done.problems[0])


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": {"a": {"url": 1}}}'])
def test_a_list_that_is_broken_is_one_line(text: str, tmp_path: Path, root: str) -> None:
    collection = collection_of(tmp_path, 2)
    (collection.path / "remote.json").write_text(text)
    with pytest.raises(InputError, match="this is no list of uploaded files"):
        upload(collection, root)


def test_a_store_of_no_known_kind(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nosuch"):
        upload(collection_of(tmp_path, 2), "nosuch://x/y")
