"""Bytes to text: pages as browsers decode them, plain text strictly."""

from __future__ import annotations

import codecs

from w3lib.encoding import html_to_unicode, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.errors import EncodingError


def decode_html(body: bytes | str, content_type: str | None = None) -> str:
    """The text of a page: byte order mark, then the declared charset (HTTP, then `meta`), then UTF-8, then
    windows-1252. Never fails: bytes that do not decode become U+FFFD."""
    return decoded(body, content_type)[0]


def decoded(body: bytes | str, content_type: str | None = None) -> tuple[str, bytes | None]:
    """The text as `decode_html` gives it, and the bytes where they are that text in UTF-8 as they lie; else None."""
    if isinstance(body, str):
        return body, None
    encoding, text = html_to_unicode(content_type, body, default_encoding="cp1252", auto_detect_fun=_utf8_if_valid)
    as_it_lies = encoding == "utf-8" and "\ufffd" not in text and not body.startswith(codecs.BOM_UTF8)
    return text, body if as_it_lies else None


def _utf8_if_valid(body: bytes) -> str | None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def decode_text(body: bytes | str, content_type: str | None = None) -> str:
    """The text of a plain text: byte order mark, UTF-8, then the charset of `content_type`.

    Raises EncodingError with the offset of the first byte that is not UTF-8; the path in it is `text`, for the caller
    to replace.
    """
    if isinstance(body, str):
        return body.removeprefix("\ufeff")
    encoding, bom = read_bom(body)
    if encoding is not None and bom is not None:
        return _strict(body, encoding, len(bom))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = http_content_type_encoding(content_type) if content_type else None
        known = resolve_encoding(declared) if declared else None
        if known is None or codecs.lookup(known).name == "utf-8":
            raise _not_text(f"not UTF-8 (byte 0x{body[error.start]:02x})", error.start) from error
        return _strict(body, known, 0)


def _strict(body: bytes, encoding: str, skip: int) -> str:
    try:
        return body[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(f"not {encoding}, which it says it is", skip + error.start) from error


def _not_text(problem: str, offset: int) -> EncodingError:
    return EncodingError("text", problem, offset=offset, advice="convert it to UTF-8 or give its charset")
