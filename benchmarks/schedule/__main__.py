"""`python -m benchmarks.schedule`: every schedule on stations of held-out seeds, as a table; then what the policy costs.

Constants of the policy may be tuned with `--tuning` only, whose seeds the table never uses.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.schedule.baselines import LambdaCrawl, NewsCrawl, NewsDiffs, NutchAdaptive, ThreeLooks, Uniform
from benchmarks.schedule.cost import print_cost
from benchmarks.schedule.run import Run, Schedule, Score, oracle, score
from benchmarks.schedule.station import MINUTE, Assumptions, Station
from crawler.run.policy import RevisitPolicy

TUNING_SEEDS, HELD_OUT_SEEDS = (1, 2, 3), (101, 102, 103, 104)
BUDGETS = (300, 800, 2000)
CADENCE = 2 * MINUTE
SCHEDULES: dict[str, Callable[[int], Schedule] | None] = {
    "uniform round robin": lambda budget: Uniform(),
    "Nutch adaptive (x0.8, x1.4)": lambda budget: NutchAdaptive(),
    "news-crawl": lambda budget: NewsCrawl(),
    "NewsDiffs' ladder": lambda budget: NewsDiffs(),
    "0 / 24 h / 7 d": lambda budget: ThreeLooks(),
    "LambdaCrawl, closed form": LambdaCrawl,
    "revisit policy": lambda budget: RevisitPolicy(),
    "the oracle": None,
}
_PLAIN = Assumptions()
VARIATIONS = {
    "asked each minute": (_PLAIN, MINUTE),
    "asked each 5 minutes": (_PLAIN, 5 * MINUTE),
    "asked each 15 minutes": (_PLAIN, 15 * MINUTE),
    "asked each hour": (_PLAIN, 60 * MINUTE),
    "8 to 25 articles a day": (replace(_PLAIN, articles_a_day=(8, 25)), CADENCE),
    "lastmod .3 present, .3 right": (replace(_PLAIN, lastmod_present=0.3, lastmod_right=0.3), CADENCE),
    "lastmod drawn at each sighting": (replace(_PLAIN, lastmod_drawn="sighting"), CADENCE),
    "five minutes' noise": (replace(_PLAIN, noise=5 * MINUTE), CADENCE),
    "one week": (replace(_PLAIN, days=7), CADENCE),
    "four weeks": (replace(_PLAIN, days=28), CADENCE),
    "three hourly widgets": (replace(_PLAIN, hourly=3), CADENCE),
    "first fetch is no change": (replace(_PLAIN, first_is_change=False), CADENCE),
    "old pages are of kind other": (replace(_PLAIN, old_kind="other"), CADENCE),
}


@dataclass(frozen=True)
class Mean:
    """Means over stations. `share` is of what the oracle captured at the same budget."""

    share: float
    delay: float
    updates: float
    hubs: float
    floor: float


def main(words: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule", description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the seeds that constants may be tuned on")
    parser.add_argument("--variations", action="store_true", help="the policy alone, under other assumptions")
    options = parser.parse_args(words)
    seeds = TUNING_SEEDS if options.tuning else HELD_OUT_SEEDS
    if options.variations:
        _print_variations(seeds)
    else:
        _print_table(seeds)
        print_cost()


def _print_table(seeds: tuple[int, ...]) -> None:
    print(f"Seeds {seeds}; asked each {CADENCE / MINUTE:.0f} minutes; fetches a day: {BUDGETS}")
    print("| schedule | share of the oracle's | over uniform | delay, min | updates caught | hubs | floor kept |")
    print("|---|---|---|---|---|---|---|")
    uniform: list[float] = []
    for name, make in SCHEDULES.items():
        means = [measure(make, budget, seeds, _PLAIN, CADENCE) for budget in BUDGETS]
        uniform = uniform or [mean.share for mean in means]
        over = [f"{mean.share / base:.1f}" for mean, base in zip(means, uniform, strict=True)]
        print(f"| {name} | {_cells(means, 'share')} | {' / '.join(over)} {_rest(means)}", flush=True)


def _print_variations(seeds: tuple[int, ...]) -> None:
    """One station and the two smaller budgets: enough to see what a schedule depends on."""
    seeds, budgets = seeds[:1], BUDGETS[:2]
    print(f"Seed {seeds[0]}; fetches a day: {budgets}")
    print("| assumption | share of the oracle's | delay, min | updates caught | hubs | floor kept |")
    print("|---|---|---|---|---|---|")
    for name, (assumptions, cadence) in VARIATIONS.items():
        make = SCHEDULES["revisit policy"]
        means = [measure(make, budget, seeds, assumptions, cadence) for budget in budgets]
        print(f"| {name} | {_cells(means, 'share')} {_rest(means)}", flush=True)


def measure(
    make: Callable[[int], Schedule] | None,
    budget: int,
    seeds: tuple[int, ...],
    assumptions: Assumptions,
    cadence: float,
) -> Mean:
    """One schedule, or the oracle itself, on a station for each seed."""
    scores: list[tuple[Score, float]] = []
    for seed in seeds:
        station = Station(seed, assumptions)
        best = reached = score(station, oracle(station, budget, cadence), 0)
        if make is not None:
            reached = Run(station, make(budget)).go(budget, cadence)
        scores.append((reached, reached.captured / best.captured))
    count = len(scores)
    return Mean(
        sum(share for _, share in scores) / count,
        sum(reached.delay for reached, _ in scores) / count,
        sum(reached.updates for reached, _ in scores) / count,
        sum(reached.hubs for reached, _ in scores) / count,
        sum(reached.floor for reached, _ in scores) / count,
    )


def _rest(means: list[Mean]) -> str:
    delays = " / ".join("never" if mean.delay == float("inf") else f"{mean.delay:.0f}" for mean in means)
    return f"| {delays} | {' | '.join(_cells(means, name) for name in ('updates', 'hubs', 'floor'))} |"


def _cells(means: list[Mean], name: str) -> str:
    return " / ".join(f"{getattr(mean, name):.2f}".removeprefix("0") for mean in means)


if __name__ == "__main__":
    main(sys.argv[1:])
