"""One capture to its rows, as the item pipelines of a live crawl do it, within a bound of time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from crawler.archive.capture import Capture, capture_row, page_of
from crawler.catalogue import station_for
from crawler.layout_files import Layouts
from pipelines.errors import ArchiveError, EncodingError, PageTooLargeError
from pipelines.items import Page
from pipelines.split_page import split_page
from pipelines.store.schema import CaptureRow

PAGE_SECONDS = 20.0
"""A page that takes longer is given up. Ordinary ones take 0.05 s; this ends before a SIGTERM's 25 s are over."""


class PageTimeoutError(BaseException):
    """The split of a page took longer than `PAGE_SECONDS`. No `Exception`, since parsers catch those and go on."""


@dataclass(slots=True)
class Split:
    """The row of a capture, its page where it is one, and why its page could not be made, in one line."""

    row: CaptureRow
    page: Page | None = None
    error: str | None = None


def split_capture(capture: Capture, collection: str | None, layouts: Layouts) -> Split:
    """The row and the page of a capture. Never raises for what is in it: a page that cannot be split is a row of
    `captures` that says so (`page_too_large`, `page_encoding`, `page_timed_out`, `page_failed`)."""
    row = capture_row(capture)
    if not row.is_page:
        return Split(row)
    station, tz = station_for(capture.target_uri, collection)
    try:
        with _time_bound(PAGE_SECONDS):
            return Split(row, split_page(page_of(capture, station, tz, layouts.at(station, capture.captured_at))))
    except (Exception, PageTimeoutError) as error:  # a boundary: whatever a page makes a parser do costs that page only
        row.is_page, row.reason = False, _reason(error)
        return Split(row, error=f"{capture.target_uri}: {_line(error)}")


def _reason(error: BaseException) -> str:
    if isinstance(error, PageTimeoutError):
        return "page_timed_out"
    if isinstance(error, PageTooLargeError):
        return "page_too_large"
    return "page_encoding" if isinstance(error, EncodingError) else "page_failed"


def _line(error: BaseException) -> str:
    text = str(error).strip().split("\n")[0]
    ours = isinstance(error, ArchiveError | PageTimeoutError)
    return text if ours else f"the splitter failed ({type(error).__name__}: {text})"


@contextmanager
def _time_bound(seconds: float) -> Iterator[None]:
    """Raise PageTimeoutError in the block after `seconds`; in a thread, where there are no signals, no bound."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # and again, where the first was swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_up(_number: int, _frame: FrameType | None) -> None:
    raise PageTimeoutError(f"the split took longer than {PAGE_SECONDS:g} s")
