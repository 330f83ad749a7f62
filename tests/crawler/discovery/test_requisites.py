"""What a page needs to be played: found, asked for once, archived, stored once over runs."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.requisites import MAX_REQUISITES, of_page, of_style_sheet

ROOT = Path(__file__).parents[3]
URL = "http://station.test/news/story"
PAGE = b"""<!DOCTYPE html><title>A story</title><base href="/base/">
<link rel="icon" href="/favicon.ico"><link rel=stylesheet href="/a.css"><link rel=preload as=font href="/f.woff2">
<link rel=canonical href="/never"><style>@import "b.css"; p { background: url( 'bg.png' ) }</style>
<script src="/x.js"></script><script>var image = "/never.png"</script>
<img src="one.jpg" srcset="one-2x.jpg 2x, /c/w_1,h_2/one.jpg 300w,data.jpg"><img data-src="//cdn.test/lazy.jpg" src="data:image/png;base64,AAAA">
<picture><source srcset="two.webp, two-big.webp 2x"><img src="two.jpg"></picture><video poster="still.jpg" src="/film.mp4"></video>
<div style="background-image:url(&quot;three.png&quot;)"></div><a href="/link">link</a><img src=" "><img>"""
IMAGES = [
    "http://station.test/favicon.ico",
    "http://station.test/base/one.jpg",
    "http://station.test/base/one-2x.jpg",
    "http://station.test/c/w_1,h_2/one.jpg",
    "http://station.test/base/data.jpg",
    "http://cdn.test/lazy.jpg",
    "http://station.test/base/two.webp",
    "http://station.test/base/two-big.webp",
    "http://station.test/base/two.jpg",
    "http://station.test/base/still.jpg",
]
OTHERS = {
    "http://station.test/a.css",
    "http://station.test/f.woff2",
    "http://station.test/base/b.css",
    "http://station.test/base/bg.png",
    "http://station.test/x.js",
    "http://station.test/base/three.png",
}


def test_images_of_a_page() -> None:
    assert of_page(PAGE, URL, "utf-8", "images") == IMAGES


def test_all_that_a_page_needs() -> None:
    found = of_page(PAGE, URL, "utf-8", "all")
    assert set(found) == {*IMAGES, *OTHERS}
    assert len(set(found)) == len(found)


def test_none() -> None:
    assert of_page(PAGE, URL, "utf-8", "none") == []


def test_what_a_style_sheet_names() -> None:
    css = b"""@import 'x.css'; @import url("y.css") print; @font-face { src: url(f.woff2) format("woff2"), url('f.ttf') }
    a { background: url(data:image/gif;base64,R0lG) } b { background: URL( "../up.png" ) }"""
    found = of_style_sheet(css, "http://station.test/css/a.css")
    names = ["css/x.css", "css/y.css", "css/f.woff2", "css/f.ttf", "up.png"]
    assert found == [f"http://station.test/{name}" for name in names]


def test_a_page_made_of_images_has_a_bound() -> None:
    page = b"".join(b'<img src="/%d.png">' % number for number in range(2000))
    assert len(of_page(page, URL, None, "all")) == MAX_REQUISITES


@given(page=st.binary(max_size=300), css=st.text("url('\"() @import,;\\\n", max_size=80))
def test_any_bytes_are_read(page: bytes, css: str) -> None:
    of_page(PAGE[:600] + page, URL, None, "all")
    of_style_sheet(css.encode(), URL)


FILES = {
    "/": b'<!DOCTYPE html><title>Front</title><p>A front page with some words.<img src="/i.png"><link rel=stylesheet href="/s.css">',
    "/i.png": b"\x89PNG" * 300,
    "/s.css": b"@font-face { src: url(/f.woff2) } @import '/t.css';",
    "/t.css": b"p { background: url(/i.png) url(/gone.png) }",
    "/f.woff2": b"wOF2" * 300,
}
TYPES = {"/": "text/html", "/i.png": "image/png", "/s.css": "text/css", "/t.css": "text/css", "/f.woff2": "font/woff2"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = FILES.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", TYPES.get(self.path, "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"asked": asked})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


def test_a_crawl_archives_them_and_stores_them_once(site: tuple[int, list[str]], tmp_path: Path) -> None:
    port, asked = site
    command = [sys.executable, "-m", "scrapy", "crawl", "station", "-a", f"url=http://127.0.0.1:{port}/"]
    command += ["-a", "requisites=all", "-s", f"WARCS_DIR={tmp_path}", "-s", "FETCH_ALLOW_NETWORKS=127.0.0.1/32"]
    command += ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]
    for _ in range(2):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert {*FILES, "/gone.png"} <= set(asked)
    assert {asked.count(path) for path in FILES} == {2}
    [warc] = tmp_path.rglob("*.warc.gz")
    kinds: dict[str, list[str]] = {}
    hops: dict[str, str] = {}
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            path = "/" + record.headers.get("WARC-Target-URI", "").partition(f":{port}/")[2]
            kind = record.headers["WARC-Type"]
            if kind in ("response", "revisit"):
                kinds.setdefault(path, []).append(kind)
            elif kind == "metadata":
                hops[path] = record.reader.read().decode()
    for path in FILES:
        assert kinds[path] == ["response", "revisit"], path
    assert "hopsFromSeed: EE\r\n" in hops["/f.woff2"]
    assert f"via: http://127.0.0.1:{port}/s.css" in hops["/f.woff2"]
