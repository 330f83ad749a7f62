"""Files, folders, collections and packages into tables and feeds; what goes wrong is one line and a status."""

from __future__ import annotations

import fcntl
import json
import os
import zipfile

import pytest
from made_warcs import PAGE, arc, gzipped, http, lz4, record, written, zstandard

from crawler.archive.collection import Collection
from crawler.replay import pages
from crawler.replay.run import mend_tables, replay
from pipelines.errors import CollectionBusyError, PageTooLargeError, UsageError
from pipelines.store.parquet import read_rows

PARTS = [
    record(b"software: made\r\n", kind="warcinfo", uri="", number=0),
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request", number=1),
    record(http(), number=2),
    record(http(status="404 Not Found"), number=3, uri="http://news.example/gone"),
    record(PAGE, kind="resource", number=4, uri="http://news.example/stored", fields=["Content-Type: text/html"]),
    record(b"Plain words of a page", kind="conversion", number=5, uri="http://news.example/wet"),
    record(b"{}", kind="metadata", number=6),
]


def collection_at(tmp_path, name="news") -> Collection:
    return Collection(tmp_path / "warcs" / name)


def tables(collection):
    return {
        path.relative_to(collection.tables): path.read_bytes() for path in sorted(collection.tables.rglob("*.parquet"))
    }


def package(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_rows_of_every_type_of_record(tmp_path):
    path = written(tmp_path / "a.warc.gz", gzipped(PARTS))
    into = collection_at(tmp_path)
    report = replay([path], into=into)
    (file,) = report.files
    assert report.exit_status == 0
    assert file.records == {"warcinfo": 1, "request": 1, "response": 2, "resource": 1, "conversion": 1, "metadata": 1}
    rows = read_rows(into.tables, "a.warc.gz")
    assert [(row.record_type, row.reason) for row in rows["captures"]] == [
        ("response", None),
        ("response", "status_404"),
        ("resource", None),
        ("conversion", None),
    ]
    assert [row.station for row in rows["pages"]] == ["news"] * 3
    assert [row.warc_offset for row in rows["pages"]] == sorted({row.warc_offset for row in rows["pages"]})
    assert rows["articles"][0].headline == "Bridge reopens"
    assert rows["captures"][0].captured_at.isoformat() == "2021-03-04T05:06:07.123456+00:00"
    assert {path.name for path in into.path.iterdir()} == {".lock", "tables"}


@pytest.mark.parametrize("pack", [list, gzipped, zstandard, lz4, lambda parts: gzipped([b"".join(parts)])])
def test_the_format_is_told_by_the_bytes(tmp_path, pack):
    report = replay([written(tmp_path / "noname", pack(PARTS))], into=collection_at(tmp_path))
    assert (report.exit_status, report.total("captures"), report.total("pages")) == (0, 4, 3)


def test_arc_files_have_ids_that_are_always_the_same(tmp_path):
    path = written(tmp_path / "a.arc.gz", gzipped(arc([PAGE, PAGE])))
    found = []
    for name in ("one", "two"):
        assert replay([path], into=collection_at(tmp_path, name)).exit_status == 0
        rows = read_rows(collection_at(tmp_path, name).tables, "a.arc.gz")
        found.append([row.record_id for row in rows["pages"]])
    assert found[0] == found[1]
    assert len(set(found[0])) == 2


def test_twice_and_by_several_processes_are_the_same_bytes(tmp_path):
    collection = collection_at(tmp_path)
    for number in range(3):
        written(collection.archive / f"{number}.warc.gz", gzipped([*PARTS, record(http(), number=90 + number)]))
    assert replay([collection.path]).exit_status == 0
    first = tables(collection)
    assert len(first) == 12
    assert replay([collection.path], workers=2).exit_status == 0
    assert tables(collection) == first
    feeds = []
    for workers in (1, 3):
        feeds.append(tmp_path / f"{workers}.jsonl")
        assert replay([collection.path], feed=feeds[-1], workers=workers).exit_status == 0
    assert feeds[0].read_bytes() == feeds[1].read_bytes()
    lines = [json.loads(line) for line in feeds[0].read_text().splitlines()]
    assert [line["warc_file"] for line in lines] == [f"{number}.warc.gz" for number in range(3) for _ in range(4)]


def test_open_files_are_read_and_never_named_so(tmp_path):
    collection = collection_at(tmp_path)
    written(collection.archive / "a.warc.gz.open", gzipped(PARTS))
    assert replay([collection.path]).exit_status == 0
    assert {path.name for path in tables(collection)} == {"a.warc.gz.parquet"}


def test_a_feed_alone_writes_no_tables(tmp_path):
    path = written(tmp_path / "a.warc.gz", gzipped(PARTS))
    feed = tmp_path / "pages.csv"
    assert replay([path], feed=feed).exit_status == 0
    assert len(feed.read_text().splitlines()) >= 4
    assert set(tmp_path.iterdir()) == {path, feed}


def test_a_file_with_no_place_to_go_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="--into"):
        replay([written(tmp_path / "a.warc.gz", gzipped(PARTS))])


