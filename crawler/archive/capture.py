"""A capture: what one WARC record says of one exchange, made by the same code for a live crawl and for replay."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.archive.decode import MAX_BODY_BYTES, TooLargeError, dechunk, decode_content
from crawler.archive.http_head import MAX_HEAD_BYTES, HttpHead, read_head
from pipelines.items import Page, Reference
from pipelines.split.layout import Layout
from pipelines.store.schema import CaptureRow

MAX_BLOCK_BYTES = MAX_BODY_BYTES + MAX_HEAD_BYTES
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_XML = frozenset({"text/xml", "application/xml"})
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_ROOT = re.compile(
    rb"(?>(?><\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*)<([a-z0-9]+:)?([a-z0-9]+)", re.IGNORECASE | re.DOTALL
)
_ROOT_REASONS = {b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap"}
_HTML_ROOTS = frozenset({b"html", b"head", b"body"})
_WARC_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d{2,3})(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?)?(Z|[+-]\d\d:?\d\d)?$"
)


@dataclass(slots=True)
class Capture:
    """One response, revisit, resource or conversion record, decoded.

    `body` is free of transfer and content encodings; None where there is none or where it could not be decoded, and
    `problem` says why in one word (`revisit_unresolved`, `encoding`, `too_large`, ...). `payload_digest` is
    `sha256:` and hexadecimal over the de-chunked payload, content encoding kept; None where the block was too large to
    read. Of a revisit that was resolved, `body` and `payload_digest` are those of the record that it refers to, and so
    are `status`, `headers` and `content_type` unless the revisit brought its own (see `resolve_revisit`).
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


