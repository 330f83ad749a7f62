"""Runs inside a crawl: writes down what the archive reports, and ends the process where the test says.

FAULTS_LOG is the file written to, one JSON object a line, each with one `write`. FAULTS_DIE_AT is the number of the
change to the collection's files before which the process is killed, FAULTS_DIE_AFTER that of the exchange which is the
last to be archived: nothing but the archive knows of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.archive.collection import OPEN
from crawler.archive.extension import ArchiveExtension

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.archive.wire import Exchange

_CHANGES = frozenset({"os.rename", "os.truncate", "os.remove", "os.mkdir", "os.utime"})


class ReportingArchive(ArchiveExtension):
    """The archive extension; its log says what was written, and how much of that was reported as archived."""

    def __init__(self, crawler: Crawler) -> None:
        self._log = os.open(os.environ["FAULTS_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._left = int(os.environ.get("FAULTS_DIE_AFTER", "0"))
        self._hear_fsync()
        if number := int(os.environ.get("FAULTS_DIE_AT", "0")):
            _die_at(number, str(crawler.settings["WARCS_DIR"]))
        super().__init__(crawler)
        self._say(opened=str(self.collection.path))

    async def archive(self, request: Request, exchange: Exchange) -> None:
        """Also write down which record it became."""
        await super().archive(request, exchange)
        capture = request.meta.get("capture")
        self._say(archived=capture and [capture.warc_file, capture.warc_offset, capture.record_id])
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def _synced(self, exchanges: int) -> None:
        super()._synced(exchanges)
        self._say(reported=exchanges)

    def _hear_fsync(self) -> None:
        fsync = os.fsync

        def hear(descriptor: int) -> None:
            path, size = Path(f"/proc/self/fd/{descriptor}").readlink(), os.fstat(descriptor).st_size
            fsync(descriptor)
            self._say(flushed=[path.name.removesuffix(OPEN), size])

        os.fsync = hear

    def _say(self, **what: Any) -> None:
        os.write(self._log, json.dumps(what).encode() + b"\n")


def _die_at(number: int, folder: str) -> None:
    left = number

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        changes = event in _CHANGES or (event == "open" and _is_writing(arguments))
        # A descriptor instead of a path is one of ours: nothing else truncates.
        if changes and (isinstance(arguments[0], int) or str(arguments[0]).startswith(folder)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def _is_writing(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) if isinstance(flags, int) else bool(set(mode or "") & set("wax+"))
