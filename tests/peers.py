"""Other projects' tools, from the environment that `make peers` makes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

PEERS = Path(__file__).parents[1] / ".venv-peers" / "bin"


def peer(name: str) -> str:
    """The path of a tool; the test is skipped where it is not installed."""
    path = PEERS / name
    if not path.exists():
        pytest.skip(f"{name} is not installed; `make peers` installs it")
    return str(path)


def run_peer(name: str, *words: str | Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end."""
    return subprocess.run([peer(name), *map(str, words)], capture_output=True, text=True, timeout=timeout, check=False)
