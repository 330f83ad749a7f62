"""`scrapy addstation URL`: looks at a site once and writes its station file and a golden test."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from scrapy.utils.conf import closest_scrapy_cfg

from crawler.archive.capture import Capture
from crawler.archive.collection import Collection
from crawler.catalogue import read_catalogue, site_name
from crawler.commands.base import DONE, INCOMPLETE, ArchiveCommand
from crawler.discovery.look import Look, look_at, zone_of
from crawler.discovery.platform import PLATFORMS
from crawler.discovery.station_file import name_of, station_file
from crawler.discovery.urls import canonical
from crawler.replay.captures import CAPTURES, capture_of
from crawler.replay.records import Record, read_records
from crawler.replay.source import collection_source
from crawler.run.golden import write_golden
from pipelines.errors import ArchiveError, UsageError

MAX_REQUESTS = 20
_FACTS = ("call_sign", "station_name", "city", "state", "network", "time_zone")
_CALL_SIGN = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")


class Command(ArchiveCommand):
    """Writes `crawler/spiders/<callsign>.py` and its golden test from a look at the site."""

    words = "URL"
    summary = f"Look at a site within {MAX_REQUESTS} requests and write its station file and golden test"
    example = "scrapy addstation https://www.wxyz.example/ --call-sign WXYZ-TV --city 'Elm Grove' --state OH"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The facts that a site may not state, and where the files go."""
        super().add_options(parser)
        for fact in _FACTS:
            parser.add_argument(
                f"--{fact.replace('_', '-')}", metavar="TEXT", help=f"the station's {fact.replace('_', ' ')}"
            )
        parser.add_argument("--into", metavar="FOLDER", help="the project's folder (default: that of scrapy.cfg)")
        parser.add_argument("--json", action="store_true", help="the report as one JSON object on standard output")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Look, write, report. 3: something was found, and a file could not be written for want of a fact."""
        if len(args) != 1:
            raise UsageError("which site? Give one address")
        front = canonical(args[0])
        if front is None:
            raise UsageError(f"{args[0]!r} is no web address; give one like https://www.example.com/")
        given = {fact: getattr(opts, fact) for fact in _FACTS if getattr(opts, fact)}
        if "call_sign" in given and not _CALL_SIGN.fullmatch(given["call_sign"]):
            raise UsageError(f"{given['call_sign']!r} is no call sign; they are like WXYZ-TV")
        root = Path(opts.into) if opts.into else _project()
        with tempfile.TemporaryDirectory(prefix="addstation-") as folder:
            collection = self._crawl(front, Path(folder), opts.set)
            look = look_at(front, _captures(collection), _known_patterns())
            if not look.pages:
                raise ArchiveError(f"{front}: no page came ({_answers(look)}), so there is nothing to write from")
            facts = _facts(look, given)
            missing = [fact for fact in _FACTS if fact not in facts]
            written = [] if missing else self._write(root, look, facts, collection)
        self._tell(look, facts, missing, written, as_json=bool(opts.json))
        return INCOMPLETE if missing else DONE

    def _crawl(self, front: str, folder: Path, settings: list[str]) -> Collection:
        """A crawl of what is due at a site that nothing is known of: its front, feeds and sitemaps, then stories."""
        limits = ["RETRY_TIMES=0", f"CRAWL_MAX_REQUESTS={MAX_REQUESTS}", f"WARCS_DIR={folder}", "METRICS_FILE="]
        options = [word for setting in [*settings, *limits] for word in ("-s", setting)]
        words = ["crawl", "station", "-a", f"url={front}", "--due", "--requests", str(MAX_REQUESTS), *options]
        done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-m", "scrapy", *words], stdout=subprocess.PIPE, text=True, check=False
        )
        collection = Collection(folder / site_name(front))
        if not collection.warc_files():
            raise ArchiveError(f"{front}: nothing answered: {done.stdout.strip() or 'the crawl said nothing'}")
        return collection

    def _write(self, root: Path, look: Look, facts: dict[str, str | None], collection: Collection) -> list[Path]:
        name = name_of(str(facts["call_sign"]))
        spiders = root / "crawler" / "spiders"
        path = spiders / f"{name}.py"
        if path.exists() or name in read_catalogue().spiders:
            raise ArchiveError(
                f"{path}: there is a station {name!r} already; give another --call-sign, or remove its file"
            )
        if not spiders.is_dir():
            raise UsageError(f"{root} is no folder of this project: it has no crawler/spiders/; give it with --into")
        path.write_text(station_file(look, facts), encoding="utf-8")
        wanted = [look.front, *look.articles[:2]]
        return [path, *write_golden(root / "tests" / "golden" / name, collection, wanted)]

    def _tell(
        self, look: Look, facts: dict[str, str | None], missing: list[str], written: list[Path], *, as_json: bool
    ) -> None:
        report = {**asdict(look), "platform": look.platform.name if look.platform else None, "facts": facts}
        report |= {"missing": missing, "written": [str(path) for path in written]}
        if as_json:
            print(json.dumps(report))  # noqa: T201 - the answer
            return
        print("\n".join(_lines(look, report)))  # noqa: T201 - the answer


def _lines(look: Look, report: dict[str, Any]) -> Iterator[str]:
    yield f"{look.front}: {_answers(look)}"
    yield f"  publishing system: {report['platform'] or 'not known'}"
    yield f"  stories: {look.stories_named} named, {len(look.articles)} looked at"
    yield f"  address of stories: {look.article_url or 'no pattern found'}"
    for name in ("feeds", "sitemaps", "sections"):
        yield f"  {name}: {', '.join(getattr(look, name)) or 'none seen to work'}"
    yield f"  widgets: {', '.join(f'{kind} {count}' for kind, count in look.widgets.items()) or 'none'}"
    yield from (f"  {fact}: {value}" for fact, value in report["facts"].items())
    for fact in report["missing"]:
        yield f"  {fact}: not stated by the site; give it with --{fact.replace('_', '-')}"
    for path in report["written"]:
        yield f"wrote {path}"
    if report["written"]:
        yield "Read them, set `reviewed` to true in expected.json, and see docs/add-a-station.md"


def _facts(look: Look, given: dict[str, str]) -> dict[str, str | None]:
    """What was given goes before what the site states. Without a network there is none; the zone may follow from the
    state."""
    facts: dict[str, str | None] = {"network": None, **look.facts, **given}
    if facts.get("network") == "none":
        facts["network"] = None
    zone = (
        facts.get("time_zone") if "time_zone" in given else zone_of(str(facts.get("state"))) or facts.get("time_zone")
    )
    facts.pop("time_zone", None)
    if zone:
        facts["time_zone"] = zone
    if not facts.get("station_name") and facts.get("call_sign"):
        facts["station_name"] = facts["call_sign"]
    return {fact: facts[fact] for fact in _FACTS if fact in facts}


def _answers(look: Look) -> str:
    counts = ", ".join(f"{status} {count}" for status, count in look.answers.items())
    return f"{sum(look.answers.values())} answers ({counts})"


def _captures(collection: Collection) -> Iterator[Capture]:
    for path in collection.warc_files():
        source = collection_source(collection, path)
        with source.open() as file:
            for record in read_records(file):
                capture = capture_of(record, source.warc_file) if isinstance(record, Record) else None
                if capture is not None and capture.record_type in CAPTURES:
                    yield capture


def _known_patterns() -> dict[str, str]:
    """The patterns of the platforms' classes, by the name that the platforms have for them."""
    patterns = {}
    for base in filter(None, (platform.base for platform in PLATFORMS)):
        module, _, name = base.partition(":")
        patterns[base] = cast(str, getattr(import_module(module), name).article_url)
    return patterns


def _project() -> Path:
    found = closest_scrapy_cfg()
    if not found:
        raise UsageError(
            "there is no scrapy.cfg here or above; run this in the project, or give its folder with --into"
        )
    return Path(found).parent
