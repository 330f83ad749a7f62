"""The same crawl with the archive on and off: CPU time for each page after the first few, in processes that take turns."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import threading
from statistics import median

from benchmarks.archive.pages import pages, response

ROUNDS, WARM, REQUESTS = 5, 32, 320

_CRAWL = """
import json, sys, time
import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

port, warm, requests, archived, warcs = json.loads(sys.argv[1])

class Bench(scrapy.Spider):
    name = "bench"
    custom_settings = {
        "WARCS_DIR": warcs, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "LOG_LEVEL": "ERROR", "ITEM_PIPELINES": {},
        "FETCH_ALLOW_NETWORKS": ["127.0.0.0/8"], "STATION_MAX_PAGES": 0,
    }
    TAP = "crawler.archive.wire.WireTapDownloadHandler"
    STOCK = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    custom_settings |= {
        "DOWNLOAD_HANDLERS": dict.fromkeys(["http", "https"], TAP if archived else STOCK),
        "EXTENSIONS": {"crawler.archive.extension.ArchiveExtension": 0} if archived else {},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "crawler.archive.middleware.ArchivedResponseMiddleware": 590,
        } if archived else {},
    }

    async def start(self):
        for number in range(warm + requests):
            yield scrapy.Request(f"http://127.0.0.1:{port}/{number}", dont_filter=True)

    def parse(self, response):
        assert response.status == 200 and len(response.body) > 10_000

process = AsyncCrawlerProcess(get_project_settings())
crawler = process.create_crawler(Bench)
began, come = 0.0, 0
def received(response):
    # What is paid once in a run (imports, the digest of the splitter) is not the cost of a page.
    global began, come
    come += 1
    if come == warm:
        began = time.process_time()
crawler.signals.connect(received, signals.response_received)
process.crawl(crawler)
process.start(install_signal_handlers=False)
stats = crawler.stats.get_stats()
assert stats["downloader/response_status_count/200"] == warm + requests, stats
if archived:
    assert stats["archive/exchanges"] == warm + requests, stats
print((time.process_time() - began) * 1000 / requests)
"""


def measure() -> list[str]:
    """A line for each way in which servers send pages."""
    lines = []
    for packed in (True, False):
        answers = [response(page, packed=packed) for page in pages()]
        size = sum(map(len, answers)) / len(answers) / 1000
        port = _serve(answers)
        off, on = [], []
        for _ in range(ROUNDS):
            off.append(_crawl(port, archived=False))
            on.append(_crawl(port, archived=True))
        costs = [with_it - without for with_it, without in zip(on, off, strict=True)]
        how = "gzip" if packed else "plain"
        lines.append(
            f"crawl, {how} pages of {size:.0f} kB: archive off {median(off):.2f} ms a page, on {median(on):.2f},"
            f" cost {median(costs):.2f} (goal 0.5; from {min(costs):.2f} to {max(costs):.2f})"
        )
    return lines


def _crawl(port: int, *, archived: bool) -> float:
    with tempfile.TemporaryDirectory() as warcs:
        job = json.dumps([port, WARM, REQUESTS, archived, warcs])
        done = subprocess.run([sys.executable, "-c", _CRAWL, job], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout)


def _serve(answers: list[bytes]) -> int:
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listening, answers), daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


def _accept(listening: socket.socket, answers: list[bytes]) -> None:
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=_converse, args=(connection, answers), daemon=True).start()


def _converse(connection: socket.socket, answers: list[bytes]) -> None:
    with connection:
        received = b""
        while data := connection.recv(65536):
            received += data
            while b"\r\n\r\n" in received:
                request, _, received = received.partition(b"\r\n\r\n")
                number = int(request.split(b" ", 2)[1].strip(b"/"))
                connection.sendall(answers[number % len(answers)])
