"""A spider's requests answered from an archive: the downloader middleware that REPLAY_SOURCE turns on."""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag, urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from w3lib.url import safe_url_string

from crawler.archive.capture import Capture, capture_row, warc_date
from crawler.archive.middleware import response_of
from crawler.replay.captures import CAPTURES, read_capture
from crawler.replay.records import Record, read_records
from crawler.replay.revisits import Revisits, write_context
from crawler.replay.source import Source, context_of, distinct, find_sources
from pipelines.errors import ArchiveError, InputError
from pipelines.signals import capture_archived

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class NotInArchiveError(ArchiveError, IgnoreRequest):
    """The archive has no answer to the request; the message is the reason in a few words."""


class ReplayMiddleware:
    """Answers every request from the archive files of REPLAY_SOURCE: nothing is sent, and nothing is archived again.

    Of several captures of a URL the latest is the answer. A request that has none fails as NotInArchiveError, counted as
    `replay/REASON`; a robots.txt that was never archived is answered with 404, since no site is asked anything. The
    replayed capture is in `request.meta["capture"]` and its row is sent, as the archive does with a live one.
    """

    def __init__(self, crawler: Crawler, path: Path) -> None:
        self._crawler = crawler
        self._scratch = tempfile.TemporaryDirectory(prefix="replay-")
        found = find_sources([path])
        if not found.found:
            raise found.errors[0] if found.errors else InputError(str(path), "no web archive here")
        self._sources: list[Source] = distinct(found, one_place=True)
        for error in found.errors:
            self._count("source_not_read")
            logger.warning("%s", error)
        write_context(Path(self._scratch.name), context_of(self._sources))
        self._revisits = Revisits(Path(self._scratch.name))
        self._latest = self._index()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the archive. Raises NotConfigured without REPLAY_SOURCE, InputError where there is no archive."""
        path = crawler.settings.get("REPLAY_SOURCE")
        if not path:
            raise NotConfigured
        middleware = cls(crawler, Path(path))
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> Response:
        """The response as it was archived. Raises NotInArchiveError."""
        if request.method != "GET":
            raise self._not("not_a_get")
        capture = self._capture(request.url)
        if capture is None:
            if urlsplit(request.url).path == "/robots.txt":
                self._count("robots_txt_not_in_archive")
                return Response(request.url, status=404, request=request)
            raise self._not("not_in_archive")
        request.meta["capture"] = capture
        self._crawler.signals.send_catch_log(capture_archived, row=capture_row(capture))
        if capture.body is None or capture.status is None:
            raise self._not(capture.problem or "no_http_head")
        self._count("answered")
        return response_of(request, capture, capture.status, capture.body, flag="replayed")

    def spider_closed(self) -> None:
        """Remove what was made to look captures up with."""
        self._revisits.close()
        self._latest.close()
        self._scratch.cleanup()

    def _capture(self, url: str) -> Capture | None:
        row = self._latest.execute("SELECT file, start, place FROM latest WHERE url = ?", (_key(url),)).fetchone()
        found = read_capture(self._sources[row[0]], row[1], row[2]) if row else None
        if found is None:
            return None
        capture, record = found
        if record.type == "revisit":
            self._revisits.resolve(capture, record)
        return capture

    def _index(self) -> sqlite3.Connection:
        database = sqlite3.connect(Path(self._scratch.name) / "latest.sqlite")
        database.execute(
            "CREATE TABLE latest (url TEXT PRIMARY KEY, date TEXT, file INTEGER, start INTEGER, place INTEGER)"
        )
        for number, source in enumerate(self._sources):
            database.executemany(
                "INSERT INTO latest VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET date = excluded.date,"
                " file = excluded.file, start = excluded.start, place = excluded.place WHERE excluded.date >= date",
                self._entries(number, source),
            )
        database.commit()
        return database

    def _entries(self, number: int, source: Source) -> Iterator[tuple[str, str, int, int, int]]:
        try:
            with source.open() as file:
                for record in read_records(file):
                    if not isinstance(record, Record):
                        self._count("records_not_read")
                        continue
                    date = warc_date(record.headers.get("warc-date", ""))
                    if record.type in CAPTURES and date is not None:
                        url = record.headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
                        stamp = date.isoformat(timespec="microseconds")
                        yield _key(url), stamp, number, record.start, record.offset
        except ArchiveError:
            self._count("source_not_read")

    def _not(self, reason: str) -> NotInArchiveError:
        self._count(reason)
        return NotInArchiveError(reason.replace("_", " "))

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"replay/{what}")


def _key(url: str) -> str:
    try:
        return str(safe_url_string(urldefrag(url)[0]))
    except ValueError:
        return url
