"""pywb plays our collections as they lie, and a browser shows what the tables say, at the time that was asked for."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse

import pytest
from e2e.on_screen import assert_shown, captures_of_one_story, is_on_screen
from e2e.running import Demo
from peers import peer
from playwright.sync_api import BrowserContext, Frame

from crawler.archive import cdxj
from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record, written_date
from crawler.archive.writer import WarcWriter

pytestmark = pytest.mark.xdist_group("demo")
FIRST = datetime(2021, 3, 4, 12, 0, 0, 250_000, tzinfo=UTC)
STORY = "http://news.example/story"
PAGE = b"<!doctype html><title>Ferry</title><h1>The ferry runs again</h1><p>From Tuesday, twice an hour."


@dataclass(frozen=True)
class Pywb:
    """A `wayback` of both collections: `demo` as the crawls left it, and `made`."""

    url: str
    demo: Demo

    def __call__(self, collection: str, when: datetime, url: str, modifier: str = "") -> str:
        return f"{self.url}/{collection}/{when:%Y%m%d%H%M%S}{modifier}/{url}"


@pytest.fixture(scope="module")
def pywb(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    folder = tmp_path_factory.mktemp("pywb")
    (folder / "warcs").mkdir()
    (folder / "warcs" / "demo").symlink_to(demo.collection)
    _made(Collection.named(folder / "warcs", "made"))
    (folder / "config.yaml").write_text("collections_root: warcs\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [peer("wayback"), "-d", str(folder), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield Pywb(f"http://127.0.0.1:{port}", demo)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "pywb has ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


def _made(collection: Collection) -> None:
    """A story, the same an hour later as a revisit, unchanged another hour later, and what redirects to it."""
    page = [("WARC-Target-URI", STORY)]
    refers = [*page, ("WARC-Refers-To-Target-URI", STORY), ("WARC-Refers-To-Date", written_date(FIRST))]
    digest = ("WARC-Payload-Digest", "sha256:" + hashlib.sha256(PAGE).hexdigest())
    same = ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")
    unchanged = ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /story\r\nContent-Length: 0\r\n\r\n"
    hour = timedelta(hours=1)
    writer = WarcWriter(collection, [("software", "test")], 10**9)
    for record in (
        Record("response", FIRST, HTTP_RESPONSE, moved, [("WARC-Target-URI", "http://news.example/old")]),
        Record("response", FIRST, HTTP_RESPONSE, head + PAGE, [*page, digest]),
        Record("revisit", FIRST + hour, HTTP_RESPONSE, head, [*refers, same, digest]),
        Record("revisit", FIRST + 2 * hour, HTTP_RESPONSE, b"HTTP/1.1 304 Not Modified\r\n\r\n", [*refers, unchanged]),
    ):
        writer.write([record])
    writer.close()
    cdxj.rebuild(collection)


@pytest.mark.parametrize("hours", [0, 1, 2])
def test_a_revisit_and_a_304_give_the_page(hours: int, pywb: Pywb) -> None:
    with _get(pywb("made", FIRST + timedelta(hours=hours), STORY, "id_")) as response:
        assert (response.status, response.read()) == (200, PAGE)


def test_a_redirect_leads_on(pywb: Pywb) -> None:
    with _get(pywb("made", FIRST, "http://news.example/old", "mp_")) as response:
        assert response.url == pywb("made", FIRST, STORY, "mp_")
        assert b"The ferry runs again" in response.read()


def test_what_was_not_captured_is_not_there(pywb: Pywb) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        _get(pywb("made", FIRST, "http://news.example/nothing", "id_"))
    assert raised.value.code == 404
    raised.value.close()


def _get(url: str) -> HTTPResponse:
    response: HTTPResponse = urllib.request.urlopen(url, timeout=30)
    return response


def test_the_page_of_each_visit_is_on_the_screen(pywb: Pywb, browser: BrowserContext) -> None:
    first, second = captures_of_one_story(pywb.demo)
    for capture in (first, second):
        frame = _replayed(browser, pywb("demo", capture.at, capture.url))
        assert_shown(frame, capture)
    assert first.weather != second.weather


@pytest.mark.parametrize(("path", "hours"), [("old", 0), ("story", 1), ("story", 2)])
def test_redirect_and_revisits_are_on_the_screen(path: str, hours: int, pywb: Pywb, browser: BrowserContext) -> None:
    frame = _replayed(browser, pywb("made", FIRST + timedelta(hours=hours), f"http://news.example/{path}"))
    assert is_on_screen(frame.get_by_role("heading", name="The ferry runs again"))


def _replayed(browser: BrowserContext, url: str) -> Frame:
    """The frame in which pywb shows the page."""
    page = browser.pages[0]
    page.goto(url, wait_until="load", timeout=60_000)
    frame = page.frame("replay_iframe")
    assert frame is not None
    frame.wait_for_load_state("load")
    return frame
