"""How the benchmark of the split runs extractors: in processes of their own, once a page, without the page's fold."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType

import pytest

from benchmarks.split import held_out, peers
from benchmarks.split.pages import LabelledPage
from benchmarks.split.systems import OURS, System

STORY = "<p>The creek rose past its banks on Monday night and closed both roads to the mill, the county said.</p>" * 3
PAGES = [
    LabelledPage(f"made/{name}", f"https://{name}.test/news", f"<title>Creek</title><h1>Creek</h1>{STORY}".encode())
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
