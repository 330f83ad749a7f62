"""Pages a second of one core: CPU time of whole shuffled passes over the same pages, each in a process of its own.

The systems take turns, pass by pass, so what else the machine does falls on all of them; the figure is the median of a
system's passes, the ratio the median of the ratios of the same round.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median

from benchmarks.split.figures import NO_MODEL, Figure
from benchmarks.split.pages import LabelledPage, snippet_pages, unseen_news_pages, wcxb_pages
from benchmarks.split.peers import NotInstalledError, run_worker, versions_of
from benchmarks.split.systems import OURS, TIMED, YARDSTICK
from benchmarks.split.worker import WARM_UP

ROUNDS = 5
_EVERY = 4
"""One page of WCXB in so many."""


def measure(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Pages a second of each system, and how many times as fast as the yardstick."""
    pages = _pages()
    name = f"{len(pages)} pages: wcxb-articles, one in {_EVERY}, and the unseen half of the short news; median of {rounds} passes"
    passes = _passes(pages, rounds)
    for system, seconds in passes.items():
        yield Figure("pages a second, one core", name, system, len(pages) / median(seconds), _seen(system), "pages/s")
    for system, seconds in passes.items():
        ratios = [theirs / own for theirs, own in zip(passes.get(YARDSTICK, []), seconds, strict=False)]
        if ratios:
            yield Figure(f"times as fast as {YARDSTICK}", name, system, median(ratios), _seen(system), "times")


def _seen(system: str) -> str:
    return "the model as shipped" if system == OURS.name else NO_MODEL


def _pages() -> list[LabelledPage]:
    return [*wcxb_pages(_EVERY), *unseen_news_pages()]


def _passes(pages: Sequence[LabelledPage], rounds: int) -> dict[str, list[float]]:
    """CPU seconds by system and round."""
    warm_up = list(islice(snippet_pages(), WARM_UP)) or list(islice(pages, WARM_UP))
    seconds: dict[str, list[float]] = {name: [] for name in TIMED if _is_installed(name)}
    turns = random.Random(0)
    for round_ in range(rounds):
        order = list(seconds)
        turns.shuffle(order)
        for name in order:
            seconds[name].append(float(run_worker(TIMED[name], "cpu", [*warm_up, *pages], str(round_))))
    return seconds


def _is_installed(name: str) -> bool:
    try:
        versions_of(TIMED[name])
    except NotInstalledError as error:
        print(error, file=sys.stderr)
        return False
    return True
