"""The archive of a live crawl: takes exchanges from the wire tap and keeps the collection's files and index."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.threads import deferToThread

from crawler.archive import cdxj
from crawler.archive.capture import Capture, capture_row
from crawler.archive.collection import Collection, final_name
from crawler.archive.exchange import Archived, archived
from crawler.archive.known import Known, KnownCaptures
from crawler.archive.mend import Mended
from crawler.archive.records import CONFORMS_TO
from crawler.archive.writer import Place, WarcWriter
from pipelines.errors import ArchiveError
from pipelines.signals import capture_archived, tables_begun

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from crawler.archive.wire import Exchange

logger = logging.getLogger(__name__)

SYNC_SECONDS = 1.0
LINES_IN_MEMORY = 20_000
"""Lines of the index that a run keeps before it merges them: 8 MB or so."""
MAX_BYTES = 1_000_000_000


class ArchiveStoppedError(ArchiveError, IgnoreRequest):
    """The archive cannot be written any more; nothing is fetched that could not be kept."""


class ArchiveExtension:
    """Writes what the spider fetches into its collection, and holds the collection's lock while it does.

    The collection is `spider.collection`, or the spider's name, in `WARCS_DIR`. What was handed over is counted as
    `archive/exchanges` when it is on the disk (`fsync`, once a second).
    """

    def __init__(self, crawler: Crawler) -> None:
        if crawler.spider is None or crawler.stats is None:
            raise ArchiveError("the archive needs a spider")
        self._crawler, self._stats = crawler, crawler.stats
        self._revisits = crawler.settings.getbool("ARCHIVE_REVISITS", True)
        self._lines: list[bytes] = []
        self._waiting = 0
        self._unsure = False
        self._writing = asyncio.Lock()
        self._flushing: Deferred[None] | None = None
        self._failure: str | None = None
        name = getattr(crawler.spider, "collection", None) or crawler.spider.name
        self.collection = Collection.named(Path(crawler.settings.get("WARCS_DIR", "warcs")), name)
        self._known = KnownCaptures(self.collection)
        self._ticking = create_looping_call(self._tick)
        with ExitStack() as opening:
            try:
                opening.enter_context(self.collection.lock(f"crawl of {name}"))
                self._writer = self._open_writer()
            except OSError as error:
                raise ArchiveError(f"{self.collection.path}: cannot be written ({error.strerror})") from error
            self._held = opening.pop_all()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the collection. Raises CollectionBusyError where another process writes it."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.tables_begun, tables_begun)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def check(self) -> None:
        """Raise ArchiveStoppedError where the archive can keep nothing more."""
        if self._failure:
            raise ArchiveStoppedError(self._failure)

    async def archive(self, request: Request, exchange: Exchange, body: bytes | None = None) -> None:
        """Write one exchange, put its `Capture` into `request.meta["capture"]`, and send `capture_archived`. `body` is the
        one that Scrapy read.

        One exchange at a time: a large one is written in a thread, and while it is the others go on and wait here at their
        end. Raises ArchiveStoppedError, and stops the crawl, where the disk refuses.
        """
        async with self._writing:
            self.check()
            made = archived(request, exchange, self._known_to(request, exchange), body)
            try:
                if exchange.failure is not None:
                    raise exchange.failure
                append = self._writer.prepared(made.records)
                places = await _in_thread(append) if exchange.received.spooled else append()
            except (OSError, ArchiveError) as error:
                self._fail(error)
                raise ArchiveStoppedError(self._failure) from error
            self._told(request, exchange, made, places)

    def _told(self, request: Request, exchange: Exchange, made: Archived, places: list[Place]) -> None:
        self._waiting += 1
        self._count(exchange, made)
        if made.capture is None:
            return
        made.capture.warc_file, made.capture.warc_offset = places[0].warc_file, places[0].offset
        self._add_line(made.capture, places[0].length)
        request.meta["capture"] = made.capture
        self._crawler.signals.send_catch_log(capture_archived, row=capture_row(made.capture))

    def known(self, url: str) -> Known | None:
        """What the archive has of a URL; None where it has nothing to refer to, and where revisits are off."""
        return self._known.of(urldefrag(url)[0]) if self._revisits and not self._failure else None

    def _known_to(self, request: Request, exchange: Exchange) -> Known | None:
        """What a response may be a revisit of. A 304 is one only where we asked for it."""
        status = exchange.received.start(12)[9:]
        asked: Known | None = request.meta.get("known")
        if status == b"304":
            return asked
        return self.known(request.url) if status == b"200" and request.method == "GET" else None

    def _add_line(self, capture: Capture, length: int) -> None:
        line = cdxj.line_of_capture(capture, length)
        if line is not None:
            self._lines.append(line)
            self._known.add(cdxj.url_key(capture.target_uri), line)
            if len(self._lines) >= LINES_IN_MEMORY:
                try:
                    self._sync_and_index()
                except OSError as error:  # the exchange is archived; it is the next one that is not
                    self._fail(error)

    def spider_opened(self, spider: Spider) -> None:
        """Begin to flush each second."""
        self._ticking.start(SYNC_SECONDS, now=False)

    def tables_begun(self) -> None:
        """Flush: a power cut must not leave rows of records that are gone."""
        try:
            self._writer.sync()
        except OSError as error:
            self._not_flushed(error)

    async def spider_closed(self, spider: Spider) -> None:
        """Flush, index, give the files their final names, and let go of the collection."""
        if self._ticking.running:
            self._ticking.stop()
        async with self._writing:
            await self._close()

    async def _close(self) -> None:
        with self._held:
            if self._flushing is not None:
                await maybe_deferred_to_future(self._flushing)
            try:
                self._writer.close()
                if not self._unsure:
                    self._synced(self._waiting)
            except OSError as error:
                self._fail(error)
            self._known.close()

    def _open_writer(self) -> WarcWriter:
        max_bytes = self._crawler.settings.getint("WARC_MAX_BYTES", MAX_BYTES)
        writer = WarcWriter(self.collection, about(self._crawler), max_bytes, before_completion=self._sync_and_index)
        for mended in writer.mended:
            self._tell_of(mended)
        if writer.mended:
            self._index()
        return writer

    def _tell_of(self, mended: Mended) -> None:
        self._stats.inc_value("archive/files_mended")
        # The run that left it may have written no tables, or rows of records that are gone. The clock is no witness to
        # that: it may have been set back since. Tables dated 1970 are older than their file for everyone.
        captures = self.collection.tables / "captures" / f"{final_name(mended.path)}.parquet"
        if captures.exists():
            os.utime(captures, (0, 0))
        if mended.damaged:
            logger.error(
                "%s is damaged (%s) and left as it is; see `scrapy archive verify`", mended.path, mended.problem
            )
        else:
            logger.warning("Mended %s: %d bytes cut at byte %d", mended.path, mended.cut, mended.size)
        if mended.size:
            self._lines += [line for line in cdxj.lines_of(mended.path) if isinstance(line, bytes)]

    def _sync_and_index(self) -> None:
        """What the index names is on the disk before it: a power cut may else leave lines of records that are gone."""
        self._writer.sync()
        self._index()

    def _index(self) -> None:
        if self._lines:
            cdxj.merge(self.collection.index, self._lines)
            self._lines.clear()
            self._known.reopen()

    def _count(self, exchange: Exchange, made: Archived) -> None:
        revisit = made.capture is not None and made.capture.record_type == "revisit"
        counts = {
            "archive/revisits/identical_payload": bool(made.not_stored),
            "archive/revisits/not_modified": revisit and not made.not_stored,
            "archive/bytes_not_stored": made.not_stored,
            "archive/bytes_not_sent": made.not_sent,
            "archive/too_large_to_read": exchange.received.too_large,
            f"archive/truncated/{exchange.truncated}": bool(exchange.received and exchange.truncated),
            "archive/no_response": not exchange.received,
            "archive/dead_connections": exchange.restarts,
            "archive/bytes_after_end": exchange.extra,
        }
        for name, count in counts.items():
            if count:
                self._stats.inc_value(name, int(count))

    def _tick(self) -> None:
        if self._flushing is not None:
            return  # a slow disk; the next flush has the rest too
        descriptors, waiting = self._writer.unsynced(), self._waiting
        if descriptors:
            self._waiting = 0
            self._flushing = deferToThread(_flush, descriptors)
            self._flushing.addCallbacks(
                lambda _: self._synced(waiting), lambda failure: self._not_flushed(failure.value)
            )
            self._flushing.addBoth(lambda _: self._flushed())

    def _not_flushed(self, error: OSError) -> None:
        # What the disk did not take once it may not say again: nothing after this is reported as archived.
        self._unsure = True
        self._fail(error)

    def _flushed(self) -> None:
        self._flushing = None

    def _synced(self, exchanges: int) -> None:
        self._stats.inc_value("archive/exchanges", exchanges)

    def _fail(self, error: OSError | ArchiveError) -> None:
        if self._failure:
            return
        reason = error.strerror if isinstance(error, OSError) else error
        self._failure = f"{self.collection.path}: cannot be written ({reason}); the crawl stops"
        logger.error(self._failure)
        self._stats.set_value("archive/failure", self._failure)
        if self._crawler.engine and self._crawler.engine.spider:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))


def about(crawler: Crawler) -> list[tuple[str, str]]:
    """What a `warcinfo` says of this crawler and of who runs it."""
    settings = crawler.settings
    contact = settings.get("OPERATOR_CONTACT") or ""
    operator = " ".join(filter(None, [settings.get("OPERATOR"), f"({contact})" if contact else ""]))
    fields = {
        "software": f"station-archive/{version('station-archive')} Scrapy/{version('scrapy')}",
        "format": "WARC File Format 1.1",
        "conformsTo": CONFORMS_TO,
        "hostname": socket.gethostname(),
        "operator": operator,
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings.get("USER_AGENT") or "",
        "isPartOf": getattr(crawler.spider, "collection", None) or crawler.spider.name if crawler.spider else "",
    }
    return [(name, value) for name, value in fields.items() if value]


async def _in_thread(append: Callable[[], list[Place]]) -> list[Place]:
    """Append in a thread; not left alone with it when the download is cancelled, since nobody else may write then."""
    appending = maybe_deferred_to_future(deferToThread(append))
    try:
        return await asyncio.shield(appending)
    except asyncio.CancelledError:
        await appending
        raise


def _flush(descriptors: list[int]) -> None:
    try:
        for descriptor in descriptors:
            os.fsync(descriptor)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
