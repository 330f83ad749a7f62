"""Bodies past the bound go to the disk and into the archive, whole, and not through the memory."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import spool
from crawler.archive.collection import Collection
from crawler.archive.records import Spooled
from crawler.archive.spool import MEMORY_BYTES, Received
from crawler.archive.verify import verify
from crawler.replay.run import replay
from pipelines.store.parquet import read_rows
from tests.crawler.archive.conftest import Answer, Crawled, RawServer, crawl, records_of

pytestmark = pytest.mark.xdist_group("large bodies")

MEGABYTE = 1024 * 1024
PIECE = bytes(range(256)) * (MEGABYTE // 256)
SIZE = 320
"""Megabytes: more than what the crawl may take."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def with_length(wire: socket.socket) -> None:
    wire.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % (SIZE * MEGABYTE))
    for _ in range(SIZE):
        wire.sendall(PIECE)


def in_chunks(wire: socket.socket) -> None:
    wire.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(40):
        wire.sendall(b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
    wire.sendall(b"0\r\n\r\n")


def to_the_end(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + b"\r\n")
    for _ in range(40):
        wire.sendall(PIECE)
    wire.shutdown(socket.SHUT_RDWR)
    raise StopIteration


def cut(wire: socket.socket) -> None:
    wire.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % (SIZE * MEGABYTE))
    for _ in range(40):
        wire.sendall(PIECE)
    wire.shutdown(socket.SHUT_RDWR)
    raise StopIteration


def endless_head(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(10**7):
        wire.sendall(b"X-%d: a\r\n" % number * 1000)


def endless_hints(wire: socket.socket) -> None:
    while True:
        wire.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 1000)


ENDLESS: dict[str, Answer] = {"/head": endless_head, "/hints": endless_hints}
SMALL = HEAD + b"Content-Length: 5\r\n\r\nsmall"
LARGE = {"/length": with_length, "/chunks": in_chunks, "/end": to_the_end, "/cut": cut}


@pytest.fixture(scope="module")
def server(start_server: Callable[..., RawServer]) -> RawServer:
    return start_server({**LARGE, **ENDLESS, "/small": SMALL})


@pytest.fixture(scope="module")
def crawled(server: RawServer, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    requests = [{"url": server.url(path)} for path in (*LARGE, *ENDLESS, "/small")]
    return crawl(
        tmp_path_factory.mktemp("large"), requests, DOWNLOAD_MAXSIZE=2**31, DOWNLOAD_TIMEOUT=50, CONCURRENT_REQUESTS=4
    )


def test_memory_stays_bounded(crawled: Crawled) -> None:
    assert crawled.stats["archive/too_large_to_read"] == len(LARGE)
    assert crawled.stats["memory"] < 300 * MEGABYTE


def test_what_arrived_is_in_the_file(server: RawServer, crawled: Crawled) -> None:
    [record] = records_of(crawled.warc(), server.url("/length"), "response")
    assert len(record.block) == len(HEAD) + len(b"Content-Length: 335544320\r\n\r\n") + SIZE * MEGABYTE
    assert record.get("WARC-Block-Digest") == "sha256:" + hashlib.sha256(record.block).hexdigest()
    assert record.get("WARC-Truncated") is None
    [record] = records_of(crawled.warc(), server.url("/chunks"), "response")
    assert record.block.count(b"\r\n100000\r\n" + PIECE) == 40
    [record] = records_of(crawled.warc(), server.url("/end"), "response")
    assert record.block == HEAD + b"\r\n" + PIECE * 40
    assert record.get("WARC-Truncated") is None
    [record] = records_of(crawled.warc(), server.url("/cut"), "response")
    assert record.block.endswith(PIECE * 40)
    assert record.get("WARC-Truncated") == "disconnect"


@pytest.mark.parametrize("path", ENDLESS)
def test_a_head_without_an_end_is_cut(path: str, server: RawServer, crawled: Crawled) -> None:
    assert crawled.of(server.url(path))["error"] == "BodyTooLargeError"
    [response] = records_of(crawled.warc(), server.url(path), "response")
    assert response.get("WARC-Truncated") == "length"
    # What arrived is kept; of interim responses, the first are in the metadata.
    assert 2**19 < len(response.block) < 2**21
    assert len(server.got[path]) == 1


def test_the_spider_gets_a_reason_and_the_others_their_pages(server: RawServer, crawled: Crawled) -> None:
    for path in LARGE:
        seen = crawled.of(server.url(path))
        assert seen["error"] == ("ResponseDataLossError" if path == "/cut" else "BodyTooLargeError")
        assert seen["place"]
    assert crawled.of(server.url("/small"))["start"] == "small"


def test_replay_says_the_same(crawled: Crawled) -> None:
    collection = Collection(crawled.collection)
    assert not [problem for report in verify(collection.path) for problem in report.problems]
    assert replay([collection.path]).exit_status == 0
    rows = read_rows(collection.tables, crawled.warc().name)
    reasons = [row.reason or "" for row in rows["captures"] if urlsplit(row.target_uri).path not in ENDLESS]
    assert sorted(reasons) == ["", *["too_large"] * len(LARGE)]


def test_nothing_is_left_beside_the_archive(crawled: Crawled) -> None:
    names = {path.name for path in crawled.collection.iterdir()}
    assert names - {"tables"} == {".lock", "archive", "indexes", "serials.json"}


def test_a_disk_that_is_full_stops_the_crawl(tmp_path: Path) -> None:
    received = Received(tmp_path / "nowhere")
    received.add(b"x" * MEMORY_BYTES)
    assert received.failure is None
    received.add(b"x")
    received.add(b"x")
    assert isinstance(received.failure, OSError)
    assert len(received) == MEMORY_BYTES


@given(pieces=st.lists(st.binary(max_size=40), max_size=12), skip=st.integers(0, 30), over=st.integers(0, 20))
def test_the_bytes_are_the_same_wherever_they_are(pieces: list[bytes], skip: int, over: int) -> None:
    whole = b"".join(pieces)
    skip, over = min(skip, len(whole)), min(over, len(pieces[-1]) if pieces else 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "MEMORY_BYTES", 20)
        received = Received()
        for piece in pieces:
            received.add(piece)
        received.cut(over)
        whole = whole[: len(whole) - over]
        skip = min(skip, len(whole))
        block = received.block(skip)
        assert isinstance(block, Spooled) == received.spooled == (sum(map(len, pieces)) > 20)
        assert (block.read() if isinstance(block, Spooled) else block) == whole[skip:]
        assert not isinstance(block, Spooled) or b"".join(block.pieces()) == whole[skip:]
        assert received.start(10) == whole[:10]
        assert len(received) == len(whole)
        received.close()
