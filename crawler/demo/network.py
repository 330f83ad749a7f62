"""The demo network: three stations of one owner on one host, each on a port of its own, on a clock that goes fast."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from crawler.demo.http import Response
from crawler.demo.server import DemoServer
from crawler.demo.site import HOST
from crawler.run.clock import Clock

NAMES = ("wdemo", "kdemo", "xdemo")
PORTS = "DEMO_NETWORK_PORTS"
"""Environment variable: the ports of the stations in `NAMES`, with commas, from which their spiders know them."""
SPIDERS = "crawler.demo.network_stations"


@dataclass(frozen=True, slots=True)
class Served:
    """A request that a station answered: when, on the computer's own clock and on the station's."""

    station: str
    path: str
    at: datetime
    seconds: float


class NetworkServer(DemoServer):
    """One station, whose time is the clock's and whose robots.txt asks for `crawl_delay` seconds between requests."""

    def __init__(self, name: str, clock: Clock, crawl_delay: float, served: list[Served]) -> None:
        super().__init__(port=0)
        self._name, self._clock, self._delay, self._served = name, clock, crawl_delay, served

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        """As the station's, at the clock's time."""
        # A response names no moment below the second, so that what was served can be made again from its time.
        self.at = self._clock.now().replace(microsecond=0)
        self._served.append(Served(self._name, path, self.at, monotonic()))
        response = super().answer(path, conditions)
        if path == "/robots.txt":
            wanted = f"Crawl-delay: {self._delay:g}\n".encode()
            return replace(response, body=response.body.replace(b"Crawl-delay: 0.01\n", wanted))
        return response


class Network:
    """Serves the stations while the `with` block runs. `served` is what they were asked for, in order."""

    def __init__(self, begin: datetime, speed: float, crawl_delay: float, names: tuple[str, ...] = NAMES) -> None:
        self.clock = Clock(begin, datetime.now(UTC), speed)
        self.served: list[Served] = []
        self.servers = {name: NetworkServer(name, self.clock, crawl_delay, self.served) for name in names}
        self._stack = ExitStack()

    def __enter__(self) -> Network:
        for server in self.servers.values():
            self._stack.enter_context(server)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """What a command needs to know the stations by."""
        ports = ",".join(str(server.port) for server in self.servers.values())
        return {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", PORTS: ports}

    def settings(self) -> dict[str, Any]:
        """What a crawl of them needs to be told."""
        allowed = ",".join(f"{HOST}/32:{server.port}" for server in self.servers.values())
        return {"SPIDER_MODULES": SPIDERS, "FETCH_ALLOW_NETWORKS": allowed, "SCHEDULE_CLOCK": str(self.clock)}
