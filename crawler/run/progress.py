"""How a run goes on, on a terminal: one line that changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from crawler.run.report import RunCounter, RunReport


@contextmanager
def shown(counter: RunCounter) -> Iterator[None]:
    """Show the counts on standard error while the block runs, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(f"{counter.report.station}: asking") as status:

        def tell(report: RunReport) -> None:
            status.update(f"{report.station}: {report.captures} captures, {report.pages} pages")

        counter.tell = tell
        yield
