"""Every kind of widget and the recogniser that finds it, in the order in which they claim runs of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.split.document import Document, Found

Recogniser = Callable[[Document], Iterator[Found]]
RECOGNISERS: dict[str, Recogniser] = {}


def find_widgets(document: Document) -> list[Found]:
    """Every widget of the page in document order. Where two claim the same run, the earlier recogniser keeps it."""
    claimed: set[int] = set()
    found: list[Found] = []
    for recognise in RECOGNISERS.values():
        for widget in recognise(document):
            runs = range(widget.start, widget.end)
            if not claimed.intersection(runs):
                claimed.update(runs)
                found.append(widget)
    return sorted(found, key=lambda w: (w.start, w.end))
