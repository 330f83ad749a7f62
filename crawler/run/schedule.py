"""The schedule that goes on: each station on its cadence, kept over restarts in an SQLite file beside the collections."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawler.run.runner import Ran, Runner

FILE = ".schedule.sqlite"
_PREFIX = "due:"

Run = Callable[[str], None]
_run: Run | None = None
"""What a job does with its station's name. A job in the store is a name and a function that it can import; what that
needs of this process it finds here."""


def run_due(station: str) -> None:
    """What is stored as the job of a station."""
    if _run is not None:
        _run(station)


class Schedule:
    """Runs `run` for each station each `seconds`, at most `parallel` at once and one of a station.

    What was missed while nothing ran is made up for once, at once. A station that was added begins within the first
    period, spread over it; one that is not in `stations` any more is taken out.
    """

    def __init__(self, warcs_dir: Path, stations: list[str], seconds: float, parallel: int) -> None:
        warcs_dir.mkdir(parents=True, exist_ok=True)
        self._stations, self._seconds = stations, seconds
        self._scheduler = BackgroundScheduler(
            jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{(warcs_dir / FILE).absolute()}")},
            executors={"default": ThreadPoolExecutor(parallel)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        # That a crawl still runs when its next turn comes is no news: the next turn does what this one left.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    def work(self, runner: Runner, done: Callable[[Ran], None], skip: Callable[[str], bool]) -> int:
        """Work until SIGTERM or SIGINT; the signal's number. `skip` says that a station has nothing due."""
        global _run
        asked: list[int] = []
        woken = threading.Event()

        def stop(number: int, _frame: FrameType | None) -> None:
            asked.append(number)
            woken.set()

        def run(station: str) -> None:
            ran = None if skip(station) else runner.run(station)
            if ran is not None:
                done(ran)

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        _run = run
        try:
            self._scheduler.start(paused=True)
            self._set_jobs()
            self._scheduler.resume()
            woken.wait()
            self._scheduler.pause()
            runner.stop()
        finally:
            # A job whose turn comes within the shutdown cannot be started any more, which is as it should be.
            logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
            self._scheduler.shutdown(wait=True)
            _run = None
            for number, handler in before.items():
                signal.signal(number, handler)
        return asked[0]

    def _set_jobs(self) -> None:
        known = {job.id: job for job in self._scheduler.get_jobs()}
        wanted = {_PREFIX + name: name for name in self._stations}
        for number, (identity, name) in enumerate(wanted.items()):
            job = known.pop(identity, None)
            if job is not None and job.trigger.interval == timedelta(seconds=self._seconds):
                continue
            first = datetime.now(UTC) + timedelta(seconds=self._seconds * number / len(wanted))
            trigger = IntervalTrigger(seconds=self._seconds, timezone=UTC)
            self._scheduler.add_job(
                run_due, trigger, args=[name], id=identity, replace_existing=True, next_run_time=first
            )
        for identity in known:
            self._scheduler.remove_job(identity)
