"""A server that sends bytes as they are given, and crawls of it in a process of their own."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

job = json.loads(sys.argv[1])
seen = []

def place(request):
    capture = request.meta.get("capture")
    return capture and [capture.warc_file, capture.warc_offset, capture.record_id, capture.payload_digest]

class Raw(scrapy.Spider):
    name = job["collection"]
    custom_settings = job["settings"]

    async def start(self):
        for words in job["requests"]:
            words["meta"] = {"handle_httpstatus_all": True, **words.get("meta", {})}
            yield scrapy.Request(callback=self.parse, errback=self.failed, dont_filter=True, **words)

    def parse(self, response):
        about = {"url": response.url, "status": response.status, "size": len(response.body), "flags": response.flags}
        seen.append({**about, "start": response.body[:40].decode("latin-1"), "place": place(response.request)})

    def failed(self, failure):
        seen.append({"url": failure.request.url, "error": type(failure.value).__name__, "place": place(failure.request)})

process = AsyncCrawlerProcess()
crawler = process.create_crawler(Raw)
task = process.crawl(crawler)
process.start(install_signal_handlers=False)
if task.exception():
    sys.exit(f"{type(task.exception()).__name__}: {task.exception()}")
stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, (int, str))}
# Not ru_maxrss: Linux carries the peak of the process that started this one over into it.
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
memory = int(peak[0]) * 1024
print(json.dumps({"seen": seen, "stats": {**stats, "memory": memory}}))
"""

SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(["http", "https"], "crawler.archive.wire.WireTapDownloadHandler"),
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "crawler.archive.middleware.ArchivedResponseMiddleware": 590,
    },
    "EXTENSIONS": {"crawler.archive.extension.ArchiveExtension": 0},
    "FETCH_ALLOW_NETWORKS": ["127.0.0.1/32"],
    "RETRY_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 5,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "ERROR",
    "OPERATOR": "The Library of Somewhere",
    "OPERATOR_CONTACT": "archive@example.org",
    "COOKIES_ENABLED": False,
}

Answer = Callable[[socket.socket], None] | bytes


@dataclass
class RawServer:
    """Answers each path with the bytes or the function given for it; keeps each request's bytes, in `got`."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    got: dict[str, list[bytes]] = field(default_factory=dict)
    connections: int = 0

    def url(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def serve(self, listening: socket.socket, context: ssl.SSLContext | None) -> None:
        self.port = listening.getsockname()[1]
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._converse, args=(connection, context), daemon=True).start()

    def _converse(self, connection: socket.socket, context: ssl.SSLContext | None) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) if context else connection as wire:
                received = b""
                while data := wire.recv(65536):
                    received += data
                    while (request := _first_request(received)) is not None:
                        received = received[len(request) :]
                        self._answer(wire, request)
        except (OSError, StopIteration):
            return

    def _answer(self, wire: socket.socket, request: bytes) -> None:
        path = "/" + request.split(b" ", 2)[1].decode().partition("//")[2].partition("/")[2]
        path = path if b"://" in request.split(b"\r\n")[0] else request.split(b" ", 2)[1].decode()
        self.got.setdefault(path, []).append(request)
        answer = self.answers[path]
        if callable(answer):
            answer(wire)
        else:
            wire.sendall(answer)


def _first_request(received: bytes) -> bytes | None:
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return None
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(lengths[0].partition(b":")[2]) if lengths else 0
    return head + end + body[:size] if len(body) >= size else None


def then_close(data: bytes) -> Answer:
    """Send and close the connection."""

    def answer(wire: socket.socket) -> None:
        wire.sendall(data)
        wire.shutdown(socket.SHUT_RDWR)
        raise StopIteration

    return answer


def then_hang(data: bytes) -> Answer:
    """Send and say nothing more."""

    def answer(wire: socket.socket) -> None:
        wire.sendall(data)
        time.sleep(30)

    return answer


@pytest.fixture(scope="module")
def start_server() -> Iterator[Callable[..., RawServer]]:
    listening: list[socket.socket] = []

    def start(answers: dict[str, Answer], context: ssl.SSLContext | None = None) -> RawServer:
        server = RawServer(answers=answers)
        listening.append(socket.create_server(("127.0.0.1", 0)))
        server.port = listening[-1].getsockname()[1]
        threading.Thread(target=server.serve, args=(listening[-1], context), daemon=True).start()
        return server

    yield start
    for each in listening:
        each.close()


@dataclass
class Crawled:
    """What a crawl saw, and its collection."""

    collection: Path
    seen: list[dict[str, Any]]
    stats: dict[str, Any]

    def warc(self) -> Path:
        [path] = (self.collection / "archive").glob("*.warc.gz")
        return path

    def of(self, url: str) -> dict[str, Any]:
        [one] = [each for each in self.seen if each["url"] == url]
        return one


def crawl_process(
    warcs: Path, requests: list[dict[str, Any]], *, before: str = "", **settings: Any
) -> subprocess.Popen[str]:
    """Start a crawl into the collection `raw`; `before` is code for its process to run first."""
    merged = {**SETTINGS, "WARCS_DIR": str(warcs), **settings}
    job = {"collection": "raw", "settings": merged, "requests": requests}
    command = [sys.executable, "-c", before + CRAWL, json.dumps(job)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=warcs)


def crawl(warcs: Path, requests: list[dict[str, Any]], **settings: Any) -> Crawled:
    """Crawl to the end."""
    process = crawl_process(warcs, requests, **settings)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    result = json.loads(out.splitlines()[-1])
    return Crawled(warcs / "raw", result["seen"], result["stats"])


@dataclass
class WarcRecord:
    """A record as FastWARC reads it, its block untouched."""

    offset: int
    type: str
    headers: list[tuple[str, str]]
    block: bytes

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


def read_warc(path: Path) -> list[WarcRecord]:
    """Every record of a WARC file, by another tool than ours."""
    with path.open("rb") as file:
        records = []
        for each in ArchiveIterator(file, parse_http=False):
            headers = list(each.headers.astuples())
            records.append(WarcRecord(each.stream_pos, dict(headers)["WARC-Type"], headers, each.reader.read()))
        return records


def records_of(path: Path, url: str, kind: str) -> list[WarcRecord]:
    """The records of a kind that a URL has."""
    return [each for each in read_warc(path) if each.type == kind and each.get("WARC-Target-URI") == url]