def digest(payload: bytes) -> str:
    """`sha256:` and lower-case hexadecimal."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


def warc_date(text: str) -> datetime | None:
    """A WARC-Date in UTC, to the microsecond; None where it is no date. A date without a zone is UTC.

    Nutch wrote the day of the year for the day of the month: it is read where it lies in the month that stands there.
    """
    match = _WARC_DATE.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z") else zone
    micros = ((fraction or "") + "000000")[:6]
    if day and int(day) > 28:
        day = _day_of_month(int(year), int(month), int(day))
    iso = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}.{micros}{offset}"
    try:
        return datetime.fromisoformat(iso).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day_of_month(year: int, month: int, day: int) -> str:
    if 1 <= month <= 12 and year >= 1 and day > monthrange(year, month)[1]:
        date = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
        if (date.year, date.month) == (year, month):
            return f"{date.day:02}"
    return f"{day:02}"


def decode_http(
    capture: Capture, block: bytes, *, whole: bool = True, content: bool = True, body: bytes | None = None
) -> None:
    """Read the block of a `response` or `revisit` record (the HTTP message as sent) into `capture`.

    `whole=False` says that `block` is only the beginning of one past `MAX_BLOCK_BYTES`: the head is read, the body is
    not, and the problem is `too_large`. `content=False` stops at the payload's digest. `body` is what the block may
    end with, of which then no copy is made. Never raises for what is in the block.
    """
    head = read_head(block)
    capture.status, capture.headers = head.status, head.headers
    capture.content_type = head.get("content-type")
    capture.leniencies += head.leniencies
    if not whole or len(block) > MAX_BLOCK_BYTES:
        capture.problem = "too_large"
    else:
        _decode_body(capture, head, _body_of(block, head.body_start, body), content)


def _body_of(block: bytes, start: int, body: bytes | None) -> bytes:
    # To compare is a fifteenth of the time of a copy: a page of some 100 kB gets memory that is new.
    if body is not None and len(body) == len(block) - start and block.endswith(body):
        return body
    return block[start:]


def decode_plain(capture: Capture, block: bytes, content_type: str | None, *, whole: bool = True) -> None:
    """Read the block of a `resource` or `conversion` record, which is the payload itself, into `capture`."""
    capture.content_type = content_type
    if not whole or len(block) > MAX_BLOCK_BYTES:
        capture.problem = "too_large"
    else:
        capture.payload_digest, capture.body = digest(block), block


def _decode_body(capture: Capture, head: HttpHead, raw: bytes, content: bool) -> None:
    payload = raw
    transfer = head.tokens("transfer-encoding")
    if "chunked" in transfer:
        chunks = dechunk(raw)
        payload = chunks.data
        capture.leniencies += chunks.leniencies
    elif (length := head.get("content-length")) and raw and length != str(len(raw)):
        capture.leniencies.append("content_length_differs")
    capture.payload_digest = digest(payload)
    if not content:
        return
    encodings = head.tokens("content-encoding") + [name for name in transfer if name != "chunked"]
    try:
        decoded = decode_content(payload, encodings)
    except TooLargeError:
        capture.problem = "too_large"
        return
    capture.leniencies += decoded.leniencies
    if "encoding_unknown" in decoded.leniencies:
        capture.problem = "encoding"
    else:
        capture.body = decoded.data


def resolve_revisit(revisit: Capture, referred: Capture) -> None:
    """Give `revisit` the payload of the record that it refers to.

    A `server-not-modified` revisit (304), and one without an HTTP head of its own, takes status, headers and content
    type too; an `identical-payload-digest` revisit keeps the ones that the server sent with it.
    """
    if revisit.status is None or revisit.status == 304:
        revisit.status, revisit.headers = referred.status, referred.headers
        revisit.content_type = referred.content_type
    revisit.body, revisit.payload_digest = referred.body, referred.payload_digest
    revisit.problem = referred.problem
    # The revisit's own block has no payload, so what was said of its lengths and encodings does not hold.
    revisit.leniencies = [name for name in revisit.leniencies if name in _OF_HEAD] + [
        name for name in referred.leniencies if name not in _OF_HEAD
    ]


_OF_HEAD = frozenset({
    "interim_response",
    "status_text_missing",
    "bare_lf",
    "doubled_cr",
    "folded_header",
    "header_without_colon",
    "header_not_ascii",
    "head_unterminated",
    "blank_before_head",
    "target_uri_spaces",
})  # fmt: skip


def mime_of(content_type: str | None) -> str | None:
    """The media type in lower case, without parameters; None where it is not stated."""
    mime = (content_type or "").partition(";")[0].strip().lower()
    return mime or None


def why_not_page(capture: Capture) -> str | None:
    """Why a capture is not a page, in one snake_case word; None for a page. The words are in docs/replay.md."""
    if capture.problem:
        return capture.problem
    if not capture.target_uri.lower().startswith(("http://", "https://")):
        return "not_http"
    return _why_not_status(capture) or _why_not_content(capture)


def is_page(capture: Capture) -> bool:
    """Whether the capture is split into article, widgets and chrome: one predicate for live crawls and for replay."""
    return why_not_page(capture) is None


def _why_not_status(capture: Capture) -> str | None:
    if capture.record_type not in ("response", "revisit"):
        return None
    if capture.status is None:
        return "no_http_head"
    if 300 <= capture.status < 400 and capture.status != 304:
        return "redirect"
    if capture.status != 200:
        return f"status_{capture.status}"
    # The crawler's own bound is `length`; what an exchange lost on the way no spider has seen either.
    return f"truncated_{capture.truncated}" if capture.truncated not in (None, "length") else None


def _why_not_content(capture: Capture) -> str | None:
    body = capture.body
    if not body or body.isspace():
        return "empty"
    if _path(capture.target_uri) == "/robots.txt":
        return "robots_txt"
    mime = mime_of(capture.content_type)
    if mime in _FEEDS:
        return "feed"
    if mime not in _HTML and mime not in _XML and mime not in ("text/plain", None):
        return "not_html_or_text"
    root = _ROOT.match(body[:4096].lstrip(b"\xef\xbb\xbf"))
    name = root[2].lower() if root else b""
    if name in _ROOT_REASONS:
        return _ROOT_REASONS[name]
    if mime in _XML or (mime is None and name not in _HTML_ROOTS):
        return "not_html_or_text"
    return None


def _path(uri: str) -> str:
    """The path of a URI; empty where it is none that can be taken apart."""
    try:
        return urlsplit(uri).path
    except ValueError:
        return ""


def capture_row(capture: Capture) -> CaptureRow:
    """The row of `captures`."""
    from pipelines.split.version import SPLITTER_VERSION  # the digest is made when it is first asked for

    reason = why_not_page(capture)
    return CaptureRow(
        warc_file=capture.warc_file,
        warc_offset=capture.warc_offset,
        record_id=capture.record_id,
        payload_digest=capture.payload_digest,
        captured_at=capture.captured_at,
        splitter_version=SPLITTER_VERSION,
        record_type=capture.record_type,
        target_uri=capture.target_uri,
        status=capture.status,
        mime=mime_of(capture.content_type),
        is_page=reason is None,
        reason=reason,
        refers_to_target_uri=capture.refers_to_target_uri,
        refers_to_date=capture.refers_to_date,
        refers_to_record_id=capture.refers_to_record_id,
        truncated=capture.truncated,
        location=_location(capture),
    )


def _location(capture: Capture) -> str | None:
    """Where a redirect leads, made absolute; None where it says nothing that is an address."""
    if capture.status is None or not 300 <= capture.status < 400 or capture.status == 304:
        return None
    stated = next((value.strip() for name, value in capture.headers if name.lower() == "location"), "")
    try:
        return urljoin(capture.target_uri, stated)[:_LONGEST_LOCATION] if stated else None
    except ValueError:
        return None


_LONGEST_LOCATION = 4000


def page_of(capture: Capture, station: str, tz: ZoneInfo | None, layout: Layout | None = None) -> Page:
    """The page of a capture that `is_page`, not split yet. `layout` is the station's at the time of the capture."""
    return Page(
        reference=Reference(
            warc_file=capture.warc_file,
            warc_offset=capture.warc_offset,
            record_id=capture.record_id,
            payload_digest=capture.payload_digest or "",
            captured_at=capture.captured_at,
        ),
        station=station,
        url=capture.target_uri,
        content_type=capture.content_type,
        body=capture.body,
        tz=tz,
        layout=layout,
    )
