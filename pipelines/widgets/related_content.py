"""`related_content`: stories about this story, beside it or inside its body. Data: `[{text, href}]` in order."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.related_inline import inline_related
from pipelines.widgets.titled_list import all_lists


def recognise(document: Document) -> Iterator[Found]:
    """The page's lists of this kind, then the lines and cards inside the body, from HTML and from text."""
    taken: set[int] = set()
    for found in all_lists(document):
        taken.update(range(found.start, found.end))
        if found.kind == "related_content":
            yield found
    yield from inline_related(document, taken)
