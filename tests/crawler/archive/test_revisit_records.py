"""What the archive has already is a `revisit`, for other tools and for our own replay; the spider sees the page."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.archive.collection import Collection
from crawler.archive.verify import verify
from crawler.replay.run import replay
from pipelines.store.parquet import read_rows
from tests.crawler.archive.conftest import Answer, Crawled, RawServer, WarcRecord, crawl, read_warc, records_of

PAGE = b"<!DOCTYPE html><title>Rain</title><p>" + b"It rains in the town and in the valley. " * 40
MODIFIED = "Tue, 03 Mar 2026 10:00:00 GMT"


def http(body: bytes = PAGE, *headers: str) -> bytes:
    head = "".join(f"{each}\r\n" for each in ("HTTP/1.1 200 OK", "Content-Type: text/html", *headers))
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def chunked(size: int) -> bytes:
    cuts = [PAGE[at : at + size] for at in range(0, len(PAGE), size)]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(cut), cut) for cut in cuts) + b"0\r\n\r\n"


class Site:
    """A server whose answers to one path come in turn; `got` are the requests for it."""

    def __init__(self, start_server: Callable[..., RawServer], *answers: bytes, path: str = "/page") -> None:
        self._left = list(answers)
        self._server = start_server({path: self._answer})
        self.path, self.url = path, self._server.url(path)

    def _answer(self, wire: socket.socket) -> None:
        wire.sendall(self._left.pop(0))

    @property
    def got(self) -> list[str]:
        return [request.decode().lower() for request in self._server.got.get(self.path, [])]

    def visits(self, warcs: Path, number: int, **settings: object) -> list[Crawled]:
        return [crawl(warcs, [{"url": self.url}], **settings) for _ in range(number)]


def captures(crawled: Crawled, url: str) -> list[WarcRecord]:
    found = [each for each in read_warc(crawled.warc()) if each.type in ("response", "revisit")]
    return [each for each in found if each.get("WARC-Target-URI") == url]


def check_replay(crawled: Crawled, pages: int) -> None:
    """Every capture is a page, all of the same payload."""
    collection = Collection(crawled.collection)
    assert not [problem for report in verify(collection.path) for problem in report.problems]
    assert replay([collection.path]).exit_status == 0
    rows = read_rows(collection.tables, crawled.warc().name)
    assert [row.reason for row in rows["captures"]] == [None] * pages
    assert len({row.payload_digest for row in rows["captures"]}) == 1
    assert [row.title for row in rows["pages"]] == ["Rain"] * pages


def test_the_same_payload_is_stored_once(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, http(), http(PAGE, "X-Visit: second"), http(PAGE, "X-Visit: third"))
    first, second, third = site.visits(tmp_path, 3)
    original, *again = captures(third, site.url)
    assert original.type == "response"
    for number, revisit in enumerate(again):
        assert revisit.type == "revisit"
        assert revisit.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert revisit.get("WARC-Refers-To") == original.get("WARC-Record-ID")
        assert revisit.get("WARC-Refers-To-Target-URI") == site.url
        assert revisit.get("WARC-Refers-To-Date") == original.get("WARC-Date")
        assert revisit.get("WARC-Payload-Digest") == original.get("WARC-Payload-Digest")
        assert revisit.get("WARC-Truncated") == "length"
        assert revisit.block.endswith(b"\r\n\r\n")
        assert [b"X-Visit: second", b"X-Visit: third"][number] in revisit.block
    for crawled in (second, third):
        assert crawled.stats["archive/revisits/identical_payload"] == 1
        assert crawled.stats["archive/bytes_not_stored"] == len(PAGE)
        assert crawled.of(site.url)["size"] == len(PAGE)
    assert "archive/revisits/identical_payload" not in first.stats
    check_replay(third, pages=3)


def test_a_page_asked_for_twice_in_one_run_is_stored_once(
    start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    site = Site(start_server, http(), http())
    crawled = crawl(tmp_path, [{"url": site.url}] * 2, CONCURRENT_REQUESTS=1)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "revisit"]
    check_replay(crawled, pages=2)


def test_the_cuts_of_chunks_do_not_matter(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, chunked(100), chunked(77), http())
    *_, crawled = site.visits(tmp_path, 3)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "revisit", "revisit"]
    check_replay(crawled, pages=3)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(http(), http(PAGE + b"!"), id="another payload"),
        pytest.param(http(gzip.compress(PAGE), "Content-Encoding: gzip"), http(gzip.compress(PAGE)), id="encoding"),
        pytest.param(http().replace(b"200 OK", b"404 No"), http(), id="status"),
        pytest.param(http(b""), http(b""), id="nothing"),
    ],
)
def test_what_is_not_the_same_is_stored(
    first: bytes, second: bytes, start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    site = Site(start_server, first, second)
    *_, crawled = site.visits(tmp_path, 2)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "response"]


def test_what_was_cut_is_not_referred_to(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    def cut(wire: socket.socket) -> None:
        wire.sendall(http(PAGE, 'ETag: "a"')[:-10])
        wire.shutdown(socket.SHUT_RDWR)

    server = start_server({"/page": cut})
    url = server.url("/page")
    crawled = [crawl(tmp_path, [{"url": url}]) for _ in range(2)][-1]
    assert [each.get("WARC-Truncated") for each in captures(crawled, url)] == ["disconnect"] * 2
    assert [each.type for each in captures(crawled, url)] == ["response"] * 2
    assert b"if-none-match" not in server.got["/page"][-1].lower()


NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nX-Cache: hit\r\n\r\n'


@pytest.mark.parametrize(
    ("validators", "condition"),
    [
        (['ETag: "a"', f"Last-Modified: {MODIFIED}"], 'if-none-match: "a"'),
        ([f"Last-Modified: {MODIFIED}"], f"if-modified-since: {MODIFIED.lower()}"),
    ],
)
def test_a_304_is_the_page_that_it_stands_for(
    validators: list[str], condition: str, start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    site = Site(start_server, http(PAGE, *validators), NOT_MODIFIED, NOT_MODIFIED)
    *_, crawled = site.visits(tmp_path, 3)
    assert [each.count("\r\nif-") for each in site.got] == [0, 1, 1]
    assert condition in site.got[1]
    original, *again = captures(crawled, site.url)
    for revisit in again:
        assert revisit.type == "revisit"
        assert revisit.block == NOT_MODIFIED
        assert revisit.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        assert revisit.get("WARC-Refers-To") == original.get("WARC-Record-ID")
        assert revisit.get("WARC-Refers-To-Date") == original.get("WARC-Date")
    seen = crawled.of(site.url)
    assert (seen["status"], seen["size"], seen["flags"]) == (200, len(PAGE), ["not_modified"])
    assert crawled.stats["archive/bytes_not_sent"] > len(PAGE)
    assert (crawled.collection / "indexes/index.cdxj").read_bytes().count(b"\n") == 1
    check_replay(crawled, pages=3)


def test_a_new_page_after_a_304_is_stored_and_asked_for(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, http(PAGE, 'ETag: "a"'), NOT_MODIFIED, http(PAGE + b"!", 'ETag: "b"'), NOT_MODIFIED)
    *_, crawled = site.visits(tmp_path, 4)
    assert [re.findall(r'if-none-match: (".")', each) for each in site.got] == [[], ['"a"'], ['"a"'], ['"b"']]
    kinds = [(each.type, each.get("WARC-Refers-To")) for each in captures(crawled, site.url)]
    assert [kind for kind, _ in kinds] == ["response", "revisit", "response", "revisit"]
    assert crawled.of(site.url)["size"] == len(PAGE) + 1


def test_validators_are_those_of_the_newest_capture(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, http(PAGE, 'ETag: "a"'), http(PAGE, 'ETag: "b"'), NOT_MODIFIED)
    *_, crawled = site.visits(tmp_path, 3)
    assert 'if-none-match: "b"' in site.got[2]
    original, same, unmodified = captures(crawled, site.url)
    assert same.get("WARC-Refers-To") == unmodified.get("WARC-Refers-To") == original.get("WARC-Record-ID")
    check_replay(crawled, pages=3)


def test_a_304_that_nobody_asked_for_is_a_response(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, http(), NOT_MODIFIED)
    *_, crawled = site.visits(tmp_path, 2)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "response"]
    assert crawled.of(site.url)["status"] == 304


def test_a_page_that_cannot_be_read_any_more_is_asked_for_again(
    start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    large = PAGE + b"".join(
        hashlib.sha512(b"%d" % n).digest() for n in range(3000)
    )  # of which the look-up reads the beginning only
    site = Site(start_server, http(large, 'ETag: "a"'), NOT_MODIFIED, http(large, 'ETag: "a"'))
    [crawled] = site.visits(tmp_path, 1)
    [line] = (crawled.collection / "indexes/index.cdxj").read_text().splitlines()
    place = json.loads(line.split(" ", 2)[2])
    warc = crawled.warc()
    data = bytearray(warc.read_bytes())
    data[int(place["offset"]) + int(place["length"]) - 8] ^= 1  # its check sum
    warc.write_bytes(data)
    [crawled] = site.visits(tmp_path, 1)
    assert ["if-none-match" in each for each in site.got] == [False, True, False]
    assert crawled.of(site.url)["size"] == len(large)
    assert crawled.stats["archive/revisits/not_modified"] == 1


def test_a_warc_file_that_is_gone_is_not_referred_to(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, http(PAGE, 'ETag: "a"'), http(PAGE, 'ETag: "a"'))
    [crawled] = site.visits(tmp_path, 1)
    crawled.warc().unlink()
    [crawled] = site.visits(tmp_path, 1)
    assert [each.type for each in captures(crawled, site.url)] == ["response"]


def test_a_redirect_does_not_carry_the_condition_along(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    moved = b'HTTP/1.1 301 Moved\r\nETag: "a"\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n'
    answers: list[Answer] = [http(PAGE, 'ETag: "a"'), moved]
    server = start_server({"/page": lambda wire: wire.sendall(answers.pop(0)), "/there": http()})  # type: ignore[arg-type]
    request = {"url": server.url("/page"), "meta": {"handle_httpstatus_all": False}}
    [crawl(tmp_path, [request]) for _ in range(2)]
    assert b"if-none-match" in server.got["/page"][1].lower()
    assert b"if-none-match" not in server.got["/there"][0].lower()


def test_revisits_can_be_off(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, *[http(PAGE, 'ETag: "a"')] * 2)
    *_, crawled = site.visits(tmp_path, 2, ARCHIVE_REVISITS=False)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "response"]
    assert "if-none-match" not in site.got[1]


def test_other_tools_accept_revisits(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    site = Site(start_server, chunked(100), chunked(77), http(PAGE, 'ETag: "a"'), NOT_MODIFIED)
    *_, crawled = site.visits(tmp_path, 4)
    assert [each.type for each in captures(crawled, site.url)] == ["response", "revisit", "revisit", "revisit"]
    for tool in ("fastwarc", "warcio"):
        command = [str(Path(sys.executable).parent / tool), "check", str(crawled.warc())]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert records_of(crawled.warc(), site.url, "request")


def test_bodies_are_decoded_once_for_both(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    packed = http(gzip.compress(PAGE), "Content-Encoding: gzip")
    broken = http(PAGE, "Content-Encoding: br")
    unknown = http(PAGE, "Content-Encoding: rot13")
    server = start_server({"/packed": packed, "/broken": broken, "/unknown": unknown})
    crawled = crawl(tmp_path, [{"url": server.url(path)} for path in server.answers])
    for path in server.answers:
        assert crawled.of(server.url(path))["start"] == PAGE[:40].decode()
