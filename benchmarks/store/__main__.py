"""`python -m benchmarks.store [DAYS]`: the questions of docs/queries.md on a made-up year of hourly captures.

Seconds are of the wall clock and of the processor, the best of three; each opens the tables anew, as `scrapy query` does.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from doc_examples import examples

from benchmarks.store.year import BEGIN, STATION, write_year
from pipelines.store.catalog import open_catalog, select
from pipelines.store.compact import FOLDER, compact

_TIMES = 3
_QUESTIONS = [
    *((example.title, example.words[-1]) for example in examples()),
    ("every county of every capture", "SELECT count(*), max(cases) FROM case_counts_captures"),
    ("how many pages", "SELECT count(*) FROM pages"),
]


class Taken(NamedTuple):
    """Rows of an answer, and the seconds that it took."""

    rows: int
    wall: float
    cpu: float


def main(days: int) -> None:
    """Write the year, ask each question before and after its months are compacted, print a row for each."""
    with tempfile.TemporaryDirectory() as folder:
        warcs = Path(folder)
        tables = warcs / STATION / "tables"
        began = time.process_time()
        widgets = write_year(tables, days)
        size = sum(path.stat().st_size for path in tables.rglob("*.parquet")) / 1e6
        print(f"{days} files, {widgets:,} widgets, {size:.1f} MB; written in {time.process_time() - began:.0f} s CPU")
        before = [_measure(warcs, sql) for _, sql in _QUESTIONS]
        began = time.process_time()
        compact(warcs / STATION, BEGIN.date() + timedelta(days=days + 31))
        copies = list((warcs / STATION / FOLDER).rglob("*.parquet"))
        size = sum(path.stat().st_size for path in copies) / 1e6
        print(f"compacted: {len(copies)} files, {size:.1f} MB, in {time.process_time() - began:.0f} s CPU")
        after = [_measure(warcs, sql) for _, sql in _QUESTIONS]
        print("| question | rows | s | s CPU | compacted: s | s CPU |\n|---|---|---|---|---|---|")
        for (title, _), one, two in zip(_QUESTIONS, before, after, strict=True):
            print(f"| {title} | {one.rows:,} | {one.wall:.2f} | {one.cpu:.2f} | {two.wall:.2f} | {two.cpu:.2f} |")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure(warcs: Path, sql: str) -> Taken:
    taken = []
    for _ in range(_TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        with open_catalog(warcs) as catalog, select(catalog, sql, seconds=600) as selection:
            rows = len(list(selection.rows))
        taken.append(Taken(rows, time.perf_counter() - wall, time.process_time() - cpu))
    return Taken(taken[0].rows, min(each.wall for each in taken), min(each.cpu for each in taken))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 365)
