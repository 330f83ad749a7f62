"""`scrapy crawl CALLSIGN`: one station, once, archived and split, with a summary and an exit status that tell."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings

from crawler.archive.collection import Collection
from crawler.catalogue import read_catalogue, site_name
from crawler.commands.base import INCOMPLETE, ArchiveCommand
from crawler.layout_files import Layouts, layouts_of
from crawler.replay.run import mend_tables
from crawler.run.metrics import write_metrics
from crawler.run.progress import shown
from crawler.run.report import RunCounter, RunReport
from crawler.run.stopping import Stop
from crawler.run.summary import summary
from crawler.run.uploading import upload_after_run
from pipelines.errors import ArchiveError, CollectionBusyError, UsageError

_ANY_SITE = "station"


class Command(ArchiveCommand, BaseRunSpiderCommand):
    """Scrapy's crawl of one station, whose tables are mended after it and whose exit status tells how it went."""

    requires_crawler_process = True
    words = "CALLSIGN"
    summary = "Crawl one station once, or a site without a station file: `station -a url=URL`"
    example = "scrapy crawl wthi -o pages.jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, `--json`, and what a schedule asks for."""
        super().add_options(parser)
        parser.add_argument(
            "--due", action="store_true", help="only what the frontier holds due, within the day's budget"
        )
        parser.add_argument(
            "--requests", type=int, default=0, metavar="N", help="with --due: N requests, whatever the budget"
        )
        parser.add_argument("--json", action="store_true", help="print the run's report as JSON on standard output")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's own, and the settings that `--due` stands for."""
        super().process_options(args, opts)
        if opts.requests < 0 or (opts.requests and not opts.due):
            raise ScrapyUsageError("--requests is a number, given together with --due", print_help=False)
        if opts.due:
            self._settings.set("CRAWL_DUE", True, priority="cmdline")
            self._settings.set("CRAWL_DUE_REQUESTS", opts.requests, priority="cmdline")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl; the exit status is 0 done, 1 nothing answered, 3 incomplete."""
        if len(args) != 1:
            raise UsageError("name one station; `scrapy list` shows them")
        name = self._collection_name(args[0], opts.spargs)
        collection = Collection.named(Path(self._settings["WARCS_DIR"]), name)
        layouts = layouts_of(Path(self._settings["LAYOUTS_DIR"]), name)
        # The archive extension holds the collection's lock from before the first request until its files are closed.
        report, stopped = self._crawl(args[0], name, collection.runs, opts.spargs)
        if not stopped and not report.problems:
            _mend(collection, layouts)
        _write(report, collection)
        if self._settings.get("METRICS_FILE"):
            write_metrics(Path(self._settings["METRICS_FILE"]), collection.path.parent, datetime.now(UTC))
        self._show(report, collection, opts.json)
        if not stopped and not upload_after_run(collection, self._settings):
            return report.exit_status or INCOMPLETE
        return report.exit_status

    @property
    def _settings(self) -> Settings:
        return cast(Settings, self.settings)  # Scrapy sets them before it runs a command.

    def _collection_name(self, station: str, arguments: dict[str, str]) -> str:
        catalogue = read_catalogue(tuple(self._settings.getlist("SPIDER_MODULES")))
        if station == _ANY_SITE:
            if not arguments.get("url"):
                raise UsageError("which site? Give it as -a url=URL")
            return site_name(arguments["url"])
        broken = {module.rpartition(".")[2]: error for module, error in catalogue.broken.items()}
        if station not in catalogue.spiders and station in broken:
            raise broken[station]
        if station not in catalogue.spiders:
            near = difflib.get_close_matches(station, catalogue.spiders, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "`scrapy list` shows them"
            raise UsageError(f"there is no station {station!r}; {hint}")
        return station

    def _crawl(self, station: str, name: str, runs: Path, arguments: dict[str, Any]) -> tuple[RunReport, bool]:
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        crawler = self._create_crawler(station)
        counter = RunCounter(crawler, name, runs)
        stop = Stop(process, crawler, self._settings.getfloat("STOP_GRACE"))
        task = process.crawl(crawler, **arguments)
        stop.install()
        with shown(counter):
            process.start(install_signal_handlers=False)
        error = task.exception()
        if error is not None:
            raise error
        return counter.finish(), stop.asked

    def _show(self, report: RunReport, collection: Collection, as_json: bool) -> None:
        if as_json:
            print(json.dumps(asdict(report)))  # noqa: T201 - the answer
            return
        # Items may go to standard output (-o -); the summary then must not.
        to_stdout = any(str(uri).startswith("stdout:") for uri in self._settings.getdict("FEEDS"))
        print(summary(report, collection.path), file=sys.stderr if to_stdout else sys.stdout)


def _write(report: RunReport, collection: Collection) -> None:
    """Write the report; on a full disk the one of the run's beginning stays, and the next run goes on with this one."""
    try:
        report.write(collection.runs)
    except ArchiveError as error:
        report.problems.append(str(error))
        report.complete = False


def _mend(collection: Collection, layouts: Layouts) -> None:
    """Make the rows that a crash left out. Where the next crawl has begun already, it does the same at its end."""
    with suppress(CollectionBusyError), collection.lock("mending tables"):
        mend_tables(collection, layouts)
