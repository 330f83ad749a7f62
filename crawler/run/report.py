"""What one run did: counted from Scrapy's signals as it goes, one JSON file in the collection's `runs/` at its end."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.commands.base import DONE, FAILED, INCOMPLETE
from crawler.run.frontier_extension import FrontierExtension
from crawler.run.past_runs import KILLED, RUNNING, read_reports
from pipelines.errors import ArchiveError
from pipelines.items import Page
from pipelines.signals import capture_archived
from pipelines.store.durable import make_folder, put_in_place
from pipelines.store.schema import CaptureRow

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

RESUMES = "resume/since"
"""The stat that says with which run this one goes on."""
_FINISHED = "finished"
_PROBLEMS = ("archive/failure", "frontier/failure", "hosts/failure")


@dataclass(slots=True)
class RunReport:
    """A run, as `docs/run-report.md` describes it. Times are UTC, ISO 8601."""

    station: str
    started: str
    ended: str = ""
    resumes: str = ""
    due_only: bool = False
    finished: str = RUNNING
    complete: bool = False
    answers: int = 0
    captures: int = 0
    fetched: int = 0
    not_modified: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    textless: int = 0
    gone: int = 0
    found: int = 0
    revisits: dict[str, int] = field(default_factory=dict)
    bytes_saved: int = 0
    pages: int = 0
    articles: int = 0
    widgets: dict[str, int] = field(default_factory=dict)
    layouts: dict[str, int] = field(default_factory=dict)
    drifted: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    not_followed: dict[str, int] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    hubs: dict[str, int] = field(default_factory=dict)
    empty_hubs: list[str] = field(default_factory=list)
    delay_seconds: dict[str, float] = field(default_factory=dict)
    budget: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    errors: int = 0
    warc_files: list[str] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 done, 1 nothing answered, 3 some declared source did not, or the run was ended before its end."""
        if self.complete:
            return DONE
        return INCOMPLETE if self.answers or self.not_modified or self.finished == "shutdown" else FAILED

    @property
    def file_name(self) -> str:
        """`<start>.json`."""
        return self.started.replace("-", "").replace(":", "").replace("+0000", "Z") + ".json"

    def write(self, folder: Path) -> Path:
        """Write the report as `<start>.json` into the folder; the file appears whole. Raises ArchiveError where it cannot
        be written; what was there before stays."""
        path = folder / self.file_name
        temporary = path.with_suffix(".tmp")
        try:
            make_folder(folder)
            # The next run goes by it: a power cut must not leave an empty one.
            with temporary.open("w", encoding="utf-8") as file:
                file.write(json.dumps(asdict(self), indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            return put_in_place(temporary, path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise ArchiveError(f"{path}: cannot be written ({error.strerror})") from error


def close_killed(folder: Path) -> None:
    """Say of runs that were begun and never ended that they were killed. For the holder of the collection's lock."""
    for report in read_reports(folder, 20):
        if report.get("finished") == RUNNING:
            known = {each.name for each in fields(RunReport)}
            killed = RunReport(**{name: value for name, value in report.items() if name in known})
            killed.finished = KILLED
            killed.write(folder)


class RunCounter:
    """Counts a crawler's run. Make it before the crawl, ask for the report after it."""

    def __init__(self, crawler: Crawler, station: str, runs: Path) -> None:
        self.crawler = crawler
        self._runs = runs
        self.tell: Callable[[RunReport], None] = lambda _report: None
        """Called each time that a count changes."""
        self.report = RunReport(station, started=_now())
        self._widgets: Counter[str] = Counter()
        self._layouts: Counter[str] = Counter()
        self._warc_files: set[str] = set()
        for receiver, signal in (
            (self._opened, signals.spider_opened),
            (self._archived, capture_archived),
            (self._scraped, signals.item_scraped),
            (self._item_error, signals.item_error),
            (self._closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal=signal)

    def _opened(self, spider: Any) -> None:
        """The collection is ours: close the reports of runs that were killed, and begin this one's."""
        self.report.due_only = spider.due_only
        self.report.resumes = self.crawler.stats.get_value(RESUMES, "")
        try:
            close_killed(self._runs)
            self.report.write(self._runs)
        except ArchiveError as error:
            logger.error("%s", error)

    def _archived(self, row: CaptureRow) -> None:
        self.report.captures += 1
        self._warc_files.add(row.warc_file)
        self.tell(self.report)

    def _scraped(self, item: Any) -> None:
        self.report.pages += 1
        if isinstance(item, Page) and item.split is not None:
            self.report.articles += item.split.article is not None
            self._widgets.update(widget.kind for widget in item.split.widgets)
            self._layouts.update([item.split.layout] if item.split.layout else [])
            self.report.drifted += item.split.drifted
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
        report.failed = _below(stats, "station/failed/")
        report.not_followed = _below(stats, "station/not_followed/")
        report.revisits = _below(stats, "archive/revisits/")
        report.not_modified = report.revisits.get("not_modified", 0)
        report.bytes_saved = stats.get("archive/bytes_not_sent", 0) + stats.get("archive/bytes_not_stored", 0)
        report.widgets = dict(sorted(self._widgets.items()))
        report.layouts = dict(sorted(self._layouts.items()))
        report.warc_files = sorted(self._warc_files)
        report.problems = [str(stats[name]) for name in _PROBLEMS if name in stats]
        frontier = self.crawler.get_extension(FrontierExtension)
        if frontier is not None:
            _add_frontier(report, frontier)
        answered = (
            report.answers > 0 or report.not_modified > 0 or (report.due_only and not report.budget.get("planned"))
        )
        well = report.finished == _FINISHED and answered and not report.problems
        report.complete = well and not report.unanswered and not report.errors and not report.empty_hubs
        return report


def _add_frontier(report: RunReport, extension: FrontierExtension) -> None:
    counts = extension.ledger.counts
    report.fetched, report.gone = counts.requests, counts.gone
    report.new, report.found = counts.outcomes["new"], counts.named_new
    report.changed = counts.outcomes["changed"] + counts.outcomes["back"]
    report.unchanged, report.textless = counts.outcomes["unchanged"], counts.outcomes["textless"]
    report.hubs, report.empty_hubs = dict(sorted(counts.hubs.items())), sorted(counts.empty_hubs)
    report.budget = extension.budget_used()
    if counts.delays:
        ordered = sorted(counts.delays)
        report.delay_seconds = {
            "stories": len(ordered),
            "median": round(median(ordered), 1),
            "longest": round(ordered[-1], 1),
        }


def _below(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): value for key, value in sorted(stats.items()) if key.startswith(prefix)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
