"""A crawl that is killed, loses power or finds its disk full at any change that it makes to a file, and is gone on with."""

from __future__ import annotations

import pytest
from faults.lives import Lives
from faults.scale import FULL
from faults.small_station import SmallStation
from faults.sweeping import Sweep

_SOME = (0.25, 0.75, 0.9)
"""Where of the changes, if not everywhere: among the records, the tables, and the ends of both."""


def _numbers(changes: int) -> list[int]:
    return list(range(1, changes + 1)) if FULL else [int(changes * place) for place in _SOME]


@pytest.mark.parametrize("second", [False, True] if FULL else [False])
@pytest.mark.parametrize("fault", ["killed", "power cut", "full", "full for a moment"])
def test_a_crawl_that_is_stopped_at_a_change_comes_to_the_same_end(fault, second, tmp_path):
    with SmallStation(port=0) as server, Lives() as lives:
        sweep = Sweep(server, tmp_path, lives, second)
        expected = sweep.undisturbed()
        assert sum(expected["captures"].values()) == len(server.requests)
        for number in _numbers(sweep.changes):
            sweep.one(number, fault, expected)
            if FULL and number % 3 == 0:
                # And the one that goes on with it too: anywhere, and not where the first one was.
                sweep.one(number, fault, expected, again=1 + number * 7 % sweep.changes)
    print(fault, second, sweep.changes, dict(sweep.ends))  # noqa: T201 - what was tried, with -s
    assert sum(sweep.ends.values()) >= len(_SOME)
