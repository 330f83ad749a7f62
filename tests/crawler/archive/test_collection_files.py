"""The life of a collection's files: one a day, cut by size, open while it grows, mended after a crash."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import cdxj
from crawler.archive.collection import Collection, day_of, final_name, serial_of
from crawler.archive.mend import mend
from crawler.archive.records import HTTP_RESPONSE, Record, as_member
from crawler.archive.verify import verify_file
from crawler.archive.writer import WarcWriter
from pipelines.errors import ArchiveError, CollectionBusyError, InputError, UsageError
from tests.crawler.archive.conftest import RawServer, crawl, crawl_process, read_warc, then_hang

ABOUT = [("software", "test")]
TODAY = datetime.now(UTC)


def response(text: str, when: datetime = TODAY) -> Record:
    block = f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()
    return Record("response", when, HTTP_RESPONSE, block, [("WARC-Target-URI", f"http://station.test/{text[:20]}")])


def writer_of(collection: Collection, max_bytes: int = 10**9) -> WarcWriter:
    return WarcWriter(collection, ABOUT, max_bytes)


def names(collection: Collection) -> list[str]:
    return sorted(path.name for path in collection.archive.iterdir())


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.named(tmp_path, "wthi")


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a b", "a\n"])
def test_a_collection_has_a_folders_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Collection.named(tmp_path, name)


def test_names_say_collection_day_and_serial(collection: Collection) -> None:
    name = collection.file_name(date(2021, 3, 4), 7)
    assert name == "wthi-20210304-00007.warc.gz"
    for path in (Path(name), Path(name + ".open")):
        assert (final_name(path), serial_of(path), day_of(path)) == (name, 7, "20210304")


def test_a_file_is_open_until_the_writer_closes(collection: Collection) -> None:
    writer = writer_of(collection)
    [place] = writer.write([response("one")])
    assert names(collection) == [place.warc_file + ".open"]
    writer.close()
    assert names(collection) == [place.warc_file]
    [info, record] = read_warc(collection.archive / place.warc_file)
    assert (info.type, record.type, record.offset) == ("warcinfo", "response", place.offset)
    assert place.offset + place.length == (collection.archive / place.warc_file).stat().st_size


def test_nothing_is_made_where_nothing_is_written(collection: Collection) -> None:
    writer_of(collection).close()
    assert names(collection) == []


def test_a_later_run_of_the_day_appends(collection: Collection) -> None:
    offsets = []
    for text in ("first", "second"):
        writer = writer_of(collection)
        offsets.append(writer.write([response(text)])[0].offset)
        assert len(names(collection)) == 1
        writer.close()
    [path] = collection.warc_files()
    records = read_warc(path)
    assert [each.type for each in records] == ["warcinfo", "response", "warcinfo", "response"]
    assert [each.offset for each in records if each.type == "response"] == offsets
    assert records[3].get("WARC-Warcinfo-ID") == records[2].get("WARC-Record-ID")


def test_a_full_file_is_completed_and_the_next_serial_begun(collection: Collection) -> None:
    writer = writer_of(collection, max_bytes=600)
    for number in range(4):
        writer.write([response(f"{number}" * 50), response("x")])
    writer.close()
    assert [serial_of(path) for path in collection.warc_files()] == [0, 1, 2, 3]
    again = writer_of(collection, max_bytes=600)
    assert again.write([response("later")])[0].warc_file.endswith("-00004.warc.gz")
    again.close()
    assert not [name for name in names(collection) if name.endswith(".open")]
    assert [verify_file(path).problems for path in collection.warc_files()] == [[]] * 5


@pytest.mark.parametrize("deleted", [[0], [2], [1, 2], [0, 1, 2]])
def test_a_name_is_never_given_twice(deleted: list[int], collection: Collection) -> None:
    first = writer_of(collection, max_bytes=600)
    files = [first.write([response(f"{number}" * 50), response("x")])[0].warc_file for number in range(3)]
    first.close()
    for number in deleted:
        (collection.archive / files[number]).unlink()
    second = writer_of(collection, max_bytes=600)
    assert second.write([response("after")])[0].warc_file == collection.file_name(TODAY.date(), 3)
    second.close()


def test_a_list_of_serials_that_cannot_be_read_is_one_line(collection: Collection) -> None:
    collection.path.mkdir()
    (collection.path / "serials.json").write_text("[]")
    writer = writer_of(collection)
    with pytest.raises(InputError, match=r"serials\.json.*move it away"):
        writer.write([response("x")])
    assert names(collection) == []
    writer.close()


def test_a_record_goes_into_the_file_of_its_day(collection: Collection) -> None:
    midnight = datetime(2021, 1, 2, tzinfo=UTC)
    writer = writer_of(collection)
    moments = [midnight - timedelta(seconds=1), midnight, midnight - timedelta(microseconds=1)]
    files = [writer.write([response("x", moment)])[0].warc_file for moment in moments]
    assert [day_of(Path(file)) for file in files] == ["20210101", "20210102", "20210101"]
    writer.write([response("x", midnight + timedelta(days=1))])
    assert [name.endswith(".open") for name in names(collection)] == [False, True, True]
    writer.close()
    assert len(names(collection)) == 3


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = Collection.named(tmp_path / "file", "wthi").lock("crawl")
    with pytest.raises(ArchiveError, match=r"file/wthi: cannot be written \(Not a directory\)"), lock:
        pass


def test_anothers_file_in_the_folder_is_left_alone(collection: Collection) -> None:
    collection.archive.mkdir(parents=True)
    other = collection.archive / f"wthi-{TODAY:%Y%m%d}-from-elsewhere.warc.gz"
    other.write_bytes(MEMBERS[0])
    writer = writer_of(collection)
    writer.write([response("x")])
    writer.close()
    assert other.read_bytes() == MEMBERS[0]
    assert len(collection.warc_files()) == 2


def test_another_process_is_refused_and_told_who_writes(collection: Collection) -> None:
    code = (
        "import sys; from pathlib import Path; from crawler.archive.collection import Collection\n"
        "with Collection(Path(sys.argv[1])).lock('second'): pass"
    )
    with collection.lock("crawl of wthi"):
        done = subprocess.run([sys.executable, "-c", code, str(collection.path)], capture_output=True, text=True)
    assert "CollectionBusyError" in done.stderr
    assert f"process {os.getpid()} (crawl of wthi, since 20" in done.stderr
    done = subprocess.run([sys.executable, "-c", code, str(collection.path)], capture_output=True, text=True)
    assert done.returncode == 0


def test_the_process_that_holds_the_lock_may_take_it_again(collection: Collection) -> None:
    with collection.lock("command"):
        with collection.lock("crawl"):
            pass
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(_is_busy, (collection.path,))


def _is_busy(path: Path) -> bool:
    try:
        with Collection(path).lock("another"):
            return False
    except CollectionBusyError:
        return True


def test_two_writers_of_one_process_are_refused(collection: Collection) -> None:
    first = writer_of(collection)
    with pytest.raises(CollectionBusyError):
        writer_of(collection)
    first.close()
    writer_of(collection).close()


def test_a_full_disk_leaves_whole_records(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = writer_of(collection)
    writer.write([response("kept")])
    write = os.write

    def half(descriptor: int, data: memoryview) -> int:
        if len(data) < 50:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space"):
        writer.write([response("lost")])
    monkeypatch.undo()
    [place] = writer.write([response("after")])
    writer.close()
    [path] = collection.warc_files()
    assert [each.block[-5:] for each in read_warc(path)[1:]] == [b"\nkept", b"after"]
    assert read_warc(path)[2].offset == place.offset


MEMBERS = [as_member(response(text * 40), []) for text in ("one", "two", "three")]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, sum(map(len, MEMBERS))))
def test_a_file_cut_anywhere_keeps_its_whole_records(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "x.warc.gz.open"
    path.write_bytes(b"".join(MEMBERS)[:cut])
    done = mend(path)
    kept = [end for end in accumulate(map(len, MEMBERS), initial=0) if end <= cut][-1]
    assert path.stat().st_size == done.size == kept
    assert done.cut == cut - kept
    assert not done.damaged


def test_damage_that_records_follow_is_not_cut(collection: Collection) -> None:
    members = MEMBERS
    collection.archive.mkdir(parents=True)
    name = collection.file_name(TODAY.date(), 0)
    path = collection.archive / (name + ".open")
    broken = bytes([members[1][0], members[1][1]]) + bytes(60) + members[1][62:]
    path.write_bytes(members[0] + broken + members[2])
    writer = writer_of(collection)
    assert writer.mended[0].damaged
    assert (collection.archive / name).stat().st_size == len(members[0] + broken + members[2])
    assert writer.write([response("x")])[0].warc_file == collection.file_name(TODAY.date(), 1)
    writer.close()


def test_what_a_crash_left_open_on_another_day_is_completed(collection: Collection) -> None:
    collection.archive.mkdir(parents=True)
    old, empty = (collection.archive / (collection.file_name(date(2021, 1, day), 0) + ".open") for day in (1, 2))
    old.write_bytes(MEMBERS[0] + b"\x1f\x8b\x08\x00half")
    empty.write_bytes(b"\x1f\x8b")
    writer = writer_of(collection)
    writer.close()
    assert names(collection) == ["wthi-20210101-00000.warc.gz"]
    assert (collection.archive / names(collection)[0]).read_bytes() == MEMBERS[0]
    assert {each.cut for each in writer.mended} == {8, 2}


def test_two_files_of_one_name_are_not_guessed_about(collection: Collection) -> None:
    collection.archive.mkdir(parents=True)
    name = collection.file_name(TODAY.date(), 0)
    for path in (collection.archive / name, collection.archive / (name + ".open")):
        path.write_bytes(MEMBERS[0])
    writer = writer_of(collection)
    with pytest.raises(InputError, match="move one"):
        writer.write([response("x")])
    writer.close()


KILLED = """
import sys, os
from datetime import UTC, datetime
from pathlib import Path
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record
from crawler.archive.writer import WarcWriter

