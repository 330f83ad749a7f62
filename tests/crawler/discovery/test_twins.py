"""One story, one URL: which URLs are twins, which of them is asked for, and that none is forgotten."""

from __future__ import annotations

import itertools
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_addresses import BELIEVED
from crawler.discovery.twins import marks, twin_key, why_twin
from crawler.discovery.urls import FoundUrl, canonical, leads_up
from pipelines.versions import PageVersion

START = datetime(2021, 3, 2, 12, tzinfo=UTC)
SITE = "https://www.wxyz.example"
STORY = f"{SITE}/news/a-story-of-some-words/"
PLACES = itertools.count()
TWINS = [
    (STORY + "amp/", "amp"),
    (STORY + "?outputType=amp", "amp"),
    ("https://amp.wxyz.example/news/a-story-of-some-words", "amp"),
    ("https://m.wxyz.example/news/a-story-of-some-words/", "mobile"),
    ("http://www.wxyz.example/news/a-story-of-some-words/", "scheme"),
    ("https://wxyz.example/news/a-story-of-some-words/", "host"),
    (STORY.rstrip("/"), "slash"),
]


def later(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def version(text: str, headline: str = "Headline") -> PageVersion:
    return PageVersion(text, "v", headline, START - timedelta(hours=1))


def place() -> tuple[str, int]:
    return ("wxyz-20210302-00000.warc.gz", next(PLACES))


def urls(frontier: Frontier) -> list[str]:
    return [entry.url for entry in frontier.entries()]


@pytest.mark.parametrize(("twin", "reason"), TWINS)
def test_a_twin_that_is_found_later_is_remembered_and_not_asked_for(tmp_path: Path, twin: str, reason: str) -> None:
    with Frontier(tmp_path) as frontier:
        found = [(FoundUrl(STORY), "article"), (FoundUrl(twin), "article")]
        assert frontier.named(SITE + "/", "front", START, found).new == 1
        assert urls(frontier) == [SITE + "/", STORY]
        assert [(each.url, each.main, each.reason) for each in frontier.twins()] == [(twin, STORY, reason)]
        assert frontier.entry(twin) == frontier.entry(STORY)
        assert [entry.url for entry in frontier.due(later(1), 9)].count(STORY) == 1


@pytest.mark.parametrize("twin", [url for url, reason in TWINS if reason in ("amp", "mobile", "scheme")])
def test_the_story_takes_the_place_of_a_twin_that_was_found_first(tmp_path: Path, twin: str) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(twin, "article", START)
        frontier.page(twin, later(1), version("a"), place())
        assert not frontier.add(STORY, "article", later(2)), "it is no new story"
        assert urls(frontier) == [STORY]
        assert [(each.url, each.main) for each in frontier.twins()] == [(twin, STORY)]
        assert [entry.url for entry in frontier.due(later(3), 9)] == [STORY]
        assert frontier.page(STORY, later(4), version("a"), place()).outcome == "unchanged"
        assert frontier.page(twin, later(5), version("b"), place()).outcome == "twin"
    with Frontier(tmp_path) as again:
        assert urls(again) == [STORY]


def test_tracking_parameters_make_no_twin() -> None:
    assert canonical(STORY + "?utm_source=x&fbclid=y") == STORY


def test_a_page_that_names_its_own_url_is_that_ones_twin(tmp_path: Path) -> None:
    by_number = f"{SITE}/news?id=123456"
    with Frontier(tmp_path) as frontier:
        frontier.add(by_number, "article", START)
        frontier.page(by_number, later(1), version("a"), place(), canonical=STORY)
        assert urls(frontier) == [STORY]
        assert [each.reason for each in frontier.twins()] == ["canonical"]
        assert frontier.page(STORY, later(2), version("a"), place(), canonical=STORY).outcome == "unchanged"


def test_pages_that_all_name_one_url_are_not_one_story(tmp_path: Path) -> None:
    wrong = f"{SITE}/news/what-every-page-says/"
    with Frontier(tmp_path) as frontier:
        for number in range(4):
            frontier.page(f"{STORY}{number}/", later(number), version("a", f"Story {number}"), place(), canonical=wrong)
        assert len([url for url in urls(frontier) if url != wrong]) == 3
        frontier.add(SITE + "/", "front", START)
        frontier.page(STORY, later(9), version("a"), place(), canonical=SITE + "/")
        assert STORY in urls(frontier)


def test_a_slash_that_the_page_and_the_server_disagree_on_goes_on_as_it_is(tmp_path: Path) -> None:
    bare = STORY.rstrip("/")
    with Frontier(tmp_path) as frontier:
        for number in range(3):
            frontier.page(STORY, later(2 * number), version("a"), place(), canonical=bare)
            frontier.moved(bare, later(2 * number + 1), STORY, permanent=True)
        assert urls(frontier) == [STORY]


def test_a_story_that_moved_for_good_is_asked_for_where_it_is(tmp_path: Path) -> None:
    new = f"{SITE}/news/a-story-of-other-words/"
    with Frontier(tmp_path) as frontier:
        frontier.page(STORY, START, version("a"), place())
        assert frontier.moved(STORY, later(1), new, permanent=True) is None
        assert frontier.page(new, later(1), version("a"), place()).outcome == "unchanged"
        assert [(each.url, each.reason) for each in frontier.twins()] == [(STORY, "moved")]


def test_a_source_that_moved_for_good_is_asked_for_where_it_stands_for_a_week(tmp_path: Path) -> None:
    source, target = f"{SITE}/feed", f"{SITE}/rss/news.xml"
    with Frontier(tmp_path) as frontier:
        frontier.add(source, "feed", START)
        frontier.moved(source, START, target, permanent=True)
        frontier.named(target, "feed", later(1), [(FoundUrl(STORY), "article")])
        assert urls(frontier) == [source, STORY]
        entry = frontier.entry(source)
        assert entry is not None
        assert (entry.kind, entry.fetched, entry.changes) == ("feed", later(1), 1)
        assert frontier.address(source, later(2)) == target
        assert frontier.address(source, START + BELIEVED) == source
        frontier.named(source, "feed", START + BELIEVED, [])
        assert frontier.address(source, START + BELIEVED) == source
        assert list(frontier.twins()) == []


def test_a_source_whose_new_place_is_gone_is_asked_itself(tmp_path: Path) -> None:
    source, target = f"{SITE}/feed", f"{SITE}/rss/news.xml"
    with Frontier(tmp_path) as frontier:
        frontier.add(source, "feed", START)
        frontier.moved(source, START, target, permanent=True)
        assert frontier.gone(target, later(1), "status 404") is None
        assert frontier.address(source, later(2)) == source
        frontier.moved(source, later(3), target)
        assert frontier.address(source, later(4)) == source, "a temporary redirect is nothing to remember"


def test_a_hub_that_was_found_as_a_page_is_a_hub_once_it_is_declared(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(f"{SITE}/sports/", "other", START)
        frontier.add(f"{SITE}/sports", "section", later(1))
        assert [(entry.url, entry.kind) for entry in frontier.entries()] == [(f"{SITE}/sports", "section")]
        frontier.add(f"{SITE}/weather/", "other", START)
        frontier.add(f"{SITE}/weather/", "section", later(1))
        frontier.add(f"{SITE}/weather/", "article", later(2))
        entry = frontier.entry(f"{SITE}/weather/")
        assert entry is not None
        assert entry.kind == "section"


@pytest.mark.parametrize(
    ("url", "target", "leads"),
    [
        (STORY, SITE + "/", True),
        (STORY, SITE, True),
        (STORY, f"{SITE}/news/", True),
        (STORY, f"{SITE}/news", True),
        (STORY, "https://wxyz.example/", True),
        (STORY, STORY.rstrip("/"), False),
        (STORY, f"{SITE}/sports/", False),
        (STORY, f"{SITE}/new", False),
        (STORY, "https://www.other.example/", False),
        (f"{SITE}/", f"{SITE}/", False),
    ],
)
def test_what_leads_up(url: str, target: str, leads: bool) -> None:
    assert leads_up(url, target) is leads


step = st.text("abz-.", min_size=1, max_size=6)
address = st.builds(
    lambda scheme, host, steps, slash, query: f"{scheme}://{host}/{'/'.join(steps)}{slash}{query}",
    st.sampled_from(("http", "https")),
    st.sampled_from(("wxyz.example", "www.wxyz.example", "m.wxyz.example", "amp.wxyz.example", "news.wxyz.example")),
    st.lists(st.one_of(step, st.just("amp")), min_size=0, max_size=4),
    st.sampled_from(("", "/")),
    st.sampled_from(("", "?outputType=amp", "?id=7", "?id=8&amp=1")),
)


@given(st.lists(address, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_every_url_is_asked_for_or_the_twin_of_one_that_is(found: list[str]) -> None:
    found = [canonical(url) or url for url in found]
    with tempfile.TemporaryDirectory() as folder, Frontier(Path(folder)) as frontier:
        for url in found:
            frontier.add(url, "article", START)
        mains = set(urls(frontier))
        mains_of = {each.url: each.main for each in frontier.twins()}
        assert set(found) == mains | set(mains_of)
        assert not mains & set(mains_of)
        assert set(mains_of.values()) <= mains
        assert len({twin_key(url) for url in mains}) == len(mains)
        assert all(marks(main) <= marks(url) and why_twin(url, main) for url, main in mains_of.items())