def test_a_collection_that_is_being_written_is_left_alone(tmp_path):
    collection = collection_at(tmp_path)
    written(collection.archive / "a.warc.gz", gzipped(PARTS))
    # The lock of another process: one's own may be taken twice.
    with (collection.path / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CollectionBusyError, match="is being written"):
            replay([collection.path])
    assert not collection.tables.exists()


def test_a_folder_is_searched_and_what_is_no_archive_is_passed_over(tmp_path):
    written(tmp_path / "in" / "deep" / "a.warc.gz", gzipped(PARTS))
    written(tmp_path / "in" / "b.arc", arc([PAGE]))
    written(tmp_path / "in" / "notes.txt", [b"nothing of interest"])
    written(tmp_path / "in" / ".hidden.warc.gz", gzipped(PARTS))
    report = replay([tmp_path / "in"], into=collection_at(tmp_path))
    assert (report.exit_status, len(report.files), report.passed_over) == (0, 2, 1)


def test_two_files_of_one_name_cannot_share_tables(tmp_path):
    first = written(tmp_path / "x" / "a.warc.gz", gzipped(PARTS))
    second = written(tmp_path / "y" / "a.warc.gz", gzipped(PARTS[:3]))
    report = replay([first, second, first], into=collection_at(tmp_path))
    assert (report.exit_status, len(report.files)) == (3, 1)
    assert report.all_errors == [
        f"{second}: has the same name as {first}; rename one, or replay them into different collections"
    ]


BAD = {
    "missing": None,
    "empty": b"",
    "text": b"this is a letter and no archive",
    "gzip of text": gzipped([b"this is a letter and no archive"])[0],
    "cut head": gzipped(PARTS)[0][:30],
    "no zip": b"PK\x03\x04 and then nothing",
}


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_read_is_one_line_and_the_others_are_replayed(tmp_path, bad):
    path = tmp_path / "bad.warc.gz"
    if BAD[bad] is not None:
        path.write_bytes(BAD[bad])
    report = replay([path], into=collection_at(tmp_path))
    assert report.exit_status == 1
    (error,) = report.all_errors
    assert error.startswith(f"{path}: ")
    good = written(tmp_path / "good.warc.gz", gzipped(PARTS))
    both = replay([path, good], into=collection_at(tmp_path))
    assert (both.exit_status, both.total("pages")) == (3, 3)


def test_a_cut_file_is_incomplete_and_names_the_byte(tmp_path):
    parts = gzipped(PARTS)
    path = written(tmp_path / "cut.warc.gz", [b"".join(parts)[:-20]])
    report = replay([path], into=collection_at(tmp_path))
    assert (report.exit_status, report.total("pages")) == (3, 3)
    assert report.all_errors == [f"{path}: at byte {sum(map(len, parts[:-1]))}: the gzip member is cut"]


def test_tables_stay_where_nothing_of_a_file_can_be_read_any_more(tmp_path):
    path, into = written(tmp_path / "a.warc.gz", gzipped(PARTS)), collection_at(tmp_path)
    replay([path], into=into)
    before = tables(into)
    path.write_bytes(gzipped(PARTS)[0][:30])
    assert replay([path], into=into).exit_status == 1
    assert tables(into) == before


