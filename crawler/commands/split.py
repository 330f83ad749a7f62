"""`scrapy split FILE`: one page, HTML or text, into its article, widgets and chrome as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.catalogue import station_for, stations
from crawler.commands.base import DONE, ArchiveCommand
from crawler.layout_files import layouts_of
from pipelines.errors import EncodingError, InputError, UsageError
from pipelines.split import split
from pipelines.split.html_runs import MAX_BYTES
from pipelines.split.layout import Layout
from pipelines.store.page_json import split_json

STANDARD_INPUT = "standard input"
_TYPE_OF_SUFFIX = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain"}


class Command(ArchiveCommand):
    """Prints one JSON object: `{"url", "captured_at", "article", "widgets", "chrome"}`."""

    words = "FILE|-"
    summary = "Split one page, HTML or plain text, into article, widgets and chrome, as JSON"
    example = "scrapy split page.html --url https://www.wthitv.com/story.html --station wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What is known of the page beside its bytes."""
        super().add_options(parser)
        group = parser.add_argument_group("the page")
        group.add_argument("--url", help="address of the page: makes links absolute, and finds the station")
        group.add_argument(
            "--captured-at",
            metavar="TIME",
            help="ISO 8601; UTC where it has no zone: no later date is believed, and the station's layout of that time is used",
        )
        group.add_argument(
            "--station",
            metavar="CALLSIGN",
            help="station whose time zone printed times are in, and whose layouts are used",
        )
        group.add_argument(
            "--content-type", metavar="TYPE", help="as the server sent it, such as 'text/html; charset=latin-1'"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Read, split, print."""
        if len(args) != 1:
            raise UsageError("split takes one FILE, or - for standard input")
        captured_at = _time(opts.captured_at) if opts.captured_at is not None else None
        tz = _zone(opts.station, opts.url)
        name = STANDARD_INPUT if args[0] == "-" else args[0]
        content_type = opts.content_type or _TYPE_OF_SUFFIX.get(Path(args[0]).suffix.lower())
        layout = self._layout(opts, captured_at)
        body = _read(args[0], name)
        try:
            result = split(body, content_type=content_type, url=opts.url, captured_at=captured_at, tz=tz, layout=layout)
        except EncodingError as error:
            raise EncodingError(
                name, error.problem, offset=error.offset, advice="give --content-type with its charset"
            ) from error
        print(json.dumps(split_json(result, url=opts.url, captured_at=captured_at), ensure_ascii=False, indent=2))  # noqa: T201
        return DONE

    def _layout(self, opts: argparse.Namespace, captured_at: datetime | None) -> Layout | None:
        """The station's layout at the time of the capture; without a time there is none to choose."""
        station = opts.station.lower() if opts.station else station_for(opts.url)[0] if opts.url else None
        if captured_at is None or station is None or self.settings is None:
            return None
        return layouts_of(Path(self.settings["LAYOUTS_DIR"]), station).at(station, captured_at)


def _time(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--captured-at {text!r} is not a time; give one like 2021-06-01T12:00:00Z") from error
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def _zone(station: str | None, url: str | None) -> ZoneInfo | None:
    if station is None:
        return station_for(url)[1] if url else None
    known = stations().get(station.lower())
    if known is None:
        raise UsageError(f"no station {station!r}; `scrapy list` shows them")
    return ZoneInfo(known.time_zone)


def _read(path: str, name: str) -> bytes:
    try:
        if path == "-":
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            name, error.strerror or type(error).__name__, advice="name one file that can be read"
        ) from error
    if not body:
        raise InputError(name, "the file is empty")
    return body
