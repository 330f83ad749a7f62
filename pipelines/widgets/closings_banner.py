"""`closings_banner`: a strip that leads to the list of closings. Data: `{headline, href}`, headline null where it only says so."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.banner import of_kind


def recognise(document: Document) -> Iterator[Found]:
    """The page's banners of this kind, from HTML and from text."""
    return of_kind(document, "closings_banner")
