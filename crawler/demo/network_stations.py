"""The station files of the demo network, made at once: their ports are chosen when they go on the air."""

from __future__ import annotations

import os
from typing import Any

from crawler.demo.network import NAMES, PORTS
from crawler.demo.site import HOST
from crawler.spiders.wdemo import Wdemo

_ports = [port for port in os.environ.get(PORTS, "").split(",") if port]


def _station(station: str, port: str) -> type[Wdemo]:
    at = f"http://{HOST}:{port}"

    class DemoStation(Wdemo):
        """A station of the demo network."""

        name = station
        call_sign = station.upper()
        scheduled = True

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(base=at, **kwargs)

    return DemoStation


globals().update({name: _station(name, port) for name, port in zip(NAMES, _ports, strict=False)})
