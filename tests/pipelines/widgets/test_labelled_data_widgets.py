"""Every labelled value of the shared station texts, for the kinds that hold figures."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.items import Widget
from pipelines.split import split

SHARED = Path(os.environ.get("SHARED_DATA", "../shared/data"))
TEXTS = sorted((SHARED / "station-text").glob("*.txt"))
KINDS = ("weather_conditions", "weather_tagline", "case_table", "current_conditions", "nws_alert", "air_quality")
UNLABELLED = {
    ("wthi_500670771", "weather_tagline"),
    ("wthi_504149542", "weather_tagline"),
    ("wthi_572704311_glued", "case_table"),
}
"""Widgets that stand in these texts beside the labelled ones."""

pytestmark = pytest.mark.skipif(not TEXTS, reason="SHARED_DATA is absent: there are no labelled station texts")


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_every_labelled_value_is_found(path: Path) -> None:
    labels = json.loads(path.with_suffix("").with_name(path.stem + ".expected.json").read_text())["widgets"]
    found = [
        widget
        for widget in split(path.read_text()).widgets
        if widget.kind in KINDS and (path.stem, widget.kind) not in UNLABELLED
    ]
    wanted = [label for label in labels if label["kind"] in KINDS]
    assert [widget.kind for widget in found] == [label["kind"] for label in wanted]
    for widget, label in zip(found, wanted, strict=True):
        assert {field: _value(widget, field) for field in label} == label


def _value(widget: Widget, field: str) -> Any:
    if field in ("kind", "title", "note", "text"):
        return getattr(widget, field)
    return widget.data if field == "items" else widget.data[field]
