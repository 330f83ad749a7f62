"""`scrapy schedule`: every station on its cadence, within its budget; once, or until it is told to stop."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from scrapy.settings import Settings

from crawler.catalogue import read_catalogue
from crawler.commands.base import DONE, FAILED, INCOMPLETE, ArchiveCommand
from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_file import copy_frontier, peek
from crawler.discovery.ledger import Ledger
from crawler.run.budget import day_of
from crawler.run.clock import Clock
from crawler.run.plans import Planned, budget_of, plan
from crawler.run.runner import Ran, Runner
from crawler.run.schedule import Schedule
from crawler.station import StationSpider
from pipelines.errors import UsageError


class Command(ArchiveCommand):
    """Crawls what is due at every station, once or from now on."""

    words = "[CALLSIGN ...]"
    summary = "Keep every station (or those named) on its cadence, within its day's budget"
    example = "scrapy schedule --once"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What to do, and the output's form."""
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--once", action="store_true", help="crawl what is due now, and end: for cron, systemd, Kubernetes"
        )
        what.add_argument("--plan", action="store_true", help="print what would be fetched in the next hour, and why")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line: run reports, or planned requests"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Plan, crawl once, or go on until SIGTERM. 3: something was incomplete; 1: nothing worked."""
        self._as_json = bool(opts.json)
        self._clock = Clock.from_settings(self._settings)
        stations = self._stations(args)
        if opts.plan:
            return self._plan(stations)
        runner = Runner(self._given_on(opts))
        if opts.once:
            return self._once(stations, runner)
        schedule = Schedule(
            self._warcs_dir,
            list(stations),
            self._clock.really(self._every),
            max(1, self._settings.getint("SCHEDULE_PARALLEL")),
        )
        print(f"schedule: {len(stations)} stations, each {self._every} within its budget", file=sys.stderr)  # noqa: T201
        schedule.work(runner, self._tell, lambda name: not self._is_due(stations[name]))
        return DONE

    @property
    def _settings(self) -> Settings:
        return cast(Settings, self.settings)  # Scrapy sets them before it runs a command.

    @property
    def _warcs_dir(self) -> Path:
        return Path(self._settings["WARCS_DIR"])

    @property
    def _every(self) -> timedelta:
        minutes = self._settings.getfloat("SCHEDULE_MINUTES")
        if minutes <= 0:
            raise UsageError(f"SCHEDULE_MINUTES is {minutes:g}, and is to be more than 0")
        return timedelta(minutes=minutes)

    def _stations(self, names: list[str]) -> dict[str, type[StationSpider]]:
        catalogue = read_catalogue(tuple(self._settings.getlist("SPIDER_MODULES")))
        known = {name: cls for name, cls in sorted(catalogue.spiders.items()) if cls.front}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise UsageError(f"there is no station {unknown[0]!r}; `scrapy list` shows them")
        stations = {name: known[name] for name in names} or {n: cls for n, cls in known.items() if cls.scheduled}
        for station in stations.values():
            budget_of(station, self._settings)  # says what is wrong with it before anything runs
        return stations

    def _given_on(self, opts: argparse.Namespace) -> list[str]:
        """The settings of a crawl: those given here, by option or by `-s`."""
        given = {"WARCS_DIR": str(self._warcs_dir.absolute())}
        given |= {name: str(self._settings[name]) for name in ("LOG_LEVEL", "LOG_FILE") if self._settings[name]}
        return [*(f"{name}={value}" for name, value in given.items()), *opts.set]

    def _is_due(self, station: type[StationSpider]) -> bool:
        """Whether the station has a whole request to spend."""
        now = self._clock.now()
        last, left, spent = peek(self._warcs_dir / station.name, day_of(now))
        return budget_of(station, self._settings).allowed(last, left, spent, now) > 0

    def _once(self, stations: dict[str, type[StationSpider]], runner: Runner) -> int:
        due = [name for name, station in stations.items() if self._is_due(station)]
        before = {number: signal.signal(number, _stopper(runner)) for number in (signal.SIGTERM, signal.SIGINT)}
        statuses = []
        try:
            with ThreadPoolExecutor(max(1, self._settings.getint("SCHEDULE_PARALLEL"))) as pool:
                for ran in pool.map(runner.run, due):
                    if ran is not None:
                        self._tell(ran)
                        statuses.append(ran.status)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if not self._as_json:
            print(f"{len(statuses)} of {len(stations)} stations crawled, the others had nothing due")  # noqa: T201
        if runner.stopped.is_set():
            return INCOMPLETE
        if statuses and all(status == FAILED for status in statuses):
            return FAILED
        return INCOMPLETE if any(statuses) else DONE

    def _tell(self, ran: Ran) -> None:
        if self._as_json:
            told = ran.report or {"station": ran.station, "complete": False}
            print(json.dumps(told), flush=True)  # noqa: T201 - the answer
            return
        stamp = self._clock.now().isoformat(timespec="seconds")
        print(f"{stamp} {ran.station}: {_line(ran)}", flush=True)  # noqa: T201 - the answer

    def _plan(self, stations: dict[str, type[StationSpider]]) -> int:
        now, count = self._clock.now(), 0
        for name, station in stations.items():
            for each in self._planned(station, now):
                count += 1
                if self._as_json:
                    print(json.dumps({"station": name, **asdict(each), "at": each.at.isoformat()}))  # noqa: T201
                else:
                    print(f"{each.at:%H:%M} {name} {each.kind} {each.url}\n      {each.why}")  # noqa: T201
        if not self._as_json:
            print(f"{count} requests in the next hour (UTC times)")  # noqa: T201
        return DONE

    def _planned(self, station: type[StationSpider], now: datetime) -> Iterator[Planned]:
        """From a copy: to ask the policy is to be given URLs, and nobody is going to fetch these."""
        with tempfile.TemporaryDirectory(prefix="plan-") as folder:
            copy_frontier(self._warcs_dir / station.name, Path(folder))
            with Frontier(Path(folder)) as frontier:
                ledger = Ledger(frontier, tuple(station.allowed_domains), station.article_url)
                ledger.declare(station(name=station.name).sources(), now)
                yield from plan(frontier, budget_of(station, self._settings), now, timedelta(hours=1), self._every)


def _stopper(runner: Runner) -> Any:
    def stop(number: int, _frame: object) -> None:
        # Not here: the thread that was interrupted may hold the runner's lock.
        threading.Thread(target=runner.stop, name=f"stop on {signal.Signals(number).name}").start()

    return stop


def _line(ran: Ran) -> str:
    report = ran.report
    if report is None:
        return f"no report, exit status {ran.status}"
    said = [f"{report[name]} {name}" for name in ("fetched", "new", "changed", "gone")]
    failed = sum(report["failed"].values())
    said += [f"{failed} failed"] if failed else []
    said += [] if report["complete"] else [f"incomplete ({report['finished']})"]
    budget = report["budget"]
    return ", ".join(said) + f"; {budget.get('used_today', 0)} of {budget.get('a_day', 0)} requests today"
