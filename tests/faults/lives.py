"""Processes that begin where the imports are done: `python -m faults.lives` reads jobs, a JSON line each (`words`,
`environment`, `output`), runs each in a copy of itself, and prints how it ended, as subprocess says it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from e2e.running import ROOT

_MODULES = (
    "crawler.commands.crawl",
    "crawler.archive.extension",
    "crawler.run.resume",
    "pipelines.save",
    "pipelines.split",
)


class Lives:
    """Runs `scrapy` with words, in one process after the other, as a context manager."""

    def __enter__(self) -> Self:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
        words = [sys.executable, "-m", "faults.lives"]
        self._process = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def live(self, words: list[str], environment: dict[str, str], output: Path) -> int:
        """Run `scrapy WORDS` to its end, what it says into `output`; the exit status, negative for a signal."""
        assert self._process.stdin
        assert self._process.stdout
        job = {"words": words, "environment": environment, "output": str(output)}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def _live(job: dict[str, Any]) -> None:
    output = os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(job["environment"])
    from scrapy import cmdline

    try:
        cmdline.execute(["scrapy", *job["words"]])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    else:
        status = 0
    from faults.reporting import watched

    if watched:
        with Path(os.environ["FAULTS_LOG"]).open("a") as log:
            log.write(json.dumps({"changes": watched[0].count}) + "\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main() -> None:
    for module in _MODULES:
        importlib.import_module(module)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
