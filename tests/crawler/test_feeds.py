"""Feeds of pages: `-o` of a crawl and `-O` of a replay hold the same."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings.default_settings import FEED_EXPORTERS_BASE
from store_samples import article, page

from crawler.feeds import EXPORTERS, open_feed
from crawler.settings import FEED_EXPORTERS
from pipelines.errors import InputError, UsageError
from pipelines.items import Page, Widget
from pipelines.store.page_csv import CSV_COLUMNS, csv_row
from pipelines.store.page_json import page_json

CRAWL = """
import sys
sys.path.insert(0, {tests!r})
from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from test_feeds_pages import pages
from crawler.settings import FEED_EXPORTERS

class PagesSpider(Spider):
    name = "pages"
    async def start(self):
        for page in pages():
            yield page

feeds = {{path: {{"format": path.rpartition(".")[2]}} for path in sys.argv[1:]}}
process = CrawlerProcess({{"FEED_EXPORTERS": FEED_EXPORTERS, "FEEDS": feeds, "LOG_LEVEL": "ERROR"}})
process.crawl(PagesSpider)
process.start()
"""


def pages() -> list[Page]:
    hostile = article('Tab\there, "quotes", \r\n\r\nand a lone \ud800 with \0 and 🌪️')
    return [
        page(1, article=article(), widgets=[Widget("promo", data={"href": None, "headline": "Sälen"})]),
        page(2, article=hostile),
        page(3),
    ]


def read(path: Path) -> list[dict[str, object]]:
    text = path.read_bytes().decode()
    if path.suffix.lower() == ".json":
        return list(json.loads(text))
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jl", "a.jsonlines", "a.json", "A.JSON"])
def test_a_json_feed_holds_the_json_form_of_every_page_in_plain_utf8(tmp_path: Path, name: str) -> None:
    with open_feed(tmp_path / name) as feed:
        for one in pages():
            feed.export(one)
    assert read(tmp_path / name) == [page_json(one) for one in pages()]
    assert "Sälen" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_csv_feed_has_a_line_a_page(tmp_path: Path) -> None:
    with open_feed(tmp_path / "a.csv") as feed:
        for one in pages():
            feed.export(one)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(CSV_COLUMNS)
    assert rows == [{name: str(cell) for name, cell in csv_row(one).items()} for one in pages()]


def test_empty_feeds_are_whole(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl", "a.csv"):
        with open_feed(tmp_path / name):
            pass
    assert json.loads((tmp_path / "a.json").read_text()) == []
    assert (tmp_path / "a.jsonl").read_text() == ""


def test_a_crawl_writes_what_a_replay_writes(tmp_path: Path) -> None:
    (tmp_path / "test_feeds_pages.py").write_bytes(Path(__file__).read_bytes())
    names = ["a.jsonl", "a.json", "a.csv"]
    script = CRAWL.format(tests=str(tmp_path))
    command = [sys.executable, "-c", script, *(str(tmp_path / name) for name in names)]
    paths = {"PYTHONPATH": f"{Path(__file__).parents[1]}:{Path(__file__).parents[2]}"}
    done = subprocess.run(command, cwd=tmp_path, env=paths, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in names:
        with open_feed(tmp_path / f"replayed-{name}") as feed:
            for one in pages():
                feed.export(one)
        assert (tmp_path / name).read_bytes() == (tmp_path / f"replayed-{name}").read_bytes()


def test_the_settings_offer_the_formats_of_open_feed_and_no_other(tmp_path: Path) -> None:
    assert set(FEED_EXPORTERS_BASE) <= set(FEED_EXPORTERS)
    assert {f".{name}" for name, exporter in FEED_EXPORTERS.items() if exporter} == set(EXPORTERS)


@pytest.mark.parametrize("name", ["a.xml", "a", "a.parquet", ".jsonl"])
def test_an_extension_that_names_no_format_is_wrong_usage(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(UsageError, match=r"no feed format is called .*use \.csv, \.jl, \.json"),
        open_feed(tmp_path / name),
    ):
        pass


def test_a_feed_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for path in (tmp_path / "missing" / "a.json", tmp_path / "folder.json"):
        with pytest.raises(InputError) as caught, open_feed(path):
            pass
        assert str(caught.value).startswith(f"{path}: cannot be written (")


def test_a_feed_that_was_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("before", encoding="utf-8")

    def fail() -> None:
        with open_feed(path) as feed:
            feed.export(page())
            raise OSError(5, "of the replay, not of the feed")

    with pytest.raises(OSError, match="of the replay") as caught:
        fail()
    assert not isinstance(caught.value, InputError)
    assert [found.name for found in tmp_path.iterdir()] == ["a.jsonl"]
    assert path.read_text(encoding="utf-8") == "before"
