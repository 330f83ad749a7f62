"""The revisit policy: what is known of each URL, and the choice of those whose fetch is worth most now.

A fetch of a page that has changed with chance `p` since the last one is worth `p`, but waiting may be worth more: if the
chance still rises at `p'` a second and the last fetch is `t` seconds ago, the index is `p - t * p'`. A page that changes
at random comes up when a change may soon be lost to the next one; a page that changes by the clock comes up right after
its minute; a page that has stopped changing comes up once more for what it may have changed before that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.run.policy.ages import DAY, HOUR, OTHER, SHAPE, WIDGET, AgeCurve, Floats
from crawler.run.policy.columns import Columns
from crawler.run.policy.hints import Trust
from crawler.run.policy.hubs import COVERAGE, Hubs
from crawler.run.policy.rhythms import Rhythms
from crawler.run.policy.urls import UrlTable
from pipelines.errors import UsageError

Rows = NDArray[np.intp]

KINDS = ("front", "section", "feed", "sitemap", "article", "widget", "other")
_HUBS = tuple(COVERAGE)
_ARTICLE, _WIDGET = KINDS.index("article"), KINDS.index("widget")
_UNKNOWN_AGE = 30 * DAY  # of an article without a date that was there before the station was first looked at
_FLOORS = ((1 * DAY, 4 * HOUR), (7 * DAY, 12 * HOUR))  # age at which to look again, and the time to do it in
_NEW, _BACKLOG = 1.2, 0.25  # the worth of a new article, and of one never fetched that has not changed for long
_FOUND, _CLAIM = 1.0, 0.3  # the worth of an article, and of a hint, that a hub's visit is expected to give
_LEASE = 30 * 60  # seconds after which a URL that was given out and not observed is given out again; doubles
_RECKONED = 8192  # rows whose worth is reckoned in one call; of the others the last one counts


class RevisitPolicy:
    """Pure: the same calls give the same answers. Every time is an aware datetime (else UsageError)."""

    def __init__(self) -> None:
        self._urls = UrlTable()
        self._columns = Columns()
        self._ages, self._rhythms, self._trust, self._hubs = AgeCurve(), Rhythms(), Trust(), Hubs()
        self._start = 0  # when the first URL was added
        self._looked = False  # whether a hub was ever visited
        self._cursor = 0
        self._visits: dict[int, float] = {}  # hubs given out or observed since the last call of next
        self._found = self._claims = 0
        self.unknown = 0  # hints and observations of URLs that were never added: not used, only counted

    def __len__(self) -> int:
        return len(self._urls)

    def add(self, url: str, kind: str, seen_at: datetime, published_at: datetime | None = None) -> None:
        """A URL was found. Found again, only a publication time that was missing is taken from it.

        Raises UsageError for a kind that is not in KINDS.
        """
        if kind not in KINDS:
            raise UsageError(f"no kind of page is called {kind!r}; there are {', '.join(KINDS)}")
        seen, published = _seconds(seen_at), None if published_at is None else _seconds(published_at)
        row = self._urls.find(url)
        if row is None:
            self._add(url, kind, seen, published)
        elif published is not None and not self._columns.published[row]:
            self._columns.published[row] = min(published, seen)

    def hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        """A sitemap or feed seen at `seen_at` said that the page was last modified at `modified_at`."""
        seen, modified = _seconds(seen_at), _seconds(modified_at)
        row = self._urls.find(url)
        if row is None:
            self.unknown += 1
            return
        columns = self._columns
        fetched, modified = int(columns.fetched[row]), min(modified, seen)
        if fetched and modified > fetched >= columns.claim[row]:
            self._claims += 1
            columns.index[row] = max(columns.index[row], 0.5)
        columns.claim[row] = modified
        columns.claim_seen[row] = seen
        columns.source[row] = next(iter(self._visits)) % 65535 + 1 if len(self._visits) == 1 else 0

    def observe(self, url: str, fetched_at: datetime, changed: bool) -> None:
        """The page was fetched, and its text or values were others than at the fetch before."""
        fetched = _seconds(fetched_at)
        row = self._urls.find(url)
        if row is None:
            self.unknown += 1
            return
        columns = self._columns
        before = int(columns.fetched[row])
        columns.lease[row] = columns.misses[row] = 0
        if row in self._hubs:
            self._looked = True
            self._visits.setdefault(row, fetched - before if before else 0)
        elif before and fetched > before:
            self._learn(row, before, fetched, changed)
        columns.fetched[row] = max(fetched, before)
        columns.index[row] = 0.0

    def next(self, now: datetime, n: int) -> list[str]:
        """At most `n` URLs to fetch now, the most worthwhile first; fewer only if there are no more."""
        moment = _seconds(now)
        if n <= 0 or not len(self):
            return []
        self._settle(moment)
        self._reckon(moment)
        rows = self._choose(n, moment)
        columns = self._columns
        columns.misses[rows] = np.minimum(columns.misses[rows] + 1, 8)
        columns.lease[rows] = moment + (_LEASE << (columns.misses[rows].astype(np.int64) - 1))
        return [self._urls[row] for row in rows]

    def to_dict(self) -> dict[str, Any]:
        """All that is known, in the types of JSON."""
        return {
            "version": 1,
            "urls": list(self._urls),
            "columns": self._columns.to_dict(),
            "ages": self._ages.to_dict(),
            "rhythms": self._rhythms.to_dict(),
            "trust": self._trust.to_dict(),
            "hubs": self._hubs.to_dict(),
            "start": self._start,
            "looked": self._looked,
            "cursor": self._cursor,
            "visits": [[row, span] for row, span in self._visits.items()],
            "found": self._found,
            "claims": self._claims,
            "unknown": self.unknown,
        }

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> RevisitPolicy:
        """Back from `to_dict`. Raises UsageError if the state is of another version."""
        if state.get("version") != 1:
            raise UsageError(f"this is not the state of a revisit policy that can be read: version {state.get('version')}")
        policy = cls()
        policy._urls = UrlTable(state["urls"])
        policy._columns = Columns.from_dict(state["columns"])
        policy._ages = AgeCurve.from_dict(state["ages"])
        policy._rhythms = Rhythms.from_dict(state["rhythms"])
        policy._trust = Trust.from_dict(state["trust"])
        policy._hubs = Hubs.from_dict(state["hubs"])
        policy._start, policy._looked, policy._cursor = state["start"], state["looked"], state["cursor"]
        policy._visits = {row: span for row, span in state["visits"]}
        policy._found, policy._claims, policy.unknown = state["found"], state["claims"], state["unknown"]
        return policy

    def _add(self, url: str, kind: str, seen: int, published: int | None) -> None:
        row, columns = self._urls.add(url), self._columns
        columns.append()
        self._start = self._start or seen
        if kind == "article" and published is None:
            published = seen if self._looked else max(seen - int(_UNKNOWN_AGE), 1)
        columns.kind[row] = KINDS.index(kind)
        columns.seen[row] = seen
        columns.published[row] = min(published or 0, seen)
        columns.index[row] = _NEW
        if kind in _HUBS:
            self._hubs.add(row, kind)
        elif kind == "article" and columns.published[row] > self._start:
            self._found += 1
            self._hubs.published(int(columns.published[row]))

    def _learn(self, row: int, before: int, fetched: int, changed: bool) -> None:
        columns = self._columns
        if columns.kind[row] == _WIDGET:
            self._rhythms.learn(row, before, fetched, changed)
        group = _group(columns.kind[row : row + 1])
        born = columns.published[row : row + 1].astype(float)
        multiplier = (SHAPE + float(columns.changes[row])) / (SHAPE + float(columns.exposure[row]))
        expected = float(self._ages.expected(group, born, np.array([float(before)]), float(fetched))[0])
        if columns.claim[row] > before:
            self._trust.learn(int(columns.source[row]), changed)
        elif columns.claim_seen[row] > before:
            self._trust.learn_quiet(-float(np.expm1(-multiplier * expected)), changed)
        columns.changes[row] += self._ages.learn(int(group[0]), float(born[0]), before, fetched, changed, multiplier)
        columns.exposure[row] += expected

    def _settle(self, now: int) -> None:
        """What the hubs given out by the last call have brought is now complete."""
        self._hubs.pass_time(now)
        if self._visits:
            self._hubs.visited(self._visits, self._found, self._claims)
        self._visits = {}
        self._found = self._claims = 0

    def _reckon(self, now: int) -> None:
        """Bring indexes up to date: of all rows, or of the newest, the best and a part of the others in turn."""
        columns, count = self._columns, len(self)
        if count <= _RECKONED:
            rows = np.arange(count)
        else:
            part = _RECKONED // 2
            turn = np.arange(self._cursor, self._cursor + part) % count
            self._cursor = (self._cursor + part) % count
            best = np.argpartition(columns.index, count - part // 2)[count - part // 2 :]
            rows = np.concatenate([turn, best, np.arange(count - part // 2, count)])
        columns.index[rows] = self._worth(rows, float(now))
        self._reckon_rhythms(float(now))

    def _worth(self, rows: Rows, now: float) -> Floats:
        """The index of each row that is not a hub's."""
        columns = self._columns
        born = columns.published[rows].astype(float)
        fetched = columns.fetched[rows].astype(float)
        worth = np.where(fetched > 0, self._revisit(rows, born, fetched, now), self._first(rows, born, now))
        return np.where(columns.kind[rows] < _ARTICLE, 0.0, worth)

    def _first(self, rows: Rows, born: Floats, now: float) -> Floats:
        """Of pages never fetched: the new ones at once, the newest first; the others as there is room."""
        columns = self._columns
        age = np.where(columns.kind[rows] == _ARTICLE, now - born, 0.0)
        return _BACKLOG + (_NEW - _BACKLOG) * np.exp(-age / (2 * DAY))

    def _revisit(self, rows: Rows, born: Floats, fetched: Floats, now: float) -> Floats:
        columns = self._columns
        group = _group(columns.kind[rows])
        quiet_until = np.clip(columns.claim_seen[rows].astype(float), fetched, now)
        shape, scale = SHAPE + columns.changes[rows], SHAPE + columns.exposure[rows]
        claimed = columns.claim[rows] > fetched
        quiet = np.where(claimed, 1.0, self._trust.quiet)
        mass = quiet * self._ages.expected(group, born, fetched, quiet_until)
        mass += self._ages.expected(group, born, quiet_until, now)
        unchanged = (1 + mass / scale) ** -shape
        rise = self._ages.rate(group, born, now) * shape / (scale + mass) * unchanged
        doubt = np.where(claimed, 1 - self._trust.trust(columns.source[rows]), 1.0)
        worth = 1 - doubt * unchanged - doubt * rise * (now - fetched)
        is_article = group == 0
        for floor, time in _FLOORS:
            late = (now - born - floor) / time
            due = is_article & (late >= 0) & (fetched < born + floor) & (late < 20)
            worth = np.where(due, np.maximum(worth, 0.2 + np.minimum(late, 1.0)), worth)
        return worth

    def _reckon_rhythms(self, now: float) -> None:
        rows = self._rhythms.rows
        if len(rows):
            since = self._columns.fetched[rows].astype(float)
            chance, rise = self._rhythms.worth(slice(None), since, now)
            self._columns.index[rows] = chance - (now - since) * rise

    def _choose(self, n: int, now: int) -> Rows:
        columns = self._columns
        index = np.where(columns.lease <= now, columns.index, -np.inf)
        index[self._hubs.rows] = -np.inf
        pages = _best(index, n)
        chosen: list[int] = []
        hubs = self._best_hubs(n, now)
        for row, worth in hubs:
            while len(chosen) < n and len(pages) and index[pages[0]] >= worth:
                chosen.append(int(pages[0]))
                pages = pages[1:]
            if len(chosen) == n:
                break
            chosen.append(row)
            fetched = int(columns.fetched[row])
            self._visits[row] = now - fetched if fetched else 0
        chosen += [int(row) for row in pages[: n - len(chosen)]]
        return np.array(chosen, dtype=np.intp)

    def _best_hubs(self, n: int, now: int) -> list[tuple[int, float]]:
        """Hubs and their worth, each as if those before it were visited first."""
        rows, columns = self._hubs.rows, self._columns
        free = columns.lease[rows] <= now
        fetched = columns.fetched[rows].astype(float)
        claims = _CLAIM * self._hubs.claim_rate * np.where(fetched > 0, now - fetched, 0.0)
        first = np.where(fetched > 0, 0.0, 2.0)
        taken = np.zeros(len(rows), dtype=bool)
        best = []
        for _ in range(min(n, len(rows))):
            offers = self._hubs.offers(taken) + claims
            worth = np.where(free & ~taken, _FOUND * (1 - (1 + offers) * np.exp(-offers)) + first, -np.inf)
            slot = int(np.argmax(worth))
            if worth[slot] == -np.inf:
                break
            best.append((int(rows[slot]), float(worth[slot])))
            taken[slot] = True
        return best


def _best(index: Floats, n: int) -> Rows:
    """The rows of the `n` highest, highest first; those at minus infinity are never among them."""
    n = min(n, len(index))
    rows = np.argpartition(-index, n - 1)[:n]
    rows = rows[np.argsort(-index[rows], kind="stable")]
    return rows[index[rows] > -np.inf]


def _group(kind: NDArray[np.uint8]) -> Rows:
    return np.where(kind == _ARTICLE, 0, np.where(kind == _WIDGET, WIDGET, OTHER))


def _seconds(when: datetime) -> int:
    if when.tzinfo is None or when.utcoffset() is None:
        raise UsageError(f"the time {when.isoformat()} has no zone; the policy needs aware datetimes")
    return max(int(when.astimezone(UTC).timestamp()), 1)
