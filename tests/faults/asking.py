"""Run as a process: asks for URLs with the project's settings and a resolver that answers what the test says, and prints
what came of each as JSON. `python -m faults.asking JOB`."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.python.failure import Failure
from zope.interface import implementer

from crawler.run.failures import reason_of

JOB: dict[str, Any] = json.loads(sys.argv[1]) if __name__ == "__main__" else {}
SEEN: dict[str, str] = {}


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        raise NotImplementedError


@implementer(IHostnameResolver)
class ToldResolver:
    """Answers names with the addresses of the job: of several lists the next one at each question."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> ToldResolver:
        return cls()

    def install_on_reactor(self) -> None:
        from twisted.internet import reactor

        reactor.installNameResolver(self)

    def resolveHostName(self, receiver: Any, name: str, **given: Any) -> Any:  # noqa: N802 - Twisted's name
        resolution = _Resolution(name)
        receiver.resolutionBegan(resolution)
        answers = JOB["names"].get(name, [[name]])  # an address is its own name
        for address in answers.pop(0) if len(answers) > 1 else answers[0]:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, given.get("portNumber", 0)))
        receiver.resolutionComplete()
        return resolution


class Asking(scrapy.Spider):
    """Asks for the URLs one after the other."""

    name = "asking"
    handle_httpstatus_list = [200, 404]  # noqa: RUF012 - Scrapy's form

    async def start(self) -> AsyncIterator[Any]:
        for number, url in enumerate(JOB["urls"]):
            yield scrapy.Request(
                url,
                callback=self.came,
                errback=self.failed,
                cb_kwargs={"asked": url},
                dont_filter=True,
                priority=-number,
            )

    def came(self, response: Response, asked: str) -> None:
        SEEN[asked] = f"{response.status} {response.url}"

    def failed(self, failure: Failure) -> None:
        SEEN[failure.request.cb_kwargs["asked"]] = reason_of(failure)


def main() -> None:
    settings = get_project_settings()
    settings.update({"DNS_RESOLVER": ToldResolver, **JOB["settings"]}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Asking)
    process.crawl(crawler)
    process.start(install_signal_handlers=False)
    refused = crawler.stats.get_value("archive/addresses_refused", 0)
    sys.stdout.write(json.dumps({"seen": SEEN, "refused": refused}) + "\n")


if __name__ == "__main__":
    main()
