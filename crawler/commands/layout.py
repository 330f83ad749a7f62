"""`scrapy layout learn|show CALLSIGN`: how a station's pages are built, from its archive, as a file to be reviewed."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from scrapy.settings import Settings

from crawler.archive.collection import Collection
from crawler.commands.base import DONE, FAILED, INCOMPLETE, ArchiveCommand
from crawler.layout_files import path_of
from crawler.replay.sample import facts, places
from pipelines.errors import ArchiveError, UsageError
from pipelines.split.layout import Layout
from pipelines.split.layout_file import layouts_text, read_layouts
from pipelines.split.layout_learn import LEAST_STORIES, learn
from pipelines.split.layout_merge import merged

_ACTIONS = ("learn", "show")
_PAGES = 500


class Command(ArchiveCommand):
    """Learns a station's layouts from its archived captures, or shows those that its file holds."""

    words = "learn|show CALLSIGN"
    summary = "Learn from a station's captures how its pages are built, and since when, as a file to be reviewed"
    example = "scrapy layout learn wthi"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """How much is read, and the output's form."""
        super().add_options(parser)
        parser.add_argument(
            "--pages",
            type=int,
            default=_PAGES,
            metavar="N",
            help=f"captures to learn from, spread evenly over time (default {_PAGES})",
        )
        parser.add_argument("--json", action="store_true", help="print what was found as JSON on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Learn or show; 1 where nothing could be learned, 3 where captures could not be read."""
        if len(args) != 2 or args[0] not in _ACTIONS:
            raise UsageError("say `learn CALLSIGN` or `show CALLSIGN`, the name of one collection")
        if opts.pages < LEAST_STORIES:
            raise UsageError(f"--pages is a number from {LEAST_STORIES} on: less is no station's way of building pages")
        settings = cast(Settings, self.settings)  # Scrapy sets them before it runs a command.
        collection = Collection.named(Path(settings["WARCS_DIR"]), args[1].lower())
        path = path_of(Path(settings["LAYOUTS_DIR"]), collection.name)
        if args[0] == "show":
            return _show(path, collection.name, as_json=opts.json)
        return _learn(path, collection, opts.pages, as_json=opts.json)


def _show(path: Path, station: str, *, as_json: bool) -> int:
    if not path.exists():
        raise UsageError(f"{path}: no such file; `scrapy layout learn {station}` writes it")
    layouts = read_layouts(path, station)
    _print(layouts, {"file": str(path)}, as_json=as_json)
    return DONE


def _learn(path: Path, collection: Collection, most: int, *, as_json: bool) -> int:
    reviewed = read_layouts(path, collection.name)  # a file that cannot be read is not written over
    if not collection.warc_files():
        raise UsageError(f"{collection.path} has no WARC files; `scrapy crawl {collection.name}` makes some")
    wanted = places(collection, most)
    if not wanted:
        raise ArchiveError(
            f"{collection.path}: its tables have no HTML pages; `scrapy replay {collection.path}` makes them anew"
        )
    left_out: Counter[str] = Counter()
    with Console(stderr=True).status("") as status:
        done = iter(range(1, len(wanted) + 1))
        pages = facts(
            collection, wanted, left_out, lambda: status.update(f"Reading page {next(done)} of {len(wanted)}")
        )
        learned = learn(collection.name, pages)
    layouts = merged(reviewed, learned)
    said: dict[str, Any] = {"file": str(path), "captures": len(wanted), "left_out": dict(left_out)}
    if not learned:
        _print((), said, as_json=as_json)
        return FAILED
    if layouts != reviewed:
        _write(path, layouts_text(collection.name, layouts))
    _print(layouts, said, as_json=as_json)
    return INCOMPLETE if left_out else DONE


def _write(path: Path, text: str) -> None:
    """The file appears whole."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.rename(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ArchiveError(f"{path}: cannot be written ({error.strerror})") from error


def _print(layouts: tuple[Layout, ...], said: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(said | {"layouts": [_as_json(layout) for layout in layouts]}))  # noqa: T201 - the answer
    else:
        print("\n".join(_lines(layouts, said)))  # noqa: T201 - the answer


def _as_json(layout: Layout) -> dict[str, Any]:
    return {
        "name": layout.name,
        "valid_from": layout.valid_from.isoformat(),
        "valid_until": layout.valid_until.isoformat() if layout.valid_until else None,
        "pages": layout.pages,
        "article": [str(each) for each in layout.article],
        "chrome": [str(each) for each in layout.chrome],
        "repeated": list(layout.repeated),
        "widgets": {kind: [str(each) for each in selectors] for kind, selectors in layout.widgets},
    }


def _lines(layouts: tuple[Layout, ...], said: dict[str, Any]) -> Iterator[str]:
    if "captures" in said:
        yield f"{said['captures']} captures read"
    for reason, count in said.get("left_out", {}).items():
        yield f"  left out: {reason} {count}"
    if not layouts:
        yield f"  no layout: at least {LEAST_STORIES} stories in the same containers are needed"
        return
    yield said["file"]
    for layout in layouts:
        yield f"  {layout.name}: {_day(layout.valid_from)} until {_day(layout.valid_until)}, from {layout.pages} stories"
        yield f"    article: {', '.join(map(str, layout.article))}"
        for name in ("chrome", "repeated"):
            yield f"    {name}: {len(getattr(layout, name))}"
        yield f"    widgets: {', '.join(kind for kind, _ in layout.widgets) or 'none'}"


def _day(when: datetime | None) -> str:
    return "today" if when is None else f"{when.astimezone(UTC):%Y-%m-%d %H:%M}"
