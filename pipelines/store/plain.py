"""The one place where what a page says becomes what a table or a feed may hold: plain JSON types and valid Unicode."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

# Neither survives Parquet, JSON and CSV alike: UTF-8 has no form for a lone surrogate, and NUL ends a C string.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` with every NUL and every lone surrogate replaced by U+FFFD, as an HTML parser replaces them."""
    return _UNSTORABLE.sub("\ufffd", text)


def plain(value: Any) -> Any:
    """`value` made of dict, list, str, int, float, bool and None only, its texts cleaned.

    Dataclasses become objects of their fields, dates ISO 8601 with the offset that they have, tuples lists, keys
    texts. A number that JSON has no form for (NaN, infinity) is null. Anything else is a TypeError.
    """
    match value:
        case str():
            return clean(value)
        case None | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {clean(str(key)): plain(member) for key, member in value.items()}
        case list() | tuple():
            return [plain(member) for member in value]
        case date():  # datetime too
            return value.isoformat()
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def canonical_json(value: Any) -> str:
    """`value` as the one JSON text that stands for it: plain, keys sorted, no spaces, not escaped to ASCII."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
