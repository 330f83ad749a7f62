"""Golden pages: every page in `golden/` gives the widgets that stand beside it in `NAME.expected.json`.

A page without that file fails and shows what was found, to be read, put right and saved.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.split import split

FOLDER = Path(__file__).parent / "golden"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("page", PAGES, ids=[path.name for path in PAGES])
def test_golden_page(page: Path) -> None:
    content_type = "text/html" if page.suffix == ".html" else "text/plain"
    result = split(page.read_bytes(), content_type=content_type, url="https://www.wzzz.example/news/page")
    found = [{"kind": widget.kind, "title": widget.title, "data": widget.data} for widget in result.widgets]
    expected = page.with_suffix(page.suffix + ".expected.json")
    assert expected.exists(), json.dumps(found, indent=1, ensure_ascii=False)
    assert found == json.loads(expected.read_text("utf-8"))


def test_a_menu_is_kept_from_the_article() -> None:
    result = split((FOLDER / "school_lunch.html").read_bytes(), content_type="text/html")
    assert result.article is not None
    assert "noodles" not in result.article.text
