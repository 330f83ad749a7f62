"""Scans of a page that several kinds share: made once a page and kept with the page, so that nothing outlives it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from pipelines.split.document import Document

T = TypeVar("T")


def per_page(scan: Callable[[Document], T]) -> Callable[[Document], T]:
    """The scan, run once for each page. It must be a function of the page alone."""

    @wraps(scan)
    def shared(document: Document) -> T:
        if scan not in document.scans:
            document.scans[scan] = scan(document)
        return cast("T", document.scans[scan])

    return shared
