"""Real station pages, served over loopback under their own host names: live rows are replayed rows, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from e2e.running import ROOT, SCRAPY, scrapy, table_bytes
from e2e.visible_text import letters, visible_letters

from pipelines.split import split

pytestmark = pytest.mark.xdist_group("real pages")
SHARED = Path(os.environ.get("SHARED_DATA", ROOT / "../shared/data"))
HTML = "text/html; charset=utf-8"
INDEX_HOST = "index.test"


def _pages() -> dict[tuple[str, str], Path]:
    """The file of each page by host and path."""
    folder = SHARED / "station-html"
    if not folder.is_dir():
        pytest.skip(f"no real pages: {folder} is absent; SHARED_DATA names their folder")
    found = {}
    for line in (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, address = line.partition("\t")
        url = urlsplit(address.partition(" ")[0] or f"https://www.{name.removesuffix('.html')}.com/")
        found[url.hostname or "", url.path or "/"] = folder / name
    return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        body = self.server.bodies.get((host, self.path))  # type: ignore[attr-defined]
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Crawled:
    collection: Path
    pages: dict[tuple[str, str], Path]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    pages = _pages()
    warcs = tmp_path_factory.mktemp("real") / "warcs"
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    port = server.server_address[1]
    links = "".join(f'<a href="http://{host}:{port}{path}">{file.stem}</a>\n' for (host, path), file in pages.items())
    server.bodies = {key: file.read_bytes() for key, file in pages.items()}  # type: ignore[attr-defined]
    server.bodies[INDEX_HOST, "/"] = f"<!DOCTYPE html><title>Index</title>{links}".encode()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = {
        "SPIDER_MODULES": "e2e.real_pages_spiders",
        "TWISTED_DNS_RESOLVER": "e2e.loopback_resolver.LoopbackResolver",
        "FETCH_ALLOW_NETWORKS": f"127.0.0.1/32:{port}",
        "WARCS_DIR": str(warcs),
        "DEPTH_LIMIT": "1",
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "0",
        "OPERATOR_CONTACT": "test@example.com",
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    hosts = " ".join(sorted({host for host, _ in pages}))
    words = [
        *SCRAPY,
        "crawl",
        "realpages",
        "-a",
        f"front=http://{INDEX_HOST}:{port}/",
        "-a",
        f"hosts={hosts}",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
        )
    finally:
        server.shutdown()
        server.server_close()
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    return Crawled(warcs / "realpages", pages)


def test_each_page_is_a_row_under_its_own_host(crawled):
    urls = [urlsplit(row["url"]) for row in _rows(crawled, "pages")]
    assert {(url.hostname, url.path) for url in urls} == {*crawled.pages, (INDEX_HOST, "/")}


def test_live_tables_equal_replayed_tables_byte_for_byte(crawled, tmp_path):
    files = sorted((crawled.collection / "archive").iterdir())
    done = scrapy("replay", *files, "--into", "realpages", "-s", f"WARCS_DIR={tmp_path}", timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    live, again = table_bytes(crawled.collection), table_bytes(tmp_path / "realpages")
    assert live.keys() == again.keys()
    assert [name for name in live if live[name] != again[name]] == []


def test_nothing_is_lost_of_any_page():
    for (host, path), file in _pages().items():
        body = file.read_bytes()
        result = split(body, content_type=HTML, url=f"http://{host}{path}")
        assert letters("".join(block.text for block in result.blocks)) == visible_letters(body, HTML), file.name


def test_most_stories_have_an_article_and_widgets(crawled):
    assert len(_rows(crawled, "articles")) >= len(crawled.pages) - 2
    assert len({row["url"] for row in _rows(crawled, "widgets")}) >= len(crawled.pages) - 3


def _rows(crawled: Crawled, table: str) -> list[dict]:
    files = sorted((crawled.collection / "tables" / table).glob("*.parquet"))
    return [row for path in files for row in pq.read_table(path).to_pylist()]
