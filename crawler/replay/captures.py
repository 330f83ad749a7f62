"""From the records of an archive file to captures, by the functions that the live crawl uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from crawler.archive.capture import Capture, decode_http, decode_plain, warc_date
from crawler.replay.heads import made_record_id
from crawler.replay.records import Record, read_records
from crawler.replay.source import Source
from pipelines.errors import ArchiveError

CAPTURES = frozenset({"response", "revisit", "resource", "conversion"})
"""The types of records that are captures. All others (request, warcinfo, metadata, continuation) are counted only."""

T = TypeVar("T")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_WEB = ("http:", "https:")


def is_capture(record: Record) -> bool:
    """Whether the record has a row in `captures`."""
    return record.type in CAPTURES and warc_date(record.headers.get("warc-date", "")) is not None


def record_id_of(record: Record, warc_file: str) -> str:
    """The id that rows name the record by."""
    return record.headers.get("warc-record-id") or made_record_id(warc_file, record.offset)


def capture_of(record: Record, warc_file: str) -> Capture | None:
    """The capture of a record, its body decoded; None for a record without a WARC-Date that can be read.

    A revisit comes with the problem `revisit_unresolved`, which `resolve_revisit` takes away.
    """
    headers = record.headers
    captured_at = warc_date(headers.get("warc-date", ""))
    if captured_at is None:
        return None
    capture = Capture(
        warc_file=warc_file,
        warc_offset=record.offset,
        record_id=record_id_of(record, warc_file),
        record_type=record.type,
        target_uri=_uri(headers.get("warc-target-uri", "")),
        captured_at=captured_at,
        refers_to_target_uri=_optional(headers.get("warc-refers-to-target-uri"), _uri),
        refers_to_date=_optional(headers.get("warc-refers-to-date"), warc_date),
        refers_to_record_id=headers.get("warc-refers-to"),
        truncated=_optional(headers.get("warc-truncated"), str.lower),
        leniencies=record.leniencies + _leniencies(record),
    )
    _decode(capture, record)
    return capture


def read_capture(source: Source, start: int, offset: int) -> tuple[Capture, Record] | None:
    """The capture whose record has `offset` in rows, reading from byte `start`; None where it is not there any more."""
    try:
        with source.open() as file:
            for record in read_records(file, start):
                if record.offset > offset:
                    return None
                if isinstance(record, Record) and record.offset == offset:
                    capture = capture_of(record, source.warc_file)
                    return None if capture is None else (capture, record)
    except ArchiveError:
        return None
    return None


def _decode(capture: Capture, record: Record) -> None:
    headers = record.headers
    if "warc-segment-number" in headers:
        capture.problem = "segmented"
    elif record.type == "revisit":
        if record.block:
            decode_http(capture, record.block, whole=record.whole)
        capture.body, capture.payload_digest, capture.problem = None, None, "revisit_unresolved"
    elif record.type == "response" and capture.target_uri.lower().startswith(_WEB):
        decode_http(capture, record.block, whole=record.whole)
    else:
        content_type = headers.get("content-type") or headers.get("arc-mime")
        decode_plain(capture, record.block, content_type, whole=record.whole)


def _leniencies(record: Record) -> list[str]:
    uri = record.headers.get("warc-target-uri", "")
    found = {
        "date_form": _DATE.fullmatch(record.headers.get("warc-date", "")) is None,
        "record_id_missing": not record.headers.get("warc-record-id") and "arc-mime" not in record.headers,
        "target_uri_missing": not uri,
        "target_uri_in_brackets": uri.startswith("<"),
        "target_uri_with_spaces": " " in uri.strip(),
    }
    return [name for name, is_so in found.items() if is_so]


def _uri(text: str) -> str:
    text = text.strip()
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


def _optional(text: str | None, read: Callable[[str], T]) -> T | None:
    return read(text) if text else None
