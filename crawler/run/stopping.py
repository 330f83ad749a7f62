"""Ending a run on SIGTERM or Ctrl-C within a bound. Scrapy's own first signal waits for a hanging server for ever."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadCancelledError
from scrapy.utils.asyncio import call_later, create_looping_call
from scrapy.utils.ossignal import install_shutdown_handlers
from twisted.internet import tcp

from crawler.commands.base import INCOMPLETE
from crawler.run.failures import STOPPED

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess, Crawler

HARD_LIMIT = 22.0
"""Seconds after the signal at which the process ends whatever it is doing. The archive survives `kill -9`, so it
survives this; the next run mends what was open."""


class Stop:
    """Ends one crawler in three steps: what was not sent yet is dropped at once, what is in flight has `grace` seconds
    and is then cut (the wire tap records it as truncated), and after HARD_LIMIT the process ends. A second signal cuts
    at once."""

    def __init__(self, process: AsyncCrawlerProcess, crawler: Crawler, grace: float) -> None:
        self.process = process
        self.crawler = crawler
        self.grace = grace
        self.asked = False

    def install(self) -> None:
        """Take over SIGTERM and SIGINT. The process must be started with `install_signal_handlers=False`."""
        install_shutdown_handlers(self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        # Nothing but this in a signal handler: the interrupted code may hold a lock of the log.
        _reactor().callFromThread(self._cut if self.asked else self._begin, number)
        self.asked = True

    def _begin(self, number: int) -> None:
        print(  # noqa: T201 - the log may be off, and the user has just asked for this
            f"{signal.Signals(number).name}: stopping; requests in flight have {self.grace:g} s, again to cut them now",
            file=sys.stderr,
        )
        watchdog = threading.Timer(HARD_LIMIT, _end_hard)
        watchdog.daemon = True
        watchdog.start()
        self._stopping = asyncio.ensure_future(self.process.stop())
        # Requests that wait for robots.txt, or are tried again, reach the queue later: drop them as they come.
        create_looping_call(self._drop_queued).start(0.2)
        call_later(self.grace, self._cut, number)

    def _drop_queued(self) -> None:
        for slot in list(self.crawler.engine.downloader.slots.values()):
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(DownloadCancelledError(STOPPED))

    def _cut(self, _number: int) -> None:
        """Abort every outgoing connection, being made or made, so that each request in flight ends with an error."""
        reactor = _reactor()
        for each in {*reactor.getReaders(), *reactor.getWriters()}:
            if isinstance(each, tcp.Client):
                _abort(each)


def _abort(connection: Any) -> None:
    if connection.connected:
        connection.abortConnection()
    else:
        connection.failIfNotConnected(DownloadCancelledError(STOPPED))


def _reactor() -> Any:
    """Twisted's reactor: imported late, since the import installs one. Its type says nothing of its methods."""
    from twisted.internet import reactor

    return reactor


def _end_hard() -> None:
    print(f"crawl: error: not ended {HARD_LIMIT:g} s after the signal; ended hard, the next run mends", file=sys.stderr)  # noqa: T201
    sys.stderr.flush()
    os._exit(INCOMPLETE)
