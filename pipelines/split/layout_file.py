"""The file of a station's layouts: TOML, made to be read, corrected and committed by a person."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomli_w

from pipelines.errors import InputError
from pipelines.split.layout import Layout
from pipelines.split.layout_selector import Selector, read_selector

MAX_BYTES = 1_000_000
_KINDS_MOST, _MOST = 60, 500
_FIELDS = frozenset({"valid_from", "valid_until", "pages", "article", "chrome", "repeated", "widgets"})
_HEAD = """\
# How the pages of {station} were built, and when. Learned from captures; read it, correct it, commit it.
# What each line says and how it is used: docs/layouts.md
"""


def layouts_text(station: str, layouts: Iterable[Layout]) -> str:
    """The file's text. The same layouts give the same text."""
    tables = [_table(layout) for layout in layouts]
    return _HEAD.format(station=station) + "\n" + tomli_w.dumps({"layout": tables}, indent=2)


def _table(layout: Layout) -> dict[str, Any]:
    until = {} if layout.valid_until is None else {"valid_until": layout.valid_until}
    table: dict[str, Any] = {"valid_from": layout.valid_from, **until, "pages": layout.pages}
    table["article"] = [str(each) for each in layout.article]
    table["chrome"] = [str(each) for each in layout.chrome]
    table["repeated"] = list(layout.repeated)
    table["widgets"] = {kind: [str(each) for each in selectors] for kind, selectors in layout.widgets}
    return table


def read_layouts(path: Path, station: str) -> tuple[Layout, ...]:
    """The layouts of a station in the order of their times; none where there is no file.

    Raises InputError, one line that names the file and the place in it, for a file that is not of this form.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read") from error
    if len(data) > MAX_BYTES:
        raise InputError(str(path), f"it is larger than the {MAX_BYTES} bytes of a file of layouts")
    return _Reader(path, station).layouts(_parsed(path, data))


def _parsed(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise InputError(str(path), "it is not UTF-8", offset=error.start) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), f"it is not TOML: {error}") from error
    except RecursionError:
        raise InputError(str(path), "it is nested too deeply") from None


class _Reader:
    """Checks one file. `place` is where in it a value stands, as a person would say it."""

    def __init__(self, path: Path, station: str) -> None:
        self.path, self.station = path, station

    def wrong(self, place: str, problem: str) -> InputError:
        return InputError(str(self.path), f"{place}: {problem}", advice="see docs/layouts.md")

    def layouts(self, document: dict[str, Any]) -> tuple[Layout, ...]:
        tables = document.get("layout", [])
        unknown = sorted(document.keys() - {"layout"})
        if unknown or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong(unknown[0] if unknown else "layout", "a file of layouts holds [[layout]] tables only")
        found = [self._layout(f"layout {number}", table) for number, table in enumerate(tables, 1)]
        for number, (layout, following) in enumerate(pairwise(found), 1):
            if layout.valid_until is None or layout.valid_until > following.valid_from:
                raise self.wrong(f"layout {number}", f"it does not end before layout {number + 1} begins")
        return tuple(found)

    def _layout(self, place: str, table: dict[str, Any]) -> Layout:
        unknown = sorted(table.keys() - _FIELDS)
        if unknown:
            raise self.wrong(f"{place}, {unknown[0]}", f"no such field; there are {', '.join(sorted(_FIELDS))}")
        until = self._time(f"{place}, valid_until", table["valid_until"]) if "valid_until" in table else None
        since = self._time(f"{place}, valid_from", table.get("valid_from"))
        if until is not None and until <= since:
            raise self.wrong(f"{place}, valid_until", "it is not after valid_from")
        pages = table.get("pages", 0)
        if not isinstance(pages, int) or isinstance(pages, bool) or pages < 0:
            raise self.wrong(f"{place}, pages", f"{pages!r} is no count")
        article = self._selectors(f"{place}, article", table.get("article"))
        if not article:
            raise self.wrong(f"{place}, article", "a layout names at least one container of stories")
        return Layout(
            station=self.station,
            valid_from=since,
            valid_until=until,
            article=article,
            chrome=self._selectors(f"{place}, chrome", table.get("chrome", [])),
            repeated=tuple(self._texts(f"{place}, repeated", table.get("repeated", []))),
            widgets=self._widgets(place, table.get("widgets", {})),
            pages=pages,
        )

    def _widgets(self, place: str, table: Any) -> tuple[tuple[str, tuple[Selector, ...]], ...]:
        if not isinstance(table, dict) or len(table) > _KINDS_MOST:
            raise self.wrong(f"{place}, widgets", "it is no table of kinds")
        return tuple(
            (kind, self._selectors(f"{place}, widgets.{kind}", texts)) for kind, texts in sorted(table.items())
        )

    def _time(self, place: str, value: Any) -> datetime:
        if not isinstance(value, datetime):
            raise self.wrong(place, f"{str(value)[:40]!r} is no time; one is like 2021-03-02T12:00:00Z")
        return (value if value.tzinfo is not None else value.replace(tzinfo=UTC)).astimezone(UTC)

    def _selectors(self, place: str, value: Any) -> tuple[Selector, ...]:
        found = []
        for number, text in enumerate(self._texts(place, value), 1):
            try:
                found.append(read_selector(text))
            except ValueError as error:
                raise self.wrong(f"{place} {number}", str(error)) from error
        return tuple(found)

    def _texts(self, place: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value) or len(value) > _MOST:
            raise self.wrong(place, f"it is no list of at most {_MOST} texts")
        return value
