"""The real texts with their labels, and the real pages, of SHARED_DATA: read there, never copied."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from benchmarks.widgets.facts import Fact
from benchmarks.widgets.scoring import Score, score_page
from benchmarks.widgets.texts import EXTRACTORS, text_of
from pipelines.items import Widget
from pipelines.split import split

_ROOT = Path(__file__).resolve().parents[2]
_UNTITLED = (
    "weather_conditions",
    "weather_tagline",
    "case_table",
    "link_bar",
    "streaming_banner",
    "closings_banner",
    "severe_weather_banner",
)
_OWN = ("kind", "title", "note", "text", "items", "rows")


def folder() -> Path:
    """Where the shared data lie."""
    return Path(os.environ.get("SHARED_DATA", str(_ROOT / "../shared/data")))


def html_pages() -> Iterator[tuple[str, bytes]]:
    """The real pages by name."""
    for path in sorted((folder() / "station-html").glob("*.html")):
        yield path.name, path.read_bytes()


def article_pages(count: int) -> Iterator[tuple[str, bytes]]:
    """As many of the article pages, from all over their list, by name."""
    paths = sorted((folder() / "wcxb-articles").glob("*.html.gz"))
    for path in paths[:: max(len(paths) // count, 1)][:count]:
        yield path.name, gzip.decompress(path.read_bytes())


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


def agreement(*, notes: bool) -> None:
    """Print how well the widgets of the texts of the real pages agree with those of their HTML."""
    for extractor in EXTRACTORS:
        score = Score()
        for name, body in html_pages():
            whole = split(body, content_type="text/html", url=f"https://{name}/news/story")
            lines = text_of(html.document_fromstring(body), extractor)
            facts = [Fact(each.kind, each.title, each.data, each.note) for each in whole.widgets if _is_told(each)]
            score_page(score, f"{name} {extractor.name}", facts, split(lines, content_type="text/plain"), links=False)
        print(
            f"  as HTML and as the text of {extractor.name:<14} kinds F1 {score.f1():.3f}, values {score.accuracy():.3f}"
        )
        for note in score.notes if notes else ():
            print("   ", note)


def _is_told(widget: Widget) -> bool:
    """Whether a text can tell the widget at all: it has a heading, or is found without names of elements."""
    return widget.title is not None or widget.kind in _UNTITLED


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
    agreement(notes=notes)
    for name, body in html_pages():
        result = split(body, content_type="text/html", url=f"https://{name}/news/story")
        found = Counter(widget.kind for widget in result.widgets)
        print(f"  {name:<44}{', '.join(f'{kind} {count}' for kind, count in sorted(found.items()))}")
