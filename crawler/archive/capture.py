"""A capture: what one WARC record says of one exchange, made by the same code for a live crawl and for replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Capture:
    """One response, revisit, resource or conversion record, decoded.

    `body` is free of transfer and content encodings; None where there is none or where it could not be decoded, and
    `problem` says why in one word (`revisit_unresolved`, `encoding`, `too_large`, ...). `payload_digest` is
    `sha256:` and hexadecimal over the de-chunked payload, content encoding kept. Of a revisit that was resolved, `status`,
    `headers` and `body` are those of the record that it refers to.
    """

    warc_file: str
    warc_offset: int
    record_id: str
    record_type: str
    target_uri: str
    captured_at: datetime
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    content_type: str | None = None
    payload_digest: str | None = None
    body: bytes | None = None
    refers_to_target_uri: str | None = None
    refers_to_date: datetime | None = None
    refers_to_record_id: str | None = None
    truncated: str | None = None
    problem: str | None = None
    leniencies: list[str] = field(default_factory=list)
