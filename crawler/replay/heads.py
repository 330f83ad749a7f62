"""The heads of WARC and ARC records, read leniently."""

from __future__ import annotations

import re
import uuid

_FOLD = re.compile(rb"\r{0,4}\n[ \t]+")
_ARC_DATE = re.compile(rb" (\d{12,20}) ")


def warc_headers(head: bytes) -> tuple[dict[str, str], list[str]]:
    """The fields of a WARC record's head by lower-case name, the first of each, and the leniencies that it took."""
    headers: dict[str, str] = {}
    leniencies: list[str] = []
    unfolded = _FOLD.sub(b" ", head)
    if len(unfolded) < len(head):
        leniencies.append("warc_header_folded")
    for raw in unfolded.split(b"\n")[1:]:
        line = raw.rstrip(b"\r")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode("latin-1")
            leniencies.append("warc_header_not_utf8")
        name, colon, value = text.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
        else:
            leniencies.append("warc_header_without_colon")
    return headers, list(dict.fromkeys(leniencies))


def length_of(text: str | None) -> int | None:
    """A length in bytes; None where the text is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def arc_fields(line: bytes) -> dict[str, str] | None:
    """The fields of an ARC record's line (of version 1 or 2), named as in WARC; None where it is no such line."""
    dates = list(_ARC_DATE.finditer(line))
    if not dates:
        return None
    date = dates[-1]
    url, _, ip = line[: date.start()].decode("utf-8", "replace").rpartition(" ")
    mime, _, length = line[date.end() :].decode("utf-8", "replace").rpartition(" ")
    if not ip or not mime or ":" not in url or url[:1] in " :":
        return None
    stamp = date[1][:14].decode().ljust(14, "0")
    return {
        "warc-type": "warcinfo" if url.startswith("filedesc:") else "response",
        "warc-target-uri": url,
        "warc-ip-address": ip,
        "warc-date": f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}Z",
        "content-length": length,
        "arc-mime": mime.partition(" ")[0],
    }


def made_record_id(warc_file: str, offset: int) -> str:
    """A record id for a record without one (every ARC record): always the same for the same place."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{warc_file}#{offset}')}>"
