"""A station whose server does its worst, on loopback: every answer is bytes written to a raw socket."""

from __future__ import annotations

import gzip
import itertools
import os
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import brotli

GOOD = [f"/news/story-{number}" for number in range(1, 7)]
"""What the station has besides traps."""
_MEGABYTE = 1_000_000
_GIGABYTE = 1000 * _MEGABYTE
_ZEROS = 10 * _GIGABYTE

Pieces = Iterator[bytes]
Trap = Callable[[str], Pieces]


def head(*headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode("latin-1")


def whole(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return head(*headers, f"Content-Length: {len(body)}", status=status, kind=kind) + body


def page(title: str, links: list[str]) -> bytes:
    anchors = "".join(f'<li><a href="{link}">{title} {link}</a></li>' for link in links)
    text = "The county board met on Monday and spoke of the bridge, the levy and the fair for two hours. " * 8
    return f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{text}</p><ul>{anchors}</ul>".encode()


# --- Time ---


def slow_head(path: str) -> Pieces:
    for byte in itertools.cycle(b"X-Slow: a\r\n"):
        yield bytes([byte])
        time.sleep(0.1)


def slow_body(path: str) -> Pieces:
    yield head("Content-Length: 1000000")
    while True:
        yield b"<p>a"
        time.sleep(0.1)


def silent(path: str) -> Pieces:
    time.sleep(30)
    yield b""


# --- Size ---


def endless_body(path: str) -> Pieces:
    yield head()
    while True:
        yield b"<p>and so on</p>" * 4096


def two_gigabytes(path: str) -> Pieces:
    yield head(f"Content-Length: {2 * _GIGABYTE}", kind="video/mp4")
    piece = os.urandom(_MEGABYTE)
    for _ in range(2 * _GIGABYTE // _MEGABYTE):
        yield piece


def endless_chunks(path: str) -> Pieces:
    yield head("Transfer-Encoding: chunked")
    while True:
        yield b"10000\r\n" + b"<p>and so on</p>" * 4096 + b"\r\n"


def gzip_zeros(path: str) -> Pieces:
    """10 GB of zeros: 10 MB on the wire."""
    yield head("Content-Encoding: gzip")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(10 * _MEGABYTE)
    yield packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(_ZEROS // len(zeros)):
        yield again


def gzip_in_gzip(path: str) -> Pieces:
    packed = gzip.compress(gzip.compress(gzip.compress(bytes(100 * _MEGABYTE), 9), 9), 9)
    yield whole(packed, "Content-Encoding: gzip, gzip, gzip")


def brotli_zeros(path: str) -> Pieces:
    """10 GB of zeros: some kilobytes on the wire."""
    packer = brotli.Compressor(quality=9, lgwin=24)
    zeros = bytes(16 * _MEGABYTE)
    begin = packer.process(zeros) + packer.flush()
    packer.process(zeros)
    packer.flush()
    again = packer.process(zeros) + packer.flush()
    yield head("Content-Encoding: br") + begin + again * (_ZEROS // len(zeros)) + b"\x03"


def many_headers(path: str) -> Pieces:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in itertools.count():
        yield b"".join(b"X-Flood-%d-%d: %s\r\n" % (number, each, b"a" * 50) for each in range(1000))


def long_header(path: str) -> Pieces:
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    while True:
        yield b"a" * 65536


def many_interim_responses(path: str) -> Pieces:
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 1000


def cookie_bomb(path: str) -> Pieces:
    cookies = [f"Set-Cookie: c{number}={'x' * 4000}; Domain=example.com" for number in range(60)]
    yield whole(page("Cookies", []), *cookies)


def many_small_chunks(path: str) -> Pieces:
    """A million lines of it: half of them lengths, half of them one byte."""
    yield head("Transfer-Encoding: chunked")
    for _ in range(500):
        yield b"1\r\na\r\n" * 1000
    yield b"0\r\n\r\n"


def long_chunk_line(path: str) -> Pieces:
    yield head("Transfer-Encoding: chunked")
    yield b"5;"
    while True:
        yield b"a" * 65536


def endless_trailers(path: str) -> Pieces:
    yield head("Transfer-Encoding: chunked") + b"2\r\nhi\r\n0\r\n"
    while True:
        yield b"X-Trailer: again\r\n" * 1000


def deep_page(path: str) -> Pieces:
    yield whole(b"<!doctype html><title>Deep</title>" + b"<div>" * 500_000 + b"text")


def wide_page(path: str) -> Pieces:
    links = b"".join(b'<a href="/wide/%d">%d</a>' % (number, number) for number in range(100_000))
    yield whole(b"<!doctype html><title>Wide</title><p>" + links)


# --- Nonsense ---


def cut_short(path: str) -> Pieces:
    yield head("Content-Length: 100000") + page("Cut short", [])


def too_long(path: str) -> Pieces:
    yield head("Content-Length: 100") + page("Too long", []) * 3


def two_lengths(path: str) -> Pieces:
    yield head("Content-Length: 100", "Content-Length: 5000") + page("Two lengths", [])


def no_length(path: str) -> Pieces:
    yield head("Content-Length: -1") + page("Negative length", [])


def huge_length(path: str) -> Pieces:
    yield head(f"Content-Length: {'9' * 4000}") + page("A length of four thousand digits", [])


def huge_chunk(path: str) -> Pieces:
    yield head("Transfer-Encoding: chunked") + b"f" * 15 + b"\r\n" + page("A chunk of an exabyte", [])


def garbage(path: str) -> Pieces:
    yield bytes(range(256)) * 40


def nothing(path: str) -> Pieces:
    yield b""


def odd_status(path: str) -> Pieces:
    yield whole(page("Odd", []), status="999 What")


def wrong_charset(path: str) -> Pieces:
    body = "<title>Grüße</title><p>Grüße aus der Stadt, sagte der Bürgermeister am Montag.</p>".encode("utf-16")
    yield whole(body, kind="text/html; charset=utf-99\0, charset=shift_jis")


def not_gzip(path: str) -> Pieces:
    yield whole(page("Not packed", []), "Content-Encoding: gzip, br, zstd, compress, gzip")


# --- Mazes ---


def endless_redirect(path: str) -> Pieces:
    number = int(path.rpartition("/")[2] or 0)
    yield whole(b"", f"Location: /redirect/{number + 1}", status="302 Found")


def growing_redirect(path: str) -> Pieces:
    yield whole(b"", f"Location: {path}{'a' * 5000}", status="302 Found")


def redirect_to_itself(path: str) -> Pieces:
    yield whole(b"", f"Location: {path}", status="301 Moved Permanently")


def odd_redirect(path: str) -> Pieces:
    yield whole(b"", "Location: http://[::1", status="302 Found")


def file_redirect(path: str) -> Pieces:
    yield whole(b"", "Location: file:///etc/passwd", status="302 Found")


def endless_pages(path: str) -> Pieces:
    number = int(path.rpartition("/")[2] or 0)
    links = [f"/calendar/{number + step}" for step in range(1, 4)]
    yield whole(page(f"Calendar {number}", links))


def nested_sitemaps(path: str) -> Pieces:
    inner = "".join(f"<sitemap><loc>{{base}}{path}/{each}</loc></sitemap>" for each in range(50))
    yield whole(f"<sitemapindex>{inner}</sitemapindex>".encode(), kind="application/xml")


def xml_bomb(path: str) -> Pieces:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "lol">{entities}]><urlset><url><loc>&l11;</loc></url></urlset>'
    yield whole(text.encode(), kind="application/xml")


def outer_entity(path: str) -> Pieces:
    text = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>&x;</link></item></channel></rss>'
    yield whole(text.encode(), kind="application/rss+xml")


def huge_feed(path: str) -> Pieces:
    """100 MB."""
    item = (
        b"<item><title>Again</title><link>http://127.0.0.1/again</link><description>"
        + b"a" * 900
        + b"</description></item>"
    )
    yield head(kind="application/rss+xml") + b"<rss><channel>"
    for _ in range(1000):
        yield item * 100
    yield b"</channel></rss>"


def packed_feed(path: str) -> Pieces:
    """100 MB, of which 100 kB are on the wire."""
    item = b"<item><title>Again</title><link>http://127.0.0.1/again</link></item>"
    body = b"<rss><channel>" + item * (100 * _MEGABYTE // len(item)) + b"</channel></rss>"
    yield whole(gzip.compress(body, 6), "Content-Encoding: gzip", kind="application/rss+xml")


TRAPS: dict[str, Trap] = {
    "/slow-head": slow_head,
    "/slow-body": slow_body,
    "/silent": silent,
    "/endless-body": endless_body,
    "/endless-chunks": endless_chunks,
    "/gzip-zeros": gzip_zeros,
    "/gzip-in-gzip": gzip_in_gzip,
    "/brotli-zeros": brotli_zeros,
    "/many-headers": many_headers,
    "/long-header": long_header,
    "/many-interim-responses": many_interim_responses,
    "/cookie-bomb": cookie_bomb,
    "/many-small-chunks": many_small_chunks,
    "/long-chunk-line": long_chunk_line,
    "/endless-trailers": endless_trailers,
    "/deep-page": deep_page,
    "/wide-page": wide_page,
    "/cut-short": cut_short,
    "/too-long": too_long,
    "/two-lengths": two_lengths,
    "/no-length": no_length,
    "/huge-length": huge_length,
    "/huge-chunk": huge_chunk,
    "/garbage": garbage,
    "/nothing": nothing,
    "/odd-status": odd_status,
    "/wrong-charset": wrong_charset,
    "/not-gzip": not_gzip,
    "/redirect/0": endless_redirect,
    "/growing": growing_redirect,
    "/itself": redirect_to_itself,
    "/odd-redirect": odd_redirect,
    "/file-redirect": file_redirect,
    "/calendar/0": endless_pages,
}
_BELOW: dict[str, Trap] = {
    "/two-gigabytes": two_gigabytes,
    "/redirect/": endless_redirect,
    "/growing": growing_redirect,
    "/calendar/": endless_pages,
    "/nested-sitemap": nested_sitemaps,
}
_SOURCES: dict[str, Trap] = {
    "/huge-feed.xml": huge_feed,
    "/packed-feed.xml": packed_feed,
    "/outer-entity.xml": outer_entity,
    "/nested-sitemap.xml": nested_sitemaps,
    "/bomb-sitemap.xml": xml_bomb,
}


class HostileStation:
    """Answers every path, each connection in a thread of its own. `asked` are the paths so far.

    Its front links to `traps` first and to GOOD last, and names the feeds and sitemaps.
    """

    def __init__(self, traps: list[str]) -> None:
        self.traps, self.asked = traps, list[str]()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self._listening.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> Pieces:
        """What is sent for a path."""
        trap = TRAPS.get(path) or _SOURCES.get(path) or next((_BELOW[p] for p in _BELOW if path.startswith(p)), None)
        if trap:
            return trap(path)
        if path == "/robots.txt":
            named = "".join(f"Sitemap: {self.base}{each}\n" for each in _SOURCES if "sitemap" in each)
            return iter(
                [whole(f"User-agent: *\nAllow: /\n{named}".encode() + b"# nothing\n" * 500_000, kind="text/plain")]
            )
        if path == "/":
            feeds = "".join(
                f'<link rel="alternate" type="application/rss+xml" href="{each}">'
                for each in _SOURCES
                if "sitemap" not in each
            )
            return iter([whole(page("Front", [*self.traps, *GOOD]).replace(b"<h1>", feeds.encode() + b"<h1>"))])
        if path in GOOD:
            return iter([whole(page(f"Story {path}", []))])
        return iter([whole(page("Not found", []), status="404 Not Found")])

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection:
            try:
                received = b""
                while b"\r\n\r\n" not in received:
                    received += connection.recv(65536) or b"\r\n\r\n"
                if not received.strip():
                    return
                path = received.split(b" ")[1].decode()
                self.asked.append(path)
                for piece in self.answer(path):
                    connection.sendall(piece.replace(b"{base}", self.base.encode()))
            except OSError:
                return  # the crawler has had enough of it

    def close(self) -> None:
        self._listening.close()


@contextmanager
def hostile_station(traps: list[str]) -> Iterator[HostileStation]:
    station = HostileStation(traps)
    threading.Thread(target=station.serve, daemon=True).start()
    try:
        yield station
    finally:
        station.close()
