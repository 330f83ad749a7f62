"""Crawls of the demo station that are killed at random moments and gone on with, each time with everything checked."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from e2e.running import ROOT

from crawler.archive.collection import final_name
from crawler.archive.verify import verify
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, crawl_command
from crawler.replay.records import Record, read_records
from crawler.run.past_runs import cut_since
from crawler.settings import RETRY_HTTP_CODES
from pipelines.store.schema import TABLES

_PLACES = ("warc_file", "warc_offset", "record_id", "captured_at", "splitter_version")
"""Columns that say where and when a row's record was written: no two crawls agree on them."""
_CUT = frozenset({"time", "disconnect"})
_SECONDS = 120
_CHANGES = 300
"""To the files, that a crawl makes: about so many."""


@dataclass
class Life:
    """One process of a crawl: how it ended, and what it said of itself."""

    status: int
    log: list[dict[str, Any]]
    output: str

    @property
    def reported(self) -> list[list[Any]]:
        """File, offset and id of the records whose exchanges were reported as archived; exchanges are in order."""
        written = [said["archived"] for said in self.log if "archived" in said]
        count = sum(said.get("reported", 0) for said in self.log)
        assert count <= len(written)
        return [place for place in written[:count] if place]

    @property
    def flushed(self) -> dict[str, int]:
        """How many bytes of each file were on the disk when that was last said."""
        sizes: dict[str, int] = {}
        for said in self.log:
            if "flushed" in said:
                name, size = said["flushed"]
                sizes[name] = size
        return sizes


@dataclass
class Kills:
    """Crawls of `server` under `folder`, disturbed by what `chance` says. `kills` counts those that were killed."""

    server: DemoServer
    folder: Path
    chance: random.Random
    kills: int = 0
    ends: Counter[str] = field(default_factory=Counter)

    def undisturbed(self) -> dict[str, Counter[str]]:
        """The rows of a crawl that nothing happens to."""
        warcs = self.folder / "undisturbed"
        life = self._live(warcs)
        assert life.status == 0, life.output
        return rows(warcs / STATION)

    def until(self, kills: int, expected: dict[str, Counter[str]]) -> None:
        """Kill so often; whenever a crawl comes to its end, compare it with `expected` and begin another."""
        number = 0
        while self.kills < kills:
            number += 1
            self._one_crawl(self.folder / f"disturbed-{number}", kills, expected)

    def _one_crawl(self, warcs: Path, kills: int, expected: dict[str, Counter[str]]) -> None:
        collection = warcs / STATION
        reported: list[list[Any]] = []
        stored: set[str] = set()
        flushed: dict[str, int] = {}
        while True:
            before = len(self.server.requests)
            life = self._live(warcs, self._moment() if self.kills < kills else None)
            asked = {self.server.base + path for path in self.server.requests[before:]}
            assert not asked & stored, f"fetched again: {sorted(asked & stored)}"
            reported += life.reported
            flushed |= life.flushed
            if life.status == 0:
                break
            assert life.status == -9, life.output
            if self.chance.random() < 0.4:
                self._cut_power(collection, flushed)
            everything_is_there(collection, reported)
            if said_to_be_over(collection):
                return
            stored = set(answered(collection))
        everything_is_there(collection, reported)
        for report in verify(collection):
            assert not report.problems, (report.path, report.problems)
            assert not report.behind, (report.path, report.behind)
        same_rows(rows(collection), expected)

    def _moment(self) -> tuple[str, float]:
        """When to kill: after so many requests, at the n-th change of a file, or so long after the beginning."""
        kind = self.chance.choices(["requests", "file", "seconds"], [5, 4, 1])[0]
        if kind == "requests":
            return kind, self.chance.randint(1, 14)
        return kind, self.chance.randint(1, _CHANGES) if kind == "file" else self.chance.uniform(0, 3)

    def _live(self, warcs: Path, moment: tuple[str, float] | None = None) -> Life:
        kind, number = moment or ("", 0)
        log, said = self.folder / "log", self.folder / "said"
        log.write_text("")
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "faults.crawl_settings", "FAULTS_LOG": str(log)}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        if kind == "file":
            environment["FAULTS_KILLED_AT"] = str(int(number))
        before = len(self.server.requests)
        with said.open("w") as output:
            words = crawl_command(self.server, [f"WARCS_DIR={warcs}"])
            process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=output, stderr=output)
            try:
                self._kill_at(process, kind, number, before, log)
            finally:
                process.kill()
                process.wait()
        assert "Traceback" not in said.read_text(), said.read_text()
        lines = log.read_text().splitlines()
        killed = process.returncode == -9
        self.kills += killed
        self.ends[f"{kind} {process.returncode}"] += 1
        return Life(process.returncode, [json.loads(line) for line in lines], said.read_text())

    def _kill_at(self, process: subprocess.Popen[bytes], kind: str, number: float, before: int, log: Path) -> None:
        deadline = time.monotonic() + _SECONDS
        opened: float | None = None
        while process.poll() is None:
            now = time.monotonic()
            assert now < deadline, "the crawl did not end"
            opened = opened or (now if log.stat().st_size else None)
            due = kind == "requests" and len(self.server.requests) - before >= number
            if due or (kind == "seconds" and opened and now - opened > number):
                time.sleep(self.chance.uniform(0, 0.1))
                return
            time.sleep(0.002)

    def _cut_power(self, collection: Path, flushed: dict[str, int]) -> None:
        """Take back of each open file some of what was not flushed; what is left may end in zeros."""
        self.ends["power cut"] += 1
        for path in collection.glob("archive/*.open"):
            size = path.stat().st_size
            os.truncate(path, self.chance.randint(min(flushed.get(final_name(path), 0), size), size))
            if self.chance.random() < 0.5:
                os.truncate(path, size)


