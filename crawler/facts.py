"""The facts of a station file, checked when it is read, each mistake one line that names the file."""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from crawler.discovery.urls import canonical, host_of, is_within
from crawler.run.budget import quiet_hours
from pipelines.errors import StationError, UsageError

if TYPE_CHECKING:
    from crawler.station import StationSpider

_NEEDED = ("call_sign", "station_name", "city", "state", "network", "time_zone", "allowed_domains", "front")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_facts(station: type[StationSpider]) -> None:
    """Raise StationError for a station with a fact missing, unknown or wrong."""
    problem = _problem(station)
    if problem:
        raise StationError(f"{file_of(station.__module__)}: {problem}")


def _problem(station: type[StationSpider]) -> str | None:
    missing = [name for name in _NEEDED if not hasattr(station, name) or getattr(station, name) in ("", ())]
    if missing:
        return f"`{missing[0]}` is missing; every station file gives {', '.join(_NEEDED)}"
    if not _NAME.fullmatch(station.name):
        return f"the name {station.name!r} is not a call sign in lower case"
    return (
        _unknown_attribute(station)
        or _time_zone_problem(station.time_zone)
        or _address_problem(station)
        or _pattern_problem(station.article_url)
        or _schedule_problem(station)
        or _requisites_problem(station.requisites)
    )


def _unknown_attribute(station: type[StationSpider]) -> str | None:
    own = {name for name, value in vars(station).items() if not name.startswith("_") and not callable(value)}
    known = {name for base in station.__mro__[1:] for name in (*vars(base), *getattr(base, "__annotations__", ()))}
    stray = sorted(own - known - {"name", "custom_settings"})
    return f"`{stray[0]}` is no attribute of a station{_perhaps(stray[0], known)}" if stray else None


def _time_zone_problem(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"there is no time zone {name!r}{_perhaps(name, available_timezones())}"
    return None


def _address_problem(station: type[StationSpider]) -> str | None:
    for url in (station.front, *station.feeds, *station.sitemaps, *station.sections):
        if canonical(url) is None:
            return f"{url!r} is not a web address"
        if not is_within(host_of(url), station.allowed_domains):
            return f"{url} is outside the station's domains, {', '.join(station.allowed_domains)}"
    return None


def _pattern_problem(pattern: str | None) -> str | None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        return f"`article_url` is not a regular expression: {error}"
    return None


def _schedule_problem(station: type[StationSpider]) -> str | None:
    if station.requests_a_day is not None and station.requests_a_day < 1:
        return "`requests_a_day` is less than 1; `scheduled = False` keeps a schedule away"
    try:
        quiet_hours(station.quiet_hours or "")
    except UsageError as error:
        return str(error)
    return None


def _requisites_problem(requisites: str) -> str | None:
    kinds = ("none", "images", "all")
    return None if requisites in kinds else f"`requisites` is one of {', '.join(kinds)}, not {requisites!r}"


def _perhaps(word: str, known: set[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def file_of(module: str) -> str:
    """The file of a module, as seen from here where it is below."""
    path = Path(getattr(sys.modules.get(module), "__file__", None) or module.replace(".", "/") + ".py")
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
