"""Feeds of pages: Scrapy's own exporters, given the one JSON form of a page; for `-o` of a crawl and `-O` of a replay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapy.exporters import BaseItemExporter, CsvItemExporter, JsonItemExporter, JsonLinesItemExporter

from pipelines.errors import InputError, UsageError
from pipelines.items import Page
from pipelines.store.page_csv import CSV_COLUMNS, csv_row
from pipelines.store.page_json import page_json


class PageJsonLinesExporter(JsonLinesItemExporter):
    """One line a page."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **_readable(kwargs))

    def export_item(self, item: Any) -> None:
        """Write a page; an item of another kind as Scrapy does."""
        super().export_item(page_json(item) if isinstance(item, Page) else item)


class PageJsonExporter(JsonItemExporter):
    """One JSON list of pages."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **_readable(kwargs))

    def export_item(self, item: Any) -> None:
        """Write a page; an item of another kind as Scrapy does."""
        super().export_item(page_json(item) if isinstance(item, Page) else item)


class PageCsvExporter(CsvItemExporter):
    """One line a page, with the columns of `CSV_COLUMNS`; FEED_EXPORT_FIELDS may choose among them."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self.fields_to_export = self.fields_to_export or list(CSV_COLUMNS)

    def export_item(self, item: Any) -> None:
        """Write a page; an item of another kind as Scrapy does."""
        super().export_item(csv_row(item) if isinstance(item, Page) else item)


def _readable(options: dict[str, Any]) -> dict[str, Any]:
    """Text as it is, in UTF-8, and not escaped to ASCII; FEED_EXPORT_ENCODING may say otherwise."""
    return options | {"encoding": options.get("encoding") or "utf-8"}


EXPORTERS: dict[str, Callable[..., BaseItemExporter]] = {
    ".csv": PageCsvExporter,
    ".json": PageJsonExporter,
    ".jl": PageJsonLinesExporter,
    ".jsonl": PageJsonLinesExporter,
    ".jsonlines": PageJsonLinesExporter,
}
"""By extension; the setting FEED_EXPORTERS names the same for `-o`."""


class Feed:
    """A feed that is open for writing."""

    def __init__(self, path: Path, exporter: BaseItemExporter) -> None:
        self._path, self._exporter = path, exporter

    def export(self, page: Page) -> None:
        """Write a page that has been split. InputError where the disk refuses."""
        with _errors_of(self._path):
            self._exporter.export_item(page)


@contextmanager
def open_feed(path: str | Path) -> Iterator[Feed]:
    """A feed in the format that the file's extension names: `with open_feed("pages.jsonl") as feed: feed.export(page)`.

    The file stands in its place, complete, after a clean exit; on any other, what was there before is untouched.
    UsageError for an extension that names no format, InputError for a path that cannot be written.
    """
    path = Path(path)
    kind = EXPORTERS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"no feed format is called {path.suffix or path.name!r}; use {', '.join(sorted(EXPORTERS))}")
    place = path.resolve()
    temporary = place.with_name(f".{place.name}.tmp")
    with _errors_of(path):
        file = temporary.open("wb")
        exporter = kind(file, indent=0)  # as Scrapy's FEED_EXPORT_INDENT: a line an item
        exporter.start_exporting()
    try:
        with file:
            yield Feed(path, exporter)
            with _errors_of(path):
                exporter.finish_exporting()
                file.flush()
        with _errors_of(path):
            temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _errors_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(str(path), f"cannot be written ({error.strerror})", advice="give another file") from error
