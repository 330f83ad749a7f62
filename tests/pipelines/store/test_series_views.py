"""Series over time: what captures show becomes intervals, and nothing is lost on the way."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import NOON, page, write_pages

from pipelines.items import Page, Widget
from pipelines.store.catalog import open_catalog, select
from pipelines.store.rows import series_id

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ask(warcs_dir: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_catalog(warcs_dir) as catalog, select(catalog, sql) as selection:
        return list(selection.rows)


def shown(folder: Path, *captures: tuple[timedelta, list[Widget]]) -> None:
    """Pages captured so long after noon with these widgets, each page at another URL."""
    pages: list[Page] = [
        page(100 * number, widgets=widgets, at=NOON + after, url=f"https://www.wxyz.example/{number}")
        for number, (after, widgets) in enumerate(captures, start=1)
    ]
    write_pages(folder / "wxyz" / "tables", *pages)


def cases(count: int, deaths: int | None = 1, note: str | None = None) -> Widget:
    rows = [{"county": "Vigo", "cases": count, "deaths": deaths}]
    return Widget(
        "case_table", note=note, data={"region": "Indiana", "total_cases": count, "rows": rows}, proof="cells"
    )


def weather(**temperatures: float) -> Widget:
    return Widget("weather_conditions", data=[{"place": place, "temperature": t} for place, t in temperatures.items()])


def banner(words: str, kind: str = "breaking_banner") -> Widget:
    return Widget(kind, data={"headline": words, "href": "https://www.wxyz.example/x"}, text=words)


def popular(*stories: str, hrefs: bool = True) -> Widget:
    links = [{"text": text, "href": f"https://www.wxyz.example/{text}" if hrefs else None} for text in stories]
    return Widget("most_popular", "Most Popular", data=links)


def menu() -> Widget:
    return Widget("link_bar", data=[], text="News")


def after(at: datetime) -> timedelta:
    return at - NOON


def test_the_same_sidebar_on_many_pages_and_visits_is_one_interval_with_the_first_capture_as_its_source(
    tmp_path: Path,
) -> None:
    visits = [hour * HOUR + number * MINUTE for hour in range(3) for number in range(5)]
    table = cases(7, note="as of 7 p.m.")
    copies = [table, cases(7), Widget("case_table", data=table.data, duplicate_of=0)]
    shown(tmp_path, *((at, copies) for at in visits))
    sql = "SELECT cases, captures, captured_at, first_seen, last_seen, note, warc_offset, record_id, url, series_id FROM case_counts"
    assert ask(tmp_path, sql) == [
        (7, 15, NOON, NOON, NOON + visits[-1], "as of 7 p.m.", 100, "<urn:uuid:100>", "https://www.wxyz.example/1",
         "wxyz/case_table/indiana")
    ]  # fmt: skip


def test_a_value_that_comes_back_is_an_interval_of_its_own(tmp_path: Path) -> None:
    shown(tmp_path, *((n * HOUR, [weather(Paris=t)]) for n, t in enumerate([40, 40, 41, 40])))
    sql = "SELECT temperature, first_seen, last_seen, captures FROM weather ORDER BY first_seen"
    assert [(t, after(a), after(b), n) for t, a, b, n in ask(tmp_path, sql)] == [
        (40, 0 * HOUR, 1 * HOUR, 2),
        (41, 2 * HOUR, 2 * HOUR, 1),
        (40, 3 * HOUR, 3 * HOUR, 1),
    ]


def test_within_a_visit_pages_from_old_caches_do_not_cut_an_interval(tmp_path: Path) -> None:
    shown(tmp_path, *((n * MINUTE, [cases(count)]) for n, count in enumerate([7, 9, 7, 9, 9])), (HOUR, [cases(9)]))
    sql = "SELECT cases, first_seen, last_seen, captures, cases_change, corrected FROM case_counts ORDER BY first_seen"
    assert [(c, after(a), after(b), *rest) for c, a, b, *rest in ask(tmp_path, sql)] == [
        (7, 0 * MINUTE, 2 * MINUTE, 2, None, False),
        (9, 1 * MINUTE, HOUR, 4, 2, False),
    ]


def test_one_place_changes_and_the_others_go_on(tmp_path: Path) -> None:
    shown(tmp_path, *((n * HOUR, [weather(Paris=n, Brazil=50)]) for n in range(4)))
    sql = "SELECT place, count(*), sum(captures), min(series_id) FROM weather GROUP BY place ORDER BY place"
    assert ask(tmp_path, sql) == [
        ("Brazil", 1, 4, "wxyz/weather_conditions/brazil"),
        ("Paris", 4, 4, "wxyz/weather_conditions/paris"),
    ]


def test_a_place_is_the_same_in_capitals(tmp_path: Path) -> None:
    shown(tmp_path, (0 * HOUR, [weather(PARIS=4)]), (HOUR, [weather(Paris=4)]))
    assert ask(tmp_path, "SELECT place, captures FROM weather") == [("PARIS", 2)]


def test_a_count_that_falls_is_kept_and_flagged(tmp_path: Path) -> None:
    counts = [(5, 1), (9, 1), (8, 1), (8, 0), (8, None), (8, 2)]
    shown(tmp_path, *((n * DAY, [cases(*count)]) for n, count in enumerate(counts)))
    sql = "SELECT cases, deaths, cases_change, deaths_change, corrected FROM case_counts ORDER BY first_seen"
    assert ask(tmp_path, sql) == [
        (5, 1, None, None, False),
        (9, 1, 4, 0, False),
        (8, 1, -1, 0, True),
        (8, 0, 0, -1, True),
        (8, None, 0, None, False),
        (8, 2, 0, None, False),
    ]


def test_an_old_page_among_new_ones_corrects_nothing(tmp_path: Path) -> None:
    days = [(0 * DAY, 5), (DAY, 9), (DAY + MINUTE, 5), (DAY + 2 * MINUTE, 9), (2 * DAY, 9)]
    shown(tmp_path, *((at, [cases(count)]) for at, count in days))
    assert ask(tmp_path, "SELECT count(*) FROM case_counts WHERE corrected") == [(0,)]


def test_a_banner_ends_where_a_later_visit_shows_pages_without_it(tmp_path: Path) -> None:
    shown(
        tmp_path,
        (0 * HOUR, [banner("Storm")]),
        (MINUTE, [menu()]),  # a page of another make, within the visit
        (HOUR, [banner("Storm"), banner("Storm", "closings_banner"), banner("Storm")]),
        (2 * HOUR, [menu()]),
        (3 * HOUR, [banner("Storm")]),
    )
    sql = "SELECT kind, headline, first_seen, last_seen, captures, href FROM banners ORDER BY kind, first_seen"
    href = "https://www.wxyz.example/x"
    assert [(k, h, after(a), after(b), n, to) for k, h, a, b, n, to in ask(tmp_path, sql)] == [
        ("breaking_banner", "Storm", 0 * HOUR, HOUR, 2, href),
        ("breaking_banner", "Storm", 3 * HOUR, 3 * HOUR, 1, href),
        ("closings_banner", "Storm", HOUR, HOUR, 1, href),
    ]


def test_a_page_without_any_widget_ends_no_banner(tmp_path: Path) -> None:
    tables = tmp_path / "wxyz" / "tables"
    bare = page(200, at=NOON + HOUR)
    write_pages(
        tables, page(100, widgets=[banner("Storm")]), bare, page(300, widgets=[banner("Storm")], at=NOON + 2 * HOUR)
    )
    assert ask(tmp_path, "SELECT captures FROM banners") == [(2,)]


def test_a_story_stays_on_most_popular_while_lists_name_it_whatever_its_rank(tmp_path: Path) -> None:
    lists = [popular("a", "b"), popular("b", "a", "c"), popular("c"), popular("a", "a")]
    shown(tmp_path, *((n * HOUR, [each, popular(hrefs=False)]) for n, each in enumerate(lists)))
    sql = "SELECT headline, rank, first_seen, last_seen, captures FROM popularity ORDER BY headline, first_seen"
    assert [(h, r, after(a), after(b), n) for h, r, a, b, n in ask(tmp_path, sql)] == [
        ("a", 1, 0 * HOUR, 1 * HOUR, 2),
        ("a", 1, 3 * HOUR, 3 * HOUR, 1),
        ("b", 1, 0 * HOUR, 1 * HOUR, 2),
        ("c", 1, 1 * HOUR, 2 * HOUR, 2),
    ]


def test_a_list_of_text_without_addresses_is_a_series_too(tmp_path: Path) -> None:
    shown(tmp_path, *((n * HOUR, [popular("One", "TWO" if n else "Two", hrefs=False)]) for n in range(3)))
    assert ask(tmp_path, "SELECT headline, rank, captures FROM popularity ORDER BY rank") == [
        ("One", 1, 3),
        ("Two", 2, 3),
    ]


def test_stations_and_collections_are_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_pages(
            tmp_path / name / "tables", page(widgets=[cases(5), weather(Paris=1), banner("Storm"), popular("a")])
        )
    for view in ("case_counts", "weather", "banners", "popularity"):
        assert ask(tmp_path, f"SELECT collection, captures FROM {view} ORDER BY ALL") == [("one", 1), ("two", 1)]  # noqa: S608


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    looks=st.lists(
        st.tuples(st.integers(0, 40), st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1)),
        min_size=1,
        max_size=12,
    )
)
def test_intervals_are_the_captures_no_more_and_no_less(
    tmp_path_factory: pytest.TempPathFactory, looks: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("w")
    at, captures = 0, []
    for gap, places in looks:
        at += gap
        captures.append((at * MINUTE, [weather(**places)]))
    shown(folder, *captures)
    expected: Counter[tuple[str, int]] = Counter(pair for _, places in looks for pair in places.items())
    spans = ask(folder, "SELECT place, temperature, first_seen, last_seen, captures FROM weather")
    counted: Counter[tuple[str, int]] = Counter()
    for place, temperature, first, last, number in spans:
        counted[place, temperature] += number
        seen = [
            when
            for when, (_, places) in zip((c[0] for c in captures), looks, strict=True)
            if places.get(place) == temperature
        ]
        assert {after(first), after(last)} <= set(seen)
        assert sum(after(first) <= when <= after(last) for when in seen) >= number
        missing = [
            when
            for when, (_, places) in zip((c[0] for c in captures), looks, strict=True)
            if after(first) < when < after(last) and all(abs(when - other) > 15 * MINUTE for other in seen)
        ]
        assert not missing, "a look within the interval, far from all that show the value, does not show it"
    assert counted == expected


@pytest.mark.parametrize(
    ("widget", "series"),
    [
        (Widget("case_table", data={"region": "Indiana"}), "wxyz/case_table/indiana"),
        (Widget("case_table", data={"region": None}), "wxyz/case_table"),
        (Widget("current_conditions", data={"place": "Terre Haute, IN"}), "wxyz/current_conditions/terre-haute-in"),
        (Widget("weather_conditions", data=[{"place": "Paris"}]), "wxyz/weather_conditions"),
        (Widget("nws_alert", data={"event": "Flood Watch", "area": "Vigo; Clay"}), "wxyz/nws_alert/vigo-clay"),
        (Widget("poll", data={"question": "Will it rain?"}), "wxyz/poll/will-it-rain"),
        (Widget("data_table", "Ski Conditions", data={"header": [], "rows": []}), "wxyz/data_table/ski-conditions"),
        (Widget("most_popular", "Trending Now", data=[]), "wxyz/most_popular"),
        (Widget("breaking_banner", data={"headline": "Storm", "href": None}), "wxyz/breaking_banner"),
        (Widget("weather_tagline", text="Rain"), "wxyz/weather_tagline"),
    ],
)
def test_what_makes_a_widget_the_same_one_over_time(widget: Widget, series: str) -> None:
    assert series_id("wxyz", widget) == series
