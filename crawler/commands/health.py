"""`scrapy health`: how every station is, by its last runs."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.table import Table
from scrapy.settings import Settings

from crawler.commands.base import DONE, INCOMPLETE, ArchiveCommand
from crawler.run.health import Health
from crawler.run.metrics import stations_in, write_metrics
from pipelines.errors import UsageError


class Command(ArchiveCommand):
    """Says of every station whether it is ok, quiet, incomplete, blocked, drifted or gone, and why."""

    words = "[CALLSIGN ...]"
    summary = "Say how every station is, by its last runs: ok, quiet, incomplete, blocked, drifted or gone"
    example = "scrapy health wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The output's form."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a station, one a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """3 where a station is anything but ok."""
        settings = cast(Settings, self.settings)  # Scrapy sets them before it runs a command.
        warcs_dir, now = Path(settings["WARCS_DIR"]), datetime.now(UTC)
        found = {each.health.station: each.health for each in stations_in(warcs_dir, now)}
        unknown = [name for name in args if name not in found]
        if unknown:
            raise UsageError(f"{warcs_dir} has no runs of {unknown[0]!r}; a run is made by `scrapy crawl {unknown[0]}`")
        shown = [found[name] for name in args] or list(found.values())
        if settings.get("METRICS_FILE"):
            write_metrics(Path(settings["METRICS_FILE"]), warcs_dir, now)
        if opts.json:
            for each in shown:
                print(json.dumps(asdict(each)))  # noqa: T201 - the answer
        else:
            _show(shown, warcs_dir)
        return DONE if all(each.state == "ok" for each in shown) else INCOMPLETE


def _show(shown: list[Health], warcs_dir: Path) -> None:
    console = Console()
    if not shown:
        console.print(f"{warcs_dir} has no runs yet; `scrapy schedule --once` makes some", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for column in ("station", "state", "last run", "evidence"):
        table.add_column(column, overflow="fold")
    for each in shown:
        table.add_row(each.station, each.state, each.last_run or "", "\n".join(each.evidence))
    console.print(table, markup=False, highlight=False)
