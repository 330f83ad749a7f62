"""Headline, authors and date beside WCXB's labels: the figures of `metadata.py` as rows of this benchmark."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.split import metadata
from benchmarks.split.figures import NO_MODEL, Figure
from benchmarks.split.pages import folder
from benchmarks.split.systems import OURS, TRAFILATURA

TOOLS = {OURS.name: metadata.ours, TRAFILATURA: metadata.trafilaturas}
SEEN = {"tuning": "rules, made with these pages in sight", "unseen": "rules, nobody had looked at these pages"}


def measure() -> Iterator[Figure]:
    """The share of exact answers, by field and half of WCXB's domains."""
    if not (folder() / "wcxb-articles").is_dir():
        print("no wcxb-articles here (SHARED_DATA)")
        return
    for half in metadata.HALVES:
        tallies = {name: metadata.measure(half, tool) for name, tool in TOOLS.items()}
        for field, labels in tallies[OURS.name].labels.items():
            pages = f"wcxb-articles, {half} half of the domains, {labels} labelled pages"
            for name, tally in tallies.items():
                seen = SEEN[half] if name == OURS.name else NO_MODEL
                yield Figure(f"{field}, exact", pages, name, tally.right[field] / labels, seen)
