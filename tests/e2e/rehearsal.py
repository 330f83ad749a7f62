"""The schedule on the demo network, days of it in minutes, killed and started again: `make bench-schedule-real`.

What is checked: every run has its report; what a run planned is what it archived; what is in the archive is what the
stations served, byte for byte, at that time; the versions in the tables are those that the stations had; no host was
asked faster than it asks for, over all of its stations; no robots.txt was disregarded.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from e2e.running import ROOT, SCRAPY

from crawler.archive.capture import Capture, decode_http
from crawler.archive.collection import Collection
from crawler.demo.clock import ZONE
from crawler.demo.network import NAMES, Network
from crawler.demo.site import respond
from crawler.replay.captures import capture_of
from crawler.replay.records import Record, read_records
from crawler.replay.revisits import Revisits, write_context
from crawler.replay.source import collection_source
from pipelines.store.catalog import open_catalog, select

BEGIN = datetime(2021, 3, 2, 6, 5, tzinfo=ZONE)
_DUE = re.compile(r"DUE \w+ (\S+): ")


@dataclass(frozen=True)
class Plan:
    """`hours` of the stations' time at `speed`, with a crawl each `minutes` and so many requests a day and station."""

    hours: float
    speed: float
    kills: int
    minutes: float = 60
    a_day: int = 240
    crawl_delay: float = 0.25
    names: tuple[str, ...] = NAMES


@dataclass(frozen=True)
class Found:
    """What there was to check."""

    runs: int
    killed: int
    planned: int
    archived: int
    versions: int
    requests: int
    closest: float


def rehearse(plan: Plan, folder: Path) -> Found:
    """Run the schedule as planned and check what it left. AssertionError says what is wrong."""
    warcs, log = folder / "warcs", folder / "crawls.log"
    with Network(BEGIN, plan.speed, plan.crawl_delay, plan.names) as network:
        end = BEGIN + timedelta(hours=plan.hours)
        for life in range(plan.kills + 1):
            until = BEGIN + (end - BEGIN) * (life + 1) / (plan.kills + 1)
            last = life == plan.kills
            # Every second time the crawls are killed with the schedule, else they are orphans that end by themselves.
            with _schedule(network, plan, warcs, log) as process:
                while network.clock.now() < until:
                    assert process.poll() is None, (folder / "stderr").read_text()
                    time.sleep(0.1)
                if last:
                    begun = time.monotonic()
                    process.send_signal(signal.SIGTERM)
                    assert process.wait(timeout=25) == 0
                    assert time.monotonic() - begun < 25
                else:
                    process.kill()
                    process.wait()
                    if life % 2:
                        _kill_crawls(warcs)
        _settle(warcs)
        return _check(network, plan, warcs, log)


