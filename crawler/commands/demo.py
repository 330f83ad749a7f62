"""`scrapy demo`: the whole path on a station of our own, in half a minute."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.table import Table
from scrapy.settings import Settings

from crawler.commands.base import DONE, FAILED, INCOMPLETE, ArchiveCommand
from crawler.demo.clock import ZONE
from crawler.demo.server import DemoServer
from crawler.demo.site import HOST, PORT
from crawler.demo.summary import Summary, summarize
from crawler.demo.visits import STATION, VISITS, Stopped, Visit, stoppable, visit
from pipelines.errors import UsageError


class Command(ArchiveCommand):
    """Crawls the demo station at two virtual times and shows what came out."""

    summary = "Crawl the demo station twice, archive and split it, and show what came out"
    example = "scrapy demo"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """`--port` and `--json`."""
        super().add_options(parser)
        parser.add_argument(
            "--port", type=int, default=PORT, help=f"loopback port of the demo station (default {PORT})"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Serve, crawl twice, sum up. An incomplete crawl is 3, one that was stopped 1."""
        if args:
            raise UsageError(f"`scrapy demo` takes no words, this is one: {args[0]}")
        if not 0 <= opts.port < 65536:
            raise UsageError(f"there is no port {opts.port}")
        try:
            with stoppable():
                visits = self._visits(opts)
        except Stopped:
            print("demo: stopped; what was archived until then is kept", file=sys.stderr)  # noqa: T201
            return FAILED
        summary = summarize(self._warcs_dir(), visits)
        if opts.json:
            print(json.dumps(summary.as_json()))  # noqa: T201 - the output that was asked for
        else:
            _show(summary, opts.port)
        return DONE if all(each.complete for each in summary.visits) else INCOMPLETE

    def _warcs_dir(self) -> Path:
        return Path(cast(Settings, self.settings)["WARCS_DIR"])  # Scrapy sets them before it runs a command.

    def _visits(self, opts: argparse.Namespace) -> list[Visit]:
        console = Console(stderr=True)
        settings = [*opts.set, f"WARCS_DIR={self._warcs_dir().absolute()}"]
        done: list[Visit] = []
        with DemoServer(opts.port) as server, console.status("The demo station is on the air") as status:
            for number, virtual in enumerate(VISITS, start=1):
                label = f"Visit {number} of {len(VISITS)}, {_when(virtual)} on the station's clock"

                def tick(requests: int, label: str = label) -> None:
                    status.update(f"{label}: {requests} requests")

                done.append(visit(server, virtual, settings, tick))
        return done


def _show(summary: Summary, port: int) -> None:
    console = Console()
    table = Table(title="WDEMO, a made-up station, visited twice", title_justify="left")
    table.add_column("")
    for each in summary.visits:
        table.add_column(_when(datetime.fromisoformat(each.virtual)), justify="right")
    for name in ("requests", "captures", "pages", "articles"):
        table.add_row(name, *(f"{getattr(each, name):,}" for each in summary.visits))
    table.add_section()
    for kind in sorted({kind for each in summary.visits for kind in each.widgets}):
        table.add_row(kind, *(f"{each.widgets.get(kind, 0):,}" for each in summary.visits))
    table.add_section()
    for region in sorted({region for each in summary.visits for region in each.leaders}):
        table.add_row(f"most cases, {region}", *(_leader(each.leaders.get(region)) for each in summary.visits))
    console.print(table)
    console.print(f"Stories that read differently the second time: {summary.new_versions}")
    for name, size in summary.files.items():
        console.print(
            f"WARC    {summary.collection}/archive/{name}  {size / 1000:,.0f} kB", highlight=False, soft_wrap=True
        )
    console.print(f"Tables  {summary.collection}/tables/", highlight=False, soft_wrap=True)
    console.print("\nTry next:")
    for command in _next(summary, port):
        console.print(f"  {command}", highlight=False, soft_wrap=True, markup=False)


def _leader(leader: tuple[str, int] | None) -> str:
    return f"{leader[0]} {leader[1]:,}" if leader else "-"


def _next(summary: Summary, port: int) -> list[str]:
    warc = f"{summary.collection}/archive/{next(reversed(summary.files), '')}"
    where = "" if port == PORT else f" -a base=http://{HOST}:{port}"
    counts = (
        "SELECT cases, min(captured_at) AS since FROM case_counts WHERE county = 'Lucas' GROUP BY cases ORDER BY since"
    )
    return [
        f"scrapy archive verify {summary.collection}",
        f'scrapy query "{counts}"',
        f"scrapy replay {warc} -O {STATION}.jsonl",
        f"scrapy crawl {STATION}{where} -s REPLAY_SOURCE={summary.collection} -s WARCS_DIR=again",
        "scrapy split page.html --url https://www.example.com/story  (a page of your own)",
    ]


def _when(virtual: datetime) -> str:
    local = virtual.astimezone(ZONE)
    return f"{local:%a} {local:%b} {local.day}, {local:%H:%M}"
