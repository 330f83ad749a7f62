"""What one run did: counted from Scrapy's signals as it goes, one JSON file in the collection's `runs/` at its end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.commands.base import DONE, FAILED, INCOMPLETE
from pipelines.items import Page
from pipelines.signals import capture_archived
from pipelines.store.schema import CaptureRow

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_FINISHED = "finished"
_PREFIX = "station/"


@dataclass(slots=True)
class RunReport:
    """Times are UTC, ISO 8601. `finished` is Scrapy's reason: `finished`, `shutdown` after a signal, or another.

    `unanswered` are the declared sources that failed or were never reached; `errors` are exceptions of our own code.
    """

    station: str
    started: str
    ended: str = ""
    finished: str = ""
    complete: bool = False
    answers: int = 0
    captures: int = 0
    pages: int = 0
    articles: int = 0
    widgets: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    not_followed: dict[str, int] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    errors: int = 0
    warc_files: list[str] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 done, 1 nothing answered, 3 some declared source did not, or the run was ended before its end."""
        if self.complete:
            return DONE
        return INCOMPLETE if self.answers or self.finished == "shutdown" else FAILED

    def write(self, folder: Path) -> Path:
        """Write the report as `<start>.json` into the folder; the file appears whole."""
        folder.mkdir(parents=True, exist_ok=True)
        stamp = self.started.replace("-", "").replace(":", "").replace("+0000", "Z")
        path = folder / f"{stamp}.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        return temporary.rename(path)


class RunCounter:
    """Counts a crawler's run. Make it before the crawl, ask for the report after it."""

    def __init__(self, crawler: Crawler, station: str) -> None:
        self.crawler = crawler
        self.tell: Callable[[RunReport], None] = lambda _report: None
        """Called each time that a count changes."""
        self.report = RunReport(station, started=_now())
        self._widgets: Counter[str] = Counter()
        self._warc_files: set[str] = set()
        for receiver, signal in (
            (self._archived, capture_archived),
            (self._scraped, signals.item_scraped),
            (self._item_error, signals.item_error),
            (self._closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal=signal)

    def _archived(self, row: CaptureRow) -> None:
        self.report.captures += 1
        self._warc_files.add(row.warc_file)
        self.tell(self.report)

    def _scraped(self, item: Any) -> None:
        self.report.pages += 1
        if isinstance(item, Page) and item.split is not None:
            self.report.articles += item.split.article is not None
            self._widgets.update(widget.kind for widget in item.split.widgets)
        self.tell(self.report)

    def _item_error(self, item: Any) -> None:
        self.report.errors += 1

    def _closed(self, spider: Any, reason: str) -> None:
        self.report.finished = reason
        self.report.answers = spider.answers
        self.report.unanswered = sorted(spider.unanswered)

    def finish(self) -> RunReport:
        """The report, complete with what Scrapy counted."""
        report = self.report
        stats: dict[str, Any] = self.crawler.stats.get_stats()
        report.ended = _now()
        report.errors += stats.get("spider_exceptions/count", 0)
        report.failed = _below(stats, "failed")
        report.not_followed = _below(stats, "not_followed")
        report.widgets = dict(sorted(self._widgets.items()))
        report.warc_files = sorted(self._warc_files)
        well = report.finished == _FINISHED and report.answers > 0
        report.complete = well and not report.unanswered and not report.errors
        return report


def _below(stats: dict[str, Any], group: str) -> dict[str, int]:
    prefix = f"{_PREFIX}{group}/"
    return {key.removeprefix(prefix): value for key, value in sorted(stats.items()) if key.startswith(prefix)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
