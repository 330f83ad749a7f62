"""The real texts with their labels, and the real pages, of SHARED_DATA: read there, never copied."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.widgets.facts import Fact
from benchmarks.widgets.scoring import Score, score_page
from pipelines.split import split

_ROOT = Path(__file__).resolve().parents[2]
_OWN = ("kind", "title", "note", "text", "items", "rows")


def folder() -> Path:
    """Where the shared data lie."""
    return Path(os.environ.get("SHARED_DATA", str(_ROOT / "../shared/data")))


def html_pages() -> Iterator[tuple[str, bytes]]:
    """The real pages by name."""
    for path in sorted((folder() / "station-html").glob("*.html")):
        yield path.name, path.read_bytes()


def texts() -> Iterator[tuple[str, bytes, list[Fact]]]:
    """The real texts with the widgets that are labelled."""
    for path in sorted((folder() / "station-text").glob("*.expected.json")):
        label = json.loads(path.read_text())
        text = path.with_name(path.name.replace(".expected.json", ".txt"))
        yield text.name, text.read_bytes(), [_fact(widget) for widget in label["widgets"]]


def _fact(label: dict[str, Any]) -> Fact:
    rows = label.get("items", label.get("rows"))
    fields = {key: value for key, value in label.items() if key not in _OWN}
    data: Any = {**fields, "rows": rows} if label["kind"] == "case_table" else rows if rows is not None else fields
    if isinstance(data, list):
        data = [{"text": item} if isinstance(item, str) else item for item in data]
    return Fact(label["kind"], label.get("title"), data, label.get("note"), label.get("text"))


def report(*, notes: bool) -> None:
    """Print the figures of the labelled texts, and what was found on the pages, which have no labels."""
    score = Score()
    for name, body, facts in texts():
        score_page(score, name, facts, split(body, content_type="text/plain"), links=False)
    print(
        f"real texts: kinds F1 {score.f1():.3f}, values {score.accuracy():.3f}, wrong values called proved {len(score.false_proofs)}"
    )
    for note in score.notes if notes else ():
        print("   ", note)
    for name, body in html_pages():
        result = split(body, content_type="text/html", url=f"https://{name}/news/story")
        found = Counter(widget.kind for widget in result.widgets)
        print(f"  {name:<44}{', '.join(f'{kind} {count}' for kind, count in sorted(found.items()))}")