@contextmanager
def _schedule(network: Network, plan: Plan, warcs: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    settings = {
        **network.settings(),
        "WARCS_DIR": warcs,
        "SCHEDULE_MINUTES": plan.minutes,
        "SCHEDULE_REQUESTS_A_DAY": plan.a_day,
        "DOWNLOAD_DELAY": plan.crawl_delay / 2,
        "AUTOTHROTTLE_ENABLED": 0,
        "RETRY_TIMES": 0,
        "OPERATOR_CONTACT": "demo@example.com",
        "LOG_LEVEL": "INFO",
        "LOG_FILE": log,
        "METRICS_FILE": warcs / "metrics.prom",
        "STOP_GRACE": 2,
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    with (warcs.parent / "stderr").open("ab") as errors, (warcs.parent / "stdout").open("ab") as out:
        process = subprocess.Popen(
            [*SCRAPY, "schedule", *options], cwd=ROOT, env=network.environment(), stdout=out, stderr=errors
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _kill_crawls(warcs: Path) -> None:
    """Kill the crawls that hold a collection: their locks name them."""
    for lock in warcs.glob("*/.lock"):
        text = lock.read_text()
        if text:
            try:
                os.kill(int(json.loads(text)["pid"]), signal.SIGKILL)
            except (ProcessLookupError, ValueError):
                continue


def _settle(warcs: Path) -> None:
    """Wait until nobody writes any more."""
    deadline = time.monotonic() + 30
    while any(path.name.endswith(".open") for path in warcs.glob("*/archive/*")):
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)


def _check(network: Network, plan: Plan, warcs: Path, log: Path) -> Found:
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said[said.index("Traceback") - 300 :][:3000]
    runs = killed = planned = archived = versions = 0
    for name in plan.names:
        reports = [json.loads(path.read_text()) for path in sorted((warcs / name / "runs").glob("*.json"))]
        assert reports, f"{name} has no reports"
        captures = list(_captures(warcs / name, warcs.parent / f"scratch-{name}"))
        runs += len(reports)
        killed += sum(report["finished"] == "killed" for report in reports)
        assert {report["finished"] for report in reports} <= {"finished", "killed", "shutdown"}
        _every_capture_is_of_a_run(reports, captures)
        _as_served(network, name, captures)
        planned += _as_planned(network, name, said, reports, captures)
        archived += len(captures)
        versions += _versions_are_the_stations(network, name, warcs, captures)
    return Found(runs, killed, planned, archived, versions, len(network.served), _politely(network, plan))


def _captures(collection: Path, scratch: Path) -> Iterator[Capture]:
    """Every answer in the archive, revisits with the body of what they refer to."""
    scratch.mkdir()
    files = [collection_source(Collection(collection), path) for path in Collection(collection).warc_files()]
    write_context(scratch, files)
    with closing(Revisits(scratch)) as revisits:
        for source in files:
            with source.open() as file:
                for record in read_records(file):
                    assert isinstance(record, Record), f"{source}: {record.problem}"
                    capture = capture_of(record, source.warc_file) if record.type in {"response", "revisit"} else None
                    if capture is not None:
                        if record.type == "revisit":
                            revisits.resolve(capture, record)
                        yield capture


def _every_capture_is_of_a_run(reports: list[dict], captures: list[Capture]) -> None:
    starts = [datetime.fromisoformat(report["started"]) for report in reports]
    for capture in captures:
        before = [i for i, start in enumerate(starts) if start <= capture.captured_at]
        assert before, f"{capture.target_uri} at {capture.captured_at}: before the first run"
        report = reports[before[-1]]
        if report["ended"]:
            assert capture.captured_at <= datetime.fromisoformat(report["ended"]) + timedelta(seconds=1)


def _as_served(network: Network, name: str, captures: list[Capture]) -> None:
    """Each archived answer is the one that the station gave to this path at some second close to the capture's."""
    base = network.servers[name].base
    for capture in captures:
        path = capture.target_uri.removeprefix(base)
        if path == "/robots.txt" or capture.truncated in {"time", "disconnect"}:
            continue
        times = [each.at for each in network.served if each.station == name and each.path == path]
        near = [
            at
            for at in times
            if abs(at - network.clock.at(capture.captured_at)) < timedelta(seconds=network.clock.speed)
        ]
        assert any(_body(path, at, base) == capture.body for at in near), f"{capture.target_uri}: nobody served this"


def _body(path: str, at: datetime, base: str) -> bytes | None:
    answer = Capture("", 0, "", "response", base + path, at)
    decode_http(answer, respond(path, at, base=base).wire())
    return answer.body


def _as_planned(network: Network, name: str, said: str, reports: list[dict], captures: list[Capture]) -> int:
    base = network.servers[name].base
    due = [url for url in _DUE.findall(said) if url.startswith(base + "/")]
    fetched = defaultdict(int)
    for capture in captures:
        fetched[capture.target_uri] += 1
    wanted = defaultdict(int)
    for url in due:
        wanted[url] += 1
    ended_badly = sum(report["finished"] != "finished" for report in reports)
    lost = sum(max(0, count - fetched[url]) for url, count in wanted.items() if "/private/" not in url)
    in_flight = 30 * ended_badly  # what a killed run had planned and not fetched yet
    assert lost <= in_flight, f"{name}: {lost} planned and not archived"
    if not ended_badly:
        assert lost == 0
    redirected = {c.target_uri for c in captures if c.status and 300 <= c.status < 400}
    unplanned = set(fetched) - set(wanted) - {f"{base}/robots.txt"}
    assert len(unplanned) <= len(redirected), f"{name}: {sorted(unplanned)} were not planned"
    assert sum(report["budget"]["planned"] for report in reports if report["finished"] == "finished") <= len(due)
    return len(due)


def _versions_are_the_stations(network: Network, name: str, warcs: Path, captures: list[Capture]) -> int:
    """Distinct bodies of a story over its captures are more than its versions: the widgets beside it change too. So the
    station itself is asked how many versions it had at these times."""
    from crawler.demo.stories import stories_at

    base = network.servers[name].base
    expected: dict[str, set[tuple[str, tuple[tuple[str, str], ...]]]] = defaultdict(set)
    for capture in captures:
        if capture.status != 200 or capture.truncated in {"time", "disconnect"}:
            continue
        at = network.clock.at(capture.captured_at).astimezone(ZONE)
        story = next((s for s in stories_at(at.replace(microsecond=0)) if base + s.path == capture.target_uri), None)
        if story is not None:
            expected[capture.target_uri].add((story.headline, story.blocks))
    catalog = open_catalog(warcs)
    try:
        sql = f"SELECT url, count(*) FROM article_versions WHERE collection = '{name}' GROUP BY url"  # noqa: S608
        with select(catalog, sql) as selection:
            found = dict(selection.rows)
    finally:
        catalog.close()
    for url, versions in expected.items():
        assert found.get(url) == len(versions), f"{url}: {found.get(url)} versions, the station had {len(versions)}"
    return sum(map(len, expected.values()))


def _politely(network: Network, plan: Plan) -> float:
    """The least distance between two requests to the host of all stations."""
    for each in network.served:
        path = urlsplit(each.path).path
        assert not path.startswith(("/private/", "/search")), f"{each.path} is closed by robots.txt"
    times = sorted(each.seconds for each in network.served)
    # A request may arrive early where the one before it was late on its way, on a busy machine; that does not add up.
    for first, tenth in zip(times, times[10:], strict=False):
        assert tenth - first >= 9 * plan.crawl_delay, f"eleven requests within {tenth - first:.2f} s"
    gaps = [later - earlier for earlier, later in pairwise(times)]
    early = sum(gap < plan.crawl_delay * 0.9 for gap in gaps)
    assert early <= len(gaps) / 20, f"{early} of {len(gaps)} requests were early"
    return min(gaps)


if __name__ == "__main__":
    full = Plan(hours=48, speed=float(sys.argv[1]) if len(sys.argv) > 1 else 360, kills=6)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch:
        try:
            result = rehearse(full, Path(scratch))
        except AssertionError:
            kept = Path(scratch).rename(f"{scratch}-kept")
            Path(scratch).mkdir()
            sys.stderr.write(f"what it left is in {kept}\n")
            raise
        sys.stdout.write(f"{result}\n")
