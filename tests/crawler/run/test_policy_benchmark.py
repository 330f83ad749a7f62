"""A floor under the policy's worth: a small simulated station, four days."""

from __future__ import annotations

import pytest

from benchmarks.schedule.baselines import LambdaCrawl, NewsDiffs, NutchAdaptive, ThreeLooks, Uniform
from benchmarks.schedule.run import Run, oracle, score
from benchmarks.schedule.station import Assumptions, Station
from crawler.run.policy import RevisitPolicy

SMALL = Assumptions(days=4, articles_a_day=(8, 25), hourly=3, daily=2, old=300)
BUDGET = 200


@pytest.fixture(scope="module")
def station() -> Station:
    return Station(7, SMALL)


def test_policy_captures_most_of_what_can_be_captured(station: Station) -> None:
    best = score(station, oracle(station, BUDGET), 0).captured
    reached = Run(station, RevisitPolicy()).go(BUDGET)
    others = [Uniform(), NutchAdaptive(), NewsDiffs(), ThreeLooks(), LambdaCrawl(BUDGET)]
    simple = [Run(station, schedule).go(BUDGET).captured for schedule in others]
    assert max(simple) < reached.captured <= best
    assert reached.captured > 0.75 * best
    assert reached.floor > 0.9


def test_a_station_is_the_same_for_every_schedule() -> None:
    first, second = Station(7, SMALL), Station(7, SMALL)
    assert {url: page.changes for url, page in first.pages.items()} == {
        url: page.changes for url, page in second.pages.items()
    }
    assert Run(first, Uniform()).go(BUDGET) == Run(second, Uniform()).go(BUDGET)
