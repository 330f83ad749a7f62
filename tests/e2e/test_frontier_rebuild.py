"""The frontier that two crawls of the demo station left is the one that their archive alone makes."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from e2e.running import SCRAPY, run, scrapy

from crawler.archive.collection import Collection
from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_file import FILE
from crawler.discovery.ledger import Ledger
from crawler.run.clock import Clock
from crawler.run.rebuild import rebuild
from crawler.spiders.wdemo import Wdemo


def test_the_archive_alone_makes_the_same_frontier(demo, tmp_path):
    with Frontier(tmp_path) as made:
        ledger = Ledger(made, Wdemo.allowed_domains, Wdemo.article_url)
        sources = Wdemo(base=demo.base).sources()
        captures = rebuild(Collection(demo.collection), ledger, sources, Clock())
        assert captures == ledger.counts.requests > 100
        shutil.copy(demo.collection / FILE, tmp_path / "live.sqlite")
        (tmp_path / "live").mkdir()
        (tmp_path / "live.sqlite").rename(tmp_path / "live" / FILE)
        with Frontier(tmp_path / "live") as live:
            # A live crawl declares its sources before it asks for them, and sees that a page leads to a place before
            # or after the page itself is split.
            found, known = list(made.entries()), list(live.entries())
            assert [each.url for each in found] == [each.url for each in known]
            for mine, theirs in zip(found, known, strict=True):
                assert abs(mine.first_seen - theirs.first_seen) < timedelta(minutes=1)
                assert replace(mine, first_seen=theirs.first_seen) == theirs
            now = Clock().now() + timedelta(hours=8)
            assert {e.url for e in made.due(now, 25)} == {e.url for e in live.due(now, 25)}


def _damaged(collection):
    (collection / FILE).write_bytes(b"this is no database at all" * 100)


def _empty(collection):
    (collection / FILE).unlink()
    Frontier(collection).close()


def _half_made(collection):
    """As a crawl leaves it that is killed while it makes it."""
    _empty(collection)
    with Frontier(collection) as frontier, suppress(KeyboardInterrupt), frontier.being_made():
        frontier.add("http://127.0.0.1/only-this", "article", Clock().now())
        raise KeyboardInterrupt


@pytest.mark.parametrize("harm", [_damaged, _empty, _half_made])
def test_a_crawl_makes_a_lost_or_damaged_frontier_anew(harm, demo, tmp_path):
    warcs = tmp_path / "warcs"
    shutil.copytree(demo.warcs, warcs)
    with Frontier(warcs / "wdemo") as frontier:
        before = {entry.url: entry.content for entry in frontier.entries()}
    for wal in (warcs / "wdemo").glob(FILE + "-*"):
        wal.unlink()
    harm(warcs / "wdemo")
    words = ["crawl", "wdemo", "-a", f"base={demo.base}", "--due", "--requests", "1"]
    settings = [
        f"WARCS_DIR={warcs}",
        "FETCH_ALLOW_NETWORKS=127.0.0.1/32",
        "OPERATOR_CONTACT=demo@example.com",
        "RETRY_TIMES=0",
    ]
    done = run([*SCRAPY, *words, *(word for setting in settings for word in ("-s", setting))])
    assert "Traceback" not in done.stderr, done.stderr
    assert "made from the archive" in done.stderr
    assert (warcs / "wdemo" / f"{FILE}.damaged").exists() == (harm is _damaged)
    with Frontier(warcs / "wdemo") as frontier:
        after = {entry.url: entry.content for entry in frontier.entries()}
    assert {url: after[url] for url in before if before[url]} == {url: c for url, c in before.items() if c}
    assert scrapy("schedule", "wdemo", "--plan", "-s", f"WARCS_DIR={warcs}").stdout.count(demo.base) > 5
