"""The file of layouts: what is written is read again, and what a person gets wrong is said with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.split.layout import Layout, layout_at
from pipelines.split.layout_file import layouts_text, read_layouts
from pipelines.split.layout_merge import merged
from pipelines.split.layout_selector import read_selector
from pipelines.split.version import SPLITTER_VERSION, version_with

BEGIN = datetime(2021, 3, 2, 12, tzinfo=UTC)
GOOD = "[[layout]]\nvalid_from = 2021-03-02T12:00:00Z\narticle = ['div.story']\n"


def layout(*article: str, start: int = 0, end: int | None = None, **fields) -> Layout:
    """A layout of hours from BEGIN on."""
    until = None if end is None else BEGIN + timedelta(hours=end)
    selectors = tuple(read_selector(text) for text in article or ("div.story",))
    return Layout("wxyz", BEGIN + timedelta(hours=start), until, selectors, **fields)


SELECTORS = st.lists(
    st.sampled_from(["div.story", "div#main > p", "td", "/html/body/div[2]"]), min_size=1, max_size=3
).map(lambda texts: tuple(read_selector(text) for text in texts))
LAYOUTS = st.builds(
    Layout,
    station=st.just("wxyz"),
    valid_from=st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    valid_until=st.none(),
    article=SELECTORS,
    chrome=SELECTORS,
    repeated=st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=60), max_size=3).map(tuple),
    widgets=st.dictionaries(st.sampled_from(["headlines", "unknown"]), SELECTORS).map(
        lambda d: tuple(sorted(d.items()))
    ),
    pages=st.integers(0, 10**6),
)


@given(st.lists(LAYOUTS, max_size=3, unique_by=lambda each: each.valid_from))
def test_what_is_written_is_read_again(tmp_path_factory, layouts):
    ordered = merged([], layouts)
    path = tmp_path_factory.mktemp("layouts") / "wxyz.toml"
    path.write_text(layouts_text("wxyz", ordered), encoding="utf-8")
    assert read_layouts(path, "wxyz") == ordered
    assert [each.digest for each in read_layouts(path, "wxyz")] == [each.digest for each in ordered]


def test_the_example_of_the_documentation_is_one(tmp_path):
    documentation = (Path(__file__).parents[3] / "docs" / "layouts.md").read_text(encoding="utf-8")
    path = tmp_path / "wdemo.toml"
    path.write_text(documentation.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (known,) = read_layouts(path, "wdemo")
    assert known.name == "wdemo-20210224T114600Z"
    assert [kind for kind, _ in known.widgets] == ["most_popular", "related_content"]


def test_no_file_is_no_layout(tmp_path):
    assert read_layouts(tmp_path / "wxyz.toml", "wxyz") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[layout]\n", "it is not TOML"),
        ("x = 1\n", "x: a file of layouts holds"),
        ("layout = 3\n", "layout: a file of layouts holds"),
        ("[[layout]]\narticle = ['div.story']\n", "layout 1, valid_from: 'None' is no time"),
        (GOOD + "colour = 'red'\n", "layout 1, colour: no such field"),
        (GOOD.replace("['div.story']", "[]"), "layout 1, article: a layout names at least one"),
        (GOOD.replace("['div.story']", "'div.story'"), "layout 1, article: it is no list"),
        (GOOD.replace("div.story", "div story"), "layout 1, article 1: 'div story' is no step"),
        (GOOD + "chrome = ['p', '..']\n", "layout 1, chrome 2: '..' is no step"),
        (GOOD + "pages = -1\n", "layout 1, pages: -1 is no count"),
        (GOOD + "repeated = [1]\n", "layout 1, repeated: it is no list"),
        (GOOD + "[layout.widgets]\nheadlines = ['!']\n", "layout 1, widgets.headlines 1: '!' is no step"),
        (GOOD + "valid_until = 2020-01-01T00:00:00Z\n", "layout 1, valid_until: it is not after valid_from"),
        (GOOD + GOOD.replace("03-02", "03-05"), "layout 1: it does not end before layout 2 begins"),
        ("x = " + "[" * 50_000, ": "),
        ("#" * 1_000_001, "it is larger than"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path, text, said):
    path = tmp_path / "wxyz.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_layouts(path, "wxyz")
    assert str(raised.value).startswith(f"{path}: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "wxyz.toml"
    path.write_bytes(b"# \xff\n")
    with pytest.raises(InputError, match="at byte 2: it is not UTF-8"):
        read_layouts(path, "wxyz")


def test_a_layout_holds_from_its_beginning_up_to_its_end():
    first, second = layout(start=0, end=5), layout("td", start=5)
    at = [layout_at((first, second), BEGIN + timedelta(hours=hour)) for hour in (-1, 0, 4, 5, 99)]
    assert at == [None, first, first, second, second]


def test_the_version_of_rows_is_that_of_what_the_split_uses():
    one = layout()
    assert version_with(None) == SPLITTER_VERSION
    assert version_with(one) == version_with(replace(one, valid_until=BEGIN + timedelta(days=1), pages=7))
    others = [layout("td"), layout(start=1), replace(one, chrome=one.article), replace(one, repeated=("Share",))]
    assert len({version_with(each) for each in [None, one, *others]}) == 6


def test_reviewed_layouts_stay_and_get_their_end():
    reviewed = layout("div.story", chrome=(read_selector("div.corrected"),))
    old, new = layout("div.story", "td", end=9), layout("div.flow", start=9)
    assert merged([reviewed], [old, new]) == (replace(reviewed, valid_until=old.valid_until), new)
    assert merged([replace(reviewed, valid_until=BEGIN + timedelta(hours=3))], [old, new])[
        0
    ].valid_until == BEGIN + timedelta(hours=3)
    assert merged([reviewed], []) == (reviewed,)


def test_learning_the_same_again_changes_nothing():
    known = merged([], [layout(end=9), layout("td", start=9)])
    assert merged(known, list(known)) == known


@given(st.lists(LAYOUTS, max_size=4), st.lists(LAYOUTS, max_size=4))
def test_merged_layouts_never_overlap(reviewed, learned):
    made = merged(reviewed, learned)
    for one, following in pairwise(made):
        assert one.valid_until is not None
        assert one.valid_from < one.valid_until <= following.valid_from
