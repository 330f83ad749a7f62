"""Writes the golden captures of the demo station and what is to come out of them: `make golden`.

A capture is written once and then kept: it is the page as it was on that day. What is expected of it is written anew
each time, by the code as it is now, and marked as not reviewed where it changed: the test fails until somebody has
read the difference and set `reviewed` to true.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archive.records import HTTP_REQUEST, HTTP_RESPONSE, WARC_FIELDS, Record, as_member, warc_fields
from crawler.demo.clock import FIRST_VISIT, SECOND_VISIT
from crawler.demo.site import BASE, PLAIN_PATH, respond
from crawler.demo.stories import LATIN_1_STORY, stories_at, videos_at
from crawler.demo.visits import STATION

FOLDER = Path(__file__).parent
CAPTURE, EXPECTED = "capture.warc.gz", "expected.json"
CHANGING = ("splitter_version",)
"""Fields of a page that say which code made it, and so cannot be golden."""


def paths_of(at: datetime) -> list[str]:
    """One page of each shape: a front, a story of each system, the one in latin-1, a video, and plain text."""
    stories = {story.system: story.path for story in stories_at(at) if story.updated}
    latin = next(story.path for story in stories_at(at) if story.number == LATIN_1_STORY)
    return ["/", *sorted(stories.values()), latin, videos_at(at)[0].path, PLAIN_PATH]


def capture(at: datetime) -> bytes:
    """A WARC file of the pages of one virtual time, which is its capture time too; the same bytes each time."""
    about = Record(
        "warcinfo", at, WARC_FIELDS, warc_fields([("software", "demo station")]), record_id=_identity(at, "warcinfo")
    )
    members = [as_member(about, [])]
    for number, path in enumerate(paths_of(at)):
        date = at + timedelta(seconds=number)
        response = Record("response", date, HTTP_RESPONSE, respond(path, at).wire(), record_id=_identity(at, path))
        response.fields = [("WARC-Target-URI", BASE + path)]
        asked = f"GET {path} HTTP/1.1\r\nHost: {BASE.partition('//')[2]}\r\n\r\n".encode()
        request = Record("request", date, HTTP_REQUEST, asked, record_id=_identity(at, "request " + path))
        request.fields = [("WARC-Target-URI", BASE + path), ("WARC-Concurrent-To", response.record_id)]
        members += [as_member(response, []), as_member(request, [])]
    return b"".join(members)


def _identity(at: datetime, name: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{at.isoformat()} {name}')}>"


def replayed(warc: Path) -> list[dict[str, Any]]:
    """The pages of a capture as `scrapy replay` puts them into a feed, without what changes with the code."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "pages.jsonl"
        command = [sys.executable, "-m", "scrapy", "replay", str(warc), "-O", str(feed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER)
        if done.returncode:
            raise SystemExit(done.stderr)
        pages = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    return [{key: value for key, value in page.items() if key not in CHANGING} for page in pages]


def write(at: datetime) -> str:
    """Write one capture, if it is not there, and what is expected of it. Says what happened."""
    folder = FOLDER / STATION / f"{at:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    warc, expected = folder / CAPTURE, folder / EXPECTED
    if not warc.exists():
        warc.write_bytes(capture(at))
    pages = replayed(warc)
    before = json.loads(expected.read_text(encoding="utf-8")) if expected.exists() else {}
    if before.get("pages") == pages:
        return f"{expected}: unchanged"
    text = json.dumps({"reviewed": False, "pages": pages}, indent=1, ensure_ascii=False)
    expected.write_text(text + "\n", encoding="utf-8")
    return f"{expected}: written; read it, then set reviewed to true"


if __name__ == "__main__":
    for moment in (FIRST_VISIT, SECOND_VISIT):
        sys.stdout.write(write(moment) + "\n")
