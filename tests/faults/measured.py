"""A crawl in a process of its own: how it ended, what it said, and how much memory it had at the most."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from e2e.running import ROOT


@dataclass(frozen=True)
class Measured:
    """`peak` is in bytes, `report` is the run's."""

    status: int
    said: str
    seconds: float
    peak: int
    report: dict[str, Any]


def measured(
    words: list[str],
    folder: Path,
    seconds: float,
    environment: dict[str, str] | None = None,
    largest_file: int = resource.RLIM_INFINITY,
) -> Measured:
    """Run `scrapy WORDS --json` to its end; one that takes longer than `seconds` is killed and fails. No file of its may
    have more than `largest_file` bytes."""
    output, errors = folder / "output", folder / "errors"
    given = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", **(environment or {})}
    given["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    begun = time.monotonic()
    with output.open("w") as out, errors.open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", *words, "--json"],
            cwd=ROOT,
            env=given,
            stdout=out,
            stderr=err,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest_file, largest_file)),
        )
        peak = 0
        try:
            while process.poll() is None:
                peak = max(peak, peak_memory(process.pid))
                assert time.monotonic() - begun < seconds, f"not ended after {seconds} s: {errors.read_text()[-3000:]}"
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
    said = errors.read_text(errors="replace")
    assert "Traceback" not in said, said[said.index("Traceback") - 500 :][:4000]
    text = output.read_text()
    report = json.loads(text) if text.startswith("{") else {}
    return Measured(process.returncode, said, time.monotonic() - begun, peak, report)


def peak_memory(pid: int | str) -> int:
    """Bytes. Not ru_maxrss: Linux carries the peak of the process that started this one over into it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
