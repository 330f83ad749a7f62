"""`scrapy replay` as it is typed: words, output, exit status, signals."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time

import pytest
from e2e.running import ROOT, SCRAPY, scrapy
from made_warcs import gzipped, http, record, written

PARTS = [record(http(), number=number, uri=f"http://news.example/{number}") for number in range(3)]


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "a.warc.gz", gzipped(PARTS))


def test_a_line_for_each_file_and_tables(tmp_path, file):
    done = scrapy("replay", file, "--into", "news", "-s", f"WARCS_DIR={tmp_path / 'warcs'}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{file}: 3 records, 3 captures, 3 pages, 3 articles")
    assert (tmp_path / "warcs" / "news" / "tables" / "pages" / "a.warc.gz.parquet").exists()


def test_json_and_a_feed(tmp_path, file):
    feed = tmp_path / "pages.jsonl"
    done = scrapy("replay", file, tmp_path / "missing.warc", "-O", feed, "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert (report["exit_status"], report["stopped"], report["files"][0]["pages"]) == (3, False, 3)
    assert done.stderr == f"replay: error: {tmp_path / 'missing.warc'}: no such file or folder\n"
    assert len(feed.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--nosuch"],
        ["FILE"],
        ["FILE", "--into", "../x"],
        ["FILE", "--into", "x", "--workers", "0"],
        ["FILE", "-O", "x.xyz"],
    ],
)
def test_wrong_usage(file, words):
    done = scrapy("replay", *(file if word == "FILE" else word for word in words))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) <= 4


def test_help_shows_an_example():
    done = scrapy("replay", "--help")
    assert done.returncode == 0
    assert "scrapy replay news-2021.warc.gz --into wthi" in " ".join(done.stdout.split())


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_ends_it_in_order(tmp_path, workers):
    files = []
    for number in range(4):
        parts = [record(http(), number=n, uri=f"http://news.example/{n}") for n in range(20_000)]
        files.append(written(tmp_path / f"{number}.warc", parts))
    words = [
        *SCRAPY,
        "replay",
        *map(str, files),
        "--into",
        "news",
        "-s",
        f"WARCS_DIR={tmp_path / 'w'}",
        "--workers",
        workers,
    ]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    pages = tmp_path / "w" / "news" / "tables" / "pages"
    deadline = time.monotonic() + 60
    while not list(pages.glob(".*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.05)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 25
    assert process.returncode == 3, errors
    assert "Traceback" not in errors
    assert "a signal" in output
    assert list(pages.iterdir()) == []


def test_a_bar_only_on_a_terminal(tmp_path):
    parts = [record(http(), number=n, uri=f"http://news.example/{n}") for n in range(600)]
    file = written(tmp_path / "a.warc", parts)
    master, slave = pty.openpty()
    words = [*SCRAPY, "replay", str(file), "-O", str(tmp_path / "x.jsonl")]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "TERM": "xterm"}
    done = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    done.communicate(timeout=60)
    assert done.returncode == 0
    assert b"replay" in shown
    assert b"%" in shown
