"""What was measured, as rows that say which pages and what the model had seen: printed as a table, kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from benchmarks.split.bootstrap import Interval

NO_MODEL = "rules, nothing is held out from them"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one system. `ours_less_theirs` is the paired difference to ours with its interval."""

    figure: str
    pages: str
    system: str
    value: float
    seen: str
    unit: str = ""
    ours_less_theirs: Interval | None = None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        row = asdict(self)
        row["ours_less_theirs"] = self.ours_less_theirs._asdict() if self.ours_less_theirs else None
        return row


def print_figures(figures: Iterable[Figure]) -> list[Figure]:
    """Print a block for each figure and set of pages and a line for each system, as they come; all of them."""
    printed: list[Figure] = []
    for row in figures:
        if not printed or (printed[-1].figure, printed[-1].pages) != (row.figure, row.pages):
            print(f"\n{row.figure} | {row.pages}")
        print(f"  {row.system:<58}{_value(row):>14}  {_difference(row.ours_less_theirs):<42}{row.seen}", flush=True)
        printed.append(row)
    return printed


def _value(row: Figure) -> str:
    digits = (
        4 if not row.unit else 0 if row.value >= 1000 or row.value == int(row.value) else 1 if row.value >= 10 else 2
    )
    return f"{row.value:.{digits}f}{' ' if row.unit else ''}{row.unit}"


def _difference(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"ours {interval.difference:+.4f} ({interval.low:+.4f} to {interval.high:+.4f})"
