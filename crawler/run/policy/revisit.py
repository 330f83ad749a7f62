"""The revisit policy: what is known of each URL, and the choice of those whose fetch is worth most now.

What a fetch is worth is in worth.py, rhythms.py (pages that change by the clock) and hubs.py; here is what is kept of
each URL, and how the best are found without reckoning all.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.run.policy.ages import SHAPE, AgeCurve
from crawler.run.policy.columns import Columns, best, in_best_blocks
from crawler.run.policy.hints import Trust
from crawler.run.policy.hubs import COVERAGE, Hubs
from crawler.run.policy.rhythms import Rhythms
from crawler.run.policy.urls import UrlTable
from crawler.run.policy.worth import ARTICLE, BACKLOG, FRESH, KINDS, NEW, UNKNOWN_AGE, WIDGET_KIND, groups, page_worth
from pipelines.errors import UsageError

Rows = NDArray[np.intp]

_HUBS = tuple(COVERAGE)
_LEASE = 30 * 60  # seconds after which a URL that was given out and not observed is given out again; doubles
_MOST_MISSES = 8
_RECKONED = 4096  # rows whose worth is reckoned in one call; of the others the last one counts
_MOST_SOURCES = 65_535
_VERSION = 1  # of the state


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
        self._found = 0  # new articles meanwhile
        self.unknown = 0  # hints and observations of URLs that were never added: not used, only counted

    def __len__(self) -> int:
        return len(self._urls)

    def add(self, url: str, kind: str, seen_at: datetime, published_at: datetime | None = None) -> None:
        """A URL was found. Found again, its kind is taken where it is better known now (see `_knows_better`), and a
        publication time that was missing.

        Raises UsageError for a kind that is not in KINDS.
        """
        if kind not in KINDS:
            raise UsageError(f"no kind of page is called {kind!r}; there are {', '.join(KINDS)}")
        seen, published = _seconds(seen_at), None if published_at is None else _seconds(published_at)
        row = self._urls.find(url)
        if row is None:
            self._add(url, kind, seen, published)
            return
        if published is not None and not self._columns.published[row]:
            self._columns.published[row] = min(published, seen)
        if _knows_better(KINDS.index(kind), int(self._columns.kind[row])):
            self._become(row, kind, published)

    def hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        """A sitemap or feed seen at `seen_at` said that the page was last modified at `modified_at`."""
        seen, modified = _seconds(seen_at), _seconds(modified_at)
        row = self._urls.find(url)
        if row is None:
            self.unknown += 1
            return
        columns = self._columns
        fetched, modified = int(columns.fetched[row]), min(modified, seen)
        if fetched and modified > fetched:
            columns.index[row] = max(columns.index[row], 0.5)  # to be reckoned in the next call, however many URLs
        columns.claim[row] = modified
        columns.claim_seen[row] = seen
        columns.source[row] = self._source()

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
        if columns.kind[row] < ARTICLE:
            self._looked = True
            self._visits.setdefault(row, max(fetched - before, 0) if before else 0)
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
        rows = self._choose(n, self._reckon(n, moment), moment)
        columns = self._columns
        columns.index[rows] = 0.0
        columns.misses[rows] = np.minimum(columns.misses[rows] + 1, _MOST_MISSES)
        columns.lease[rows] = moment + (_LEASE << (columns.misses[rows].astype(np.int64) - 1))
        return [self._urls[row] for row in rows]

    def release(self, url: str) -> None:
        """A URL that was given out is not fetched after all; it may be given out again at once."""
        row = self._urls.find(url)
        if row is not None and self._columns.lease[row]:
            self._columns.lease[row] = 0
            self._columns.misses[row] -= 1
            self._visits.pop(row, None)

    def to_dict(self) -> dict[str, Any]:
        """All that is known, in the types of JSON."""
        parts = self.parts()
        long = {name: parts[name].to_dict() for name in ("columns", "rhythms")}
        return parts | long | {"urls": list(self._urls)}

    def parts(self) -> dict[str, Any]:
        """As `to_dict`, but what grows with the URLs (`urls`, `columns`, `rhythms`) as it is kept."""
        return {
            "version": _VERSION,
            "urls": self._urls,
            "columns": self._columns,
            "ages": self._ages.to_dict(),
            "rhythms": self._rhythms,
            "trust": self._trust.to_dict(),
            "hubs": self._hubs.to_dict(),
            "start": self._start,
            "looked": self._looked,
            "cursor": self._cursor,
            "visits": [[row, span] for row, span in self._visits.items()],
            "found": self._found,
            "unknown": self.unknown,
        }

    @classmethod
    def from_dict(cls, state: dict[str, Any]) -> RevisitPolicy:
        """Back from `to_dict`. Raises UsageError if the state is of another version, or no state at all."""
        try:
            long = {
                "urls": UrlTable(state["urls"]),
                "columns": Columns.from_dict(state["columns"]),
                "rhythms": Rhythms.from_dict(state["rhythms"]),
            }
        except (KeyError, TypeError, ValueError) as problem:
            _check_version(state)
            raise UsageError(f"the state of a revisit policy is damaged: {problem!r}") from problem
        return cls.from_parts({**state, **long})

    @classmethod
    def from_parts(cls, state: dict[str, Any]) -> RevisitPolicy:
        """Back from `parts`. Raises UsageError as `from_dict` does."""
        _check_version(state)
        policy = cls()
        try:
            policy._restore(state)
        except (KeyError, TypeError, ValueError) as problem:
            raise UsageError(f"the state of a revisit policy is damaged: {problem!r}") from problem
        return policy

    def _restore(self, state: dict[str, Any]) -> None:
        self._urls, self._columns, self._rhythms = state["urls"], state["columns"], state["rhythms"]
        self._ages = AgeCurve.from_dict(state["ages"])
        self._trust = Trust.from_dict(state["trust"])
        self._hubs = Hubs.from_dict(state["hubs"])
        self._start, self._looked, self._cursor = state["start"], state["looked"], state["cursor"]
        self._visits = dict(state["visits"])
        self._found, self.unknown = state["found"], state["unknown"]

    def _add(self, url: str, kind: str, seen: int, published: int | None) -> None:
        row, columns = self._urls.add(url), self._columns
        columns.append()
        self._start = self._start or seen
        if kind == "article" and published is None:
            published = seen if self._looked else max(seen - int(UNKNOWN_AGE), 1)
        columns.kind[row] = KINDS.index(kind)
        columns.seen[row] = seen
        columns.published[row] = min(published or 0, seen)
        is_new = kind == "widget" or (kind == "article" and seen - columns.published[row] < FRESH)
        columns.index[row] = NEW if is_new else BACKLOG
        if kind in _HUBS:
            self._hubs.add(row, kind)
        elif kind == "article" and columns.published[row] > self._start:
            self._found += 1
            self._hubs.published(int(columns.published[row]))

    def _become(self, row: int, kind: str, published: int | None) -> None:
        """A URL turns out to be of another kind. What was seen of its changes stays its own."""
        columns = self._columns
        columns.kind[row] = KINDS.index(kind)
        self._rhythms.forget(row)
        if kind in _HUBS:
            columns.index[row] = 0.0
            self._hubs.add(row, kind)
        elif kind == "article":
            # When it was published nobody knows: no day of it is known to be a new story's.
            born = published or int(columns.published[row]) or max(int(columns.seen[row] - UNKNOWN_AGE), 1)
            columns.published[row] = min(born, int(columns.seen[row]))

    def _source(self) -> int:
        """Whose hints those are that come now: the hub's that is being visited, if it is one only."""
        slot = self._hubs.slot(next(iter(self._visits))) if len(self._visits) == 1 else _MOST_SOURCES
        return slot + 1 if slot < _MOST_SOURCES else 0

    def _learn(self, row: int, before: int, fetched: int, changed: bool) -> None:
        columns = self._columns
        if columns.kind[row] == WIDGET_KIND:
            self._rhythms.learn(row, before, fetched, changed)
        group = groups(columns.kind[row : row + 1])
        born = columns.published[row : row + 1].astype(float)
        multiplier = (SHAPE + float(columns.changes[row])) / (SHAPE + float(columns.exposure[row]))
        expected = float(self._ages.expected(group, born, np.array([float(before)]), float(fetched))[0])
        if columns.claim[row] > before:
            source = int(columns.source[row])
            self._trust.learn(source, changed)
            if changed and source:
                self._hubs.was_right(source - 1)
        elif columns.claim_seen[row] > before:
            self._trust.learn_quiet(-float(np.expm1(-multiplier * expected)), changed)
        columns.changes[row] += self._ages.learn(int(group[0]), float(born[0]), before, fetched, changed, multiplier)
        columns.exposure[row] += expected

    def _settle(self, now: int) -> None:
        """What the hubs given out by the last call have brought is now complete."""
        self._hubs.pass_time(now)
        if self._visits:
            self._hubs.visited(self._visits, self._found)
        self._visits = {}
        self._found = 0

    def _reckon(self, n: int, now: int) -> Rows:
        """Bring indexes up to date: of all rows, or of the best, the newest and some others in turn; which?"""
        columns, count = self._columns, len(self)
        timed = self._rhythms.rows
        if count > _RECKONED:
            turn = (self._cursor + np.arange(_RECKONED // 2)) % count
            self._cursor = (self._cursor + len(turn)) % count
            wanted = np.zeros(count, dtype=bool)
            wanted[turn] = wanted[in_best_blocks(columns.index, max(2 * n, 16))] = wanted[timed] = True
            wanted[count - _RECKONED // 4 :] = True
            rows = np.flatnonzero(wanted)
        else:
            rows = np.arange(count)
        by_clock = columns.index[timed]
        columns.index[rows] = page_worth(columns, rows, self._ages, self._trust, float(now))
        slots = self._rhythms.turn()
        waited = np.maximum(now - columns.fetched[timed[slots]].astype(float), 0.0)
        chance, rise = self._rhythms.forecast(slots, now - waited, float(now))
        by_clock[slots] = chance - waited * rise
        columns.index[timed] = by_clock
        return rows

    def _choose(self, n: int, rows: Rows, now: int) -> Rows:
        """Pages among `rows` and hubs, the most worthwhile first."""
        columns = self._columns
        pages = rows[(columns.lease[rows] <= now) & (columns.kind[rows] >= ARTICLE)]
        pages = pages[best(columns.index[pages], n)]
        chosen: list[int] = []
        place = 0
        for row, worth in self._hubs.best(columns, n, now):
            while len(chosen) < n and place < len(pages) and columns.index[pages[place]] >= worth:
                chosen.append(int(pages[place]))
                place += 1
            if len(chosen) == n:
                break
            chosen.append(row)
            fetched = int(columns.fetched[row])
            self._visits[row] = max(now - fetched, 0) if fetched else 0
        chosen += [int(row) for row in pages[place : place + n - len(chosen)]]
        return np.array(chosen, dtype=np.intp)


def _check_version(state: dict[str, Any]) -> None:
    if state.get("version") != _VERSION:
        raise UsageError(f"a revisit policy's state of version {state.get('version')}; this one reads {_VERSION}")


def _knows_better(kind: int, known: int) -> bool:
    """Whether a kind that is said later corrects the one that is known: a hub is declared, a page's kind is seen when it is
    fetched, and `other` says that nobody has looked yet."""
    return kind != known and kind != _OTHER and known >= ARTICLE


_OTHER = KINDS.index("other")


def _seconds(when: datetime) -> int:
    if when.tzinfo is None or when.utcoffset() is None:
        raise UsageError(f"the time {when.isoformat()} has no zone; the policy needs aware datetimes")
    return max(int(when.astimezone(UTC).timestamp()), 1)
