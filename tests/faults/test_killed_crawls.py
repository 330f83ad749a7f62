"""kill -9 at random moments, and what a power cut takes with it: nothing that was reported is lost, nothing is fetched twice."""

from __future__ import annotations

import random

import pytest
from faults.killing import Kills
from faults.scale import scaled

from crawler.demo.server import DemoServer
from crawler.demo.visits import VISITS


@pytest.mark.parametrize("seed", range(scaled(1, 4)))
def test_a_crawl_killed_again_and_again_comes_to_the_same_end(seed, tmp_path):
    with DemoServer(port=0, at=VISITS[0]) as server:
        kills = Kills(server, tmp_path, random.Random(seed))  # noqa: S311 - a test that can be run again
        kills.until(scaled(3, 50), kills.undisturbed())
    print(dict(kills.ends))  # noqa: T201 - what was tried, with -s
    assert kills.kills >= scaled(3, 50)
