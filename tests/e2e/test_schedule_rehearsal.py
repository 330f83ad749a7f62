"""A few hours of the schedule on the demo network, killed once: the short form of `make bench-schedule-real`."""

from __future__ import annotations

import pytest
from e2e.rehearsal import Plan, rehearse

from crawler.demo.network import NAMES

pytestmark = pytest.mark.xdist_group("interrupted")


def test_what_was_planned_is_archived_and_no_host_is_hurried(tmp_path):
    found = rehearse(Plan(hours=4, speed=720, kills=1, crawl_delay=0.1, names=NAMES[:2]), tmp_path)
    assert found.runs >= 4
    assert found.planned > 40
    assert found.versions > 10
    assert "station_archive_health" in (tmp_path / "warcs" / "metrics.prom").read_text()
