"""Layouts in a replay: picked by capture date, the same by several processes, and made anew exactly once when they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made_warcs import gzipped, http, record, written

from crawler.archive.collection import Collection
from crawler.layout_files import NO_LAYOUTS, Layouts, all_layouts, layouts_of
from crawler.replay.run import mend_tables, replay
from pipelines.errors import InputError
from pipelines.split.layout import Layout
from pipelines.split.layout_file import layouts_text
from pipelines.split.layout_selector import read_selector
from pipelines.store.parquet import read_rows

STORY = "".join(
    f"<p>Paragraph {n} of a story that is long enough to be one, and says what happened and where it did.</p>"
    for n in range(4)
)
PAGE = f"<html><head><title>Bridge</title></head><body><h1>Bridge reopens</h1><div class=story>{STORY}</div><div class=bio><p>{'Who wrote it, in a few words. ' * 5}</p></div></body></html>".encode()
CAPTURED = datetime(2021, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)


def layout(start: datetime, end: datetime | None = None, article: str = "div.story") -> Layout:
    return Layout("news", start, end, (read_selector(article),))


FITS = Layouts({"news": (layout(CAPTURED - timedelta(days=1)),)})


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "warcs" / "news")
    for name in ("0.warc.gz", "1.warc.gz"):
        parts = [
            record(http(body=PAGE), number=2),
            record(http(status="404 Not Found"), number=3, uri="http://news.example/gone"),
        ]
        written(made.archive / name, gzipped(parts))
    return made


def pages(collection: Collection) -> list:
    return [row for path in collection.warc_files() for row in read_rows(collection.tables, path.name)["pages"]]


@pytest.mark.parametrize(
    ("layouts", "used"),
    [
        (NO_LAYOUTS, None),
        (FITS, "news-20210303T050607Z"),
        (Layouts({"other": FITS.stations["news"]}), None),
        (Layouts({"news": (layout(CAPTURED + timedelta(seconds=1)),)}), None),
        (Layouts({"news": (layout(CAPTURED - timedelta(days=1), CAPTURED),)}), None),
        (
            Layouts({"news": (layout(CAPTURED - timedelta(days=1), CAPTURED), layout(CAPTURED))}),
            "news-20210304T050607Z",
        ),
    ],
)
def test_the_layout_is_that_of_the_station_at_the_time_of_the_capture(collection, layouts, used):
    report = replay([collection.path], layouts=layouts)
    assert {row.layout for row in pages(collection)} == {used}
    assert report.counts("layouts") == ({used: 2} if used else {})
    assert report.total("drifted") == 0


def test_drift_is_counted(collection):
    layouts = Layouts({"news": (layout(CAPTURED - timedelta(days=1), article="div.another"),)})
    report = replay([collection.path], layouts=layouts)
    assert (report.counts("layouts"), report.total("drifted")) == ({}, 2)


def test_several_processes_use_the_same(collection):
    replay([collection.path], layouts=FITS)
    one = [path.read_bytes() for path in sorted(collection.tables.rglob("*.parquet"))]
    replay([collection.path], layouts=FITS, workers=2)
    assert [path.read_bytes() for path in sorted(collection.tables.rglob("*.parquet"))] == one


def test_tables_are_made_anew_once_when_a_layout_comes_changes_or_goes(collection):
    (known,) = FITS.stations["news"]
    ended = replace(known, valid_until=CAPTURED)
    corrected = replace(known, chrome=(read_selector("div.bio"),))
    replay([collection.path])
    for layouts in (FITS, Layouts({"news": (corrected,)}), Layouts({"news": (ended,)}), FITS, NO_LAYOUTS):
        assert len(mend_tables(collection, layouts).files) == 2
        assert mend_tables(collection, layouts).files == []


def test_what_says_nothing_of_a_capture_makes_nothing_anew(collection):
    (known,) = FITS.stations["news"]
    replay([collection.path], layouts=FITS)
    later = replace(known, valid_until=CAPTURED + timedelta(days=1), pages=99)
    after = layout(CAPTURED + timedelta(days=1), article="div.new")
    for layouts in (Layouts({"news": (later,)}), Layouts({"news": (later, after)})):
        assert mend_tables(collection, layouts).files == []


def test_files_of_layouts_are_found_by_the_station(tmp_path):
    (tmp_path / "news.toml").write_text(layouts_text("news", FITS.stations["news"]), encoding="utf-8")
    (tmp_path / "README.md").write_text("words", encoding="utf-8")
    assert layouts_of(tmp_path, "news").at("news", CAPTURED) is not None
    assert layouts_of(tmp_path, "www.example.com").at("www.example.com", CAPTURED) is None
    assert set(all_layouts(tmp_path).stations) == {"news"}
    (tmp_path / "wxyz.toml").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"wxyz\.toml: it is not TOML"):
        all_layouts(tmp_path)
