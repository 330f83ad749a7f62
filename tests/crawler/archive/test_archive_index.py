"""The index: the same lines live and rebuilt, in the form of pywb and cdxj-indexer."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import surt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive import cdxj
from crawler.archive.collection import Collection
from crawler.archive.members import plain_members
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


SEGMENT = st.text("abz09-_~.A%;(", max_size=6)
HOST = st.from_regex(r"(www\d?\.)?([a-z0-9-]{1,5}\.){0,3}[a-z0-9]{1,4}(:\d{2,4})?", fullmatch=True)


QUERY = st.text("ab1-_.~=&%A+", max_size=10) | st.lists(
    st.sampled_from(["b=2", "b=10", "a", "a=", "b", "=", "", "a=b=c", "Z=1", "sid=" + "0" * 32, "cfid=1", "cftoken=2"]), max_size=5
).map("&".join)  # fmt: skip


@given(
    scheme=st.sampled_from(["http", "https"]),
    host=HOST,
    segments=st.lists(SEGMENT, max_size=5),
    query=st.none() | QUERY,
)
@settings(max_examples=600, deadline=None)
def test_keys_of_simple_urls_are_the_librarys(scheme: str, host: str, segments: list[str], query: str | None) -> None:
    url = f"{scheme}://{host}{''.join('/' + each for each in segments)}" + ("" if query is None else f"?{query}")
    try:
        wanted = surt.surt(url)
    except Exception:  # what the library makes of it is not the question here
        return
    assert cdxj.url_key(url) == wanted.replace(" ", "%20")


@pytest.mark.parametrize(
    "change",
    [
        b"",
        b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\nok",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n  ;charset=x\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-TYPE:Text/HTML; a=b\r\nContent-Type: text/plain\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: caf\xe9\r\n\r\nok",
        b"no head at all",
    ],
)
@pytest.mark.parametrize("stated", [True, False])
def test_the_fast_way_gives_the_lines_of_the_slow_one(
    change: bytes, stated: bool, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def payload(block: bytes) -> list[tuple[str, str]]:
        end = block.find(b"\r\n\r\n")
        return [("WARC-Payload-Digest", digest(block[end + 4 :]))] if stated and b"chunked" not in block else []

    url = ("WARC-Target-URI", "http://www.station.test/a-page/")
    blocks = [PAGE, change, PAGE]
    records = [Record("response", WHEN, HTTP_RESPONSE, block, [url, *payload(block)]) for block in blocks]
    path = collection.archive / "all.warc.gz"
    path.write_bytes(b"".join(as_member(each, []) for each in records))
    fast = list(cdxj.lines_of(path))
    with path.open("rb") as file:
        assert len(list(plain_members(file))) == len(blocks)
    monkeypatch.setattr(cdxj, "plain_members", lambda _: iter(()))
    assert list(cdxj.lines_of(path)) == fast
    assert len(fast) == len(blocks)


@given(cut=st.integers(0, 1500), at=st.integers(0, 1500), change=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_is_said_as_on_the_slow_way(
    cut: int, at: int, change: int, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(b"".join(as_member(record("response", f"http://station.test/{n}", PAGE), []) for n in range(3)))
    if at < len(data):
        data[at] ^= change
    path = collection.archive / "all.warc.gz"
    path.write_bytes(data[: len(data) - cut % len(data)])
    fast = list(cdxj.lines_of(path))
    with monkeypatch.context() as patch:
        patch.setattr(cdxj, "plain_members", lambda _: iter(()))
        assert list(cdxj.lines_of(path)) == fast
