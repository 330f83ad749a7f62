"""Golden captures: what comes out of a page that was archived long ago does not change unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden.write import CAPTURE, EXPECTED, FOLDER, replayed

FOLDERS = sorted(path.parent for path in FOLDER.glob(f"*/*/{CAPTURE}"))


def test_there_are_golden_captures():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name} {folder.name}")
def test_what_comes_out_is_what_was_reviewed(folder: Path):
    expected = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    assert expected["reviewed"] is True, f"read {folder / EXPECTED}, then set reviewed to true"
    pages = replayed(folder / CAPTURE)
    assert [page["url"] for page in pages] == [page["url"] for page in expected["pages"]]
    for page, reviewed in zip(pages, expected["pages"], strict=True):
        for key in reviewed:
            assert page[key] == reviewed[key], f"{page['url']}: {key}; if it is better now: make golden"
        assert page.keys() == reviewed.keys()