def everything_is_there(collection: Path, reported: list[list[Any]]) -> None:
    """Every reported record, whole; and nothing but the end of an open file is damaged."""
    there: set[tuple[str, int, str]] = set()
    for path in collection.glob("archive/*"):
        damaged = False
        with path.open("rb") as file:
            for each in read_records(file):
                assert not (damaged and isinstance(each, Record)), f"{path}: a record behind a damage"
                if isinstance(each, Record):
                    there.add((final_name(path), each.offset, each.headers["warc-record-id"]))
                else:
                    assert path.name.endswith(".open"), f"{path}: {each}"
                    damaged = True
    missing = {tuple(place) for place in reported} - there
    assert not missing, f"reported as archived and not there: {sorted(missing)[:3]}"


def answered(collection: Path) -> Iterator[str]:
    """The URLs that have a whole answer which is not tried again."""
    for path in collection.glob("archive/*"):
        with path.open("rb") as file:
            for each in read_records(file):
                is_answer = isinstance(each, Record) and each.type in {"response", "revisit"}
                if not is_answer or each.headers.get("warc-truncated") in _CUT:
                    continue
                if int(each.block[9:12]) not in RETRY_HTTP_CODES:
                    yield each.headers["warc-target-uri"]


def rows(collection: Path) -> dict[str, Counter[str]]:
    """The rows of each table without what says where and when they were written, and without answers that are tried
    again, as those are that were cut on the way: of these there are as many as there were lives."""
    found: dict[str, Counter[str]] = {}
    for table in TABLES:
        found[table] = Counter()
        for path in sorted((collection / "tables" / table).glob("*.parquet")):
            for row in pq.ParquetFile(path).read().to_pylist():
                if row.get("status") not in RETRY_HTTP_CODES and row.get("truncated") not in _CUT:
                    content = {name: value for name, value in row.items() if name not in _PLACES}
                    found[table][json.dumps(content, sort_keys=True, default=str)] += 1
    return found


def same_rows(found: dict[str, Counter[str]], expected: dict[str, Counter[str]]) -> None:
    """Say which rows are too many, and which are missing."""
    for table in TABLES:
        more, fewer = found[table] - expected[table], expected[table] - found[table]
        assert (more, fewer) == (Counter(), Counter()), (
            table,
            [row[:900] for row in more][:3],
            [row[:900] for row in fewer][:3],
        )


def said_to_be_over(collection: Path) -> bool:
    """Whether the run had written its last report before it was stopped, and nothing is left to be gone on with: the next
    one is then a new run."""
    return any((collection / "runs").glob("*.json")) and cut_since(collection / "runs") is None
