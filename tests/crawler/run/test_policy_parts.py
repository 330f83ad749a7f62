"""The parts of the revisit policy: its URL table, its rates by age, its rhythms, its columns."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.run.policy import RevisitPolicy
from crawler.run.policy.ages import DAY, HOUR, AgeCurve
from crawler.run.policy.columns import Columns, best
from crawler.run.policy.hints import Trust
from crawler.run.policy.hubs import Hubs
from crawler.run.policy.rhythms import Rhythms
from crawler.run.policy.urls import UrlTable
from pipelines.errors import UsageError


@given(st.lists(st.text(max_size=8), unique=True, max_size=200))
def test_url_table_is_a_dict_of_numbers(urls: list[str]) -> None:
    table = UrlTable(urls)
    assert list(table) == urls
    assert [table.find(url) for url in urls] == list(range(len(urls)))
    assert table.find("".join(urls) + "?") is None


def test_rates_by_age_are_learned_from_gaps() -> None:
    """A station whose articles change 6 times a day for two hours and then never."""
    draw, curve = np.random.default_rng(5), AgeCurve()
    for _ in range(1500):
        age = 0.0
        for gap in (0.5, 0.5, 1, 2, 4, 16):
            changed = age < 2 * HOUR and draw.random() < -np.expm1(-6 * gap / 24)
            curve.learn(0, 0.0, age, age + gap * HOUR, changed, 1.0)
            age += gap * HOUR
    article, born = np.zeros(1, dtype=np.intp), np.zeros(1)
    young = curve.expected(article, born, np.zeros(1), 2 * HOUR)[0]
    later = curve.expected(article, born, np.full(1, 2 * HOUR), DAY)[0]
    assert young == pytest.approx(0.5, rel=0.15)
    assert later < 0.05


def test_a_rhythm_is_told_by_a_few_fetches() -> None:
    """Fetched each 13 minutes for a day, a page that changes at 17 past each hour is known to have changed at 25 past."""
    rhythms, gap = Rhythms(), 780.0
    for step in range(1, 110):
        until = step * gap
        rhythms.learn(0, until - gap, until, (until - 1020) // HOUR != (until - gap - 1020) // HOUR)
    since = np.array([30 * HOUR])
    before, _ = rhythms.forecast(np.array([0]), since, 30 * HOUR + 10 * 60)
    after, rise = rhythms.forecast(np.array([0]), since, 30 * HOUR + 25 * 60)
    assert before[0] < 0.2
    assert after[0] > 0.85
    assert rise[0] < 0.2 / HOUR


def test_a_hub_that_lists_everything_leaves_nothing_to_the_others() -> None:
    hubs, now = Hubs(), DAY
    hubs.add(0, "feed")
    hubs.add(1, "section")
    for _ in range(200):
        hubs.pass_time(now)
        hubs.published(now - 600)
        hubs.visited({0: HOUR}, 1)
        now += HOUR
    assert hubs.coverage[0] > 0.9
    hubs.pass_time(now)
    assert hubs.offers()[0] == pytest.approx(1.0, rel=0.3)
    hubs.visited({0: HOUR}, 1)
    assert hubs.offers()[1] < 0.2


def test_a_source_is_trusted_as_far_as_it_was_right() -> None:
    trust = Trust()
    for _ in range(40):
        trust.learn(1, right=True)
        trust.learn(2, right=False)
    right, wrong, untried = trust.trust(np.array([1, 2, 3], dtype=np.uint16))
    assert right > 0.85
    assert wrong < 0.15
    assert wrong < untried < right


@given(st.lists(st.integers(0, 20), min_size=1, max_size=400), st.integers(1, 8))
def test_the_best_are_the_best(values: list[int], n: int) -> None:
    places = best(np.array(values, dtype=np.float32), n)
    assert [values[place] for place in places] == sorted(values, reverse=True)[:n]
    assert len(set(places.tolist())) == len(places)


def test_columns_of_another_shape_are_refused() -> None:
    state = Columns().to_dict()
    state["kind"] = [1, 2]
    with pytest.raises(UsageError):
        Columns.from_dict(state)


def test_memory_of_a_url_is_bounded() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    tracemalloc.start()
    try:
        policy = RevisitPolicy()
        for number in range(10_000):
            published = start - timedelta(hours=number)
            policy.add(f"https://station.test/news/local/a-story-with-a-headline-{number}", "article", start, published)
        assert tracemalloc.get_traced_memory()[0] < 200 * len(policy)
    finally:
        tracemalloc.stop()
