"""The Scrapy item pipeline that splits a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipelines.items import Page
from pipelines.split import split


def split_page(page: Page) -> Page:
    """The page with its split and without its body. A page that has no body comes back as it is.

    Raises EncodingError and PageTooLargeError, as `split` does.
    """
    if page.body is None:
        return page
    result = split(
        page.body,
        content_type=page.content_type,
        url=page.url,
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
