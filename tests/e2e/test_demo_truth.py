"""Every planted widget and story of the demo station's model is found with its values; nothing else is claimed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from e2e.running import Demo

from crawler.demo import board
from crawler.demo.board import Planted
from crawler.demo.pages import view_of
from crawler.demo.site import PLAIN_PATH
from crawler.demo.stories import Story
from crawler.demo.templates.parts import View

pytestmark = pytest.mark.xdist_group("demo")

# Kinds that the pages show without planting them: what readers say and what nobody has named.
UNPLANTED = {"comments", "unknown", "newsletter", "promo", "social"}


@cache
def _pages(feed: Path, base: str, at: datetime) -> list[tuple[View, dict]]:
    """Each page of a visit's feed with the view that it was drawn from; pages without a view are left out."""
    pages = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    views = [(view_of(page["url"].removeprefix(base), at, base), page) for page in pages]
    return [(view[0], page) for view, page in views if view is not None]


@pytest.fixture(params=[0, 1], ids=["first visit", "second visit"])
def pages(demo: Demo, request: pytest.FixtureRequest) -> list[tuple[View, dict]]:
    found = _pages(demo.feeds[request.param], demo.base, demo.times[request.param])
    assert len(found) > 45
    return found


def test_widgets_are_found_as_often_as_they_are_planted(pages):
    wrong = []
    for view, page in pages:
        planted = Counter({w.kind: 0 for w in view.widgets})
        for widget in view.widgets:
            planted[widget.kind] += widget.copies
        found = Counter(w["kind"] for w in page["widgets"] if w["kind"] not in UNPLANTED)
        if found != planted:
            wrong.append((view.path, {"missed": dict(planted - found), "invented": dict(found - planted)}))
    assert wrong == []


def test_widgets_have_the_planted_values(pages):
    wrong = []
    for view, page in pages:
        for widget in view.widgets:
            same = [w for w in page["widgets"] if w["kind"] == widget.kind and _agrees(w, widget)]
            if len(same) != widget.copies:
                wrong.append((view.path, widget, [w for w in page["widgets"] if w["kind"] == widget.kind][:2]))
    assert wrong == []


def test_the_second_copy_names_the_first(pages):
    for view, page in pages:
        twice = sum(1 for widget in view.widgets if widget.copies == 2)
        copies = [w for w in page["widgets"] if w["duplicate_of"] is not None]
        assert len(copies) == twice, view.path
        for copy in copies:
            first = page["widgets"][copy["duplicate_of"]]
            assert (first["kind"], first["data"], first["text"]) == (copy["kind"], copy["data"], copy["text"])


def _agrees(found: dict, planted: Planted) -> bool:
    if planted.title is not None and found["title"] != planted.title:
        return False
    if planted.note is not None and found["note"] != planted.note:
        return False
    if planted.text is not None and planted.text.split() != _without_head(found, planted).split():
        return False
    return planted.data is None or _values(found["data"], planted.data)


def _without_head(found: dict, planted: Planted) -> str:
    """A widget's own text without the heading and the small print that its other fields hold."""
    text = found["text"]
    for head in (planted.title, planted.note):
        text = text.removeprefix(head or "").lstrip()
    return text


def _values(found: object, planted: object) -> bool:
    """Whether what was found has every planted value. A field that was not planted is null or says how it was read."""
    if isinstance(planted, dict):
        if not isinstance(found, dict):
            return False
        extra = {key for key in found.keys() - planted.keys() if found[key] is not None}
        return all(_values(found.get(key), planted[key]) for key in planted) and extra <= {
            "header",
            "readings",
            "exempt",
            "totals_match",
        }
    if isinstance(planted, list):
        return isinstance(found, list) and len(found) == len(planted) and all(map(_values, found, planted))
    return found == planted


def _changed_since(story: Story) -> datetime | None:
    return story.changed if story.changed - story.published > timedelta(minutes=1) else None


def test_stories_have_their_headline_dek_times_author_and_body(pages):
    wrong = []
    for view, page in pages:
        story, article = view.story, page["article"]
        if story is None:
            continue
        if article is None:
            wrong.append((view.path, "no article"))
            continue
        shown = {
            "headline": story.headline,
            "authors": [story.author],
            "published": story.published,
            # Of these two systems the metadata says when a story was changed last; when it appeared is no update.
            "updated": _changed_since(story) if story.system in {"nexstar", "npg"} else story.updated,
            "blocks": [*([article["dek"]] if article["dek"] else []), *(text for _, text in story.blocks)],
        }
        if story.system != "npg":
            shown["dek"] = story.dek
        found = {
            "headline": article["headline"],
            "authors": article["authors"],
            "published": datetime.fromisoformat(article["published"]) if article["published"] else None,
            "updated": datetime.fromisoformat(article["updated"]) if article["updated"] else None,
            "blocks": [b["text"] for b in article["blocks"] if b["kind"] != "caption"],
            "dek": article["dek"],
        }
        wrong += [(view.path, key, shown[key], found[key]) for key in shown if found[key] != shown[key]]
    assert wrong == []


def test_fronts_and_pages_of_widgets_have_no_article(pages):
    assert [view.path for view, page in pages if view.story is None and page["article"] is not None] == []


def test_tables_in_cells_are_read_and_glued_ones_are_decoded_with_a_proof(demo):
    for feed, at in zip(demo.feeds, demo.times, strict=True):
        pages = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
        text = next(page for page in pages if page["url"] == demo.base + PLAIN_PATH)
        assert [w["kind"] for w in text["widgets"]] == ["weather_conditions", "weather_tagline", "case_table"]
        planted = (board.weather(at, 1), board.tagline(at, 1), board.case_table("Ohio", at, 1))
        for found, widget in zip(text["widgets"], planted, strict=True):
            assert _agrees(found, widget)
        assert text["widgets"][2]["proof"] == "unique"
        assert text["widgets"][2]["data"]["readings"] == "1"
        proofs = {
            w["proof"] for page in pages if page is not text for w in page["widgets"] if w["kind"] == "case_table"
        }
        assert proofs == {"cells"}


def test_the_pages_are_all_there(pages, demo):
    systems = Counter(view.story.system for view, _ in pages if view.story)
    assert all(systems[name] >= 8 for name in ("heartland", "nexstar", "npg")), systems
