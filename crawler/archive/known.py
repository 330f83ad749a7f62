"""What the archive has of a URL already: what a new capture may refer to instead of being stored again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from isal import isal_zlib

from crawler.archive import cdxj
from crawler.archive.capture import warc_date
from crawler.archive.collection import OPEN, Collection
from crawler.archive.http_head import HttpHead, read_head
from crawler.archive.lookup import IndexReader

_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """The newest capture of a URL with status 200, and the record that holds its payload (`file`, `offset`).

    `digest` is over the de-chunked payload, `encodings` are the content encodings that it is in. `etag` and
    `last_modified` are as the newest capture had them. `date` and `record_id` are the record's, to be referred to.
    """

    url: str
    digest: str
    encodings: tuple[str, ...]
    etag: str | None
    last_modified: str | None
    date: datetime
    record_id: str
    file: Path
    offset: int


@dataclass(slots=True)
class KnownCaptures:
    """The captures of a collection, and of the run that goes on: those that `add` was told of.

    A look-up costs a binary search in the index on the disk, and for a URL that is there the head of one record.
    `index` is read as it was when this was made, or last told to `reopen`; the lines added since are in memory.
    """

    collection: Collection
    bytes_read: int = 0
    _index: IndexReader | None = None
    _added: dict[str, list[bytes]] = field(default_factory=dict, repr=False)
    _last: tuple[str, Known | None] | None = None

    def add(self, key: str, line: bytes) -> None:
        """A capture was written that is not in the index yet."""
        self._added.setdefault(key, []).append(line)
        self._last = None

    def reopen(self) -> None:
        """The index has what was added."""
        self.close()
        self._added.clear()

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
        self._index = self._last = None

    def of(self, url: str) -> Known | None:
        """What there is of exactly this URL; None where there is nothing, or nothing that can be referred to."""
        if self._last is None or self._last[0] != url:
            self._last = (url, self._find(url))
        return self._last[1]

    def _find(self, url: str) -> Known | None:
        key = cdxj.url_key(url)
        if self._index is None:
            self._index = IndexReader(self.collection.index)
        before = self._index.bytes_read
        lines = [*reversed(self._added.get(key, ())), *self._index.newest(key)]
        self.bytes_read += self._index.bytes_read - before
        # An index knows seconds: of captures in the same one, the later in the archive is the newer.
        captures = sorted(
            _of_url(lines, url),
            key=lambda each: (each["date"], each["filename"], int(each["offset"])),
            reverse=True,
        )
        return self._of_newest(captures) if captures else None

    def _of_newest(self, captures: list[dict[str, Any]]) -> Known | None:
        newest = captures[0]
        place = self._place(newest)
        headers, head = _read_heads(place[0], place[1]) if place else ({}, HttpHead())
        digest = newest.get("digest")
        if place is None or head.status != 200 or not digest or not _is_of(headers, newest):
            return None
        if newest.get("mime") == cdxj.REVISIT:
            captured_at, record_id = warc_date(headers.get("warc-refers-to-date", "")), headers.get("warc-refers-to")
            place = self._original(captures, digest, captured_at)
        else:
            captured_at, record_id = warc_date(headers.get("warc-date", "")), headers.get("warc-record-id")
            place = None if "warc-truncated" in headers else place  # what was cut is no payload to refer to
        if place is None or captured_at is None or not record_id:
            return None
        return Known(
            url=newest["url"],
            digest=digest,
            encodings=encodings_of(head.headers),
            etag=head.get("etag"),
            last_modified=head.get("last-modified"),
            date=captured_at,
            record_id=record_id,
            file=place[0],
            offset=place[1],
        )

    def _original(self, captures: list[dict[str, Any]], digest: str, date: datetime | None) -> tuple[Path, int] | None:
        """The response that a revisit refers to, where it is among `captures` too."""
        stamp = f"{date:%Y%m%d%H%M%S}" if date else None
        for each in captures:
            if each["date"] == stamp and each.get("digest") == digest and each.get("mime") != cdxj.REVISIT:
                return self._place(each)
        return None

    def _place(self, line: dict[str, Any]) -> tuple[Path, int] | None:
        try:
            path, offset = self.collection.archive / Path(str(line["filename"])).name, int(line["offset"])
        except (KeyError, ValueError):
            return None
        for file in (path, path.with_name(path.name + OPEN)):
            if file.exists():
                return file, offset
        return None


def encodings_of(headers: list[tuple[str, str]]) -> tuple[str, ...]:
    """What a payload with these HTTP headers is encoded in, chunks aside."""
    head = HttpHead(headers=headers)
    return (*head.tokens("content-encoding"), *(each for each in head.tokens("transfer-encoding") if each != "chunked"))


def _of_url(lines: list[bytes], url: str) -> Iterator[dict[str, Any]]:
    """The fields of the lines of a URL with status 200; the lines of a SURT key may be of others too."""
    for line in lines:
        try:
            _, date, stated = line.split(b" ", 2)
            fields = json.loads(stated)
        except ValueError:  # not a line of ours: an index that is broken is made anew, not trusted
            continue
        if not isinstance(fields, dict) or not str(fields.get("offset")).isdecimal() or "filename" not in fields:
            continue
        if fields.get("url") == url and fields.get("status") == "200":
            yield {**fields, "date": date.decode()}


def _is_of(headers: dict[str, str], line: dict[str, Any]) -> bool:
    """Whether the record with these WARC fields is the one that the index line is of: a crash may have left lines of
    records that are gone, and another may stand in their place."""
    date, stated = warc_date(headers.get("warc-date", "")), headers.get("warc-payload-digest", line["digest"])
    url = headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
    same_second = date is not None and f"{date:%Y%m%d%H%M%S}" == line["date"]
    return url == line["url"] and same_second and stated == line["digest"]


def _read_heads(file: Path, offset: int) -> tuple[dict[str, str], HttpHead]:
    """The WARC fields, by lower-case name, and the HTTP head of the record at `offset`; empty where there is none."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            start: bytes = isal_zlib.decompressobj(31).decompress(stream.read(_HEAD_BYTES), _HEAD_BYTES)
    except (OSError, isal_zlib.error):  # type: ignore[misc]  # its stub says that the class is an instance
        return {}, HttpHead()
    head, _, block = start.partition(b"\r\n\r\n")
    pairs = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}, read_head(block)
