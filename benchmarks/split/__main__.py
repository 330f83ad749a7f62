"""`python -m benchmarks.split [PART...] [--json PATH]`: how well and how fast pages are split, beside other extractors.

The parts, all without a word: wcxb, snippets, news, stations, classes, metadata, speed, curves. Each figure says which pages it is
from and whether the model had seen them. Other extractors run in .venv-peers (`make peers`); their texts are remembered
in benchmarks/.cache, so a second run costs our own time only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.split import curves, fields, kept, quality, speed
from benchmarks.split.figures import Figure, print_figures
from benchmarks.split.peers import NotInstalledError, versions_of
from benchmarks.split.systems import PEERS
from pipelines.split.version import SPLITTER_VERSION

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    **quality.PARTS,
    "classes": kept.measure,
    "metadata": fields.measure,
    "speed": speed.measure,
    "curves": curves.measure,
}


def versions() -> dict[str, str]:
    """The version of every system that is here."""
    found = {"ours": SPLITTER_VERSION}
    for system in PEERS.values():
        try:
            found[system.package] = versions_of(system)[0]
        except NotInstalledError:
            found[system.package] = "not installed"
    return found


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.split", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures there too")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"{', '.join(sorted(unknown))}: no part of {', '.join(PARTS)}")
    known = versions()
    print("  ".join(f"{name} {version}" for name, version in known.items()))
    figures: list[Figure] = []
    for part in asked.parts or PARTS:
        figures += print_figures(PARTS[part]())
    if asked.json:
        asked.json.write_text(
            json.dumps({"versions": known, "figures": [row.as_dict() for row in figures]}, indent=1), "utf-8"
        )


if __name__ == "__main__":
    main()
