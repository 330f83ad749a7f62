"""Running our commands, and reading what they left: shared by the end-to-end tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.demo.visits import STATION

SCRAPY = [sys.executable, "-m", "scrapy"]
ROOT = Path(__file__).parents[2]


def scrapy(*words: str | Path, cwd: Path | None = None, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run a command of ours to its end; its output as text. No test lets a traceback pass."""
    done = run([*SCRAPY, *map(str, words)], cwd=cwd, timeout=timeout)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def run(words: list[str], cwd: Path | None = None, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run any command with our settings."""
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "COLUMNS": "200"}
    return subprocess.run(
        words, cwd=cwd or ROOT, capture_output=True, text=True, timeout=timeout, env=environment, check=False
    )


def table_bytes(collection: Path) -> dict[str, bytes]:
    """Every Parquet file of a collection, by its path below `tables`."""
    tables = collection / "tables"
    return {str(path.relative_to(tables)): path.read_bytes() for path in sorted(tables.rglob("*.parquet"))}


def feed_lines(path: Path) -> set[str]:
    """A JSON Lines feed as a set: live pages come in the order in which they arrive."""
    lines = path.read_text(encoding="utf-8").splitlines()
    as_set = {json.dumps(json.loads(line), sort_keys=True) for line in lines}
    assert len(as_set) == len(lines)
    return as_set


@dataclass(frozen=True)
class Demo:
    """What the session's crawl left: `warcs` after both visits, `first` a copy of it after the first."""

    warcs: Path
    first: Path
    feeds: tuple[Path, ...]
    times: tuple[datetime, ...]
    base: str
    requests: tuple[tuple[str, ...], ...]

    @property
    def collection(self) -> Path:
        return self.warcs / STATION

    @property
    def archive(self) -> list[Path]:
        return sorted((self.collection / "archive").iterdir())
