"""`streaming_banner`: a strip that says what is on air or streaming now. Data: `{headline, href}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.banner import of_kind


def recognise(document: Document) -> Iterator[Found]:
    """The page's banners of this kind, from HTML and from text."""
    return of_kind(document, "streaming_banner")
