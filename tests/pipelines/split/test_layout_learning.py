"""Layouts that are learned: of the demo's redesigned stations, and of made facts where little is known or much is odd."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.layout.demo import REDESIGN, STATIONS, Shot, shots
from pipelines.split import split
from pipelines.split.html_runs import read_html
from pipelines.split.layout_facts import PageFacts, facts_of
from pipelines.split.layout_learn import LEAST_STORIES, learn

BEGIN = datetime(2021, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def taken() -> list[Shot]:
    return shots(STATIONS["kdemo"])


@pytest.fixture(scope="module")
def facts(taken: list[Shot]) -> list[PageFacts]:
    return [shot.facts() for shot in taken]


def test_a_redesign_gives_two_layouts_with_adjoining_dates(facts, taken):
    old, new = learn("kdemo", facts)
    assert [str(each) for each in old.article] == ["div#printable"]
    assert [str(each) for each in new.article] == ["div.story-flow"]
    assert old.valid_from == min(shot.at for shot in taken if shot.view.story)
    assert (
        old.valid_until == new.valid_from == min(shot.at for shot in taken if shot.view.story and shot.at >= REDESIGN)
    )
    assert new.valid_until is None


def test_names_that_a_build_made_up_are_in_no_selector(facts):
    said = [str(each) for layout in learn("kdemo", facts) for each in (*layout.article, *layout.chrome)]
    assert not [text for text in said if "sc-" in text or "css-" in text]


def test_what_recurs_is_chrome_and_headlines_are_not(facts):
    old, new = learn("kdemo", facts)
    assert {"div.promoLine", "div.aboutBox", "div.rulesBox", "div.letterBox"} <= {str(each) for each in old.chrome}
    assert {"div.inline-pitch", "div.writer-card", "div.reader-rules"} <= {str(each) for each in new.chrome}
    heads = {"div.storyHead", "h1.storyHead", "div.storyBy", "div.story-head", "div.story-time"}
    assert heads.isdisjoint(str(each) for layout in (old, new) for each in layout.chrome)
    assert all(any(line.startswith("Copyright") for line in layout.repeated) for layout in (old, new))


def test_the_order_of_the_pages_says_nothing(facts):
    mixed = list(facts)
    random.Random(7).shuffle(mixed)  # noqa: S311 - any order will do
    assert learn("kdemo", mixed) == learn("kdemo", facts)


def test_captures_of_few_stories_are_no_layout(facts, taken):
    few = {shot.path for shot in taken if shot.view.story}
    few = set(sorted(few)[: LEAST_STORIES - 1])
    chosen = [page for page, shot in zip(facts, taken, strict=True) if shot.path in few]
    assert len(chosen) > LEAST_STORIES
    assert learn("kdemo", chosen) == []


def test_fronts_alone_are_no_layout(facts, taken):
    assert learn("kdemo", [page for page, shot in zip(facts, taken, strict=True) if shot.view.story is None]) == []
    assert learn("kdemo", []) == []


def made(
    number: int, container: str, *, hours: int | None = None, own: int = 40, more: str = "", frame: str = "div.page"
) -> PageFacts:
    """A page with a head, a story of words of its own in a container, and a foot that all pages show."""
    story = " ".join(f"w{number}x{word}" for word in range(own))
    texts = ["Menu of the station", f"Headline {number}", story, "All rights are reserved here"]
    named = {container: [(2, 3)], frame: [(0, 4)], "div.foot": [(3, 4)]} | ({more: [(1, 3)]} if more else {})
    at = BEGIN + timedelta(hours=number if hours is None else hours)
    return PageFacts(f"http://w.example/{number}", at, texts, frozenset({2}), frozenset({1}), [], named)


def of(layouts) -> list[list[str]]:
    return [[str(each) for each in layout.article] for layout in layouts]


def test_two_templates_at_one_time_are_one_layout():
    pages = [made(number, "div.story" if number % 3 else "div.video") for number in range(30)]
    (layout,) = learn("wxyz", pages)
    assert of([layout]) == [["div.story", "div.video"]]
    assert [str(each) for each in layout.chrome] == ["div.foot"]


def test_a_template_that_outlives_a_redesign_does_not_make_one_layout_of_two():
    pages = [made(n, "div.old" if n < 60 else "div.new") for n in range(120)]
    pages += [made(200 + n, "div.video", hours=11 * n) for n in range(11)]
    old, new = learn("wxyz", pages)
    assert of([old, new]) == [["div.old", "div.video"], ["div.new", "div.video"]]
    assert old.valid_until == new.valid_from == BEGIN + timedelta(hours=60)


def test_a_page_that_was_not_moved_does_not_either():
    pages = [made(n, "div.old" if n < 60 or n == 90 else "div.new") for n in range(120)]
    assert of(learn("wxyz", pages)) == [["div.old"], ["div.new"]]


def test_a_layout_ends_where_several_stories_no_longer_fit():
    pages = [made(n, "div.old" if n < 20 else f"div.unlike{n % 8}", frame=f"div.frame{n}") for n in range(28)]
    (layout,) = learn("wxyz", [page for page in pages if page.captured_at < BEGIN + timedelta(hours=24)])
    assert layout.valid_until is None, "four stories may be of another kind"
    (layout,) = learn("wxyz", pages)
    assert layout.valid_until == BEGIN + timedelta(hours=20)


def test_the_container_is_the_one_that_holds_the_story_and_no_more():
    pages = [made(number, "div.text", more="div.box") for number in range(10)]
    assert of(learn("wxyz", pages)) == [["div.text"]]


def test_a_split_that_was_wrong_on_some_pages_does_not_choose_the_container():
    """On a third of the pages the whole page was taken for the story."""
    pages = []
    for number in range(18):
        page = made(number, "div.text")
        texts = [*page.texts, f"Another story {number} " + " ".join(f"v{number}x{word}" for word in range(60))]
        wrong = number % 3 == 0
        named = page.named | {"div.page": [(0, 5)], "div.other": [(4, 5)]}
        body = frozenset({2, 4} if wrong else {2})
        pages.append(PageFacts(page.identity, page.captured_at, texts, body, page.head, [], named))
    assert of(learn("wxyz", pages)) == [["div.text"]]


def test_a_page_of_nested_boxes_costs_little():
    html = "<div>x" * 20_000 + "</div>" * 20_000
    document = read_html(html, "text/html", "http://w.example/")
    began = time.process_time()
    facts = facts_of(document, split(html, content_type="text/html", url="http://w.example/"), BEGIN)
    assert time.process_time() - began < 20
    assert max(len(text) for text in facts.named) < 300


def test_kinds_of_widgets_are_those_of_their_containers():
    pages = []
    for number in range(12):
        page = made(number, "div.story")
        texts = [*page.texts, "Trending", f"First of {number}", "Other words"]
        named = page.named | {"ul.trend": [(4, 6)], "div.side": [(4, 7)], "div.page": [(0, 7)]}
        pages.append(
            PageFacts(page.identity, page.captured_at, texts, page.body, page.head, [((4, 6), "most_popular")], named)
        )
    (layout,) = learn("wxyz", pages)
    assert [(kind, [str(each) for each in found]) for kind, found in layout.widgets] == [("most_popular", ["ul.trend"])]
