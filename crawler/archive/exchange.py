"""An exchange of the wire tap as WARC records, and as the capture that the live crawl reads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from crawler.archive.capture import MAX_BLOCK_BYTES, Capture, decode_http
from crawler.archive.http_head import MAX_HEAD_BYTES
from crawler.archive.records import HTTP_REQUEST, HTTP_RESPONSE, WARC_FIELDS, Record, Spooled, warc_fields
from crawler.archive.revisits import identical_payload, not_modified

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.archive.known import Known
    from crawler.archive.spool import Received
    from crawler.archive.wire import Exchange

_INTERIM = re.compile(rb"HTTP/1\.\d 1\d\d(?!\d)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ODD_HEADS = frozenset({"bare_lf", "blank_before_head", "head_unterminated"})
_PROXY_CREDENTIALS = re.compile(rb"(?im)^proxy-authorization:[^\n]*\n")


@dataclass(slots=True)
class Archived:
    """The records of one exchange, to be written together; the response's first, where one came.

    `not_stored` is how many bytes of payload the archive had already and were not stored, `not_sent` how many the
    server did not have to send.
    """

    records: list[Record]
    capture: Capture | None
    not_stored: int = 0
    not_sent: int = 0


def archived(request: Request, exchange: Exchange, known: Known | None = None, body: bytes | None = None) -> Archived:
    """Make the records: `response` and `request` where there are bytes of them, and `metadata` always.

    Where the payload is the one of `known`, the response's record is a `revisit`. A response that was cut is a
    `response` with its `WARC-Truncated`. Interim responses (1xx) go into the metadata: players and indexers take the
    first status line in a block for the response's. Its capture has no place in a file yet. `body` is the one that Scrapy
    read, where there is one.
    """
    interim, block = _without_interim(exchange.received)
    url = urldefrag(request.url)[0]
    common = [("WARC-Target-URI", url), *_connection(request, exchange)]
    made = Archived([], None)
    if block:
        response = Record("response", exchange.date, HTTP_RESPONSE, block, list(common))
        made.capture = Capture("", 0, response.record_id, "response", url, exchange.date, truncated=exchange.truncated)
        _decode(made.capture, block, body)
        if known is None or not _as_revisit(made, response, block, known):
            response.fields += _of_response(made.capture)
        made.records.append(response)
    if exchange.sent:
        sent = b"".join(exchange.sent)
        sent = _PROXY_CREDENTIALS.sub(b"", sent, count=1) if "proxy" in request.meta else sent
        made.records.append(Record("request", exchange.date, HTTP_REQUEST, sent, list(common)))
    about = warc_fields(_metadata(request, exchange, interim))
    made.records.append(Record("metadata", exchange.date, WARC_FIELDS, about, [("WARC-Target-URI", url)]))
    for record in made.records[1:]:
        record.fields.append(("WARC-Concurrent-To", made.records[0].record_id))
    return made


def _decode(capture: Capture, block: bytes | Spooled, body: bytes | None) -> None:
    if isinstance(block, bytes):
        decode_http(capture, block, body=body)
    elif len(block) <= MAX_BLOCK_BYTES:
        decode_http(capture, block.read(), body=body)
    else:
        # As replay reads it: the beginning, without what is too large to keep.
        decode_http(capture, block.part(0, MAX_HEAD_BYTES), whole=False)


def _as_revisit(made: Archived, response: Record, block: bytes | Spooled, known: Known) -> bool:
    """Make the record a revisit of what is known, where it is one."""
    capture = made.capture
    if capture is None or capture.truncated or not _ODD_HEADS.isdisjoint(capture.leniencies):
        return False
    if capture.status == 304:
        made.not_sent = not_modified(response, capture, known)
        return True
    start = block if isinstance(block, bytes) else block.part(0, MAX_HEAD_BYTES)
    made.not_stored = identical_payload(response, capture, start, known)
    return bool(made.not_stored)


def _of_response(capture: Capture) -> list[tuple[str, str]]:
    fields = [("WARC-Truncated", capture.truncated)] if capture.truncated else []
    chunked = any(name.lower() == "transfer-encoding" for name, _ in capture.headers)
    # Readers disagree on what the digest of a chunked payload is over, and on where a head with bare line feeds ends;
    # a digest that is not there is right for all.
    disputed = chunked or not _ODD_HEADS.isdisjoint(capture.leniencies)
    if capture.payload_digest and capture.status is not None and not disputed:
        fields.append(("WARC-Payload-Digest", capture.payload_digest))
    return fields


def _connection(request: Request, exchange: Exchange) -> list[tuple[str, str]]:
    fields = []
    if exchange.ip_address and "proxy" not in request.meta:  # else the peer is the proxy, not the site
        fields.append(("WARC-IP-Address", exchange.ip_address))
    fields.append(("WARC-Protocol", "http/1.0" if exchange.received.start(8) == b"HTTP/1.0" else "http/1.1"))
    if exchange.tls:
        fields += [("WARC-Protocol", exchange.tls.protocol), ("WARC-Cipher-Suite", exchange.tls.cipher_suite)]
    return fields


def _metadata(request: Request, exchange: Exchange, interim: list[bytes]) -> list[tuple[str, str]]:
    redirects = request.meta.get("redirect_urls") or []
    referer = request.headers.get("Referer")
    via = redirects[-1] if redirects else (referer.decode("latin-1") if referer else "")
    fields = [("via", via)] if via else []
    fields.append(("hopsFromSeed", _hops(request)))
    fields.append(("fetchTimeMs", str(exchange.milliseconds)))
    fields += [("interimResponse", json.dumps(head.decode("latin-1"))) for head in interim]
    if exchange.tls:
        fields += [("certificateSha256", each) for each in exchange.tls.certificates]
    counts = {
        "retryTimes": request.meta.get("retry_times", 0),
        "deadConnections": exchange.restarts,
        "bytesAfterEnd": exchange.extra,
    }
    fields += [(name, str(count)) for name, count in counts.items() if count]
    if exchange.problem:
        fields.append(("error", exchange.problem))
    return fields


def _hops(request: Request) -> str:
    """The path from the seed as Heritrix writes it: P for robots.txt, L for a link, E for what a page embeds, R for a
    redirect."""
    if urlsplit(request.url).path == "/robots.txt":
        return "P"
    embedded = "E" * int(request.meta.get("embedded", 0))
    return "L" * int(request.meta.get("depth", 0)) + embedded + "R" * int(request.meta.get("redirect_times", 0))


def _without_interim(received: Received) -> tuple[list[bytes], bytes | Spooled]:
    interim, skip = [], 0
    if _INTERIM.match(received.start(16)):
        start = received.start(MAX_HEAD_BYTES)
        while _INTERIM.match(start, skip) and (end := _HEAD_END.search(start, skip)):
            interim.append(start[skip : end.end()])
            skip = end.end()
    return interim, received.block(skip)
