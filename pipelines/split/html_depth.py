"""Pages nested deeper than libxml2 follows (2,048): it drops the rest of such a page without a word.

So a page that it stopped at is read again with the tags past a depth replaced by `<br>`: their text and its order are
kept, the containers are not. One pass over the markup, whatever is in it.
"""

from __future__ import annotations

import re
from typing import Any

MAX_DEPTH = 500
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_STOP = re.compile(r"[>\"']")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_RAW = {
    name: re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noframes", "xmp", "noembed")
}


def too_deep(error_log: Any) -> bool:
    """Whether the parser gave up for depth."""
    return any("depth" in entry.message.lower() for entry in error_log)


def flatten(text: str) -> str:
    """The markup with every element past MAX_DEPTH replaced by a line break."""
    kept: list[str] = []
    depth = at = 0
    while (start := text.find("<", at)) >= 0:
        kept.append(text[at:start])
        end, name = _token(text, start)
        token = text[start:end]
        if name is not None and name not in _VOID and name not in _RAW:
            closing = token.startswith("</")
            depth = max(depth - 1, 0) if closing else depth + 1
            if depth + closing > MAX_DEPTH:
                token = "<br>"  # noqa: S105 - markup
        kept.append(token)
        at = end
    return "".join([*kept, text[at:]])


def _token(text: str, start: int) -> tuple[int, str | None]:
    """Where what begins at a `<` ends, and the name of the tag that it is; comments and raw text are passed whole."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return (end + 3 if end >= 0 else len(text)), None
    tag = _TAG.match(text, start)
    if tag is None:
        return start + 1, None
    end = _tag_end(text, tag.end())
    name = tag[1].lower()
    if name in _RAW and not text.startswith("</", start):
        closing = _RAW[name].search(text, end)
        end = closing.end() if closing is not None else len(text)
    return end, name


def _tag_end(text: str, at: int) -> int:
    """Behind the `>` of a tag, which does not count inside quotes; the end of the text where there is none."""
    while (stop := _STOP.search(text, at)) is not None:
        if stop[0] == ">":
            return stop.end()
        quote = text.find(stop[0], stop.end())
        if quote < 0:
            break
        at = quote + 1
    return len(text)
