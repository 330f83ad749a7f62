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

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "no such host"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "cut short"),
    (DownloadCancelledError, "stopped"),
    (DownloadFailedError, "connection failed"),
    (OSError, "connection failed"),
)


def reason_of(failure: Failure) -> str:
    """The reason for a failed request. An IgnoreRequest says its own; an unknown exception is named by its type."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), type(error).__name__)


def _ignored(said: str) -> str:
    if "robots.txt" in said:
        return "robots.txt"
    if "DOWNLOAD_MAXSIZE" in said:
        return "too large"
    return said or "ignored"
