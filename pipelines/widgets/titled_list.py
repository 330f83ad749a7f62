"""A heading and the links under it: the one shape behind `most_popular`, `headlines`, `latest_video` and the like.

The page is scanned once for all these kinds. Each kind's own file asks for its share.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.split.per_page import per_page
from pipelines.widgets.html_list import html_lists
from pipelines.widgets.page_regions import Bodies
from pipelines.widgets.story_groups import story_groups
from pipelines.widgets.text_list import text_lists


def of_kind(document: Document, kind: str) -> Iterator[Found]:
    """The titled lists of one kind, in document order."""
    return (found for found in all_lists(document) if found.kind == kind)


@per_page
def all_lists(document: Document) -> tuple[Found, ...]:
    """Every titled list. The kinds are asked one after the other on one page, so the page keeps the answer."""
    if not document.is_html:
        return tuple(text_lists(document))
    bodies = Bodies(document)
    titled = list(html_lists(document, bodies))
    groups = list(story_groups(document, titled, bodies))
    return tuple(sorted([*titled, *groups], key=lambda found: found.start))
