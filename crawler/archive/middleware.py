"""What the spider sees is what the archive holds: bodies decoded once, and stored pages in place of 304s."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.archive.decode import MAX_BODY_BYTES
from crawler.archive.extension import ArchiveExtension
from crawler.archive.revisits import UNRESOLVED
from crawler.archive.wire import BodyTooLargeError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.archive.capture import Capture

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_UNDONE = ("content-encoding", "transfer-encoding", "content-length")
"""Headers of encodings that a capture's body is free of."""


class ArchivedResponseMiddleware(HttpCompressionMiddleware):
    """Downloader middleware in the place of Scrapy's HttpCompressionMiddleware, which still does what is not archived.

    A GET of a URL that the archive has asks with the stored ETag, else with the stored Last-Modified: a server may go by
    the age of a story in the latter and not by that of the weather beside it. A 304 reaches the spider as the page that
    it stands for. Where that page cannot be read any more the request is sent again, without a condition.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler
        self._max_size = MAX_BODY_BYTES  # DOWNLOAD_MAXSIZE is what the archive takes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """It works with the archive of this crawl, if there is one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:  # type: ignore[override]  # no `spider` since Scrapy 2.14
        """Add what encodings are accepted, and the condition."""
        super().process_request(request)
        # A redirect or a retry carries along what was asked of another URL, or before.
        if request.meta.pop("known", None) is not None:
            for name in _CONDITIONS:
                request.headers.pop(name, None)
        archive = self._archive()
        asks = any(name in request.headers for name in _CONDITIONS)
        if archive is None or request.method != "GET" or asks or request.meta.get("unconditional"):
            return
        known = archive.known(request.url)
        condition = (known.etag or known.last_modified) if known else None
        if known is not None and condition:
            request.meta["known"] = known
            request.headers[_CONDITIONS[0] if known.etag else _CONDITIONS[1]] = condition

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response with its body decoded, or the one that a 304 stands for. Raises BodyTooLargeError."""
        capture: Capture | None = request.meta.get("capture")
        if capture is None or request.method == "HEAD":
            return super().process_response(request, response)
        if response.status == 304 and capture.problem == UNRESOLVED:
            again = request.replace(dont_filter=True, priority=request.priority + 1)
            again.meta["unconditional"] = True
            return again
        if response.status == 304 and capture.record_type == "revisit" and capture.body is not None:
            return response_of(request, capture, capture.status or 200, capture.body, flag="not_modified")
        if "Content-Encoding" not in response.headers:
            return response
        if capture.problem == "too_large":
            raise BodyTooLargeError(f"too large: of {len(response.body)} bytes, more than what is read when decoded")
        return super().process_response(request, response) if capture.body is None else _decoded(response, capture.body)

    def _archive(self) -> ArchiveExtension | None:
        return None if self._crawler.settings.get("REPLAY_SOURCE") else self._crawler.get_extension(ArchiveExtension)


def response_of(request: Request, capture: Capture, status: int, body: bytes, *, flag: str) -> Response:
    """The response that an archived capture is, its body free of encodings."""
    headers = Headers()
    for name, value in capture.headers:
        if name.lower() not in _UNDONE:
            headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(request.url, status=status, headers=headers, body=body, flags=[flag], request=request)


def _decoded(response: Response, body: bytes) -> Response:
    del response.headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    if issubclass(kind, TextResponse):
        return response.replace(cls=kind, body=body, encoding=None)  # the encoding is that of the packed bytes
    return response.replace(cls=kind, body=body)
