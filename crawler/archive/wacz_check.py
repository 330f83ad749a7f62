"""Checks a WACZ: every file against the digests that it states, its index against the records, the WARC files in it."""

from __future__ import annotations

import bisect
import hashlib
import json
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.archive.record_check import Report
from crawler.replay.source import Source, find_sources
from crawler.replay.stream import Stream, codec_of
from pipelines.errors import InputError

_PIECE = 1024 * 1024
_MAX_JSON = 64 * 1024 * 1024
_MAX_RATIO = 1100  # deflate's own limit is 1,032 to 1
_MAX_LINE = 1024 * 1024
_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)

Offsets = dict[str, "array[int]"]
"""Of each WARC file, by its name, where its captures begin, sorted."""


def is_package(path: Path) -> bool:
    """Whether the file is a zip by its first bytes. Raises InputError."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error


def warc_members(path: Path) -> list[Source]:
    """The WARC files of the package. Raises InputError where it is none that can be read."""
    sources = find_sources([path])
    for error in sources.errors:
        raise error
    return sources.found


def check_package(path: Path, offsets: Offsets) -> Report:
    """A report of the package itself: what it says of its files, and its index beside `offsets`, the captures that are
    there. `records` is the number of index lines."""
    report = Report(str(path))
    try:
        with zipfile.ZipFile(path) as package:
            stated = _stated(package, report)
            for member in package.infolist():
                _check_member(package, member, stated, report)
            for name in stated.keys() - set(package.namelist()):
                report.bad(None, f"{name} is listed in {_PACKAGE} and is not there")
            _check_index(package, offsets, report)
    except _BROKEN as error:
        report.bad(None, f"the package cannot be read ({error})")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    return report


def _stated(package: zipfile.ZipFile, report: Report) -> dict[str, dict[str, Any]]:
    """What datapackage.json says of each file, by path."""
    try:
        data = _json_bytes(package, _PACKAGE)
        resources = json.loads(data)["resources"]
        stated = {resource["path"]: resource for resource in resources}
    except KeyError:
        report.bad(None, f"there is no {_PACKAGE} in it, or it lists no resources")
        return {}
    except (ValueError, TypeError, RecursionError) as error:
        report.bad(None, f"{_PACKAGE} cannot be read ({error})")
        return {}
    _check_digest(package, data, report)
    return stated


def _check_digest(package: zipfile.ZipFile, data: bytes, report: Report) -> None:
    try:
        hash_ = json.loads(_json_bytes(package, _DIGEST))["hash"]
    except KeyError:
        report.notes[f"no_{_DIGEST.partition('.')[0].replace('-', '_')}"] += 1
        return
    except (ValueError, TypeError, RecursionError) as error:
        report.bad(None, f"{_DIGEST} cannot be read ({error})")
        return
    hasher = _hasher(hash_)
    if hasher is None:
        report.notes["digest_of_unknown_kind"] += 1
        return
    hasher.update(data)
    if hasher.hexdigest() != hash_.partition(":")[2]:
        report.bad(None, f"{_DIGEST} states another digest of {_PACKAGE}: {hash_}")


def _json_bytes(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as file:
        data = file.read(_MAX_JSON + 1)
    if len(data) > _MAX_JSON:
        raise ValueError(f"it has more than {_MAX_JSON} bytes")
    return data


def _hasher(stated: object) -> Any:
    algorithm = str(stated).partition(":")[0]
    return hashlib.new(algorithm, usedforsecurity=False) if algorithm in ("sha256", "sha512", "md5", "sha1") else None


def _check_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, stated: dict[str, dict[str, Any]], report: Report
) -> None:
    name = member.filename
    if member.is_dir() or name in (_PACKAGE, _DIGEST):
        return
    if name.endswith(".gz") and member.compress_type != zipfile.ZIP_STORED:
        report.bad(None, f"{name} is compressed twice, so that players cannot seek in it")
    if member.file_size > _MAX_RATIO * max(member.compress_size, 1):
        report.bad(None, f"{name} unpacks to {member.file_size} bytes, which is not believed")
        return
    resource = stated.get(name)
    hasher = _hasher(resource.get("hash")) if isinstance(resource, dict) else None
    size = _read_through(package, member, hasher, report)
    if resource is None and stated:
        report.bad(None, f"{name} is not listed in {_PACKAGE}")
    elif isinstance(resource, dict) and size is not None:
        if resource.get("bytes") != size:
            report.bad(None, f"{name} has {size} bytes, and {_PACKAGE} says {resource.get('bytes')}")
        if hasher is None:
            report.notes["digest_of_unknown_kind"] += 1
        elif hasher.hexdigest() != str(resource["hash"]).partition(":")[2]:
            report.bad(None, f"the digest of {name} does not match: {resource['hash']}")


def _read_through(package: zipfile.ZipFile, member: zipfile.ZipInfo, hasher: Any, report: Report) -> int | None:
    """How many bytes the member has; None where it cannot be read. Its check sum is verified on the way."""
    size = 0
    try:
        with package.open(member) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if hasher is not None:
                    hasher.update(piece)
    except _BROKEN as error:
        report.bad(None, f"{member.filename} cannot be read ({error})")
        return None
    return size


def _check_index(package: zipfile.ZipFile, offsets: Offsets, report: Report) -> None:
    """Every line of the index names a capture that is there."""
    stray = unreadable = 0
    for name in package.namelist():
        if not name.startswith("indexes/") or not name.endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")):
            continue
        try:
            with _index_lines(package, name) as lines:
                for line in lines:
                    report.records += 1
                    place = _place(line)
                    if place is None:
                        unreadable += 1
                    elif not _is_among(offsets, *place):
                        stray += 1
        except _BROKEN:
            return  # said already, when the member was read through
    if unreadable:
        report.bad(None, f"{unreadable} lines of the index cannot be read")
    if stray:
        report.bad(None, f"{stray} lines of the index are of no capture")
    if not report.records:
        report.bad(None, "there is no index in it, or an empty one")


@contextmanager
def _index_lines(package: zipfile.ZipFile, name: str) -> Iterator[Iterator[bytes]]:
    with package.open(name) as file:
        yield _unpacked_lines(file) if name.endswith(".gz") else iter(lambda: file.readline(_MAX_LINE), b"")


def _unpacked_lines(file: Any) -> Iterator[bytes]:
    stream = Stream(file, 0, codec_of(file.read(18), file))
    rest = b""
    while stream.ensure(1):
        *lines, rest = (rest + stream.take(_PIECE)).split(b"\n")
        yield from lines
        if len(rest) > _MAX_LINE:
            return
    if rest:
        yield rest


def _place(line: bytes) -> tuple[str, int] | None:
    """The WARC file and the offset that a line names."""
    try:
        fields = json.loads(line.split(b" ", 2)[2])
        return str(fields["filename"]), int(fields["offset"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def _is_among(offsets: Offsets, name: str, offset: int) -> bool:
    known = offsets.get(name.rpartition("/")[2], array("Q"))
    at = bisect.bisect_left(known, offset)
    return at < len(known) and known[at] == offset


def captures_of(report: Report) -> array[int]:
    """Where the captures of a WARC file begin, as its report has found them."""
    return array("Q", sorted(report.captures))