writer = WarcWriter(Collection(Path(sys.argv[1])), [("software", "test")], 10**9)
for number in range(10**6):
    fields = [("WARC-Target-URI", f"http://station.test/{number}")]
    block = b"HTTP/1.1 200 OK\\r\\n\\r\\n" + os.urandom(20000)
    writer.write([Record("response", datetime.now(UTC), HTTP_RESPONSE, block, fields)])
    for descriptor in writer.unsynced():
        os.fsync(descriptor)
        os.close(descriptor)
    print(number, flush=True)
"""


def test_kill_9_loses_nothing_that_was_reported(collection: Collection) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(collection.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    reported = [int(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    reported += [int(line) for line in process.communicate()[0].split()]
    assert names(collection)[0].endswith(".open")
    writer = writer_of(collection)
    writer.write([response("after")])
    writer.close()
    [path] = collection.warc_files()
    assert not verify_file(path).problems
    urls = [each.get("WARC-Target-URI") for each in read_warc(path) if each.type == "response"]
    assert [f"http://station.test/{number}" for number in reported] == urls[: len(reported)]


def test_what_a_crash_left_and_somebody_deleted_had_its_name_too(collection: Collection) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(collection.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    [left] = collection.warc_files()
    left.unlink()
    writer = writer_of(collection)
    [place] = writer.write([response("x", datetime.strptime(day_of(left), "%Y%m%d").replace(tzinfo=UTC))])
    assert place.warc_file == final_name(left).replace("-00000.", "-00001.")
    writer.close()


def test_a_crawl_that_was_killed_is_mended_by_the_next(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>hello</p>"
    server = start_server({"/a": page, "/b": page, "/hang": then_hang(b"")})
    requests = [{"url": server.url(path), "priority": -number} for number, path in enumerate(["/a", "/b", "/hang"])]
    process = crawl_process(tmp_path, requests, CONCURRENT_REQUESTS=1)
    collection = Collection(tmp_path / "raw")
    deadline = time.monotonic() + 20
    while not server.got.get("/hang") and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    [left] = collection.warc_files()
    assert left.name.endswith(".open")
    with left.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03half a member")

    crawled = crawl(tmp_path, requests[:1])
    assert crawled.stats["archive/files_mended"] == 1
    path = crawled.warc()
    assert not verify_file(path).problems
    urls = [each.get("WARC-Target-URI") for each in read_warc(path) if each.type in ("response", "revisit")]
    assert urls == [server.url("/a"), server.url("/b"), server.url("/a")]
    written = collection.index.read_bytes()
    assert written.count(b"\n") == 3
    cdxj.rebuild(collection)
    assert collection.index.read_bytes() == written


def test_a_second_crawl_at_once_is_refused_naming_the_first(
    start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    server = start_server({"/hang": then_hang(b"")})
    first = crawl_process(tmp_path, [{"url": server.url("/hang")}])
    deadline = time.monotonic() + 20
    while not server.got.get("/hang") and time.monotonic() < deadline:
        time.sleep(0.02)
    second = crawl_process(tmp_path, [{"url": server.url("/hang")}])
    _, err = second.communicate(timeout=30)
    first.kill()
    first.communicate()
    assert second.returncode != 0
    assert f"CollectionBusyError: {tmp_path}/raw is being written by process {first.pid} (crawl of raw" in err
    assert "Traceback" not in err


def test_a_full_disk_stops_the_crawl_with_the_reason(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + os.urandom(200_000)
    server = start_server({f"/{number}": page for number in range(20)})
    requests = [{"url": server.url(f"/{number}"), "priority": -number} for number in range(20)]
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))\n"
    crawled = crawl(tmp_path, requests, before=limit, CONCURRENT_REQUESTS=1, LOG_LEVEL="CRITICAL")
    assert crawled.stats["finish_reason"] == "archive_failed"
    assert "cannot be written (File too large)" in crawled.stats["archive/failure"]
    placed = [each for each in crawled.seen if each["place"]]
    assert len(placed) == 3
    assert [each["error"] for each in crawled.seen if not each["place"]] == ["ArchiveStoppedError"]
    assert not verify_file(crawled.warc()).problems
    assert len([each for each in read_warc(crawled.warc()) if each.type == "response"]) == 3
