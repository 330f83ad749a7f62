"""How the benchmark of the split runs extractors: in processes of their own, once a page, without the page's fold."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from types import ModuleType

import pytest

from benchmarks.split import curves, held_out, peers, speed
from benchmarks.split.pages import LabelledPage
from benchmarks.split.shapes import SHAPES
from benchmarks.split.systems import OURS, System

STORY = "".join(
    f"<p>{sentence} The county said on Tuesday that nobody was hurt, and that it would look at the banks again.</p>"
    for sentence in (
        "The creek rose past its banks on Monday night and closed both roads to the mill.",
        "Neighbors carried sandbags to the ferry house until the water stood still at midnight.",
        "Buses went around by the quarry, twenty minutes longer than the usual way.",
    )
)
PAGES = [
    LabelledPage(
        f"made/{name}",
        f"https://{name}.test/news",
        f"<title>Creek</title><article><h1>Creek</h1>{STORY}</article>".encode(),
    )
    for name in ("one", "two", "three")
]


def test_a_worker_gives_a_text_a_page_and_cpu_and_memory():
    texts = peers.run_worker(OURS, "texts", PAGES).splitlines()
    assert len(texts) == len(PAGES)
    assert all("closed both roads" in text for text in texts)
    assert float(peers.run_worker(OURS, "cpu", PAGES * 10, "1")) > 0
    assert 10 < float(peers.run_worker(OURS, "memory", PAGES)) < 1000


def test_a_text_is_made_once(monkeypatch, tmp_path):
    asked = []

    def run_worker(system, what, pages):
        asked.extend(page.name for page in pages)
        return "".join(f'"{page.name}"\n' for page in pages)

    monkeypatch.setattr(peers, "REMEMBERED", tmp_path)
    monkeypatch.setattr(peers, "run_worker", run_worker)
    system = System("another", "station-archive", lambda body, url: "", "own", also=())
    assert peers.texts_of(system, PAGES[:2]) == ["made/one", "made/two"]
    assert peers.texts_of(system, PAGES) == ["made/one", "made/two", "made/three"]
    assert asked == ["made/one", "made/two", "made/three"]
    changed = System("another", "station-archive", lambda body, url: "x", "own", also=())
    peers.texts_of(changed, PAGES[:1])
    assert asked[3:] == ["made/one"]  # another call is another text


def test_an_extractor_that_is_not_there_is_said_to_be_missing():
    with pytest.raises(peers.NotInstalledError, match="no-such-package"):
        peers.texts_of(System("another", "no-such-package", lambda body, url: "", "own"), PAGES)


def test_each_page_is_split_without_its_fold(monkeypatch):
    out = []

    @contextmanager
    def split_without(fold):
        out.append(fold)
        yield
        out.pop()

    monkeypatch.setattr(held_out, "OURS", System("ours", "station-archive", lambda body, url: f"{out} {url}"))
    _folds(monkeypatch, fold_of=len, split_without=split_without)
    made = held_out.held_out_texts(PAGES)
    assert made.seen == held_out.HELD_OUT
    assert made.texts == [f"[{len(page.url)}] {page.url}" for page in PAGES]


def test_without_the_folds_models_it_says_that_nothing_is_held_out(monkeypatch, capsys):
    def split_without(fold):
        raise FileNotFoundError("no model of fold 0")

    monkeypatch.setattr(held_out, "OURS", System("ours", "station-archive", lambda body, url: "text"))
    _folds(monkeypatch, fold_of=len, split_without=split_without)
    made = held_out.held_out_texts(PAGES)
    assert made == held_out.OurTexts(["text"] * 3, held_out.SHIPPED)
    assert "nothing is held out: no model of fold 0" in capsys.readouterr().out


def _folds(monkeypatch, **functions):
    module = ModuleType("training.folds")
    vars(module).update(functions)
    monkeypatch.setitem(sys.modules, "training.folds", module)
    if "training" not in sys.modules:
        monkeypatch.setitem(sys.modules, "training", ModuleType("training"))


def test_curves_have_a_slope_and_memory_a_figure(monkeypatch):
    small = {
        shape: (make, tuple(size // 1000 for size in sizes), what) for shape, (make, sizes, what) in SHAPES.items()
    }
    monkeypatch.setattr(curves, "SHAPES", small)
    monkeypatch.setattr(curves, "paragraphs", lambda size: small["paragraphs"][0](size // 1000))
    monkeypatch.setattr(curves, "wcxb_pages", lambda: PAGES)
    monkeypatch.setattr(curves, "snippet_pages", lambda: ())
    monkeypatch.setattr(curves, "station_pages", lambda: ())
    monkeypatch.setattr(curves, "unseen_news_pages", lambda: ())
    figures = list(curves.measure())
    assert len(figures) == 3 * (3 + 1) + 2
    assert all(figure.value > 0 for figure in figures if "slope" not in figure.system)
    assert "all 3 pages" in figures[-2].pages


@pytest.mark.parametrize("shape", SHAPES)
def test_a_made_page_is_of_the_size_that_was_asked_for(shape):
    make, _, _ = SHAPES[shape]
    small, large = make(20_000), make(40_000)
    assert 1.6 < len(large) / len(small) < 2.2
    assert make(20_000) == small


def test_the_fastest_is_so_many_times_as_fast_as_the_yardstick(monkeypatch):
    seconds = {"ours": [1.0, 2.0, 1.0], speed.YARDSTICK: [10.0, 10.0, 30.0]}
    monkeypatch.setattr(speed, "_passes", lambda pages, rounds: seconds)
    monkeypatch.setattr(speed, "_pages", lambda: PAGES)
    figures = {(figure.unit, figure.system): figure.value for figure in speed.measure()}
    assert figures["pages/s", "ours"] == 3.0
    assert figures["times", "ours"] == 10.0  # the median of 10, 5 and 30, round by round
    assert figures["times", speed.YARDSTICK] == 1.0


def test_no_part_of_that_name_is_wrong_usage():
    command = [sys.executable, "-m", "benchmarks.split", "nosuch"]
    asked = subprocess.run(command, cwd=peers.ROOT, capture_output=True, text=True)
    assert asked.returncode == 2
    assert "nosuch: no part of wcxb" in asked.stderr
