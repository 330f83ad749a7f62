"""The last runs and the health of every station in Prometheus' text format, for node exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.run.health import LOOKED_AT, STATES, Health, judge
from crawler.run.past_runs import read_reports

_PREFIX = "station_archive_"
_COUNTS = {
    "fetched": "answers of any status",
    "not_modified": "answers 304",
    "new": "pages seen for the first time",
    "changed": "pages whose text or values were others",
    "unchanged": "pages whose text and values were the same",
    "gone": "pages that are not there any more",
    "articles": "pages with an article",
    "drifted": "stories that did not fit the station's layout",
}


@dataclass(frozen=True, slots=True)
class Station:
    """A station's health and the report of its last run that ended."""

    health: Health
    last: dict[str, Any]


def stations_in(warcs_dir: Path, now: datetime) -> Iterator[Station]:
    """Every collection that has had a run, by name. `now` is of the clock that reports are of: the world's."""
    for folder in sorted(warcs_dir.glob("*/runs")):
        reports = read_reports(folder, LOOKED_AT)
        ended = [report for report in reports if report.get("finished") != "running"]
        if reports:
            yield Station(judge(folder.parent.name, reports, now), ended[-1] if ended else reports[-1])


def write_metrics(path: Path, warcs_dir: Path, now: datetime) -> None:
    """Write the metrics of all stations; the file appears whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(render(stations_in(warcs_dir, now)), encoding="utf-8")
    temporary.rename(path)


def render(stations: Iterable[Station]) -> str:
    """The text, one metric after another."""
    known = list(stations)
    lines: list[str] = []
    for name, what in _COUNTS.items():
        values = [(_labels(each), each.last.get(name, 0)) for each in known]
        lines += _metric(f"last_run_{name}", f"{what}, in the last run", values)
    for name in ("failed", "widgets"):
        label = "reason" if name == "failed" else "kind"
        values = [(_labels(e, **{label: key}), count) for e in known for key, count in e.last.get(name, {}).items()]
        lines += _metric(f"last_run_{name}", f"{name} of the last run by {label}", values)
    delays = [(_labels(e), e.last["delay_seconds"]["median"]) for e in known if e.last.get("delay_seconds")]
    lines += _metric("last_run_delay_seconds", "median from publication to first capture", delays)
    complete = [(_labels(each), int(bool(each.last.get("complete")))) for each in known]
    lines += _metric("last_run_complete", "1 where the last run was complete", complete)
    started = [(_labels(each), datetime.fromisoformat(each.last["started"]).timestamp()) for each in known]
    lines += _metric("last_run_timestamp_seconds", "when the last run began", started)
    for name in ("used_today", "a_day"):
        budget = [(_labels(e), e.last["budget"][name]) for e in known if name in e.last.get("budget", {})]
        lines += _metric(f"budget_requests_{name}", f"requests {name.replace('_', ' ')}", budget)
    states = [(_labels(each, state=state), int(each.health.state == state)) for each in known for state in STATES]
    lines += _metric("health", "1 for the state that the station is in", states)
    return "".join(line + "\n" for line in lines)


def _metric(name: str, help_text: str, values: Sequence[tuple[str, float]]) -> list[str]:
    if not values:
        return []
    full = _PREFIX + name
    return [
        f"# HELP {full} {help_text}",
        f"# TYPE {full} gauge",
        *(f"{full}{labels} {value}" for labels, value in values),
    ]


def _labels(station: Station, **more: str) -> str:
    labels = {"station": station.health.station, **more}
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
