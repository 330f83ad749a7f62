"""A station that is redesigned between two visits: learned, used, drifted, learned again; live equals replayed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from e2e.running import run, scrapy, table_bytes

from crawler.demo.clock import FIRST_VISIT, SECOND_VISIT
from crawler.demo.pages import Looks, view_of
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, crawl_command

pytestmark = pytest.mark.xdist_group("layouts")
LOOKS = Looks("classic", "modern", SECOND_VISIT)


@dataclass(frozen=True)
class Redesigned:
    """What a crawl before the redesign, a learning, and a crawl after it left."""

    warcs: Path
    layouts: Path
    base: str
    learned: str
    live: dict[str, bytes]
    report: dict
    health: dict

    @property
    def file(self) -> Path:
        return self.layouts / f"{STATION}.toml"

    @property
    def words(self) -> list[str]:
        return ["-s", f"WARCS_DIR={self.warcs}", "-s", f"LAYOUTS_DIR={self.layouts}"]

    def pages(self) -> list[dict]:
        rows = [pq.read_table(path).to_pylist() for path in sorted((self.warcs / STATION / "tables/pages").iterdir())]
        return [row for of_file in rows for row in of_file]

    def texts(self) -> dict[tuple[str, int], str]:
        rows = [
            pq.read_table(path).to_pylist() for path in sorted((self.warcs / STATION / "tables/articles").iterdir())
        ]
        return {(row["warc_file"], row["warc_offset"]): row["text"] for of_file in rows for row in of_file}


@pytest.fixture(scope="module")
def redesigned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redesigned]:
    folder = tmp_path_factory.mktemp("redesigned")
    warcs, layouts = folder / "warcs", folder / "layouts"
    settings = [f"WARCS_DIR={warcs}", f"LAYOUTS_DIR={layouts}"]
    options = [word for setting in settings for word in ("-s", setting)]
    with DemoServer(port=0, looks=LOOKS) as server:
        server.at = FIRST_VISIT
        assert run(crawl_command(server, settings)).returncode == 0
        learned = scrapy("layout", "learn", STATION, *options)
        assert learned.returncode == 0, learned.stderr
        text = (layouts / f"{STATION}.toml").read_text(encoding="utf-8")
        server.at = SECOND_VISIT
        done = run([*crawl_command(server, settings), "--json"])
        assert done.returncode == 0, done.stdout + done.stderr
        health = scrapy("health", STATION, "--json", *options)
        assert health.returncode == 3
        live = table_bytes(warcs / STATION)
        yield Redesigned(warcs, layouts, server.base, text, live, json.loads(done.stdout), json.loads(health.stdout))


def test_one_layout_is_learned_and_says_where_the_story_is(redesigned):
    layouts = tomllib.loads(redesigned.learned)["layout"]
    assert [layout["article"] for layout in layouts] == [["div#printable"]]
    assert {"div.promoLine", "div.aboutBox"} <= set(layouts[0]["chrome"])
    assert any(line.startswith("Copyright") for line in layouts[0]["repeated"])
    assert layouts[0]["widgets"]["most_popular"] == ["div.box_most_popular"]
    assert "valid_until" not in layouts[0]


def test_the_redesign_is_counted_and_reported(redesigned):
    report, health = redesigned.report, redesigned.health
    assert report["drifted"] > 30
    assert report["layouts"] == {}
    assert health["state"] == "drifted"
    assert any("layout" in line for line in health["evidence"])


def test_live_rows_are_those_of_a_replay(redesigned):
    assert scrapy("replay", STATION, *redesigned.words).returncode == 0
    assert table_bytes(redesigned.warcs / STATION) == redesigned.live


def test_pages_before_the_layout_was_learned_were_mended_once(redesigned):
    """The first visit's rows were made without a layout, and made anew after the crawl that followed the learning."""
    layout = tomllib.loads(redesigned.learned)["layout"][0]
    name = layout["valid_from"].strftime(f"{STATION}-%Y%m%dT%H%M%SZ")
    pages = redesigned.pages()
    assert {page["layout"] for page in pages} == {name, None}
    assert sum(page["layout"] == name for page in pages) > 30
    # The front page was asked for before the first story: of its time nothing is known.
    later = {page["splitter_version"] for page in pages if page["captured_at"] >= layout["valid_from"]}
    before = {page["splitter_version"] for page in pages if page["captured_at"] < layout["valid_from"]}
    assert len(later) == 1
    assert before.isdisjoint(later)


def test_stories_are_as_they_were_written(redesigned):
    texts = redesigned.texts()
    checked = 0
    for page in redesigned.pages():
        view = view_of(page["url"].removeprefix(redesigned.base), FIRST_VISIT, redesigned.base, LOOKS)
        if page["layout"] is None or view is None or view[0].story is None:
            continue
        story = view[0].story
        text = texts[page["warc_file"], page["warc_offset"]].removeprefix(f"{story.dek}\n\n")
        assert text.split("\n\n") == [text for _, text in story.blocks]
        checked += 1
    assert checked > 30


def test_learning_again_adds_the_new_layout_and_keeps_what_was_reviewed(redesigned, tmp_path):
    """The last of the tests that change the layouts: it works on a copy."""
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    reviewed = redesigned.learned.replace('"div.aboutBox",', "")
    (layouts / redesigned.file.name).write_text(reviewed, encoding="utf-8")
    words = ["-s", f"WARCS_DIR={redesigned.warcs}", "-s", f"LAYOUTS_DIR={layouts}"]
    assert scrapy("layout", "learn", STATION, *words).returncode == 0
    first, second = tomllib.loads((layouts / redesigned.file.name).read_text(encoding="utf-8"))["layout"]
    assert "div.aboutBox" not in first["chrome"]
    assert first["valid_until"] == second["valid_from"]
    assert second["article"] == ["div.story-flow"]
    written = (layouts / redesigned.file.name).read_bytes()
    shown = scrapy("layout", "show", STATION, *words)
    assert shown.stdout.count("until today") == 1
    assert scrapy("layout", "learn", STATION, *words).returncode == 0
    assert (layouts / redesigned.file.name).read_bytes() == written


@pytest.mark.parametrize("command", ["layout", "replay", "crawl"])
def test_a_bad_file_is_one_line_and_nothing_is_begun(redesigned, tmp_path, command):
    path = tmp_path / f"{STATION}.toml"
    path.write_text("[[layout]]\nvalid_from = 2021-03-02T12:00:00Z\narticle = ['div..x']\n", encoding="utf-8")
    words = [command, "learn", STATION] if command == "layout" else [command, STATION]
    done = scrapy(*words, "-s", f"WARCS_DIR={redesigned.warcs}", "-s", f"LAYOUTS_DIR={tmp_path}")
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert f"{path}: layout 1, article 1: 'div..x' is no step" in done.stderr
