"""A crawl that a body of 1 GB passes through: how long it stands still at the most, and how much memory it has."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

MEGABYTES = 1024

_CRAWL = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.project import get_project_settings

port, warcs = json.loads(sys.argv[1])
gaps, last = [], time.monotonic()

def tick():
    global last
    now = time.monotonic()
    gaps.append(now - last)
    last = now

class Bench(scrapy.Spider):
    name = "bench"
    custom_settings = {
        "WARCS_DIR": warcs, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False,
        "LOG_LEVEL": "CRITICAL", "ITEM_PIPELINES": {}, "FETCH_ALLOW_NETWORKS": ["127.0.0.0/8"],
        "DOWNLOAD_HANDLERS": dict.fromkeys(["http", "https"], "crawler.archive.wire.WireTapDownloadHandler"),
        "EXTENSIONS": {"crawler.archive.extension.ArchiveExtension": 0}, "DOWNLOAD_TIMEOUT": 600,
        "DOWNLOADER_MIDDLEWARES": {"crawler.archive.middleware.ArchivedResponseMiddleware": 590},
    }

    async def start(self):
        yield scrapy.Request(f"http://127.0.0.1:{port}/small")

    def parse(self, response):
        gaps.clear()  # what is imported for the first page is not what is measured
        yield scrapy.Request(f"http://127.0.0.1:{port}/large", errback=lambda failure: None)

process = AsyncCrawlerProcess(get_project_settings())
crawler = process.create_crawler(Bench)
process.crawl(crawler)
create_looping_call(tick).start(0.005)
began = time.monotonic()
process.start(install_signal_handlers=False)
assert crawler.stats.get_value("archive/too_large_to_read") == 1
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(json.dumps([max(gaps), int(peak[0]) / 1024, time.monotonic() - began]))
"""


def measure() -> list[str]:
    """A line for bytes that are packed already, as films are, and one for text."""
    lines = []
    for what, piece in [("packed", os.urandom(1024 * 1024)), ("text", b"<p>The county board met on Monday. " * 30_000)]:
        still, memory, seconds = _crawl(_serve(piece))
        size = MEGABYTES * len(piece) / 1e9
        lines.append(
            f"a body of {size:.2f} GB, {what}: the crawl stands still for {still * 1000:.0f} ms at the most,"
            f" has {memory:.0f} MiB at its peak, and takes {seconds:.0f} s"
        )
    return lines


def _crawl(port: int) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as warcs:
        job = json.dumps([port, warcs])
        done = subprocess.run([sys.executable, "-c", _CRAWL, job], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    still, memory, seconds = json.loads(done.stdout)
    return still, memory, seconds


def _serve(piece: bytes) -> int:
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_answer, args=(listening, piece), daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


def _answer(listening: socket.socket, piece: bytes) -> None:
    connection, _ = listening.accept()
    with connection:
        while request := connection.recv(65536):
            pieces = MEGABYTES if b"/large" in request else 1
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (pieces * len(piece)))
            for _ in range(pieces):
                connection.sendall(piece)
