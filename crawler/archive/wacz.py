"""Packs WARC files as WACZ: archive, index, page list and their digests in one zip, written in one pass."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from crawler.archive import cdxj
from crawler.archive.collection import OPEN, Collection
from crawler.archive.page_list import page_lines
from crawler.archive.records import gzip_pieces
from crawler.replay.records import Record, read_records
from crawler.replay.source import find_sources
from pipelines.errors import ArchiveError, InputError
from pipelines.store.durable import put_in_place

WACZ_VERSION = "1.1.1"
_PIECE = 1024 * 1024
_LINES_IN_BLOCK = 1024  # as py-wacz: 20 to 60 kB that a player fetches to look a URL up
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_NOT_IN_NAMES = re.compile(r"[^-a-z0-9._]")

Told = Callable[[str], None]


@dataclass(slots=True)
class Packed:
    """What is in the package at `out`, and what of the input is not, or not in its index."""

    out: Path
    files: int = 0
    lines: int = 0
    pages: int = 0
    problems: list[ArchiveError] = field(default_factory=list)


def pack(path: Path, out: Path, *, text: bool = False, told: Told = lambda _: None) -> Packed:
    """Write the WARC files of a collection, a folder or one file, as they lie, into the WACZ file `out`.

    The index is made from the records, the page list from the tables, or by a replay where a file has none; with
    `text` it holds the articles' texts, for full text search. `out` is replaced when the new one is whole. Memory does
    not grow with the size of the files; `told` hears what is being done. The caller holds the lock of a collection.

    Raises InputError where there is nothing to pack, ArchiveError where `out` cannot be written.
    """
    packed = Packed(out)
    files = _members(path, packed.problems)
    if out.exists() and any(out.samefile(file) for file in files):
        raise ArchiveError(f"{out}: is one of the files to pack; name another with -O")
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        with temporary.open("wb") as file:
            with zipfile.ZipFile(file, "w") as package:
                _write(_Package(package), Collection(path.resolve()), files, text, packed, told)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, out)
    except OSError as error:
        raise ArchiveError(f"{out}: cannot be written ({error.strerror or error})") from error
    finally:
        temporary.unlink(missing_ok=True)
    return packed


def _members(path: Path, problems: list[ArchiveError]) -> list[Path]:
    """The WARC files that can be in a package: players find each record by its own gzip member."""
    found = find_sources([path])
    problems += found.errors
    files: dict[str, Path] = {}
    for source in found.found:
        problem = "is in a package already" if source.member else _why_not(source.path)
        if problem is None and files.setdefault(_resource_name(source.path.name), source.path) != source.path:
            problem = f"has the same name as {files[_resource_name(source.path.name)]}"
        if problem is not None:
            problems.append(InputError(str(source), f"left out: {problem}"))
    if not files:
        raise problems[0] if len(problems) == 1 else InputError(str(path), "no WARC file here that can be packed")
    return list(files.values())


def _why_not(path: Path) -> str | None:
    if path.name.endswith(OPEN):
        return "it is still open: a crawl writes it, or the next crawl mends it"
    if not path.name.endswith((".warc", ".warc.gz")):
        return "players read .warc and .warc.gz; `scrapy archive repair` makes one of it"
    try:
        with path.open("rb") as file:
            for number, read in enumerate(read_records(file)):
                if isinstance(read, Record) and read.offset != read.start:
                    return "it is one gzip stream, in which players find nothing; `scrapy archive repair` mends that"
                if number == 1:
                    break
    except OSError as error:
        return error.strerror or "cannot be read"
    return None


class _Package:
    """A zip that is written member by member, each digested as it goes in."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._now = datetime.now(UTC)
        self.resources: list[dict[str, Any]] = []

    def add(self, name: str, pieces: Iterable[bytes], method: int, size: int) -> None:
        """Write a member of `size` bytes."""
        member = zipfile.ZipInfo(name, self._now.timetuple()[:6])
        member.compress_type, member.external_attr = method, 0o644 << 16
        hasher, written = hashlib.sha256(), 0
        # The fields of zip64 stand before a member only if they stand in the directory too: without them there,
        # ReplayWeb.page takes the one's length for the other's, and reads beside the member.
        with self._package.open(member, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as file:
            for piece in pieces:
                hasher.update(piece)
                written += len(piece)
                file.write(piece)
        resource = {"name": _resource_name(Path(name).name), "path": name}
        self.resources.append({**resource, "hash": f"sha256:{hasher.hexdigest()}", "bytes": written})

    def add_file(self, name: str, file: BinaryIO, method: int) -> None:
        """Write a member with all the bytes of a file."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        self.add(name, iter(lambda: file.read(_PIECE), b""), method, size)

    def close(self, title: str) -> None:
        """Write what says what is in it."""
        about = {
            "profile": "data-package",
            "resources": list(self.resources),
            "title": title,
            "created": self._now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "wacz_version": WACZ_VERSION,
            "software": f"station-archive {version('station-archive')}",
        }
        data = json.dumps(about, indent=2).encode()
        self.add("datapackage.json", [data], _DEFLATED, len(data))
        digest = {"path": "datapackage.json", "hash": self.resources[-1]["hash"]}
        data = json.dumps(digest, indent=2).encode()
        self.add("datapackage-digest.json", [data], _DEFLATED, len(data))


def _resource_name(name: str) -> str:
    """The name in the form that data packages ask for."""
    return _NOT_IN_NAMES.sub("-", name.lower())


def _write(package: _Package, home: Collection, files: list[Path], text: bool, packed: Packed, told: Told) -> None:
    for path in files:
        told(f"Packing {path.name}, {packed.files + 1} of {len(files)}")
        with path.open("rb") as file:
            package.add_file(f"archive/{path.name}", file, _STORED)
        packed.files += 1
    told("Packing the index")
    with tempfile.TemporaryFile() as blocks, tempfile.TemporaryFile() as index:
        with cdxj.records_lines(_Chosen(home.path, files)) as (lines, problems):
            blocks.writelines(_blocks(lines, index, packed))
            packed.problems += problems
        package.add_file("indexes/index.cdx.gz", blocks, _STORED)
        package.add_file("indexes/index.idx", index, _DEFLATED)
    told("Packing the list of pages")
    with tempfile.TemporaryFile() as pages:
        pages.writelines(_counted(page_lines(home, files, text=text), packed))
        package.add_file("pages/pages.jsonl", pages, _DEFLATED)
    package.close(home.name)


class _Chosen(Collection):
    """Some WARC files, wherever they are, as what an index is made of."""

    def __init__(self, path: Path, files: list[Path]) -> None:
        super().__init__(path)
        self._files = files

    def warc_files(self) -> list[Path]:
        return self._files


def _blocks(lines: Iterator[bytes], index: BinaryIO, packed: Packed) -> Iterator[bytes]:
    """The index as gzip members of 1,024 lines each; into `index` goes the line that finds each of them."""
    about = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    index.write(f"!meta 0 {json.dumps(about)}\n".encode())
    offset, distinct = 0, _distinct(lines)
    while block := list(islice(distinct, _LINES_IN_BLOCK)):
        member = b"".join(gzip_pieces(block))
        key, date, _ = block[0].split(b" ", 2)
        place = {"offset": offset, "length": len(member), "digest": f"sha256:{hashlib.sha256(member).hexdigest()}"}
        index.write(b"%s %s %s\n" % (key, date, json.dumps({**place, "filename": "index.cdx.gz"}).encode()))
        offset += len(member)
        packed.lines += len(block)
        yield member


def _distinct(lines: Iterator[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        if line != last:
            yield line
        last = line


def _counted(lines: Iterator[bytes], packed: Packed) -> Iterator[bytes]:
    yield next(lines)  # says what the others are
    for line in lines:
        packed.pages += 1
        yield line
