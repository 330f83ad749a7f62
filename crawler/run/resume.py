"""A run that was ended before its end is gone on with: what it has stored is not asked for again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.archive.capture import capture_row, warc_date
from crawler.archive.collection import Collection, day_of
from crawler.archive.http_head import read_head
from crawler.archive.middleware import response_of
from crawler.replay.answers import Answers
from crawler.replay.source import collection_source
from crawler.run.past_runs import unfinished_since
from crawler.run.report import RESUMES
from pipelines.signals import capture_archived

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.replay.records import Record

logger = logging.getLogger(__name__)

_CUT = frozenset({"time", "disconnect"})


class ResumeMiddleware:
    """Answers requests with what a run that was killed, stopped or out of disk has stored.

    A run that begins within RESUME_SECONDS of the beginning of such a run goes on with it: the spider sees the stored
    captures as it would have, so it finds what they name and their rows are made, and only the rest is asked for. A
    response that was cut, and a status that is tried again (RETRY_HTTP_CODES, 429), is no answer. Crawls of what is due
    are left alone: the frontier remembers for them. Place it before what counts requests.
    """

    def __init__(self, crawler: Crawler, collection: Collection, since: datetime) -> None:
        self._crawler, self.since = crawler, since
        self._again = {*map(int, crawler.settings.getlist("RETRY_HTTP_CODES")), 429}
        # A record is in the file of the day that it is dated.
        files = [path for path in collection.warc_files() if day_of(path) >= f"{since:%Y%m%d}"]
        sources = [collection_source(collection, path) for path in files]
        self._answers = Answers(sources, self._is_answer, self._count)
        if crawler.stats is not None:
            crawler.stats.set_value(RESUMES, since.isoformat())
        logger.warning(
            "Going on with the run of %s, which has stored %d answers", since.isoformat(), len(self._answers)
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """See whether there is a run to go on with. Raises NotConfigured where there is none."""
        settings, spider = crawler.settings, crawler.spider
        if spider is None or settings.get("REPLAY_SOURCE") or settings.getbool("CRAWL_DUE"):
            raise NotConfigured
        name = getattr(spider, "collection", None) or spider.name
        collection = Collection.named(Path(settings.get("WARCS_DIR", "warcs")), name)
        since = unfinished_since(collection.runs)
        age = None if since is None else datetime.now(UTC) - since
        # A clock that was set back makes a run of the future: what it has stored is not of now.
        if (
            since is None
            or age is None
            or not timedelta() <= age <= timedelta(seconds=settings.getint("RESUME_SECONDS"))
        ):
            raise NotConfigured
        middleware = cls(crawler, collection, since)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> Response | None:
        """The stored answer, if there is one. Raises IgnoreRequest for one that is too large to be read."""
        capture = self._answers.capture(request.url) if request.method == "GET" else None
        if capture is None or capture.problem == "revisit_unresolved":
            return None
        request.meta["capture"] = capture
        self._crawler.signals.send_catch_log(capture_archived, row=capture_row(capture))
        self._count("answered")
        if capture.body is None or capture.status is None:
            raise IgnoreRequest((capture.problem or "no_http_head").replace("_", " "))
        return response_of(request, capture, capture.status, capture.body, flag="resumed")

    def spider_closed(self) -> None:
        """Remove what was made to look captures up with."""
        self._answers.close()

    def _is_answer(self, record: Record) -> bool:
        date = warc_date(record.headers.get("warc-date", ""))
        cut = record.headers.get("warc-truncated", "").lower()
        status = read_head(record.block).status
        return (
            date is not None
            and date >= self.since
            and cut not in _CUT
            and status is not None
            and status not in self._again
        )

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"resume/{what}")
