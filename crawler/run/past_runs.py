"""The reports of runs that were, and whether the last one is to be gone on with."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

RUNNING, KILLED = "running", "killed"
_UNFINISHED = frozenset({RUNNING, KILLED, "shutdown", "archive_failed", "memusage_exceeded"})
"""What is gone on with. A run that reached its bound on time is at its end: an hourly one must not last for ever."""


def read_reports(folder: Path, last: int) -> list[dict[str, Any]]:
    """The last reports of a folder, oldest first. One that cannot be read is left out."""
    reports = []
    for path in sorted(folder.glob("*.json"))[-last:]:
        with suppress(OSError, ValueError):
            report = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(report, dict) and "started" in report:
                reports.append(report)
    return reports


def unfinished_since(folder: Path) -> datetime | None:
    """When the last run began, where it is to be gone on with; of one that went on with another, when that one began.
    For the holder of the collection's lock, so that no run is still running."""
    last = _cut_run(folder)
    return None if last is None or last.get("due_only") else _date(last.get("resumes") or last["started"])


def cut_since(folder: Path) -> datetime | None:
    """When the last run of either kind began, where it was ended before its end. For the holder of the lock too."""
    last = _cut_run(folder)
    return None if last is None else _date(last["started"])


def _cut_run(folder: Path) -> dict[str, Any] | None:
    last = read_reports(folder, 1)
    return last[0] if last and (last[0].get("finished") in _UNFINISHED or last[0].get("problems")) else None


def _date(text: object) -> datetime | None:
    with suppress(ValueError):
        date = datetime.fromisoformat(str(text))
        return date if date.tzinfo else None
    return None
