"""Crawls of what is due as processes of their own: started, heard, and ended when the schedule ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any

GRACE = 23.0
"""Seconds that a crawl has to end after SIGTERM; it promises 22."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A crawl that ended: its exit status, and its report where it got as far as that."""

    station: str
    status: int
    report: dict[str, Any] | None


class Runner:
    """Runs crawls, any number at once, from any thread. `settings` are `NAME=VALUE`, given on to each crawl.

    A crawl has a session of its own: Ctrl-C in a terminal goes to every process there, and Scrapy takes a second signal,
    the one sent by `stop`, for an order to drop everything. Where this process is killed, a crawl goes on to its end; it
    holds its collection's lock meanwhile.
    """

    def __init__(self, settings: list[str]) -> None:
        self._settings = settings
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self.stopped = threading.Event()

    def run(self, station: str) -> Ran | None:
        """Crawl what is due at a station, to the end; None where the runner was stopped before."""
        options = [word for setting in self._settings for word in ("-s", setting)]
        words = [sys.executable, "-m", "scrapy", "crawl", station, "--due", "--json", *options]
        environment = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", **os.environ}
        # A file and not a pipe: a crawl that outlives this process must be able to say its last word.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            with self._lock:
                if self.stopped.is_set():
                    return None
                process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                    words, stdin=subprocess.DEVNULL, stdout=out, env=environment, start_new_session=True
                )
                self._running.add(process)
            process.wait()
            with self._lock:
                self._running.discard(process)
            out.seek(0)
            return Ran(station, process.returncode, _report(out.read()))

    def stop(self) -> None:
        """End every crawl in order, within GRACE seconds, and start no other."""
        self.stopped.set()
        with self._lock:
            running = list(self._running)
        for process in running:
            process.terminate()
        deadline = monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, deadline - monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def _report(said: str) -> dict[str, Any] | None:
    try:
        report = json.loads(said)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None
