"""Counts as pages print them, in the number formats of several languages."""

from __future__ import annotations

import re

SEPARATORS = ",.'’\u00a0\u202f\u2009 "
"""What stands between groups of three digits: `1,234`, `1.234`, `1'234`, `1 234` with any of several spaces."""

MAX_LENGTH = 24
"""No count is longer; a longer run of digits is an identifier, or hostile."""

PLAIN = re.compile(r"[0-9]+")
GROUPED = re.compile(rf"[0-9]{{1,3}}(?:(?P<separator>[{SEPARATORS}])[0-9]{{3}}(?:(?P=separator)[0-9]{{3}})*)?")


def to_int(text: str) -> int | None:
    """The whole number that `text` is, with or without thousands separators; None where it is anything else.

    A footnote mark behind the number is passed over. `1.5`, `5%`, `<5`, `1,23` and an empty cell are no counts.
    """
    text = text.strip().rstrip("*†‡").strip()
    if not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text)) or len(text) > MAX_LENGTH:
        return None
    return int(re.sub(rf"[{SEPARATORS}]", "", text))


def strict_count(text: str, *, grouped: bool) -> int | None:
    """The number that `text` is when it is written without a leading zero, in a table that groups its digits or not."""
    if (text[:1] == "0" and len(text) > 1) or len(text) > MAX_LENGTH:
        return None
    if grouped:
        return to_int(text) if GROUPED.fullmatch(text) else None
    return int(text) if text.isascii() and text.isdigit() else None
