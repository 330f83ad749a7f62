"""What the last runs say of a station."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from e2e.running import scrapy

from crawler.run.health import judge
from crawler.run.metrics import render, stations_in
from crawler.run.past_runs import KILLED, read_reports
from crawler.run.report import RunReport, close_killed

NOW = datetime(2021, 3, 2, 12, tzinfo=UTC)
WELL: dict[str, Any] = {
    "finished": "finished", "complete": True, "answers": 6, "fetched": 6, "new": 1, "changed": 1, "unchanged": 2,
    "pages": 4, "articles": 3, "widgets": {"weather_conditions": 4, "poll": 1}, "hubs": {"https://w.example/": 12},
}  # fmt: skip


def runs(count: int, **last: Any) -> list[dict[str, Any]]:
    """Runs each ten minutes until now, the last of them with these fields."""
    starts = [NOW - timedelta(minutes=10 * (count - number)) for number in range(count)]
    reports = [{**WELL, "started": start.isoformat(timespec="seconds")} for start in starts]
    reports[-1] |= last
    return reports


def with_last(count: int, of: int, **fields: Any) -> list[dict[str, Any]]:
    reports = runs(of)
    for report in reports[-count:]:
        report |= fields
    return reports


NOTHING = {
    "answers": 0,
    "fetched": 0,
    "new": 0,
    "changed": 0,
    "unchanged": 0,
    "pages": 0,
    "articles": 0,
    "widgets": {},
    "hubs": {},
}
CASES = [
    ("ok", runs(30), "6 fetched"),
    ("ok", runs(1), "6 fetched"),
    ("gone", with_last(3, 30, **NOTHING, complete=False, failed={"no such host": 5}), "no such host 15"),
    ("blocked", with_last(3, 30, **NOTHING, complete=False, failed={"status 403": 5}), "status 403 15"),
    (
        "blocked",
        with_last(3, 30, **(NOTHING | {"answers": 1}), failed={"status 429": 4, "host asks to wait": 9}),
        "refused",
    ),
    ("blocked", with_last(3, 30, **NOTHING, failed={"robots.txt unreachable: status 503": 6}), "robots.txt"),
    ("drifted", runs(30, empty_hubs=["https://w.example/"], complete=False), "names no stories"),
    ("drifted", with_last(5, 40, articles=0), "no articles"),
    ("drifted", with_last(5, 40, widgets={}), "no weather_conditions"),
    ("drifted", with_last(5, 40, textless=3, new=0), "without a text"),
    ("drifted", with_last(2, 40, layouts={}, drifted=5), "10 of the last 10 stories are not built"),
    ("drifted", with_last(3, 40, layouts={"wxyz-20210224T112000Z": 1}, drifted=3), "9 of the last 12 stories are not"),
    ("drifted", with_last(1, 40, layouts={}, drifted=30), "30 of the last 30 stories are not"),
    ("ok", with_last(3, 40, layouts={"wxyz-20210224T112000Z": 3}, drifted=2), "6 fetched"),
    ("ok", with_last(1, 40, layouts={}, drifted=4), "6 fetched"),
    ("ok", with_last(40, 40, layouts={"wxyz-20210224T112000Z": 3}, drifted=0), "6 fetched"),
    ("incomplete", runs(30, complete=False, finished="killed"), "killed"),
    (
        "incomplete",
        runs(30, complete=False, unanswered=["https://w.example/feed"]),
        "no answer from https://w.example/feed",
    ),
    ("incomplete", [], "no run"),
    ("quiet", with_last(170, 200, new=0), "nothing new for"),
]


@pytest.mark.parametrize(("state", "reports", "evidence"), CASES)
def test_the_state_is_told_with_its_evidence(state: str, reports: list[dict[str, Any]], evidence: str) -> None:
    health = judge("wxyz", reports, NOW)
    assert health.state == state, health
    assert evidence in "\n".join(health.evidence)


def test_runs_that_have_stopped_coming_are_missed() -> None:
    health = judge("wxyz", runs(30), NOW + timedelta(hours=3))
    assert health.state == "incomplete"
    assert "no run since" in health.evidence[0]


def test_a_source_that_failed_is_remembered_until_it_answers() -> None:
    reports = runs(30)
    reports[20] |= {"unanswered": ["https://w.example/feed"], "complete": False}
    assert judge("wxyz", reports, NOW).state == "incomplete"
    reports[25] |= {"hubs": {"https://w.example/feed": 20}}
    assert judge("wxyz", reports, NOW).state == "ok"


def test_a_widget_that_is_rare_is_not_missed() -> None:
    reports = runs(40)
    for number, report in enumerate(reports):
        report["widgets"] = {"weather_conditions": 4} | ({"poll": 1} if number % 3 == 0 and number < 35 else {})
    assert judge("wxyz", reports, NOW).state == "ok"


def test_a_run_that_was_killed_is_known_by_the_report_that_it_began(tmp_path: Path) -> None:
    RunReport("wxyz", NOW.isoformat(timespec="seconds")).write(tmp_path)
    close_killed(tmp_path)
    (report,) = read_reports(tmp_path, 5)
    assert report["finished"] == KILLED
    assert not report["complete"]


def test_the_command_and_the_metrics_say_the_same(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for name, fields in (("wxyz", WELL), ("wend", {**WELL, "complete": False, "finished": "shutdown"})):
        report = RunReport(name, now.isoformat(timespec="seconds"))
        folder = tmp_path / name / "runs"
        folder.mkdir(parents=True)
        (folder / report.file_name).write_text(json.dumps(asdict(report) | fields))
    (tmp_path / "wxyz" / "runs" / "0broken.json").write_text("{")
    said = scrapy("health", "--json", "-s", f"WARCS_DIR={tmp_path}", "-s", f"METRICS_FILE={tmp_path}/m.prom")
    assert said.returncode == 3
    states = {each["station"]: each["state"] for each in map(json.loads, said.stdout.splitlines())}
    assert states == {"wxyz": "ok", "wend": "incomplete"}
    text = (tmp_path / "m.prom").read_text()
    assert text == render(stations_in(tmp_path, now + timedelta(seconds=1)))
    assert 'station_archive_health{station="wend",state="incomplete"} 1\n' in text
    assert 'station_archive_last_run_widgets{station="wxyz",kind="poll"} 1\n' in text
    assert scrapy("health", "wxyz", "-s", f"WARCS_DIR={tmp_path}").returncode == 0
    unknown = scrapy("health", "wabc", "-s", f"WARCS_DIR={tmp_path}")
    assert unknown.returncode == 2
    assert "no runs of 'wabc'" in unknown.stderr
