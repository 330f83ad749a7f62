"""Pages nested deeper than libxml2 follows (2,048): it drops the rest of such a page without a word.

So a page that it stopped at is read again with the tags past a depth replaced by `<br>`: their text and its order are
kept, the containers are not.
"""

from __future__ import annotations

import re
from typing import Any

MAX_DEPTH = 500
_RAW = r"<(script|style|textarea|title|template|noscript)\b[^>]*>.*?</\1\s*>"
_TOKEN = re.compile(
    rf"<!--.*?-->|{_RAW}|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL | re.IGNORECASE
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


def too_deep(error_log: Any) -> bool:
    """Whether the parser gave up for depth."""
    return any("depth" in entry.message.lower() for entry in error_log)


def flatten(text: str) -> str:
    """The markup with every element past MAX_DEPTH replaced by a line break."""
    depth = 0

    def replace(token: re.Match[str]) -> str:
        nonlocal depth
        name = (token[3] or "").lower()
        if not name or name in _VOID:
            return token[0]
        if token[2]:
            depth = max(depth - 1, 0)
            return token[0] if depth < MAX_DEPTH else "<br>"
        depth += 1
        return token[0] if depth <= MAX_DEPTH else "<br>"

    return _TOKEN.sub(replace, text)
