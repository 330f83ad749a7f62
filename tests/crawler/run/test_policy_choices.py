"""What the revisit policy gives out, by its public interface alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.run.policy import RevisitPolicy
from crawler.run.policy.packed import pack, unpack
from pipelines.errors import UsageError

START = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KINDS = ("front", "section", "feed", "sitemap", "article", "widget", "other")

call = st.tuples(
    st.sampled_from(("add", "hint", "observe", "next")),
    st.integers(0, 30),
    st.sampled_from(KINDS),
    st.integers(0, 200_000),
    st.booleans(),
)


def apply(policy: RevisitPolicy, calls: list[tuple[str, int, str, int, bool]]) -> list[list[str]]:
    """Make the calls, time going on by some seconds with each; what `next` gave."""
    now, given_out = START, []
    for word, number, kind, seconds, flag in calls:
        now += timedelta(seconds=seconds % 3000 - 300)  # clocks are set back, too
        url = f"https://station.test/{number}"
        match word:
            case "add":
                policy.add(url, kind, now, now - timedelta(seconds=seconds) if flag else None)
            case "hint":
                policy.hint(url, now, now - timedelta(seconds=seconds))
            case "observe":
                policy.observe(url, now, flag)
            case _:
                given_out.append(policy.next(now, number))
    return given_out


@given(st.lists(call, max_size=60))
@settings(max_examples=60, deadline=None)
def test_gives_at_most_n_known_urls_each_once(calls: list[tuple[str, int, str, int, bool]]) -> None:
    policy = RevisitPolicy()
    known: set[str] = set()
    now = START
    for word, number, kind, seconds, flag in calls:
        now += timedelta(seconds=seconds % 3000 - 300)  # clocks are set back, too
        url = f"https://station.test/{number}"
        if word == "add":
            policy.add(url, kind, now)
            known.add(url)
        elif word == "observe":
            policy.observe(url, now, flag)
        elif word == "hint":
            policy.hint(url, now, now)
        else:
            urls = policy.next(now, number)
            assert len(urls) <= number
            assert len(set(urls)) == len(urls)
            assert set(urls) <= known
    assert len(policy) == len(known)


@given(st.lists(call, max_size=60), st.lists(call, max_size=40))
@settings(max_examples=60, deadline=None)
def test_goes_on_from_json_as_if_never_stopped(
    before: list[tuple[str, int, str, int, bool]], after: list[tuple[str, int, str, int, bool]]
) -> None:
    policy = RevisitPolicy()
    apply(policy, before)
    state = policy.to_dict()
    again = RevisitPolicy.from_dict(json.loads(json.dumps(state)))
    assert again.to_dict() == state
    assert apply(again, after) == apply(policy, after)
    assert again.to_dict() == policy.to_dict()


def test_every_url_comes_up_in_the_end() -> None:
    policy = RevisitPolicy()
    urls = {f"https://station.test/{kind}/{number}" for kind in KINDS for number in range(20)}
    for url in sorted(urls):
        policy.add(url, url.split("/")[3], START)
    given_out: set[str] = set()
    for step in range(20):
        given_out |= set(policy.next(START + step * MINUTE, 7))
    assert given_out == urls


def test_what_was_given_out_is_not_given_again_until_observed_or_long_overdue() -> None:
    policy = RevisitPolicy()
    policy.add("https://station.test/a", "article", START, START)
    assert policy.next(START, 5) == ["https://station.test/a"]
    assert policy.next(START + 5 * MINUTE, 5) == []
    assert policy.next(START + 31 * MINUTE, 5) == ["https://station.test/a"]
    # The second time that nothing is heard of it, it waits twice as long.
    assert policy.next(START + 80 * MINUTE, 5) == []
    assert policy.next(START + 92 * MINUTE, 5) == ["https://station.test/a"]


def test_a_new_article_comes_before_everything_else() -> None:
    policy = RevisitPolicy()
    for number in range(50):
        policy.add(f"https://station.test/old/{number}", "article", START, START - 300 * DAY)
    policy.add("https://station.test/", "front", START)
    now = START
    for _ in range(60):
        now += 5 * MINUTE
        for url in policy.next(now, 1):
            policy.observe(url, now, changed=True)
    policy.add("https://station.test/new", "article", now, now - 3 * MINUTE)
    assert policy.next(now + MINUTE, 1) == ["https://station.test/new"]


def test_hubs_are_asked_more_often_when_the_station_publishes_more() -> None:
    """Pages that have changed at every fetch ask for all there is."""
    visits = {}
    for a_day in (6, 96):
        policy, now, published = RevisitPolicy(), START, START
        policy.add("https://station.test/feed", "feed", START)
        for number in range(20):
            policy.add(f"https://station.test/widget/{number}", "widget", START)
        visits[a_day] = 0
        while now < START + 2 * DAY:
            now += 5 * MINUTE
            for url in policy.next(now, 1):
                if url.endswith("/feed"):
                    visits[a_day] += 1
                    while published < now:
                        policy.add(f"https://station.test/{published:%d%H%M%S}", "article", now, published)
                        published += DAY / a_day
                policy.observe(url, now, changed="widget" in url)
    assert visits[96] > 3 * visits[6] > 0


def test_articles_are_seen_again_after_a_day_and_after_a_week() -> None:
    """Though nothing ever changed, and a page that always changes asks for every fetch."""
    policy, now = RevisitPolicy(), START
    for number in range(24):
        policy.add(f"https://station.test/widget/{number}", "widget", START)
    policy.add("https://station.test/story", "article", START, START)
    ages = []
    while now < START + 9 * DAY:
        now += HOUR
        for url in policy.next(now, 12):
            policy.observe(url, now, changed="widget" in url)
            if url.endswith("story"):
                ages.append(now - START)
    assert any(DAY <= age <= 1.5 * DAY for age in ages)
    assert any(7 * DAY <= age <= 8 * DAY for age in ages)


def test_pages_that_change_by_the_clock_are_fetched_by_it() -> None:
    """Three hourly and three daily pages change 75 times a day; with 96 fetches a day nearly all of that is caught."""
    periods = {f"https://station.test/{name}/{i}": p for name, p in (("hour", HOUR), ("day", DAY)) for i in range(3)}
    policy, now, end = RevisitPolicy(), START, START + 10 * DAY
    for url in periods:
        policy.add(url, "widget", START)
    seen: dict[str, int] = {}
    caught: dict[str, set[int]] = {url: set() for url in periods}
    while now < end:
        now += 15 * MINUTE
        for url in policy.next(now, 1):
            version = (now - START - (17 + 13 * int(url[-1])) * MINUTE) // periods[url]
            policy.observe(url, now, changed=version != seen.get(url))
            seen[url] = version
            if now > end - 5 * DAY:
                caught[url].add(version)
    for url, period in periods.items():
        assert len(caught[url]) >= 0.9 * (5 * DAY / period), url


def test_a_hint_brings_a_page_up() -> None:
    policy, now = RevisitPolicy(), START
    pages = [f"https://station.test/old/{number}" for number in range(200)]
    for url in pages:
        policy.add(url, "other", START)
    for _ in range(100):
        now += 10 * MINUTE
        for url in policy.next(now, 2):
            policy.observe(url, now, changed=False)
    policy.hint(pages[77], now + HOUR, now + HOUR - MINUTE)
    policy.hint(pages[78], now + HOUR, START - DAY)
    assert policy.next(now + HOUR, 1) == [pages[77]]


def test_hints_and_fetches_of_unknown_urls_are_counted_and_change_nothing() -> None:
    policy = RevisitPolicy()
    policy.hint("https://station.test/never-added", START, START)
    policy.observe("https://station.test/never-added", START, True)
    assert policy.unknown == 2
    assert len(policy) == 0
    assert policy.next(START, 10) == []


def test_a_url_found_again_is_no_other_url_and_may_bring_its_date() -> None:
    policy = RevisitPolicy()
    policy.add("https://station.test/a", "other", START)
    policy.add("https://station.test/a", "other", START + DAY)
    assert len(policy) == 1
    assert policy.next(START + DAY, 3) == ["https://station.test/a"]


@pytest.mark.parametrize(
    "misuse",
    [
        lambda policy, naive: policy.add("https://station.test/", "front", naive),
        lambda policy, naive: policy.add("https://station.test/", "article", START, naive),
        lambda policy, naive: policy.hint("https://station.test/", START, naive),
        lambda policy, naive: policy.observe("https://station.test/", naive, True),
        lambda policy, naive: policy.next(naive, 1),
        lambda policy, naive: policy.add("https://station.test/", "homepage", START),
        lambda policy, naive: RevisitPolicy.from_dict({"version": 99}),
        lambda policy, naive: RevisitPolicy.from_dict({"version": 1, "urls": ["https://station.test/"]}),
    ],
)
def test_wrong_use_is_an_error_of_ours(misuse) -> None:
    with pytest.raises(UsageError):
        misuse(RevisitPolicy(), START.replace(tzinfo=None))


@given(st.lists(call, max_size=60))
@settings(max_examples=40, deadline=None)
def test_goes_on_from_its_bytes_as_if_never_stopped(calls: list[tuple[str, int, str, int, bool]]) -> None:
    policy = RevisitPolicy()
    apply(policy, calls)
    again = unpack(pack(policy))
    assert again.to_dict() == policy.to_dict()
    assert apply(again, calls) == apply(policy, calls)
    assert again.to_dict() == policy.to_dict()


def test_a_widget_is_learned_on_after_its_bytes_were_read() -> None:
    policy = RevisitPolicy()
    for number in range(70):
        policy.add(f"https://station.test/w/{number}", "widget", START)
        for hour in range(3):
            policy.observe(f"https://station.test/w/{number}", START + hour * HOUR, changed=True)
    again = unpack(pack(policy))
    for each in (policy, again):
        each.add("https://station.test/w/new", "widget", START + 3 * HOUR)
        for hour in range(4, 7):
            each.observe("https://station.test/w/new", START + hour * HOUR, changed=True)
    assert again.to_dict() == policy.to_dict() == RevisitPolicy.from_dict(policy.to_dict()).to_dict()


@pytest.mark.parametrize("damage", [b"", b"nothing of the kind", b"\x78\x01\x03\x00\x00\x00\x00\x01"])
def test_damaged_bytes_are_an_error_of_ours(damage: bytes) -> None:
    with pytest.raises(UsageError):
        unpack(damage)


def test_a_kind_that_is_better_known_later_wins() -> None:
    policy = RevisitPolicy()
    policy.add("https://station.test/", "front", START)
    policy.add("https://station.test/a", "other", START)
    policy.add("https://station.test/b", "widget", START)
    for hour in range(3):
        for name in "ab":
            policy.observe(f"https://station.test/{name}", START + hour * HOUR, changed=True)
    policy.add("https://station.test/a", "section", START + 4 * HOUR)
    policy.add("https://station.test/b", "article", START + 4 * HOUR, START - HOUR)
    policy.add("https://station.test/", "article", START + 4 * HOUR)
    policy.add("https://station.test/b", "other", START + 4 * HOUR)
    state = policy.to_dict()
    kinds = [KINDS[kind] for kind in state["columns"]["kind"]]
    assert kinds == ["front", "section", "article"]
    assert state["hubs"]["rows"] == [0, 1]
    assert state["rhythms"]["rows"] == []
    assert policy.next(START + 5 * HOUR, 2) == ["https://station.test/", "https://station.test/a"]