def test_a_record_without_a_date_is_said_and_has_no_row(tmp_path):
    path = written(tmp_path / "a.warc", [record(http(), date=None), record(http(), number=2)])
    report = replay([path], into=collection_at(tmp_path))
    assert (report.exit_status, report.total("captures")) == (3, 1)
    assert report.all_errors == [f"{path}: at byte 0: WARC-Date is None"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_is_read_in_place(tmp_path, compression):
    members = {
        "archive/data.warc.gz": b"".join(gzipped(PARTS)),
        "archive/more.warc": b"".join(PARTS[:3]),
        "pages/pages.jsonl": b"{}",
        "elsewhere/not-this.warc": b"".join(PARTS),
    }
    path, into = package(tmp_path / "a.wacz", members, compression), collection_at(tmp_path)
    report = replay([path], into=into)
    assert (report.exit_status, report.total("pages")) == (0, 4)
    assert [row.warc_file for row in read_rows(into.tables, "a.wacz!more.warc")["pages"]] == ["a.wacz!more.warc"]


@pytest.mark.parametrize(
    ("members", "compression", "problem"),
    [
        ({"archive/..": b"x", "archive/a.warc": b"x"}, zipfile.ZIP_STORED, "points out of it"),
        ({"archive/a\\..\\b.warc": b"x"}, zipfile.ZIP_STORED, "points out of it"),
        ({"archive/a.warc": bytes(10_000_000)}, zipfile.ZIP_DEFLATED, "not believed"),
        ({"data/a.warc": b"".join(PARTS)}, zipfile.ZIP_STORED, "no WARC file under archive/"),
    ],
)
def test_a_wacz_that_is_not_to_be_trusted_is_refused(tmp_path, members, compression, problem):
    report = replay([package(tmp_path / "a.wacz", members, compression)], into=collection_at(tmp_path))
    assert report.exit_status == 1
    assert problem in report.all_errors[0]
    assert not (tmp_path.parent / "b.warc").exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PageTooLargeError("past the bound"), "page_too_large"),
        (KeyError("defect"), "page_failed"),
        (RecursionError(), "page_failed"),
    ],
)
def test_a_page_that_cannot_be_split_is_a_row_with_the_reason(tmp_path, monkeypatch, error, reason):
    real = pages.split_page

    def split_page(page):
        if page.url.endswith("stored"):
            raise error
        return real(page)

    monkeypatch.setattr(pages, "split_page", split_page)
    path, into = written(tmp_path / "a.warc.gz", gzipped(PARTS)), collection_at(tmp_path)
    report = replay([path], into=into)
    assert (report.exit_status, report.total("pages")) == (3, 2)
    assert "http://news.example/stored" in report.all_errors[0]
    assert [row.reason for row in read_rows(into.tables, "a.warc.gz")["captures"]] == [None, "status_404", reason, None]


def test_a_page_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    def split_page(page):
        while True:
            try:
                sum(range(1000))
            except Exception:
                return page

    monkeypatch.setattr(pages, "split_page", split_page)
    monkeypatch.setattr(pages, "PAGE_SECONDS", 0.2)
    report = replay([written(tmp_path / "a.warc.gz", gzipped(PARTS[:3]))], into=collection_at(tmp_path))
    assert report.files[0].reasons == {"page_timed_out": 1}


def test_tables_are_mended_where_they_lack_rows(tmp_path):
    collection = collection_at(tmp_path)
    for number in range(3):
        written(collection.archive / f"{number}.warc.gz", gzipped(PARTS))
    replay([collection.path])
    whole = tables(collection)
    assert mend_tables(collection).files == []
    # Tables that are missing, and a file that has grown since.
    (collection.tables / "widgets" / "0.warc.gz.parquet").unlink()
    written(collection.archive / "1.warc.gz", gzipped([*PARTS, record(http(), number=50)]))
    assert [file.warc_file for file in mend_tables(collection).files] == ["0.warc.gz", "1.warc.gz"]
    mended = tables(collection)
    changed = {str(name) for name in whole if whole[name] != mended[name]}
    assert changed == {f"{table}/1.warc.gz.parquet" for table in ("captures", "pages", "articles")}
    assert len(read_rows(collection.tables, "1.warc.gz")["pages"]) == 4
    assert mend_tables(collection).files == []


def test_tables_of_a_record_in_whose_place_another_stands_are_made_anew(tmp_path):
    """As a power cut leaves them: the tables were on the disk, and the record's bytes were not."""
    collection = collection_at(tmp_path)
    path = written(collection.archive / "0.warc.gz", gzipped(PARTS))
    replay([collection.path])
    before = tables(collection)
    written(path, gzipped([*PARTS[:-1], record(http(), number=77)]))
    assert len(mend_tables(collection).files) == 1
    assert tables(collection) != before


def test_tables_that_are_as_they_should_be_are_compared_once(tmp_path):
    collection = collection_at(tmp_path)
    written(collection.archive / "0.warc.gz", gzipped(PARTS))
    replay([collection.path])
    captures = collection.tables / "captures" / "0.warc.gz.parquet"
    os.utime(captures, (0, 0))
    assert mend_tables(collection).files == []
    assert captures.stat().st_mtime > 0


def test_tables_of_another_splitter_are_made_anew(tmp_path, monkeypatch):
    collection = collection_at(tmp_path)
    written(collection.archive / "0.warc.gz", gzipped(PARTS))
    replay([collection.path])
    monkeypatch.setattr("crawler.replay.run.SPLITTER_VERSION", "another")
    assert len(mend_tables(collection).files) == 1
