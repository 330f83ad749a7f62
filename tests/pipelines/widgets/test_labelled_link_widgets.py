"""The labelled texts of real pages: every list, banner and marker that their labels name, and none besides."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipelines.split.document import Document, Found
from pipelines.split.text_runs import read_text
from pipelines.widgets import (
    breaking_banner,
    closings_banner,
    comments,
    community_events,
    headlines,
    latest_video,
    link_bar,
    most_popular,
    radar_links,
    related_content,
    severe_weather_banner,
    speech_to_text,
    streaming_banner,
)

MODULES = [
    breaking_banner, closings_banner, community_events, headlines, latest_video, link_bar, most_popular,
    radar_links, related_content, severe_weather_banner, speech_to_text, streaming_banner,
]  # fmt: skip
KINDS = {module.__name__.rsplit(".", 1)[1] for module in MODULES}
FOLDER = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "station-text"
LABELS = sorted(FOLDER.glob("*.expected.json")) if FOLDER.is_dir() else []


def found_in(document: Document) -> list[Found]:
    found = [widget for module in MODULES for widget in module.recognise(document)]
    return sorted(found, key=lambda widget: widget.start)


@pytest.mark.skipif(not LABELS, reason=f"no labelled texts in {FOLDER}")
@pytest.mark.parametrize("label", LABELS, ids=lambda path: path.name.split(".")[0])
def test_labelled_text(label: Path) -> None:
    document = read_text(label.with_name(label.name.replace(".expected.json", ".txt")).read_bytes())
    wanted = [w for w in json.loads(label.read_text("utf-8"))["widgets"] if w["kind"] in KINDS]
    found = found_in(document)
    assert [w.kind for w in found] == [w["kind"] for w in wanted]
    for mine, theirs in zip(found, wanted, strict=True):
        if "items" in theirs:
            assert isinstance(mine.data, list)
            assert [item["text"] for item in mine.data] == theirs["items"]


@pytest.mark.skipif(not LABELS, reason=f"no labelled texts in {FOLDER}")
def test_a_heading_of_comments_over_nothing_is_page_furniture() -> None:
    marked = [p for p in FOLDER.glob("*.txt") if "\nArticle Comments\n" in p.read_text("utf-8", "replace")]
    assert marked
    for path in marked:
        assert list(comments.recognise(read_text(path.read_bytes()))) == []
