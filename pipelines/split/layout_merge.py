"""What was learned anew, put beside what a person has reviewed: reviewed layouts stay as they are, but for their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from pipelines.split.layout import Layout


def merged(reviewed: Sequence[Layout], learned: Sequence[Layout]) -> tuple[Layout, ...]:
    """The reviewed layouts, and of the learned ones those that none of them is, in the order of their times.

    A learned layout is a reviewed one where they share a container of stories and a time. One that had no end gets the
    end that was learned; none goes on when the next begins.
    """
    kept, new = list(reviewed), []
    for each in learned:
        same = next((at for at, known in enumerate(kept) if _is_same(known, each)), None)
        if same is None:
            new.append(each)
        elif kept[same].valid_until is None and each.valid_until is not None:
            kept[same] = replace(kept[same], valid_until=max(each.valid_until, kept[same].valid_from))
    return _adjoining(sorted([*kept, *new], key=lambda layout: layout.valid_from))


def _is_same(known: Layout, learned: Layout) -> bool:
    shared = {str(each) for each in known.article} & {str(each) for each in learned.article}
    return bool(shared) and _begins_before_end(known, learned) and _begins_before_end(learned, known)


def _begins_before_end(one: Layout, other: Layout) -> bool:
    return other.valid_until is None or one.valid_from < other.valid_until


def _adjoining(layouts: list[Layout]) -> tuple[Layout, ...]:
    """Each cut where the next begins; one that is left without any time is left out."""
    cut = []
    for layout, following in zip_longest(layouts, layouts[1:]):
        begins = following.valid_from if following is not None else None
        cut.append(replace(layout, valid_until=_earlier(layout.valid_until, begins)))
    return tuple(layout for layout in cut if layout.valid_until is None or layout.valid_from < layout.valid_until)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((when for when in (one, other) if when is not None), default=None)
