"""What the fetch of a page is worth now.

A fetch of a page that has changed with chance `p` since the last one is worth `p`, but waiting may be worth more: if the
chance still rises at `p'` a second and the last fetch is `t` seconds ago, the index is `p - t * p'`. A page that changes
at random comes up when a change may soon be lost to the next one; a page that has stopped changing comes up once more
for what it may have changed before that.

An article is looked at again 24 hours and 7 days after its publication whatever happens, so that its deletion is seen.
That look finds the last of its changes; one before it is worth only what that look would not find.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.run.policy.ages import DAY, HOUR, OTHER, SHAPE, WIDGET, AgeCurve, Floats
from crawler.run.policy.columns import Columns
from crawler.run.policy.hints import Trust

Rows = NDArray[np.intp]

KINDS = ("front", "section", "feed", "sitemap", "article", "widget", "other")  # hubs before ARTICLE
ARTICLE, WIDGET_KIND, _OTHER_KIND = (KINDS.index(kind) for kind in ("article", "widget", "other"))
UNKNOWN_AGE = 30 * DAY  # of an article without a date that was there before the station was first looked at
FLOORS = ((1 * DAY, 12 * HOUR), (7 * DAY, 24 * HOUR))  # age at which to look again, and the time to do it in
NEW, BACKLOG = 1.2, 0.18  # the worth of a new article; of an old page never fetched, which rises
_PATIENCE = 60 * DAY  # while it waits
FRESH = 2 * DAY  # how long an article is new
_WAIT = 0.75  # of what waiting would still add: pages and stations do not live for ever
_SOON = 0.25  # of the worth of a change that the next sure look would find too: the page may be gone by then
_FLOOR_FIRST = 0.2  # the worth of a sure look when it is due; it rises by 1 until its time is over


def groups(kind: NDArray[np.uint8]) -> Rows:
    """Which rates hold: 0 for those of articles, else OTHER or WIDGET of ages.py."""
    return np.where(kind == ARTICLE, 0, np.where(kind == WIDGET_KIND, WIDGET, OTHER))


def page_worth(columns: Columns, rows: Rows, ages: AgeCurve, trust: Trust, now: float) -> Floats:
    """The index of each of `rows`; 0 for hubs."""
    fetched = columns.fetched[rows] > 0
    worth = np.zeros(len(rows))
    is_page = columns.kind[rows] >= ARTICLE
    worth[is_page & ~fetched] = _first(columns, rows[is_page & ~fetched], now)
    worth[is_page & fetched] = _again(columns, rows[is_page & fetched], ages, trust, now)
    return worth


def _first(columns: Columns, rows: Rows, now: float) -> Floats:
    """Of pages never fetched: the new ones at once, the newest first; the others as there is room."""
    kind = columns.kind[rows]
    age = np.where(kind == _OTHER_KIND, UNKNOWN_AGE, now - columns.published[rows])
    age = np.where(kind == WIDGET_KIND, 0.0, np.maximum(age, 0.0))
    old = 1 - (1 - BACKLOG) * np.exp(-np.maximum(now - columns.seen[rows], 0.0) / _PATIENCE)
    return np.asarray(old + (NEW - old) * np.exp(-age / FRESH))


def _again(columns: Columns, rows: Rows, ages: AgeCurve, trust: Trust, now: float) -> Floats:
    """Of pages fetched before. `u_` is the chance of no change: until now, from now to the sure look, in both."""
    group = groups(columns.kind[rows])
    born, fetched = columns.published[rows].astype(float), columns.fetched[rows].astype(float)
    waited, age = np.maximum(now - fetched, 0.0), now - born
    claimed = columns.claim[rows] > columns.fetched[rows]
    shape, scale = SHAPE + columns.changes[rows], SHAPE + columns.exposure[rows]
    rate = ages.rate(group, born, now) * shape

    until = np.maximum(fetched, now)  # a clock may be set back
    quiet_until = np.clip(columns.claim_seen[rows].astype(float), fetched, until)
    mass = np.where(claimed, 1.0, trust.quiet) * ages.expected(group, born, fetched, quiet_until)
    mass += ages.expected(group, born, quiet_until, until)
    u_now = (1 + mass / scale) ** -shape
    doubt = np.where(claimed, 1 - trust.trust(columns.source[rows]), 1.0)
    chance, rise = 1 - doubt * u_now, doubt * rate / (scale + mass) * u_now
    worth = chance - _WAIT * rise * waited

    look = born + np.where(age < FLOORS[0][0], FLOORS[0][0], FLOORS[1][0])
    ahead = ages.expected(group, born, until, np.maximum(look, until))
    u_ahead, u_both = (1 + ahead / scale) ** -shape, (1 + (mass + ahead) / scale) ** -shape
    overwritten = 1 - (u_ahead - u_both) / np.maximum(1 - u_now, 1e-9)
    rise = np.maximum(rise - rate / (scale + ahead) * u_ahead, 0.0)
    lost = chance * overwritten - _WAIT * rise * waited
    worth = np.where((group == 0) & (look > now), _SOON * worth + (1 - _SOON) * lost, worth)

    for floor, time in FLOORS:
        late = (age - floor) / time
        due = (group == 0) & (late >= 0) & (fetched < born + floor)
        worth = np.where(due, np.maximum(worth, _FLOOR_FIRST + np.minimum(late, 1.0)), worth)
    return np.asarray(worth)
