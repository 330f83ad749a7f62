"""Servers that do their worst: memory and time stay bounded, and the station's other pages are archived."""

from __future__ import annotations

import pytest
from faults.hostile import GOOD, TRAPS, hostile_station
from faults.measured import measured
from faults.scale import FULL

from crawler.archive.verify import verify
from pipelines.store.parquet import iter_rows

_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_TIMEOUT": 4,
    "DOWNLOAD_MAXSIZE": 100_000_000,
    "RETRY_TIMES": 1,
    "STATION_MAX_PAGES": 120,
    "FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
    "OPERATOR_CONTACT": "test@example.org",
    "LOG_LEVEL": "WARNING",
}
_PEAK = 450_000_000
"""Bytes. Decoded bodies are at most 32 MiB, of which several copies are alive while one is read and split; a crawl of the
demo station takes 200 MB."""


def _survived(traps, tmp_path, seconds, **settings):
    options = [word for name, value in {**_SETTINGS, **settings}.items() for word in ("-s", f"{name}={value}")]
    with hostile_station(traps) as station:
        words = ["crawl", "station", "-a", f"url={station.base}/", "-s", f"WARCS_DIR={tmp_path}", *options]
        crawl = measured(words, tmp_path, seconds)
        assert set(traps) <= set(station.asked), "a trap was not tried"
    [collection] = (each.parent for each in tmp_path.glob("*/archive"))
    assert crawl.status in {0, 3}, crawl.said
    assert crawl.report["errors"] == 0, crawl.said
    assert crawl.peak < _PEAK, f"{crawl.peak / 1e6:.0f} MB"
    [file] = (collection / "archive").glob("*.warc.gz")
    rows = iter_rows(collection / "tables", "pages", file.name)
    assert {station.base + path for path in GOOD} <= {row.url for row in rows}, crawl.said
    for report in verify(collection):
        assert not report.problems, report.problems
        assert not report.behind, report.behind
    return crawl


def test_all_traps_at_once(tmp_path):
    crawl = _survived(list(TRAPS), tmp_path, seconds=240)
    print(f"{crawl.seconds:.0f} s, {crawl.peak / 1e6:.0f} MB, {crawl.report}")  # noqa: T201 - with -s


@pytest.mark.skipif(not FULL, reason="a crawl for each trap: `make faults`")
@pytest.mark.parametrize("trap", TRAPS)
def test_one_trap(trap, tmp_path):
    _survived([trap], tmp_path, seconds=120)
