"""Turns at hosts: the distance is kept by processes that know nothing of each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.run.hosts import Hosts, retry_after

ASKING = """
import sys, time
from pathlib import Path
from crawler.run.hosts import Hosts, seconds
hosts = Hosts(Path(sys.argv[1]))
for _ in range(6):
    while (wait := hosts.turn("www.wxyz.example", 0.01, seconds())) > 0:
        time.sleep(wait)
    print(seconds(), flush=True)
"""


def test_two_processes_keep_the_distance_that_the_host_asks_for(tmp_path: Path) -> None:
    hosts = Hosts(tmp_path)
    hosts.set_delay("www.wxyz.example", 0.1)
    words = [sys.executable, "-c", ASKING, str(tmp_path)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    times = sorted(float(line) for each in both for line in each.communicate(timeout=30)[0].split())
    assert len(times) == 12
    # From the first to the last there are eleven distances; the time between a turn and its print varies.
    assert times[-1] - times[0] >= 11 * 0.1 - 0.05


def test_a_host_that_asks_to_wait_is_left_alone_until_then(tmp_path: Path) -> None:
    hosts = Hosts(tmp_path)
    assert hosts.turn("a.example", 1.0, 100.0) == 0
    hosts.wait("a.example", 400.0)
    hosts.wait("a.example", 200.0)
    assert hosts.turn("a.example", 1.0, 150.0) == 250
    assert hosts.turn("b.example", 1.0, 150.0) == 0
    assert hosts.turn("a.example", 1.0, 400.0) == 0
    assert hosts.turn("a.example", 1.0, 400.5) == 0.5


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"120", 1120.0),
        (b"999999999999", 1000.0 + 86_400),
        (b"Thu, 01 Jan 1970 00:20:00 GMT", 1200.0),
        (b"Thu, 01 Jan 1970 00:00:10 GMT", 1000.0),
        (b"soon", 1300.0),
        (None, 1300.0),
    ],
)
def test_retry_after_is_read_in_both_its_forms(header: bytes | None, expected: float) -> None:
    assert retry_after(header, 1000.0, 300.0) == expected


def test_a_robots_txt_is_remembered_for_as_long_as_is_asked(tmp_path: Path) -> None:
    hosts = Hosts(tmp_path)
    hosts.keep_robots("a.example", b"User-agent: *\n", 1000.0)
    assert hosts.robots("a.example", 999.0) == b"User-agent: *\n"
    assert hosts.robots("a.example", 1000.0) is None
    assert hosts.robots("b.example", 0.0) is None
