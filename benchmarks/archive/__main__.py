"""`python -m benchmarks.archive [crawl] [writing] [index] [lookup]`: the figures of the archive, all without a word."""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("crawl", "large", "writing", "index", "lookup")

for part in sys.argv[1:] or PARTS:
    if part not in PARTS:
        raise SystemExit(f"{part!r} is none of {', '.join(PARTS)}")
    for line in import_module(f"benchmarks.archive.{part}").measure():
        print(line, flush=True)
