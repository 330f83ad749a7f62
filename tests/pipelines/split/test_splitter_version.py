from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipelines.split.version import SPLITTER_VERSION, splitter_version

PIPELINES = Path(__file__).parents[3] / "pipelines"


def copied(to: Path) -> Path:
    for package in ("split", "widgets", "cells", "store"):
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
    renamed = splitter_version(root)
    rows = root / "store" / "rows.py"
    rows.write_text(rows.read_text() + "\n# changed\n")
    with_rows = splitter_version(root)
    assert len({before, changed, renamed, with_rows}) == 4
    catalog = root / "store" / "catalog.py"
    catalog.write_text(catalog.read_text() + "\n# changed\n")
    assert splitter_version(root) == with_rows, "what reads the rows does not make them"
