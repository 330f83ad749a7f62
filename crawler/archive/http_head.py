"""The head of an HTTP message as it was sent, read leniently: every leniency has a name and is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_HEAD_BYTES = 256 * 1024
_STATUS_LINE = re.compile(rb"(?:HTTP|ICY)/?(?:\d+(?:\.\d+)?)?[ \t]+(\d{3})(?!\d)([ \t].*)?$", re.IGNORECASE)
_FOLD = re.compile(rb"\r{0,4}\n[ \t]+")
_HEAD_END = re.compile(rb"\r{0,4}\n\r{0,4}\n")


@dataclass(slots=True)
class HttpHead:
    """A status (None where there is no head), headers in order as they stand, and where the body begins, in bytes."""

    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body_start: int = 0
    leniencies: list[str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The first value of a header, whatever its case; None where it is absent."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def tokens(self, name: str) -> list[str]:
        """The comma-separated words of all headers of that name, lower case, in order."""
        values = ",".join(value for key, value in self.headers if key.lower() == name)
        return [word for word in (token.strip().lower() for token in values.split(",")) if word]


def read_head(block: bytes) -> HttpHead:
    """The head of the (final) response in `block`; interim responses (1xx) before it are skipped.

    Leniencies: `no_http_head` (the block is all body), `head_unterminated`, `interim_response`, `status_text_missing`,
    `bare_lf`, `doubled_cr`, `folded_header`, `header_without_colon`, `header_not_ascii`, `blank_before_head`.
    """
    start, leniencies = 0, []
    if block[:1] in (b"\r", b"\n"):
        start = len(block) - len(block[:64].lstrip(b"\r\n") + block[64:])
        leniencies.append("blank_before_head")
    head = _read_one(block, start)
    while head.status is not None and 100 <= head.status < 200 and head.status != 101:
        following = _read_one(block, head.body_start)
        if following.status is None:
            break
        leniencies.append("interim_response")
        head = following
    if head.status is None:
        return HttpHead(leniencies=["no_http_head"] if block else [])
    head.leniencies = list(dict.fromkeys(leniencies + head.leniencies))
    return head


def _read_one(block: bytes, start: int) -> HttpHead:
    line_end = block.find(b"\n", start, start + MAX_HEAD_BYTES)
    first = block[start : line_end if line_end >= 0 else start + MAX_HEAD_BYTES].rstrip(b"\r")
    match = _STATUS_LINE.match(first)
    if match is None:
        return HttpHead()
    head = HttpHead(status=int(match[1]))
    if match[2] is None:
        head.leniencies.append("status_text_missing")
    end = _HEAD_END.search(block, start, start + MAX_HEAD_BYTES)
    if end is None:
        head.leniencies.append("head_unterminated")
        head.body_start = len(block)
        raw = block[start : start + MAX_HEAD_BYTES]
    else:
        head.body_start = end.end()
        raw = block[start : end.start()]
    if re.search(rb"(?<!\r)\n", block[start : head.body_start]):
        head.leniencies.append("bare_lf")
    if b"\r\r\n" in block[start : head.body_start]:
        head.leniencies.append("doubled_cr")
    unfolded = _FOLD.sub(b" ", raw)
    if len(unfolded) < len(raw):
        head.leniencies.append("folded_header")
    _read_headers(head, unfolded.split(b"\n")[1:])
    return head


def _read_headers(head: HttpHead, lines: list[bytes]) -> None:
    for raw in lines:
        line = raw.rstrip(b"\r")
        if not line:
            continue
        if not line.isascii():
            head.leniencies.append("header_not_ascii")
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            head.headers.append((name.strip(), value.strip()))
        else:
            head.leniencies.append("header_without_colon")
