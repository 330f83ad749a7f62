"""What redesigns, editors and broken captures do to a widget."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from lxml.html import HtmlElement

from benchmarks.widgets.facts import Fact

_MAY_LACK = {
    "weather_conditions": ("condition", "high", "low", "feels_like"),
    "current_conditions": ("condition", "pressure", "dewpoint", "record_high"),
}


def without_values(fact: Fact, rng: Random) -> Fact:
    """The fact without some of its values: one field of every row, or the totals and the note of a table."""
    made = copy.deepcopy(fact)
    rows: list[dict[str, Any]] = made.data if isinstance(made.data, list) else [made.data]
    if fact.kind in _MAY_LACK:
        lost = rng.choice(_MAY_LACK[fact.kind])
        for row in rows:
            row[lost] = None
    if fact.kind == "case_table":
        made.note = None
    return made


def cut_table(fact: Fact, rng: Random) -> Fact:
    """A table of cases whose last rows the capture lost: its totals are still those of all."""
    made = copy.deepcopy(fact)
    rows = made.data["rows"]
    made.data["rows"] = rows[: max(3, len(rows) - rng.randint(2, 5))]
    made.shown["cut"] = True
    return made


def rename(tree: HtmlElement, rng: Random) -> None:
    """Give every class another name, as a build with scoped styles does; the same class the same name."""
    known: dict[str, str] = {}
    for element in tree.iter():
        names = [_other(name, known, rng) for name in element.get("class", "").split()]
        if names:
            element.set("class", " ".join(names))


def _other(name: str, known: dict[str, str], rng: Random) -> str:
    if name not in known:
        known[name] = "sc-" + "".join(rng.choice("abdfghjkmqrtvxyz") for _ in range(5)) + str(rng.randint(0, 9))
    return known[name]
