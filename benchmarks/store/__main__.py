"""`python -m benchmarks.store [DAYS]`: the questions of docs/queries.md on a made-up year of hourly captures.

Seconds are of the wall clock and of the processor, the best of three; each opens the tables anew, as `scrapy query` does.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from doc_examples import examples

from benchmarks.store.year import STATION, write_year
from pipelines.store.catalog import open_catalog, select

_TIMES = 3


def main(days: int) -> None:
    """Write the year, ask each question, print a row for each."""
    with tempfile.TemporaryDirectory() as folder:
        warcs = Path(folder)
        tables = warcs / STATION / "tables"
        began = time.process_time()
        widgets = write_year(tables, days)
        size = sum(path.stat().st_size for path in tables.rglob("*.parquet")) / 1e6
        print(f"{days} files, {widgets:,} widgets, {size:.1f} MB; written in {time.process_time() - began:.0f} s CPU")
        print("| question | rows | s | s CPU |\n|---|---|---|---|")
        for example in examples():
            _measure(warcs, example.title, example.words[-1])
        _measure(warcs, "every county of every capture", "SELECT count(*), max(cases) FROM case_counts_captures")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure(warcs: Path, title: str, sql: str) -> None:
    taken = []
    for _ in range(_TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        with open_catalog(warcs) as catalog, select(catalog, sql, seconds=600) as selection:
            rows = len(list(selection.rows))
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall, cpu = min(taken)[0], min(cpu for _, cpu in taken)
    print(f"| {title} | {rows:,} | {wall:.2f} | {cpu:.2f} |", flush=True)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 365)
