"""`python -m benchmarks.layout [demo|stations]`: what layouts bring, and how soon a redesign is noticed."""

from __future__ import annotations

import sys

from benchmarks.layout import demo, stations

PARTS = {"demo": demo.report, "stations": stations.report}


def main() -> None:
    """Print what was asked for, everything without a word."""
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
