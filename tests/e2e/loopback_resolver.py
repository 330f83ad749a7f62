"""A resolver for tests: every name is this machine, so that real pages are served under their own host names."""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer


class LoopbackResolver(CachingThreadedResolver):
    """Answers 127.0.0.1 for every name and asks nobody."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 - Twisted's name
        return defer.succeed("127.0.0.1")
