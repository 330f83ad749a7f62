"""`related_content`: stories about this story. Data: `[{text, href}]` in order."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.titled_list import of_kind


def recognise(document: Document) -> Iterator[Found]:
    """The page's lists of this kind, from HTML and from text."""
    return of_kind(document, "related_content")
