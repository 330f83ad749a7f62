"""A crawl of what is due that is killed: what it had stored is not asked for again, and what it had not stays due."""

from __future__ import annotations

import os
import subprocess
from urllib.parse import urlsplit

import pytest
from e2e.running import ROOT
from faults.killing import answered
from faults.scale import FULL

from crawler.archive.collection import Collection
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command
from crawler.discovery.frontier import Frontier
from crawler.discovery.urls import canonical

# robots.txt, the front, the feeds and sitemaps that are declared, then stories.
_LAST = [1, 2, 4, 9, 10, 13, 17, 22] if FULL else [4, 13]


def _run(words, **environment):
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    given = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", **environment}
    return subprocess.run(words, cwd=ROOT, env=given, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("last", _LAST)
def test_what_a_killed_crawl_of_what_is_due_had_stored_is_not_asked_for_again(last, tmp_path):
    collection = Collection(tmp_path / STATION)
    with DemoServer(port=0, at=VISITS[0]) as server:
        words = [*crawl_command(server, [f"WARCS_DIR={tmp_path}"]), "--due", "--requests", "30"]
        dying = {"SCRAPY_SETTINGS_MODULE": "faults.crawl_settings", "FAULTS_LOG": str(tmp_path / "log")}
        killed = _run(words, **dying, FAULTS_DIE_AFTER=str(last))
        assert killed.returncode == -9, killed.stderr
        stored = {urlsplit(url).path for url in answered(collection.path)}
        # Keep-alive connections may have asked for more than was archived: that may come again.
        before = len(server.requests)
        again = _run(words)
        assert again.returncode == 0, again.stderr
        asked = {urlsplit(path).path for path in server.requests[before:]}
        # robots.txt is kept by what a run knows of it, not by the frontier.
        assert not asked & stored - {"/robots.txt"}, sorted(asked & stored)
        base = server.base
    with Frontier(collection.path) as frontier:
        fetched = {entry.url for entry in frontier.entries() if entry.fetched is not None}
        declared = [entry.url for entry in frontier.entries() if entry.kind in {"front", "feed", "sitemap", "section"}]
    known = {canonical(url) or url for url in answered(collection.path)} - {f"{base}/robots.txt"}
    assert known <= fetched, sorted(known - fetched)
    assert set(declared) <= fetched, "something that was due was lost"
