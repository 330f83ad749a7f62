from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipelines.split.version import SPLITTER_VERSION, splitter_version

PIPELINES = Path(__file__).parents[3] / "pipelines"


def copied(to: Path) -> Path:
    for package in ("split", "widgets", "cells"):
        shutil.copytree(PIPELINES / package, to / package, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def test_it_is_the_same_in_every_checkout(tmp_path):
    assert re.fullmatch(r"[0-9a-f]{16}", SPLITTER_VERSION)
    assert splitter_version(copied(tmp_path / "elsewhere")) == splitter_version(PIPELINES)


def test_it_changes_with_the_code_and_with_names(tmp_path):
    root = copied(tmp_path)
    before = splitter_version(root)
    glued = root / "cells" / "glued.py"
    glued.write_text(glued.read_text() + "\n# changed\n")
    changed = splitter_version(root)
    glued.rename(root / "cells" / "renamed.py")
    assert len({before, changed, splitter_version(root)}) == 3
