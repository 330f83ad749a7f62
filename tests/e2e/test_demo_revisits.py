"""A station that has not changed between two crawls: revisits, pages all the same, live and replayed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from e2e.running import run, scrapy, table_bytes
from fastwarc.warc import ArchiveIterator

from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command

pytestmark = pytest.mark.xdist_group("demo")


def test_the_second_crawl_of_an_unchanged_station_brings_the_same_pages_and_stores_none(tmp_path: Path) -> None:
    warcs, feeds = tmp_path / "warcs", [tmp_path / "0.jsonl", tmp_path / "1.jsonl"]
    with DemoServer(port=0, at=VISITS[0]) as server:
        for feed in feeds:
            done = run([*crawl_command(server, [f"WARCS_DIR={warcs}"]), "-O", str(feed)])
            assert done.returncode == 0, done.stdout + done.stderr
            assert "Traceback" not in done.stderr, done.stderr
    first, second = (sorted(map(_without_reference, feed.read_text().splitlines())) for feed in feeds)
    assert len(second) > 50
    assert second == first

    [warc] = (warcs / STATION / "archive").iterdir()
    with warc.open("rb") as file:
        profiles = Counter(
            (record.headers.get("WARC-Profile") or "").rpartition("/")[2] for record in ArchiveIterator(file)
        )
    assert profiles["server-not-modified"] > 50
    report = json.loads(max((warcs / STATION / "runs").glob("*.json")).read_text())
    assert report["revisits"]["not_modified"] == profiles["server-not-modified"]
    assert report["bytes_saved"] > 100_000

    done = scrapy("replay", warc, "--into", STATION, "-s", f"WARCS_DIR={tmp_path / 'again'}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert table_bytes(tmp_path / "again" / STATION) == table_bytes(warcs / STATION)
    assert scrapy("archive", "verify", warcs / STATION).returncode == 0


def _without_reference(line: str) -> str:
    page = json.loads(line)
    return json.dumps([page["url"], page["article"], page["widgets"], page["chrome"]], sort_keys=True)
