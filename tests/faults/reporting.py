"""Runs inside a crawl: writes down what the archive reports, and does to the process what the test says.

FAULTS_LOG is the file written to, one JSON object a line, each with one `write`. FAULTS_KILLED_AT is the number of the
change to the files of WARCS_DIR at which the process is killed, FAULTS_FULL_AT that of the one from which the disk is
full for FAULTS_FULL_FOR changes (see `faults.changes`; FAULTS_SYNCED is its folder), FAULTS_DIE_AFTER that of the exchange which is the last to be
archived: nothing but the archive knows of it.
"""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faults.changes import Changes

from crawler.archive.collection import OPEN
from crawler.archive.extension import ArchiveExtension

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.archive.wire import Exchange

watched: list[Changes] = []
"""What counts this process's changes, where something does."""


class ReportingArchive(ArchiveExtension):
    """The archive extension; its log says what was written, and how much of that was reported as archived."""

    def __init__(self, crawler: Crawler) -> None:
        self._log = os.open(os.environ["FAULTS_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._left = int(os.environ.get("FAULTS_DIE_AFTER", "0"))
        self._hear_fsync()
        _watch(str(crawler.settings["WARCS_DIR"]))
        super().__init__(crawler)
        self._say(opened=str(self.collection.path))

    async def archive(self, request: Request, exchange: Exchange, body: bytes | None = None) -> None:
        """Also write down which record it became."""
        await super().archive(request, exchange, body)
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


def _watch(folder: str) -> None:
    names = {"killed_at", "full_at", "full_for"}
    numbers = {name: int(os.environ[key]) for name in names if (key := f"FAULTS_{name.upper()}") in os.environ}
    if numbers:
        synced = os.environ.get("FAULTS_SYNCED")
        changes = Changes(folder, **numbers, synced=Path(synced) if synced else None)
        changes.watch()
        watched.append(changes)
