"""Mutated archive files and pages, each made again from its number. `python -m faults.fuzzing KIND FIRST LAST DATA` runs
some in a process of its own, whose memory is bounded and which ends itself, with a stack, where one input hangs."""

from __future__ import annotations

import faulthandler
import gzip
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from faults.measured import peak_memory

from crawler.layout_files import NO_LAYOUTS
from crawler.replay.captures import capture_of
from crawler.replay.pages import split_capture
from crawler.replay.records import Record, read_records
from crawler.replay.source import find_sources
from pipelines.errors import ArchiveError
from pipelines.split import split

SECONDS = 10.0
"""Of CPU time for one input, which is at most 100 kB: a busy machine makes no hang of it."""
_HANGS = 300.0
_ADDRESS_SPACE = 6_000_000_000
_SEED_BYTES = 60_000
_TOKENS = [
    b"\r\n\r\n",
    b"\n",
    b"\0" * 40,
    b"WARC/1.0\r\n",
    b"WARC/1.1\r\nWARC-Type: response\r\n",
    b"Content-Length: 999999999999999999999\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 0\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"Content-Encoding: gzip\r\n\r\n",
    b"Content-Encoding: br, gzip, zstd, deflate\r\n",
    b"WARC-Type: revisit\r\n",
    b"WARC-Date: 9999-99-99T99:99:99Z\r\n",
    b"ffffffffffffffff\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"<div>" * 700,
    b"</div></table></p>",
    b"<table><tr><td>",
    b"<!--",
    b"<script>",
    b"<![CDATA[",
    b"<svg><style><a>",
    b"<ul>" + b"<li><a href=/x>Story</a>" * 50,
    b"&#xFFFFFFFF;&#0;&nbsp",
    b'<meta charset="utf-16">',
    b'<script type="application/ld+json">{"a":' + b"[" * 300,
    b"Adams1234\nAllen99999999999999999999\n",
    b"\xed\xa0\x80",
    "\u202e\u0000\u2028٣".encode(),
    b"1" * 5000,
    b" " * 5000,
    b"a" * 5000,
]


class Mutations:
    """Bytes made from `seeds`, the same ones for the same number."""

    def __init__(self, seeds: list[bytes]) -> None:
        self._seeds = seeds

    def make(self, number: int) -> bytes:
        """The input of a number."""
        chance = random.Random(number)  # noqa: S311 - to be made again
        data = chance.choice(self._seeds)
        for _ in range(chance.choice([1, 1, 2, 4, 16])):
            data = self._mutated(data, chance)
        return data[:100_000]

    def _mutated(self, data: bytes, chance: random.Random) -> bytes:
        start = chance.randint(0, len(data))
        end = min(len(data), start + int(chance.expovariate(1 / 200)))
        match chance.randint(0, 7):
            case 0:
                return data[:start] + chance.choice(_TOKENS) + data[start:]
            case 1:
                return data[:start] + chance.choice(_TOKENS) + data[end:]
            case 2:
                return data[:start] + data[end:]
            case 3:
                return data[:end] + data[start:end] * chance.randint(1, 30) + data[end:]
            case 4:
                return data[:start] + chance.randbytes(end - start) + data[end:]
            case 5:
                return data[:start] + bytes([chance.randint(0, 255)]) + data[start + 1 :]
            case 6:
                other = chance.choice(self._seeds)
                return data[:start] + other[chance.randint(0, len(other)) :]
            case _:
                return data[:start]


def try_records(data: bytes) -> str:
    """Read an archive file as replay does."""
    found = ""
    for record in read_records(io.BytesIO(data)):
        if not isinstance(record, Record):
            found = found or "damage"
            continue
        capture = capture_of(record, "fuzz.warc.gz")
        if capture is not None:
            split = split_capture(capture, "fuzz", NO_LAYOUTS)
            if split.row.reason in {"page_failed", "page_timed_out"}:
                raise RuntimeError(split.error)
            found = "page" if split.page else "capture"
    return found or "nothing"


def try_file(data: bytes) -> str:
    """Find out what a file is, and read all that is in it."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:  # noqa: PTH112, S108
        path = Path(folder) / "fuzz.wacz"
        path.write_bytes(data)
        sources = find_sources([path])
        for source in sources.found:
            try:
                with source.open() as file:
                    for _ in read_records(file):
                        pass
            except ArchiveError:
                return "error"
    return "read" if sources.found else "refused"


def try_page(data: bytes) -> str:
    """Split a page, of whichever kind it takes itself for."""
    kind = [None, "text/html", "text/plain", "text/html; charset=utf-16", "application/xhtml+xml"][zlib.crc32(data) % 5]
    try:
        result = split(data, content_type=kind, url="http://news.example/story")
    except ArchiveError as error:
        return type(error).__name__
    return "article" if result.article else "no article"


def archive_seeds(data: Path) -> list[bytes]:
    """The archive files, and the plain bytes of those that are compressed, since mutations of gzip reach no record."""
    seeds = []
    for path in sorted((data / "warc").rglob("*")):
        if path.is_file() and ".wacz" not in path.name and path.suffix != ".tsv":
            raw = path.read_bytes()
            seeds.append(raw[:_SEED_BYTES])
            if raw.startswith(b"\x1f\x8b"):
                with gzip.open(path) as file:
                    try:
                        seeds.append(file.read(_SEED_BYTES))
                    except (OSError, EOFError, zlib.error):
                        continue
    return seeds


def package_seeds(data: Path) -> list[bytes]:
    """WACZ packages that are not large."""
    packages = [path.read_bytes() for path in sorted((data / "warc").rglob("*.wacz"))]
    return [each for each in packages if len(each) <= 2 * _SEED_BYTES] or [each[-_SEED_BYTES:] for each in packages]


def page_seeds(data: Path) -> list[bytes]:
    """Pages and texts, of long ones a part."""
    paths = [*data.glob("station-html/*.html"), *data.glob("station-text/*.txt"), *data.glob("seed/*.txt")]
    paths += sorted(data.glob("wcxb-articles/*.html"))[:60] + sorted(data.glob("snippets/*.html"))[:20]
    pages = [path.read_bytes() for path in sorted(paths)]
    return [part for page in pages for part in (page[:_SEED_BYTES], page[len(page) // 2 :][: _SEED_BYTES // 2]) if part]


KINDS: dict[str, tuple[Callable[[Path], list[bytes]], Callable[[bytes], str]]] = {
    "records": (archive_seeds, try_records),
    "package": (package_seeds, try_file),
    "page": (page_seeds, try_page),
}


def main(kind: str, first: int, last: int, data: Path) -> None:
    """Try inputs `first` to `last`; print what they were, the slowest, and the peak of memory, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    seeds, try_one = KINDS[kind]
    mutations, outcomes, slowest = Mutations(seeds(data)), Counter[str](), (0.0, 0)
    for number in range(first, last):
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        given = mutations.make(number)
        begun = time.process_time()
        try:
            outcomes[try_one(given)] += 1
        except BaseException:
            sys.stderr.write(f"{kind} {number} fails\n")
            raise
        slowest = max(slowest, (time.process_time() - begun, number))
    faulthandler.cancel_dump_traceback_later()
    peak = peak_memory("self")
    sys.stdout.write(json.dumps({"outcomes": outcomes, "slowest": slowest, "peak": peak}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
