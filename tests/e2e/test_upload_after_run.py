"""At the end of a run what no run will add to goes to the remote store; a store that fails does not fail the crawl."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from e2e.running import run, scrapy

from crawler.archive.collection import Collection
from crawler.archive.records import HTTP_RESPONSE, Record
from crawler.archive.writer import WarcWriter
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command


def test_the_file_of_a_day_that_is_over_is_uploaded_and_dropped(tmp_path: Path) -> None:
    warcs, store = tmp_path / "warcs", tmp_path / "store"
    collection = Collection.named(warcs, STATION)
    writer = WarcWriter(collection, [("software", "test")], 10**9)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Yesterday</h1>"
    writer.write([Record("response", yesterday, HTTP_RESPONSE, page, [("WARC-Target-URI", "http://news.example/")])])
    writer.close()
    [past] = collection.warc_files()
    data = past.read_bytes()

    with DemoServer(port=0) as server:
        server.at = VISITS[0]
        few = [f"WARCS_DIR={warcs}", "STATION_MAX_PAGES=10"]
        remote = ["ARCHIVE_REMOTE_KEEP=False", f"ARCHIVE_REMOTE=file://{store}"]
        broken = run(crawl_command(server, [*few, f"ARCHIVE_REMOTE=file://{past}/nowhere"]))
        kept = run(crawl_command(server, [*few, *remote]))

    assert broken.returncode == 3
    [line] = [line for line in broken.stderr.splitlines() if "the store cannot be used" in line]
    assert line.startswith(f"crawl: error: file://{past}/nowhere/{STATION}/archive: ")
    assert kept.returncode == 0, kept.stdout + kept.stderr
    [uploaded] = store.rglob("*.warc.gz")
    assert (uploaded.name, uploaded.read_bytes()) == (past.name, data)
    assert not past.exists()
    assert json.loads((collection.path / "remote.json").read_text())["files"].keys() == {past.name}
    [today] = collection.warc_files()
    assert today.name != past.name
    # What is only in the store still has its rows and its lines.
    verified = scrapy("archive", "verify", collection.path)
    assert verified.returncode == 0, verified.stdout
