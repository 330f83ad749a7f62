"""Bad input is one line that says what, where and what to do; the rest goes on; the exit status tells."""

from __future__ import annotations

import os
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from e2e.running import ROOT, SCRAPY, scrapy

from crawler.demo.visits import STATION

pytestmark = pytest.mark.xdist_group("demo")


def _one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]


def test_a_missing_file_is_one_line(tmp_path):
    done = scrapy("split", tmp_path / "nowhere.html")
    assert done.returncode == 1
    _one_line(done, "nowhere.html")


def test_a_missing_file_is_what_verify_finds(tmp_path):
    done = scrapy("archive", "verify", tmp_path / "nowhere.warc.gz")
    assert done.returncode == 1
    assert "nowhere.warc.gz" in done.stdout
    assert not done.stderr


def test_a_missing_archive_is_one_line_and_no_collection_is_made(tmp_path):
    done = scrapy("replay", tmp_path / "nowhere.warc.gz", "--into", "x", "-s", f"WARCS_DIR={tmp_path / 'warcs'}")
    assert done.returncode in {1, 2}
    _one_line(done, "nowhere.warc.gz")
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("name", ["empty.warc.gz", "empty.warc", "empty.arc.gz", "empty.wacz"])
def test_an_empty_file_is_one_line(name, tmp_path):
    (tmp_path / name).touch()
    done = scrapy("replay", tmp_path / name, "--into", "x", "-s", f"WARCS_DIR={tmp_path / 'warcs'}")
    assert done.returncode in {1, 3}
    _one_line(done, name)


def test_an_empty_file_does_not_keep_the_others_from_being_replayed(demo, tmp_path):
    empty = tmp_path / "empty.warc.gz"
    empty.touch()
    files = [empty, *sorted((demo.first / STATION / "archive").iterdir())]
    done = scrapy("replay", *files, "--into", STATION, "-s", f"WARCS_DIR={tmp_path / 'warcs'}")
    assert done.returncode == 3, done.stderr
    assert any("empty.warc.gz" in line for line in done.stderr.splitlines())
    assert _rows(tmp_path / "warcs" / STATION, "pages") == _rows(demo.first / STATION, "pages")


def test_a_file_cut_in_the_middle_gives_its_whole_records_and_says_that_it_is_cut(demo, tmp_path):
    whole = demo.archive[-1]
    cut = tmp_path / whole.name
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    done = scrapy("replay", cut, "--into", STATION, "-s", f"WARCS_DIR={tmp_path / 'warcs'}")
    assert done.returncode == 3, done.stderr
    _one_line(done, whole.name, "byte")
    size = cut.stat().st_size
    before = [row for row in _rows(demo.collection, "captures") if row["warc_file"] == whole.name]
    found = _rows(tmp_path / "warcs" / STATION, "captures")
    assert 10 < len(found) < len(before)
    # The record that the cut went through may be a row of its own, marked truncated; those before it are as they were.
    kept = [row for row in found if not row["truncated"] or row in before]
    assert kept == before[: len(kept)]
    assert len(found) - len(kept) <= 1
    assert all(row["warc_offset"] < size for row in found)


def test_a_text_in_an_unknown_encoding_is_one_line_with_the_offset(tmp_path):
    page = tmp_path / "page.txt"
    page.write_bytes(b"A caf\xe9 in \x81\x8d town, and nobody says in which encoding.\n" * 3)
    done = scrapy("split", page)
    assert done.returncode == 1
    _one_line(done, "page.txt", "byte 5")


def test_a_station_file_with_a_wrong_time_zone_is_one_line_and_the_others_are_listed(tmp_path):
    package = tmp_path / "stations_of_test"
    package.mkdir()
    (package / "__init__.py").touch()
    facts = (ROOT / "crawler/spiders/wdemo.py").read_text(encoding="utf-8")
    (package / "good.py").write_text(facts.replace('name = "wdemo"', 'name = "good"'))
    (package / "bad.py").write_text(facts.replace('name = "wdemo"', 'name = "bad"').replace("New_York", "New_Yrok"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    for words, status in ((["list"], 0), (["crawl", "bad"], 1)):
        command = [*SCRAPY, *words, "-s", "SPIDER_MODULES=stations_of_test", "-s", f"WARCS_DIR={tmp_path / 'warcs'}"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        assert all("bad.py" in line for line in done.stderr.splitlines())
        assert "New_Yrok" in done.stderr
        assert "New_York" in done.stderr
        assert done.stdout.split() == (["good"] if status == 0 else [])
    assert not (tmp_path / "warcs").exists()


@pytest.mark.parametrize("words", [["demo", "--nosuch"], ["demo", "word"], ["replay"], ["crawl"]])
def test_wrong_words_are_status_2_without_a_traceback(words):
    assert scrapy(*words).returncode == 2


def test_help_shows_an_example():
    done = scrapy("replay", "--help")
    assert done.returncode == 0
    assert "Example: scrapy replay " in " ".join(done.stdout.split())
    ours = [each for each in entry_points(group="scrapy.commands") if each.value.startswith("crawler.commands.")]
    assert {"archive", "crawl", "demo", "query", "replay", "split"} <= {each.name for each in ours}
    for each in ours:
        assert f"Example: scrapy {each.name} " in each.load()().long_desc() + " "


def _rows(collection: Path, table: str) -> list[dict]:
    files = sorted((collection / "tables" / table).glob("*.parquet"))
    return [row for path in files for row in pq.read_table(path).to_pylist()]
