"""Why a request failed, in a word or two: the reasons that a run counts."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.archive.extension import ArchiveStoppedError
from crawler.archive.guard import AddressRefusedError
from crawler.archive.wire import BodyTooLargeError

STOPPED = "the run was stopped"
"""What the exception of a request that was cut or dropped by a stop says."""
# The first two are IgnoreRequests too; they are told by their type.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (AddressRefusedError, "address refused"),
    (BodyTooLargeError, "too large"),
    (CannotResolveHostError, "no such host"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "cut short"),
    (DownloadFailedError, "connection failed"),
    (ArchiveStoppedError, "archive stopped"),
    (OSError, "connection failed"),
)


def reason_of(failure: Failure) -> str:
    """The reason for a failed request. An IgnoreRequest says its own; an unknown exception is named by its type."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    if isinstance(error, DownloadCancelledError):
        # Scrapy's own is for DOWNLOAD_MAXSIZE, and mostly says nothing.
        return "stopped" if STOPPED in str(error) else "too large"
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    return _ignored(str(error)) if isinstance(error, IgnoreRequest) else type(error).__name__


def _ignored(said: str) -> str:
    if said.startswith("Forbidden by robots.txt"):
        return "robots.txt"
    if "DOWNLOAD_MAXSIZE" in said:
        return "too large"
    return said or "ignored"
