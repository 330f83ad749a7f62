"""The Scrapy item pipeline that splits a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipelines.items import Page
from pipelines.split.splitter import read_page, split_document


def split_page(page: Page) -> Page:
    """The page with its split and without its body. A page that has no body comes back as it is.

    Its `document` is taken from it, whatever comes of the split: it is as large as the page, and can be split once.
    Raises EncodingError and PageTooLargeError, as `split` does.
    """
    document, page.document = page.document, None
    if page.body is None:
        return page
    result = split_document(
        document or read_page(page.body, page.content_type, page.url),
        captured_at=page.reference.captured_at,
        tz=page.tz,
        layout=page.layout,
    )
    return replace(page, split=result, body=None)


class SplitPagePipeline:
    """Splits every `Page`; other items pass."""

    def process_item(self, item: Any) -> Any:
        """The page, split."""
        return split_page(item) if isinstance(item, Page) else item
