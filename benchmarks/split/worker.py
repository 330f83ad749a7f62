"""`python -m benchmarks.split.worker texts|cpu|memory SYSTEM PAGES [SEED]`: one extractor over pages, in a process of its own.

PAGES holds pickles of (body, url), one behind the other, that the parent wrote. `texts` prints one JSON string a page.
`cpu` runs WARM_UP pages, then all others once in an order that SEED gives, and prints the CPU seconds of that. `memory`
runs all pages and prints the most memory the process ever had, in MB.
A process makes one pass only: extractors keep caches of strings that would make a second pass over the same pages cheap,
and nobody extracts a page twice.
"""

from __future__ import annotations

import gc
import json
import logging
import pickle
import random
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from benchmarks.split.systems import OURS, PEERS, TIMED, System

WARM_UP = 20
"""Pages before the clock starts: what is imported, compiled and loaded late belongs to no page."""

Input = tuple[bytes, str | None]


def read(path: Path) -> Iterator[Input]:
    """The pages of a file, one at a time."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def texts(system: System, pages: Iterator[Input]) -> None:
    """Print every page's text; what an extractor raises is a page without a text, and is said."""
    for body, url in pages:
        text = ""
        try:
            text = system.run(body, url)
        except Exception as error:  # a boundary: other projects' code on pages that nobody chose for it
            print(f"{system.name}: {url}: {type(error).__name__}: {error}", file=sys.stderr)
        print(json.dumps(text), flush=True)


def cpu(system: System, pages: Iterator[Input], seed: int) -> float:
    """CPU seconds of one pass, all threads of the process together."""
    for body, url in islice(pages, WARM_UP):
        _quietly(system, body, url)
    rest = list(pages)
    random.Random(seed).shuffle(rest)
    gc.collect()
    started = time.process_time()
    for body, url in rest:
        _quietly(system, body, url)
    return time.process_time() - started


def memory(system: System, pages: Iterator[Input]) -> float:
    """The peak of the process's resident memory after all pages, in MB."""
    for body, url in pages:
        _quietly(system, body, url)
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def _quietly(system: System, body: bytes, url: str | None) -> None:
    with suppress(Exception):  # a boundary, as above; `texts` says which
        system.run(body, url)


def main(what: str, name: str, pages: str, seed: str = "0") -> None:
    """Do one of the three for one extractor."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    system = {OURS.name: OURS, **PEERS, **TIMED}[name]
    inputs = read(Path(pages))
    if what == "texts":
        texts(system, inputs)
    elif what == "memory":
        print(memory(system, inputs))
    else:
        print(cpu(system, inputs, int(seed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
