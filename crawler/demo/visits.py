"""Crawls of the demo station, each a `scrapy crawl` of its own at one virtual time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

from crawler.demo.clock import FIRST_VISIT, SECOND_VISIT
from crawler.demo.server import DemoServer
from crawler.demo.site import HOST
from pipelines.errors import ArchiveError

STATION = "wdemo"
VISITS = (FIRST_VISIT, SECOND_VISIT)
GRACE = 25.0
"""Seconds that a crawl has to end after SIGTERM: what every command promises."""

# The station is our own and on loopback, so nobody is kept waiting and nothing is spared.
_SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "CONCURRENT_REQUESTS": "8",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "RETRY_TIMES": "1",
    "STATION_MAX_PAGES": "0",
    "OPERATOR": "The demo",
    "OPERATOR_CONTACT": "demo@example.com",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A crawl that ended: the station's time, the real times between which it ran, requests served, exit status."""

    virtual: datetime
    started: datetime
    ended: datetime
    requests: int
    exit_status: int


class Stopped(Exception):  # noqa: N818 - not an error: the user asked for it
    """SIGTERM or Ctrl-C."""


def crawl_command(server: DemoServer, settings: Sequence[str] = ()) -> list[str]:
    """The words of a crawl of this server's station; `settings` are `NAME=VALUE` and win over the demo's own."""
    given = [f"{name}={value}" for name, value in _SETTINGS.items()]
    given.append(f"FETCH_ALLOW_NETWORKS={HOST}/32:{server.port}")
    options = [word for setting in (*given, *settings) for word in ("-s", setting)]
    return [sys.executable, "-m", "scrapy", "crawl", STATION, "-a", f"base={server.base}", *options]


def visit(server: DemoServer, virtual: datetime, settings: Sequence[str], tick: Callable[[int], None]) -> Visit:
    """Set the station's clock, crawl it, and wait for the end. `tick` hears the number of requests so far.

    Raises ArchiveError with the crawl's last words when it failed; an incomplete crawl is a Visit with status 3. The
    crawl never outlives this call.
    """
    server.at = virtual
    before, started = len(server.requests), datetime.now(UTC)
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        with _running(crawl_command(server, settings), log.fileno()) as crawl:
            while crawl.poll() is None:
                tick(len(server.requests) - before)
                _wait(crawl, 0.2)
        log.seek(0)
        said = [line.strip() for line in log.read().splitlines() if line.strip()]
    if crawl.returncode not in {0, 3}:
        raise ArchiveError(f"the crawl ended with status {crawl.returncode}: {said[-1] if said else 'it said nothing'}")
    return Visit(virtual, started, datetime.now(UTC), len(server.requests) - before, crawl.returncode)


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn SIGTERM and SIGINT into `Stopped`, so that whatever is running is cleaned up on the way out."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _running(command: list[str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is gone when the block ends.

    It has a session of its own: Ctrl-C in a terminal goes to every process there, and Scrapy takes a second signal,
    the one sent here, for an order to drop everything.
    """
    environment = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", **os.environ}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            if not _wait(process, GRACE):
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
