"""What other extractors make of the pages: each is run once a page and version, in its own environment, and remembered."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks.split.pages import LabelledPage
from benchmarks.split.systems import System

ROOT = Path(__file__).resolve().parents[2]
REMEMBERED = ROOT / "benchmarks" / ".cache" / "peers"
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
_VERSIONS = "import sys; from importlib.metadata import version; print(*(version(name) for name in sys.argv[1:]))"


class NotInstalledError(Exception):
    """An extractor cannot be run here; the message says what would bring it."""


def python_of(system: System) -> Path:
    """The interpreter of the environment that has the extractor. Raises NotInstalledError."""
    if system.environment == "own":
        return Path(sys.executable)
    if not PEERS_PYTHON.exists():
        raise NotInstalledError(f"{system.name}: there is no {PEERS_PYTHON.relative_to(ROOT)} (make peers)")
    return PEERS_PYTHON


@cache
def versions_of(system: System) -> tuple[str, ...]:
    """The versions of the extractor and of what its text depends on. Raises NotInstalledError."""
    names = (system.package, *system.also)
    asked = subprocess.run([python_of(system), "-c", _VERSIONS, *names], capture_output=True, text=True)
    if asked.returncode:
        raise NotInstalledError(f"{system.name}: not all of {', '.join(names)} are in .venv-peers (make peers)")
    return tuple(asked.stdout.split())


def texts_of(system: System, pages: Sequence[LabelledPage]) -> list[str]:
    """The extractor's text of every page, from memory where this version has seen the page. Raises NotInstalledError."""
    memory = _Memory(system)
    missing = [page for page in pages if memory.key(page) not in memory.texts]
    if missing:
        lines = run_worker(system, "texts", missing).splitlines()
        memory.add({memory.key(page): json.loads(line) for page, line in zip(missing, lines, strict=True)})
    return [memory.texts[memory.key(page)] for page in pages]


def run_worker(system: System, what: str, pages: Sequence[LabelledPage], *arguments: str) -> str:
    """What `worker.py` prints for these pages."""
    command = [python_of(system), "-m", "benchmarks.split.worker", what, system.name]
    same_order = os.environ | {"PYTHONHASHSEED": "0"}  # newspaper4k's text depends on the order of a set
    with _written(pages) as path:
        asked = [*command, path, *arguments]
        done = subprocess.run(asked, cwd=ROOT, env=same_order, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@contextmanager
def _written(pages: Sequence[LabelledPage]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.pickle"
        with path.open("wb") as file:
            for page in pages:
                pickle.dump((page.body, page.url), file)
        yield str(path)


class _Memory:
    """The texts of one extractor: a file of its own for each version of it and each way to call it."""

    def __init__(self, system: System) -> None:
        asked = hashlib.sha256(repr((versions_of(system), system.call())).encode()).hexdigest()[:12]
        self._path = REMEMBERED / f"{system.name.replace(' ', '-')}-{versions_of(system)[0]}-{asked}.json"
        self.texts: dict[str, str] = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}

    def key(self, page: LabelledPage) -> str:
        return hashlib.sha256((page.url or "").encode() + b"\n" + page.body).hexdigest()

    def add(self, texts: dict[str, str]) -> None:
        self.texts.update(texts)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(self.texts, ensure_ascii=False), "utf-8")
        new.replace(self._path)
