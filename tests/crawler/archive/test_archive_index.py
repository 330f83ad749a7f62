"""The index: the same lines live and rebuilt, in the form of pywb and cdxj-indexer."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import cdxj
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record, as_member, digest

WHEN = datetime(2021, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)


def record(kind: str, url: str, block: bytes, *fields: tuple[str, str], content_type: str = HTTP_RESPONSE) -> Record:
    return Record(kind, WHEN, content_type, block, [("WARC-Target-URI", url), *fields])


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "wthi")
    made.archive.mkdir(parents=True)
    return made


def put(collection: Collection, name: str, *records: Record) -> None:
    (collection.archive / name).write_bytes(b"".join(as_member(each, []) for each in records))


def lines(collection: Collection) -> list[tuple[str, str, dict[str, str]]]:
    found = []
    for line in collection.index.read_text().splitlines():
        key, date, fields = line.split(" ", 2)
        found.append((key, date, json.loads(fields)))
    return found


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\n\r\n<p>page"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n4\r\npage\r\n0\r\n\r\n"


def test_what_a_player_can_play_is_in_it(collection: Collection) -> None:
    put(
        collection,
        "wthi-20210304-00000.warc.gz",
        record("response", "http://www.station.test/b?y=2&x=1#top", PAGE),
        record("request", "http://www.station.test/b", b"GET /b HTTP/1.1\r\n\r\n"),
        record("metadata", "http://www.station.test/b", b"via: x\r\n", content_type="application/warc-fields"),
        record("resource", "http://station.test/a.png", b"png", content_type="image/png"),
        record("response", "http://station.test/c", CHUNKED),
        record(
            "revisit",
            "http://station.test/d",
            b"HTTP/1.1 200 OK\r\n\r\n",
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
            ("WARC-Payload-Digest", "sha256:00"),
        ),
        record(
            "revisit",
            "http://station.test/e",
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified"),
        ),
    )
    count, problems = cdxj.rebuild(collection)
    assert (count, problems) == (4, [])
    found = {key: fields for key, _, fields in lines(collection)}
    assert list(found) == ["test,station)/a.png", "test,station)/b?x=1&y=2", "test,station)/c", "test,station)/d"]
    assert found["test,station)/b?x=1&y=2"]["mime"] == "text/html"
    assert found["test,station)/a.png"]["mime"] == "image/png"
    assert found["test,station)/d"]["mime"] == "warc/revisit"
    assert found["test,station)/d"]["digest"] == "sha256:00"
    assert found["test,station)/c"]["digest"] == digest(b"<p>page") == found["test,station)/b?x=1&y=2"]["digest"]
    assert {date for _, date, _ in lines(collection)} == {"20210304050607"}


def test_offset_and_length_are_those_of_the_member(collection: Collection) -> None:
    name = "wthi-20210304-00000.warc.gz"
    put(collection, name, *(record("response", f"http://station.test/{number}", PAGE) for number in range(3)))
    cdxj.rebuild(collection)
    data = (collection.archive / name).read_bytes()
    for _, _, fields in lines(collection):
        start, length = int(fields["offset"]), int(fields["length"])
        assert fields["url"].encode() in gzip.decompress(data[start : start + length])


def test_an_open_file_is_indexed_by_its_final_name(collection: Collection) -> None:
    put(collection, "wthi-20210304-00000.warc.gz.open", record("response", "http://station.test/", PAGE))
    cdxj.rebuild(collection)
    assert lines(collection)[0][2]["filename"] == "wthi-20210304-00000.warc.gz"


def test_a_damaged_file_is_indexed_as_far_as_it_can_be_read(collection: Collection) -> None:
    good = as_member(record("response", "http://station.test/good", PAGE), [])
    broken = good[:40] + bytes(20) + good[60:]
    (collection.archive / "x.warc.gz").write_bytes(good + broken + good[:-20])
    count, problems = cdxj.rebuild(collection)
    assert count == 1
    assert [problem.offset for problem in problems] == [len(good), 2 * len(good)]
    assert lines(collection)[0][2]["length"] == str(len(good))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.binary(min_size=1, max_size=8).map(lambda text: text.hex().encode() + b"\n"))))
def test_merging_in_any_portions_gives_the_sorted_lines_once(
    tmp_path_factory: pytest.TempPathFactory, portions: list[list[bytes]]
) -> None:
    index = tmp_path_factory.mktemp("index") / "indexes" / "index.cdxj"
    for portion in portions:
        cdxj.merge(index, portion)
    expected = sorted({line for portion in portions for line in portion})
    assert (index.read_bytes() if index.exists() else b"") == b"".join(expected)


def test_many_lines_are_sorted_in_runs(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (4, 5):
        urls = [f"http://station.test/{number * 7 % 10}/{day}" for number in range(10)]
        put(collection, f"wthi-2021030{day}-00000.warc.gz", *(record("response", url, PAGE) for url in urls))
    cdxj.rebuild(collection)
    whole = collection.index.read_bytes()
    monkeypatch.setattr(cdxj, "_LINES_IN_MEMORY", 3)
    cdxj.rebuild(collection)
    assert collection.index.read_bytes() == whole
    assert whole.splitlines() == sorted(whole.splitlines())
    assert whole.count(b"\n") == 20


@pytest.mark.parametrize(
    "url", ["", "http://", "http://[", "http://x y/", "http://h:99999999/", "dns:station.test", "urn:x", "http://é/ü"]
)
def test_any_url_has_a_key_of_one_word(url: str) -> None:
    key = cdxj.url_key(url)
    assert key
    assert " " not in key


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_key(url: str) -> None:
    assert cdxj.url_key(url)
