"""How much of the faults is tried: a little with the other tests, all of it with `make faults`."""

from __future__ import annotations

import os

FULL = os.environ.get("FAULTS") == "full"


def scaled(short: int, full: int) -> int:
    """`short`, or `full` in the full run."""
    return full if FULL else short
