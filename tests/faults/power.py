"""What a power cut leaves of a folder: no byte and no name that no fsync had covered."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path


def cut_power(folder: Path, synced: Path) -> None:
    """Take from `folder` what `faults.changes.Synced` does not know. SQLite's files stay: it syncs them itself."""
    state = json.loads((synced / "state.json").read_text())
    after = folder.with_name(f"{folder.name}.after")
    _again(folder, after, synced, state)
    shutil.rmtree(folder)
    after.rename(folder)
    shutil.rmtree(synced)


def _again(folder: Path, after: Path, synced: Path, state: dict[str, dict]) -> None:
    after.mkdir()
    for name, inode in state["folders"].get(os.path.realpath(folder), {}).items():
        kept = synced / str(inode)
        if "sqlite" in name:
            continue
        if kept.exists():
            shutil.copy2(kept, after / name)
            os.truncate(after / name, state["sizes"].get(str(inode), 0))
            os.utime(after / name, ns=(kept.stat().st_atime_ns, kept.stat().st_mtime_ns))
        elif (folder / name).is_dir():
            _again(folder / name, after / name, synced, state)
    for path in folder.glob("*sqlite*"):
        shutil.copy2(path, after / path.name)
