"""Invariants 1 and 4: live rows are replayed rows, and what is derived can be deleted and rebuilt to the same bytes."""

from __future__ import annotations

import shutil

import pytest
from e2e.running import feed_lines, run, scrapy, table_bytes

from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command

pytestmark = pytest.mark.xdist_group("demo")


def test_live_tables_equal_replayed_tables_byte_for_byte(demo, tmp_path):
    done = scrapy("replay", *demo.archive, "--into", STATION, "-s", f"WARCS_DIR={tmp_path}")
    assert done.returncode == 0, done.stdout + done.stderr
    live, again = table_bytes(demo.collection), table_bytes(tmp_path / STATION)
    assert len(live) == 4 * len(demo.archive)
    assert again.keys() == live.keys()
    assert [name for name in live if live[name] != again[name]] == []


def test_live_feeds_equal_a_replayed_feed_as_sets(demo, tmp_path):
    feed = tmp_path / "replayed.jsonl"
    done = scrapy("replay", demo.collection, "-O", feed)
    assert done.returncode == 0, done.stdout + done.stderr
    live = set().union(*map(feed_lines, demo.feeds))
    assert len(live) > 100
    assert feed_lines(feed) == live


def test_index_and_tables_are_rebuilt_from_the_warc_files_alone_to_the_same_bytes(demo, tmp_path):
    copy = tmp_path / "warcs" / STATION
    shutil.copytree(demo.collection / "archive", copy / "archive")
    assert scrapy("archive", "index", copy).returncode == 0
    done = scrapy("replay", copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (copy / "indexes/index.cdxj").read_bytes() == (demo.collection / "indexes/index.cdxj").read_bytes()
    assert table_bytes(copy) == table_bytes(demo.collection)


def test_replaying_a_collection_again_changes_nothing(demo, tmp_path):
    copy = tmp_path / STATION
    shutil.copytree(demo.first / STATION, copy)
    before = table_bytes(copy)
    assert scrapy("replay", copy).returncode == 0
    assert table_bytes(copy) == before


def test_a_crawl_answered_by_the_archive_gives_the_same_pages_without_the_network(demo, tmp_path):
    feed = tmp_path / "again.jsonl"
    with DemoServer(port=0, at=VISITS[0]) as nobody:
        words = crawl_command(nobody, [f"REPLAY_SOURCE={demo.first / STATION}", f"WARCS_DIR={tmp_path / 'warcs'}"])
        words[words.index(f"base={nobody.base}")] = f"base={demo.base}"
        done = run([*words, "-O", str(feed)])
        assert nobody.requests == []
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert feed_lines(feed) == feed_lines(demo.feeds[0])
