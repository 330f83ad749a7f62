"""How much a schedule may ask for, and what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.run.budget import Budget, quiet_hours
from crawler.run.clock import Clock
from pipelines.errors import UsageError

NOON = datetime(2021, 3, 2, 12, tzinfo=UTC)


@given(st.integers(1, 3000), st.sampled_from([5, 10, 15, 60, 240]), st.sampled_from(["", "23:30-05:00", "01:00-04:00"]))
def test_a_day_of_runs_keeps_the_budget_and_uses_it(a_day: int, minutes: int, quiet: str) -> None:
    budget = Budget(a_day, quiet_hours(quiet), ZoneInfo("America/New_York"))
    last, left, now = NOON - timedelta(minutes=minutes), 0.0, NOON
    spent: dict[str, int] = {}
    while now < NOON + timedelta(days=3):
        day = f"{now:%Y-%m-%d}"
        allowed = budget.allowed(last, left, spent.get(day, 0), now)
        assert not (allowed and budget.is_quiet(now))
        left = budget.saved_up(last, left, now) - allowed
        last, spent[day] = now, spent.get(day, 0) + allowed
        now += timedelta(minutes=minutes)
    whole = [count for day, count in spent.items() if day in {"2021-03-03", "2021-03-04"}]
    assert max(whole) <= a_day
    if minutes <= 60:
        assert sum(whole) >= 2 * a_day * 0.9 - 4


def test_a_schedule_that_stood_still_does_not_ask_for_all_that_it_missed() -> None:
    assert Budget(240).allowed(NOON - timedelta(days=2), 0.0, 0, NOON) == 20


def test_a_station_that_was_never_asked_is_due_its_fronts_and_newest_stories() -> None:
    assert Budget(24).allowed(None, 0.0, 0, NOON) == 24
    assert Budget(300).allowed(None, 0.0, 0, NOON) == 30


@pytest.mark.parametrize("text", ["night", "25:00-05:00", "23:00", "1-2-3"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="quiet hours"):
        quiet_hours(text)


def test_a_rehearsal_goes_faster_and_can_be_written_down() -> None:
    clock = Clock(NOON, NOON + timedelta(days=2000), 60.0)
    assert clock.at(NOON + timedelta(days=2000, minutes=1)) == NOON + timedelta(hours=1)
    assert Clock.read(str(clock)) == clock
    assert clock.really(timedelta(hours=1)) == 60
    assert Clock.read("").at(NOON) == NOON


@pytest.mark.parametrize(
    "text", ["now", "2021-03-02@2021-03-02*2", "2021-03-02T00:00Z@x*2", "2021-03-02T00:00Z@2021-03-02T00:00Z"]
)
def test_a_clock_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SCHEDULE_CLOCK"):
        Clock.read(text)
