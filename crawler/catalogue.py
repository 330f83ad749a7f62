"""The catalogue of stations: every station file, read one by one, so that a broken one does not hide the others."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes

from crawler import settings as defaults
from crawler.discovery.urls import host_of
from crawler.facts import file_of
from crawler.station import StationSpider
from pipelines.errors import StationError, UsageError

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*")
NO_HOST = "unknown"
"""The station of a URL without a host, such as a urn."""


@dataclass(slots=True)
class Catalogue:
    """Spider classes by name, and by module what is wrong with the files that could not be read."""

    spiders: dict[str, type[StationSpider]] = field(default_factory=dict)
    broken: dict[str, StationError] = field(default_factory=dict)


@cache
def read_catalogue(modules: tuple[str, ...] = tuple(defaults.SPIDER_MODULES)) -> Catalogue:
    """Read every module below the given packages. Two files of one name: the second is broken, and says so."""
    catalogue = Catalogue()
    for package in modules:
        for module in _below(package):
            try:
                found = list(iter_spider_classes(import_module(module)))
            except StationError as error:
                catalogue.broken[module] = error
            except Exception as error:  # A boundary: whatever goes wrong in a station file is one line about this file.
                catalogue.broken[module] = StationError(f"{file_of(module)}: {type(error).__name__}: {_line(error)}")
            else:
                _add(catalogue, module, found)
    return catalogue


def _below(package: str) -> list[str]:
    module = import_module(package)
    names = [f"{package}.{each.name}" for each in iter_modules(getattr(module, "__path__", ()))]
    return names or [package]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _add(catalogue: Catalogue, module: str, found: Iterable[type[Spider]]) -> None:
    for cls in found:
        if not issubclass(cls, StationSpider):
            catalogue.broken[module] = StationError(f"{file_of(module)}: {cls.__name__} is no StationSpider")
            continue
        first = catalogue.spiders.setdefault(cls.name, cls)
        if first is not cls:
            taken = f"the name {cls.name!r} is already taken by {file_of(first.__module__)}"
            catalogue.broken[module] = StationError(f"{file_of(module)}: {taken}")


class StationLoader(SpiderLoader):
    """Scrapy's spider loader over the catalogue: says on standard error which files it could not read, and goes on."""

    def _load_all_spiders(self) -> None:
        catalogue = read_catalogue(tuple(self.spider_modules))
        self._spiders = dict(catalogue.spiders)
        for error in catalogue.broken.values():
            print(f"station left out: {error}", file=sys.stderr)  # noqa: T201 - `scrapy list` has no log

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> StationLoader:
        """As Scrapy's."""
        return cls(settings)


def stations() -> dict[str, type[StationSpider]]:
    """Every station that has a file, by name (its call sign in lower case), sorted."""
    return {name: cls for name, cls in sorted(read_catalogue().spiders.items()) if cls.front}


def station_for(url: str, collection: str | None = None) -> tuple[str, ZoneInfo | None]:
    """The station that a capture belongs to, and its time zone.

    The name is that of the collection where there is one, else the call sign of the station whose domain the URL's
    host is in, else the host. The zone is that of the station file of this name, else that of the host's station,
    else None. Never raises.
    """
    by_name = stations()
    by_host = _station_of_host(host_of(url))
    name = collection or (by_host.name if by_host else None) or _name_of(url) or NO_HOST
    station = by_name.get(name, by_host)
    return name, ZoneInfo(station.time_zone) if station else None


def _station_of_host(host: str) -> type[StationSpider] | None:
    domains = _domains()
    labels = host.split(".")
    return next((domains[d] for d in (".".join(labels[i:]) for i in range(len(labels))) if d in domains), None)


@cache
def _domains() -> dict[str, type[StationSpider]]:
    return {domain.lower(): cls for cls in stations().values() for domain in cls.allowed_domains}


def site_name(url: str) -> str:
    """The name of the collection of a site without a station file: its host, `host_port` where a port is given.

    Raises UsageError for a URL whose host cannot name a folder.
    """
    name = _name_of(url)
    if name is None:
        raise UsageError(f"{url!r} is not a web address; give one like https://www.example.com/")
    return name


def _name_of(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").replace(":", "-"), parts.port
    except ValueError:
        return None
    name = f"{host}_{port}" if port is not None else host
    return name if _SAFE.fullmatch(name) else None
