"""Servers that do their worst: memory and time stay bounded, and the station's other pages are archived."""

from __future__ import annotations

import pytest
from faults.hostile import GOOD, TRAPS, hostile_station
from faults.measured import measured
from faults.scale import FULL

from crawler.archive.verify import verify
from pipelines.store.parquet import iter_rows

_AT_ONCE = 4
_MIB = 1024 * 1024
_LARGE_PEAK = 300 * _MIB
"""Bytes: what a crawl of the demo station takes (230 MiB), of each response in flight 2 MiB as it came and as Scrapy keeps
it, and one body of 32 MiB that is decoded. What is larger is on the disk."""
_PEAK = _LARGE_PEAK + 190 * _MIB
"""The same, and the tree of one page of some megabytes that is made of nothing but elements."""
_TREES = {"/deep-page", "/wide-page"}
_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "CONCURRENT_REQUESTS": _AT_ONCE,
    "CONCURRENT_REQUESTS_PER_DOMAIN": _AT_ONCE,
    "DOWNLOAD_TIMEOUT": 4,
    "DOWNLOAD_MAXSIZE": 100_000_000,
    "RETRY_TIMES": 1,
    "STATION_MAX_PAGES": 120,
    "FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
    "OPERATOR_CONTACT": "test@example.org",
    "LOG_LEVEL": "WARNING",
}


def _survived(traps, tmp_path, seconds, **settings):
    options = [word for name, value in {**_SETTINGS, **settings}.items() for word in ("-s", f"{name}={value}")]
    with hostile_station(traps) as station:
        words = ["crawl", "station", "-a", f"url={station.base}/", "-s", f"WARCS_DIR={tmp_path}", *options]
        crawl = measured(words, tmp_path, seconds)
        missed = set(traps) - set(station.asked)
        assert not missed, (missed, crawl.report)
    [collection] = (each.parent for each in tmp_path.glob("*/archive"))
    assert crawl.status in {0, 3}, crawl.said
    assert crawl.report["errors"] == 0, crawl.said
    assert crawl.peak < (_LARGE_PEAK if _TREES.isdisjoint(traps) else _PEAK), f"{crawl.peak / _MIB:.0f} MiB"
    [file] = (collection / "archive").glob("*.warc.gz")
    rows = iter_rows(collection / "tables", "pages", file.name)
    assert {station.base + path for path in GOOD} <= {row.url for row in rows}, crawl.said
    for report in verify(collection):
        assert not report.problems, report.problems
        assert not report.behind, report.behind
    return crawl


def test_all_traps_at_once(tmp_path):
    crawl = _survived(list(TRAPS), tmp_path, seconds=240)
    print(f"{crawl.seconds:.0f} s, {crawl.peak / _MIB:.0f} MiB, {crawl.report}")  # noqa: T201 - with -s


@pytest.mark.skipif(not FULL, reason="2 GB on the disk, twice: `make faults`")
def test_a_response_of_2_gb_passes_through(tmp_path):
    crawl = _survived(["/two-gigabytes"], tmp_path, seconds=300, DOWNLOAD_MAXSIZE=4 * 10**9, DOWNLOAD_TIMEOUT=120)
    assert crawl.report["failed"]["too large"]
    assert sum(path.stat().st_size for path in tmp_path.glob("*/archive/*")) > 2 * 10**9
    print(f"{crawl.seconds:.0f} s, {crawl.peak / _MIB:.0f} MiB")  # noqa: T201 - with -s


@pytest.mark.skipif(not FULL, reason="a crawl for each trap: `make faults`")
@pytest.mark.parametrize("trap", TRAPS)
def test_one_trap(trap, tmp_path):
    _survived([trap], tmp_path, seconds=120)
