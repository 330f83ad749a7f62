"""Virtual time: the demo station's zone, the times of its two visits, and draws that depend on nothing but their seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
FIRST_VISIT = datetime(2021, 3, 2, 12, 5, tzinfo=ZONE)
SECOND_VISIT = datetime(2021, 3, 4, 20, 5, tzinfo=ZONE)

Item = TypeVar("Item")


def draw(seed: str, below: int) -> int:
    """A whole number from 0 up to and without `below`, the same for the same seed on every machine."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") % below


def pick(seed: str, items: Sequence[Item]) -> Item:
    """One of the items, the same one for the same seed."""
    return items[draw(seed, len(items))]


def shuffled(seed: str, items: Sequence[Item]) -> list[Item]:
    """The items in an order that depends on the seed only."""
    return [item for _, item in sorted(enumerate(items), key=lambda pair: draw(f"{seed}/{pair[0]}", 1 << 62))]
