"""An exchange of the wire tap as WARC records, and as the capture that the live crawl reads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from crawler.archive.capture import Capture, decode_http
from crawler.archive.records import HTTP_REQUEST, HTTP_RESPONSE, WARC_FIELDS, Record, warc_fields

if TYPE_CHECKING:
    from scrapy import Request

    from crawler.archive.wire import Exchange

_INTERIM = re.compile(rb"HTTP/1\.\d 1\d\d(?!\d)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ODD_HEADS = frozenset({"bare_lf", "blank_before_head", "head_unterminated"})
_PROXY_CREDENTIALS = re.compile(rb"(?im)^proxy-authorization:[^\n]*\n")


@dataclass(slots=True)
class Archived:
    """The records of one exchange, to be written together; the response's first, where one came."""

    records: list[Record]
    capture: Capture | None


def archived(request: Request, exchange: Exchange) -> Archived:
    """Make the records: `response` and `request` where there are bytes of them, and `metadata` always.

    A response that was cut is a `response` with its `WARC-Truncated`. Interim responses (1xx) go into the metadata:
    players and indexers take the first status line in a block for the response's. Its capture has no place in a file yet.
    """
    interim, block = _without_interim(b"".join(exchange.received))
    url = urldefrag(request.url)[0]
    common = [("WARC-Target-URI", url), *_connection(request, exchange, block)]
    records: list[Record] = []
    capture = None
    if block:
        response = Record("response", exchange.date, HTTP_RESPONSE, block, list(common))
        capture = Capture("", 0, response.record_id, "response", url, exchange.date, truncated=exchange.truncated)
        decode_http(capture, block)
        response.fields += _of_response(capture)
        records.append(response)
    if exchange.sent:
        sent = _PROXY_CREDENTIALS.sub(b"", b"".join(exchange.sent), count=1) if "proxy" in request.meta else None
        records.append(Record("request", exchange.date, HTTP_REQUEST, sent or b"".join(exchange.sent), list(common)))
    about = warc_fields(_metadata(request, exchange, interim))
    records.append(Record("metadata", exchange.date, WARC_FIELDS, about, [("WARC-Target-URI", url)]))
    for record in records[1:]:
        record.fields.append(("WARC-Concurrent-To", records[0].record_id))
    return Archived(records, capture)


def _of_response(capture: Capture) -> list[tuple[str, str]]:
    fields = [("WARC-Truncated", capture.truncated)] if capture.truncated else []
    chunked = any(name.lower() == "transfer-encoding" for name, _ in capture.headers)
    # Readers disagree on what the digest of a chunked payload is over, and on where a head with bare line feeds ends;
    # a digest that is not there is right for all.
    disputed = chunked or not _ODD_HEADS.isdisjoint(capture.leniencies)
    if capture.payload_digest and capture.status is not None and not disputed:
        fields.append(("WARC-Payload-Digest", capture.payload_digest))
    return fields


def _connection(request: Request, exchange: Exchange, block: bytes) -> list[tuple[str, str]]:
    fields = []
    if exchange.ip_address and "proxy" not in request.meta:  # else the peer is the proxy, not the site
        fields.append(("WARC-IP-Address", exchange.ip_address))
    fields.append(("WARC-Protocol", "http/1.0" if block.startswith(b"HTTP/1.0") else "http/1.1"))
    if exchange.tls:
        fields += [("WARC-Protocol", exchange.tls[0]), ("WARC-Cipher-Suite", exchange.tls[1])]
    return fields


def _metadata(request: Request, exchange: Exchange, interim: list[bytes]) -> list[tuple[str, str]]:
    redirects = request.meta.get("redirect_urls") or []
    referer = request.headers.get("Referer")
    via = redirects[-1] if redirects else (referer.decode("latin-1") if referer else "")
    fields = [("via", via)] if via else []
    fields.append(("hopsFromSeed", _hops(request)))
    fields.append(("fetchTimeMs", str(exchange.milliseconds)))
    fields += [("interimResponse", json.dumps(head.decode("latin-1"))) for head in interim]
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
    """The path from the seed as Heritrix writes it: P for robots.txt, L for a link, R for a redirect."""
    if urlsplit(request.url).path == "/robots.txt":
        return "P"
    return "L" * int(request.meta.get("depth", 0)) + "R" * int(request.meta.get("redirect_times", 0))


def _without_interim(received: bytes) -> tuple[list[bytes], bytes]:
    interim = []
    while _INTERIM.match(received) and (end := _HEAD_END.search(received)):
        interim.append(received[: end.end()])
        received = received[end.end() :]
    return interim, received
