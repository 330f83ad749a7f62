"""Whether a body is HTML or plain text."""

from __future__ import annotations

import re

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|h1|table|a\s|span|br|ul|article|section|main|nav|header)\b",
    re.IGNORECASE,
)
_LOOK_AT = 4096


def is_html(body: bytes | str, content_type: str | None) -> bool:
    """By the declared type; where that is neither HTML nor text, by whether a tag stands in the first 4 KB."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared in _HTML_TYPES:
        return True
    if declared == "text/plain":
        return False
    start = body[:_LOOK_AT]
    if isinstance(start, str):
        return _MARKUP.search(start.encode("utf-8", "replace")) is not None
    return _MARKUP.search(start.replace(b"\0", b"") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start) is not None
