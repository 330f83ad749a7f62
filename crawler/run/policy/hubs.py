"""Hubs: what a visit of a front, section, feed or sitemap would find.

The station publishes at a rate that follows the time of day, learned from the articles' own publication times. Of what is
published a hub lists a share, its coverage, learned from what its visits found. A visit finds what was published since
and not yet found: after one hub's visit the others have the less to offer, the more that hub covers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.run.policy.columns import Columns, best, grown

Floats = NDArray[np.float64]
HOUR, DAY = 3600.0, 86400.0

_PRIOR_A_DAY, _PRIOR_DAYS = 30.0, 0.5  # how many articles a day, and how long that was seen
_KEEP = 0.95  # of what was learned of an hour of the day, each day: stations change their habits
_SHARE_PRIOR = 3.0  # articles that the prior of a hub's coverage weighs
_CLAIM_PRIOR = 1.0  # hours
_FOUND, _CLAIM = 1.6, 0.3  # what an unknown article, and a hint that is right, weighs that a hub is expected to list
_WAIT = 0.95  # of what waiting would still add: a story that waits in a hub is late
_FIRST_VISIT = 2.0  # the worth of a hub never visited: more than any page's
COVERAGE = {"front": 0.6, "section": 0.25, "feed": 0.8, "sitemap": 0.8}


class Hubs:
    """The hubs of a station. Rows are those of the policy's columns; a hub's slot is its place among the hubs."""

    def __init__(self) -> None:
        self._count = 0
        self._rows: NDArray[np.intp] = np.zeros(0, np.intp)
        self._whole: NDArray[np.float32] = np.zeros((0, len(_DATA)), np.float32)
        self._hours = np.full(24, _PRIOR_A_DAY * _PRIOR_DAYS / 24)
        self._spans = np.full(24, _PRIOR_DAYS * HOUR)
        self._now = 0.0  # up to when what was published is reckoned

    @property
    def rows(self) -> NDArray[np.intp]:
        """The hubs' rows."""
        return self._rows[: self._count]

    @property
    def _data(self) -> dict[str, NDArray[np.float32]]:
        return dict(zip(_DATA, self._whole[: self._count].T, strict=True))

    def add(self, row: int, kind: str) -> None:
        """A new hub, never visited."""
        if self._count == len(self._rows):
            self._rows, self._whole = grown(self._rows), grown(self._whole)
        self._rows[self._count] = row
        self._whole[self._count] = (0.0, COVERAGE[kind], 0.0, 0.0, 1.0, _CLAIM_PRIOR * HOUR)
        self._count += 1

    @property
    def coverage(self) -> Floats:
        """The share of all new articles that each hub lists."""
        data = self._data
        share = (data["found"] + _SHARE_PRIOR * data["prior"]) / (data["expected"] + _SHARE_PRIOR)
        return np.asarray(np.minimum(share, 1.0), dtype=float)

    @property
    def claim_rate(self) -> Floats:
        """Hints a second that each hub gives and that turn out right."""
        return np.asarray(self._data["claims"] / self._data["span"], dtype=float)

    def published(self, when: float) -> None:
        """An article was published, within the time that the station is watched."""
        self._hours[int(when % DAY // HOUR)] += 1

    def pass_time(self, now: float) -> None:
        """Count what was published until `now`."""
        if self._now and now > self._now:
            unseen = self._data["unseen"]
            unseen += self._publications(self._now, now)
        self._now = max(now, self._now)

    def offers(self) -> Floats:
        """How many unknown articles each hub lists now."""
        return self.coverage * self._data["unseen"]

    def slot(self, row: int) -> int:
        """The number of a hub among hubs."""
        return int(np.flatnonzero(self.rows == row)[0])

    def was_right(self, slot: int) -> None:
        """A hint of this hub led to a change."""
        self._data["claims"][slot] += 1

    def visited(self, rows: dict[int, float], found: int) -> None:
        """These hubs were visited, each `rows[row]` seconds after its last visit (0: its first), and gave so much in all."""
        slots = np.array([self.slot(row) for row in rows])
        spans = np.array(list(rows.values()))
        data, coverage = self._data, self.coverage
        again = slots[spans > 0]
        offered = (coverage * data["unseen"])[again]
        if offered.sum() > 0:
            data["found"][again] += found * offered / offered.sum()
            data["expected"][again] += data["unseen"][again] * (offered / offered.sum())
            data["span"][again] += spans[spans > 0]
        unseen = data["unseen"]
        unseen *= np.prod(1 - coverage[slots])
        unseen[slots] = 0.0

    def best(self, columns: Columns, n: int, now: float) -> list[tuple[int, float]]:
        """At most `n` hubs by row, and what a visit is worth, each as if those before it were visited first."""
        fetched = columns.fetched[self.rows]
        waited = np.where(fetched > 0, np.maximum(now - fetched.astype(float), 0.0), 0.0)
        first = np.where(fetched > 0, 0.0, _FIRST_VISIT)
        claims, articles, coverage = self.claim_rate * waited, self.offers(), self.coverage
        free = np.flatnonzero(columns.lease[self.rows] <= now)
        slots = free[best((first + articles + claims)[free], n)]
        left, visits = 1.0, []
        while len(slots):
            worth = first[slots] + _risk(_FOUND * left * articles[slots] + _CLAIM * claims[slots])
            place = int(np.argmax(worth))
            visits.append((int(self.rows[slots[place]]), float(worth[place])))
            left *= 1 - float(coverage[slots[place]])
            slots = np.delete(slots, place)
        return visits

    def to_dict(self) -> dict[str, Any]:
        """The hubs and the station's day."""
        return {
            "rows": self.rows.tolist(),
            "data": self._whole[: self._count].tolist(),
            "hours": self._hours.tolist(),
            "spans": self._spans.tolist(),
            "now": self._now,
        }

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> Hubs:
        """Back from `to_dict`."""
        hubs = cls()
        hubs._rows = np.array(state["rows"], np.intp)
        hubs._count = len(hubs._rows)
        hubs._whole = np.array(state["data"], np.float32).reshape(hubs._count, len(_DATA))
        hubs._hours, hubs._spans = np.array(state["hours"]), np.array(state["spans"])
        hubs._now = state["now"]
        return hubs

    def _publications(self, since: float, until: float) -> float:
        """Articles to expect between; every hour that passes is learned from, too."""
        total, rates = 0.0, self._rates()
        since = max(since, until - 7 * DAY)
        while since < until:
            hour = int(since % DAY // HOUR)
            end = min(until, (since // HOUR + 1) * HOUR)
            total += rates[hour] * (end - since)
            self._spans[hour] += end - since
            if end % HOUR == 0:
                self._hours[hour] *= _KEEP
                self._spans[hour] *= _KEEP
            since = end
        return total

    def _rates(self) -> Floats:
        """Articles a second by hour of the day, each hour leaning on its neighbours."""
        hours, spans = (np.roll(x, 1) / 4 + x + np.roll(x, -1) / 4 for x in (self._hours, self._spans))
        return np.asarray(hours / spans)


def _risk(expected: Floats) -> Floats:
    """The index of what happens at random, `expected` times since the last visit, as of a page (worth.py): the chance of it
    less most of what waiting would still add."""
    return np.asarray(1 - (1 + _WAIT * expected) * np.exp(-expected))


_DATA = ("unseen", "prior", "found", "expected", "claims", "span")
