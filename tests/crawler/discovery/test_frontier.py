"""The frontier: what it is told is there after a crash, and what it says was seen."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_file import FILE, copy_frontier, peek
from crawler.discovery.urls import FoundUrl
from pipelines.errors import InputError
from pipelines.versions import PageVersion

START = datetime(2021, 3, 2, 12, tzinfo=UTC)
FRONT = "https://www.wxyz.example/"
STORY = "https://www.wxyz.example/news/a-story-of-some-words/"
PLACES = itertools.count()


def place() -> tuple[str, int]:
    """The record of another capture."""
    return ("wxyz-20210302-00000.warc.gz", next(PLACES))


def version(text: str | None, values: str = "v", headline: str = "Headline") -> PageVersion:
    return PageVersion(text, values, headline if text else None, START - timedelta(hours=1) if text else None)


def later(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def state(frontier: Frontier) -> tuple[list[object], str]:
    return list(frontier.entries()), json.dumps(frontier.policy.to_dict(), sort_keys=True)


def test_a_story_is_new_then_unchanged_then_changed(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.named(FRONT, "front", START, [(FoundUrl(STORY), "article")])
        outcomes = [
            frontier.page(STORY, later(n), version(text), place()).outcome for n, text in enumerate(("a", "a", "b"))
        ]
        entry = frontier.entry(STORY)
        assert outcomes == ["new", "unchanged", "changed"]
        assert entry is not None
        assert (entry.fetches, entry.changes, entry.changed) == (3, 2, later(2))
        assert entry.published == START - timedelta(hours=1)


def test_what_stands_beside_a_story_does_not_change_it(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.page(STORY, START, version("a", "sunny"), place())
        assert frontier.page(STORY, later(60), version("a", "rain"), place()).outcome == "unchanged"


def test_a_page_without_a_story_changes_with_its_values(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.page(FRONT + "weather", START, version(None, "sunny"), place())
        assert frontier.page(FRONT + "weather", later(60), version(None, "rain"), place()).outcome == "changed"
        entry = frontier.entry(FRONT + "weather")
        assert entry is not None
        assert entry.kind == "widget"


def test_a_story_that_comes_without_its_text_keeps_what_is_known(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.page(STORY, START, version("a"), place())
        assert frontier.page(STORY, later(1), version(None), place()).outcome == "textless"
        assert frontier.page(STORY, later(2), version("a"), place()).outcome == "unchanged"


def test_a_capture_that_is_met_again_is_told_once(tmp_path: Path) -> None:
    """A run that goes on with another one sees what that one has stored."""
    with Frontier(tmp_path) as frontier:
        where = place()
        frontier.page(STORY, START, version("a"), where)
        assert frontier.page(STORY, START, version("a"), where).outcome == "unchanged"
        entry = frontier.entry(STORY)
        assert entry is not None
        assert entry.fetches == 1


def test_a_story_is_gone_once_and_may_come_back(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.page(STORY, START, version("a"), place())
        lost = frontier.gone(STORY, later(1), "status 410")
        assert lost is not None
        assert lost.headline == "Headline"
        assert frontier.gone(STORY, later(2), "status 410") is None
        assert frontier.page(STORY, later(3), version("a"), place()).outcome == "back"


def test_a_story_that_leads_to_a_front_is_gone_and_another_redirect_is_none(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(FRONT, "front", START)
        frontier.page(STORY, START, version("a"), place())
        assert frontier.moved(STORY, later(1), STORY + "amp/") is None
        assert frontier.moved(STORY, later(2), FRONT) is not None


def test_a_hub_that_always_names_stories_and_then_none_is_told(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        story = [(FoundUrl(STORY), "article")]
        visits = [frontier.named(FRONT, "front", later(n), story if n < 5 else []) for n in range(6)]
        assert [visit.empty for visit in visits] == [False] * 5 + [True]
        assert [visit.new for visit in visits] == [1, 0, 0, 0, 0, 0]
        assert not frontier.named(FRONT + "live/", "section", later(9), []).empty


def test_what_is_due_begins_with_the_hub_and_then_with_what_it_named(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(FRONT, "front", START)
        assert [entry.url for entry in frontier.due(START, 5)] == [FRONT]
        frontier.named(FRONT, "front", START, [(FoundUrl(STORY), "article")])
        assert [entry.url for entry in frontier.due(later(1), 1)] == [STORY]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "named", "page", "gone", "nothing", "save", "due"]),
        st.integers(0, 8),
        st.sampled_from("abc"),
    ),
    max_size=40,
)


@given(events=EVENTS)
@settings(max_examples=40, deadline=None)
def test_a_crash_at_any_moment_loses_nothing_that_was_told(
    tmp_path_factory: pytest.TempPathFactory, events: list
) -> None:
    folder = tmp_path_factory.mktemp("frontier")
    with Frontier(folder) as frontier:
        given_out = False
        for number, (what, which, text) in enumerate(events):
            url, at = f"{FRONT}story-{which}", later(number)
            match what:
                case "add":
                    frontier.add(url, "article", at)
                case "named":
                    frontier.named(f"{FRONT}feed", "feed", at, [(FoundUrl(url, None, at), "article")])
                case "page":
                    frontier.page(url, at, version(text), place())
                case "gone":
                    frontier.gone(url, at, "status 404")
                case "nothing":
                    frontier.nothing(url, at)
                case "save":
                    frontier.save()
                    given_out = False
                case "due":
                    given_out = given_out or bool(frontier.due(at, 1))
        crashed = folder / "crashed"
        crashed.mkdir()
        for path in folder.glob(FILE + "*"):
            shutil.copy(path, crashed)
        with Frontier(crashed) as again:
            entries, policy = state(frontier)
            assert state(again)[0] == entries
            # What was given out since the last `save` is due again after a crash: it was not fetched.
            assert given_out or state(again)[1] == policy


def test_a_file_that_is_no_frontier_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("something else, and long enough to be looked at" * 40)
    with pytest.raises(InputError, match=r"frontier\.sqlite: the frontier cannot be read"):
        Frontier(tmp_path)


def test_it_can_be_looked_at_and_copied_while_it_is_written(tmp_path: Path) -> None:
    assert peek(tmp_path, "2021-03-02") == (None, 0.0, 0)
    with Frontier(tmp_path) as frontier:
        frontier.add(STORY, "article", START)
        frontier.ran(START, 1.5)
        frontier.spend("2021-03-02", 7)
        assert peek(tmp_path, "2021-03-02") == (START, 1.5, 7)
        (tmp_path / "copy").mkdir()
        copy_frontier(tmp_path, tmp_path / "copy")
        with Frontier(tmp_path / "copy") as copy:
            assert copy.entry(STORY) == frontier.entry(STORY)


def test_what_a_run_has_asked_for_already_stays_free_for_the_next(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(FRONT, "front", START)
        frontier.add(STORY, "article", START)
        asked = {entry.url for entry in frontier.due(START, 9)}
        frontier.named(FRONT, "front", later(1), [])
        frontier.page(STORY, later(1), version("a"), place())
        assert frontier.due(later(2), 9, asked) == []
        assert {entry.url for entry in frontier.due(later(3), 9)} == {FRONT, STORY}
