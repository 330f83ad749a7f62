"""Captures of what the archive has already, as `revisit` records that name the record with the payload."""

from __future__ import annotations

from crawler.archive.capture import Capture, resolve_revisit
from crawler.archive.known import Known, encodings_of
from crawler.archive.records import Record, written_date
from crawler.replay.captures import read_capture
from crawler.replay.source import Source

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL = _PROFILES + "identical-payload-digest"
NOT_MODIFIED = _PROFILES + "server-not-modified"
UNRESOLVED = "revisit_unresolved"


def identical_payload(record: Record, capture: Capture, start: bytes, known: Known) -> int:
    """Make a response whose payload is the known one a revisit that ends with its head; return the bytes left out.

    `start` is what the record's block begins with, its head whole. 0: it is none, and nothing was changed.
    """
    if capture.status != 200 or capture.payload_digest != known.digest:
        return 0
    if encodings_of(capture.headers) != known.encodings:  # the same bytes, that say something else
        return 0
    head_size, size = start.find(b"\r\n\r\n") + 4, len(record.block)
    if head_size == size:
        return 0
    record.block = start[:head_size]
    capture.truncated = "length"
    _refer(record, capture, known)
    record.fields += [
        ("WARC-Profile", IDENTICAL),
        ("WARC-Truncated", "length"),  # which the standard asks for
        ("WARC-Payload-Digest", known.digest),
    ]
    return size - head_size


def not_modified(record: Record, capture: Capture, known: Known) -> int:
    """Make a 304 a revisit, and give its capture what the known record holds; return the bytes of its body.

    The capture has the problem `UNRESOLVED` where that record cannot be read any more.
    """
    _refer(record, capture, known)
    record.fields.append(("WARC-Profile", NOT_MODIFIED))
    capture.body, capture.payload_digest, capture.problem = None, None, UNRESOLVED
    found = read_capture(Source(known.file, known.file.name), known.offset, known.offset)
    if found is None or found[0].record_id != known.record_id:
        return 0
    resolve_revisit(capture, found[0])
    return len(found[1].block)


def _refer(record: Record, capture: Capture, known: Known) -> None:
    record.type = capture.record_type = "revisit"
    capture.refers_to_target_uri, capture.refers_to_date = known.url, known.date
    capture.refers_to_record_id = known.record_id
    record.fields += [
        ("WARC-Refers-To", known.record_id),
        ("WARC-Refers-To-Target-URI", known.url),
        ("WARC-Refers-To-Date", written_date(known.date)),
    ]
