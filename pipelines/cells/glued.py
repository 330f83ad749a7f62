"""Tables whose cells were glued together in extraction (`Cook60726610902`), decoded with a proof.

A row of k columns is a string of digits that can be cut in many places. A *reading* of the table cuts every row so that
no number has a leading zero, every column sums to its printed total, the first column never increases down the list
and no other column is larger than the first. Rows such as `Unassigned` are exempt from the last two. All readings
are counted; only a single one is a value.

The count is dynamic programming down the rows. A state is the last value of the first column and the sums so far; it
is dropped as soon as what the rows below can add at least, or at most, misses a total. Since the first column never
increases, the digits it takes never increase either: a reading is settled by the few rows where they fall, not by
every row, so the states stay few and the work grows with the length of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import comb
from typing import Literal

from pipelines.cells.numbers import strict_count

MAX_STEPS = 400_000
"""Bound of the search, in cuts tried on states: about a second. Past it the search is given up, without a value."""
MAX_CUTS = 5_000
"""Bound of the ways to cut one row: twenty digits in five columns have 3,876."""
MAX_ROWS = 20_000
"""Bound of the rows of one table: the United States have 3,143 counties."""

EXEMPT = re.compile(
    r"^(?:un(?:assigned|known|allocated|determined|specified)|out[ -]of[ -]\w+|non[ -]?residents?|not \w+|pending|others?"
    r"|t\.?b\.?d|to be determined)\b|\b(?:correctional|facilit(?:y|ies)|prisons?|repatriated|cruise)\b",
    re.IGNORECASE,
)
GLUED_LINE = re.compile(r"(?P<label>[^0-9|]*[^\W0-9][.)*]?)\s*(?P<digits>[0-9][0-9,.'’]*)")

Numbers = tuple[int, ...]
State = tuple[int, Numbers]  # the last value of the first column, and the sums so far (0 where no total is printed)
Way = tuple[int, State | None, Numbers]  # readings that lead here; one of them: the state before, and the cut
Bounds = tuple[Numbers, Numbers]  # the least and the most that rows can add to each column
TOP = 10**30  # above every first column: nothing stands above the first row


@dataclass(slots=True, frozen=True)
class Decoded:
    """What a glued table can be. `readings` is their exact count, None where the search was given up (see `reason`).

    `rows` are the numbers of each row, only where `proof` is `unique`. `exempt` are the indexes of the rows that
    order and plausibility were not asked of.
    """

    proof: Literal["unique", "ambiguous", "none"]
    readings: int | None
    rows: list[Numbers] | None = None
    exempt: list[int] = field(default_factory=list)
    reason: str = ""


def split_glued_line(line: str) -> tuple[str, str] | None:
    """`St. Clair34621558` as label and digits (thousands separators stay in), or None where the line is not so."""
    match = GLUED_LINE.fullmatch(line.strip())
    return (match["label"].strip(), match["digits"]) if match else None


def is_exempt(label: str) -> bool:
    """Whether a row holds what belongs to no place (`Unassigned`, `Out of IL`), and so may stand anywhere."""
    return EXEMPT.search(label.strip()) is not None


def decode(rows: Sequence[tuple[str, str]], totals: Sequence[int | None]) -> Decoded:
    """Decode `(label, glued digits)` rows whose columns sum to `totals`: one for each column, None where not printed.

    Exact for any number of columns. Never raises, and never calls a table unique whose readings it did not count.
    """
    exempt = [i for i, (label, _) in enumerate(rows) if is_exempt(label)]
    if not rows or all(total is None for total in totals):
        return Decoded("none", 0, None, exempt, "no totals to check against")
    if len(rows) > MAX_ROWS:
        return Decoded("none", None, None, exempt, f"more than {MAX_ROWS} rows")
    grouped = any(not digits.isdigit() for _, digits in rows)
    table: list[list[Numbers]] = []
    for i, (_, digits) in enumerate(rows):
        if comb(max(len(digits) - 1, 0), len(totals) - 1) > MAX_CUTS:
            return Decoded("none", None, None, exempt, f"row {i + 1} can be cut in more than {MAX_CUTS} ways")
        cuts = _cuts(digits, len(totals), grouped=grouped)
        table.append([cut for cut in cuts if _fits(cut, totals) and (i in exempt or cut[0] == max(cut))])
    return _verdict(table, totals, exempt)


def _cuts(digits: str, columns: int, *, grouped: bool) -> list[Numbers]:
    """Every way to cut the digits into numbers without leading zeros."""
    found = []
    for places in combinations(range(1, len(digits)), columns - 1):
        pieces = zip((0, *places), (*places, len(digits)), strict=True)
        numbers = [strict_count(digits[a:b], grouped=grouped) for a, b in pieces]
        whole = tuple(number for number in numbers if number is not None)
        if len(whole) == columns:
            found.append(whole)
    return found


def _fits(sums: Numbers, totals: Sequence[int | None]) -> bool:
    return all(total is None or number <= total for number, total in zip(sums, totals, strict=True))


def _verdict(table: list[list[Numbers]], totals: Sequence[int | None], exempt: list[int]) -> Decoded:
    loose = frozenset(exempt)
    steps = sum(len({cut[0] for cut in above}) * len(cuts) for above, cuts in pairwise(table))
    if steps > MAX_STEPS:
        return Decoded("none", None, None, exempt, f"the rows can be cut in too many ways for {MAX_STEPS} steps")
    bounds = _bounds(table, loose, len(totals))
    start: State = (TOP, (0,) * len(totals))
    layers: list[dict[State, Way]] = [{start: (1, None, ())}]
    for i, cuts in enumerate(table):
        steps += len(layers[-1]) * len(cuts)
        if steps > MAX_STEPS:
            return Decoded("none", None, None, exempt, f"given up at row {i + 1} after {MAX_STEPS} steps")
        layers.append(_next_layer(layers[-1], cuts, bounds[i + 1], totals, loose=i in loose))
    readings = sum(count for count, _, _ in layers[-1].values())
    if readings == 1:
        return Decoded("unique", 1, _walk_back(layers), exempt, "one reading fits totals, order and plausibility")
    if readings:
        return Decoded("ambiguous", readings, None, exempt, "several readings fit totals, order and plausibility")
    return Decoded("none", 0, None, exempt, "no reading fits totals, order and plausibility")


def _next_layer(
    layer: dict[State, Way],
    cuts: list[Numbers],
    below: dict[int, Bounds],
    totals: Sequence[int | None],
    *,
    loose: bool,
) -> dict[State, Way]:
    """The states after one more row, without those that no rows `below` can bring to the totals."""
    reached: dict[State, Way] = {}
    for state, (count, _, _) in layer.items():
        last, sums = state
        for cut in cuts:
            if not loose and cut[0] > last:
                continue
            to = last if loose else cut[0]
            bounds = below.get(to)
            if bounds is None:
                continue
            after = tuple([0 if t is None else a + b for a, b, t in zip(sums, cut, totals, strict=True)])
            if _can_reach(after, bounds, totals):
                before = reached.get((to, after))
                reached[to, after] = (count + (before[0] if before else 0), state, cut)
    return reached


def _can_reach(sums: Numbers, bounds: Bounds, totals: Sequence[int | None]) -> bool:
    for number, least, most, total in zip(sums, bounds[0], bounds[1], totals, strict=True):
        if total is not None and not number + least <= total <= number + most:
            return False
    return True


def _bounds(table: list[list[Numbers]], loose: frozenset[int], columns: int) -> list[dict[int, Bounds]]:
    """For each row, and each last value of the first column above it, what this row and all below can add.

    A last value that no row below can follow is left out: that prunes by order before any sum is known.
    """
    nothing = (0,) * columns
    lasts: list[list[int]] = [[TOP]]
    for i, cuts in enumerate(table):
        lasts.append(lasts[-1] if i in loose else sorted({cut[0] for cut in cuts}))
    bounds: list[dict[int, Bounds]] = [{} for _ in table] + [dict.fromkeys(lasts[-1], (nothing, nothing))]
    for i in range(len(table) - 1, -1, -1):
        below = bounds[i + 1]
        for last in lasts[i]:
            ends = [
                (cut, below[to])
                for cut in table[i]
                if (i in loose or cut[0] <= last) and (to := last if i in loose else cut[0]) in below
            ]
            if ends:
                least = tuple(min(cut[c] + end[0][c] for cut, end in ends) for c in range(columns))
                most = tuple(max(cut[c] + end[1][c] for cut, end in ends) for c in range(columns))
                bounds[i][last] = (least, most)
    return bounds


def _walk_back(layers: list[dict[State, Way]]) -> list[Numbers]:
    """The only reading's rows: with one reading in all, every state of its path has one way to it."""
    rows: list[Numbers] = []
    (state,) = layers[-1]
    for layer in reversed(layers[1:]):
        _, before, cut = layer[state]
        rows.append(cut)
        assert before is not None  # noqa: S101  # only the first layer has no state before
        state = before
    return rows[::-1]
