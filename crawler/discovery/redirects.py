"""Redirects as Scrapy follows them, and a word for those that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

NOWHERE = "redirect to no address"


class StationRedirectMiddleware(RedirectMiddleware):
    """Downloader middleware in the place of Scrapy's, where a Location that is no address ends in a bare ValueError."""

    def process_response(  # type: ignore[override]  # no `spider` since Scrapy 2.14
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response, or the request for where it leads. Raises IgnoreRequest where that is no address."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise IgnoreRequest(NOWHERE) from error
