"""A crawl of the small station that is stopped at the n-th change to its files and gone on with, for any n."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from faults.killing import Life, answered, everything_is_there, rows, said_to_be_over, same_rows
from faults.lives import Lives
from faults.power import cut_power

from crawler.archive.verify import verify
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, crawl_command

Fault = Literal["killed", "power cut", "full", "full for a moment"]
_NEVER = 10**9
# One request after the other: the same changes in the same order, each time.
_SETTINGS = ["CONCURRENT_REQUESTS=1", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "LOG_LEVEL=INFO"]


@dataclass
class Sweep:
    """`second` crawls find what a first one has stored, which is then stored as revisits."""

    server: DemoServer
    folder: Path
    lives: Lives
    second: bool = False
    changes: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    _first: Counter[str] = field(default_factory=Counter)
    _first_runs: int = 0

    def undisturbed(self) -> dict[str, Counter[str]]:
        """The rows of a crawl that nothing happens to; `changes` is then how many it made."""
        if self.second:
            first = self.folder / "first"
            first.mkdir()
            assert self._live(first).status == 0
            self._first, self._first_runs = Counter(answered(first / STATION)), len(_reports(first / STATION))
            time.sleep(1)  # a run is known by the second in which it began
        life = self._live(self._warcs("undisturbed"), KILLED_AT=_NEVER)
        assert life.status == 0, life.output
        self.changes = next(said["changes"] for said in life.log if "changes" in said)
        return rows(self.folder / "undisturbed" / STATION)

    def one(self, number: int, fault: Fault, expected: dict[str, Counter[str]], again: int = 0) -> None:
        """Stop a crawl at the change of that number, and the one that goes on with it at its change `again`; then let
        one come to its end."""
        warcs = self._warcs(f"{fault} {number} {again}")
        collection = warcs / STATION
        life = self._stopped(warcs, number, fault)
        reported = life.reported
        if again and not self._is_over(collection):
            reported += self._stopped(warcs, again, fault).reported
        everything_is_there(collection, reported)
        if not self._is_over(collection):
            stored, before = Counter(answered(collection)) - self._first, len(self.server.requests)
            life = self._live(warcs)
            assert life.status == 0, life.output
            asked = {self.server.base + path for path in self.server.requests[before:]}
            assert not asked & stored.keys(), f"fetched again: {sorted(asked & stored.keys())}"
            everything_is_there(collection, reported)
        for report in verify(collection):
            assert not report.problems, (report.path, report.problems)
            assert not report.behind, (report.path, report.behind)
        same_rows(rows(collection), expected)

    def _is_over(self, collection: Path) -> bool:
        """Whether the run wrote its last report; the first one's is there already."""
        return len(_reports(collection)) > self._first_runs and said_to_be_over(collection)

    def _warcs(self, name: str) -> Path:
        path = self.folder / name
        if self.second:
            shutil.copytree(self.folder / "first", path)
        else:
            path.mkdir()
        return path

    def _stopped(self, warcs: Path, number: int, fault: Fault) -> Life:
        synced = warcs.with_name(f"{warcs.name} synced")
        if fault in {"full", "full for a moment"}:
            life = self._live(warcs, FULL_AT=number, FULL_FOR=_NEVER if fault == "full" else 2)
            assert life.status in {0, 1, 3}, life.output
            # A fault between two writes that is over at the next one is none.
            assert life.status or fault != "full" or number > self.changes, "the disk was full, and nobody said it"
            assert not life.status or "No space left on device" in life.output, life.output
        else:
            life = self._live(warcs, KILLED_AT=number, SYNCED=synced)
            assert life.status in {0, -9}, life.output
        if fault == "power cut" and life.status == -9:
            cut_power(warcs, synced)
        self.ends[f"{fault} {life.status}"] += 1
        return life

    def _live(self, warcs: Path, **faults: int | Path) -> Life:
        log, said = self.folder / "log", self.folder / "said"
        log.write_text("")
        environment = {
            "SCRAPY_SETTINGS_MODULE": "faults.crawl_settings",
            "FAULTS_LOG": str(log),
            **{f"FAULTS_{name}": str(value) for name, value in faults.items()},
        }
        words = crawl_command(self.server, [f"WARCS_DIR={warcs}", *_SETTINGS])
        status = self.lives.live(words[words.index("crawl") :], environment, said)
        output = said.read_text()
        assert "Traceback" not in output, output
        return Life(status, [json.loads(line) for line in log.read_text().splitlines()], output)


def _reports(collection: Path) -> list[Path]:
    return list((collection / "runs").glob("*.json"))
