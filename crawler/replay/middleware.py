"""A spider's requests answered from an archive: the downloader middleware that REPLAY_SOURCE turns on."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from crawler.archive.capture import capture_row
from crawler.archive.middleware import response_of
from crawler.replay.answers import Answers
from crawler.replay.source import distinct, find_sources
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
        found = find_sources([path])
        if not found.found:
            raise found.errors[0] if found.errors else InputError(str(path), "no web archive here")
        sources = distinct(found, one_place=True)
        for error in found.errors:
            self._count("source_not_read")
            logger.warning("%s", error)
        self._answers = Answers(sources, lambda _: True, self._count)

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
        capture = self._answers.capture(request.url)
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
        self._answers.close()

    def _not(self, reason: str) -> NotInArchiveError:
        self._count(reason)
        return NotInArchiveError(reason.replace("_", " "))

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"replay/{what}")
