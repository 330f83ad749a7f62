"""Markup on which parsing by the HTML standard costs the square of its size, made harmless before the parse.

The standard's tree builder looks through the open elements at most tags, opens unclosed formatting elements again in
every paragraph, and looks for each attribute among those before it. A page of a few hundred kilobytes can cost hours or
gigabytes that way. Ordinary pages come nowhere near these bounds, and are not touched.
"""

from __future__ import annotations

import re

MAX_DEPTH = 500
MAX_UNCLOSED = 100
MAX_ATTRIBUTES = 1000
FEW_TAGS, MANY_TAGS = 1_500, 15_000
"""Tags up to which nothing that they do is slow, and from which on nesting alone is."""
LONG_TAG = 10_000
"""Characters without the end of a tag from which on one may have too many attributes."""

_WITH_ATTRIBUTES = re.compile(
    r"<[bBcCeEfFiInNsStTuU](?:[iI][gG]|[oO][dD][eE]|[mM]|[oO][nN][tT]|[oO][bB][rR]|[mM][aA][lL][lL]|[tT][rR][iI][kK][eE]"
    r"|[tT][rR][oO][nN][gG]|[tT])?[\s/]"
)
"""A formatting element that has attributes, spelt so that the search goes from `<` to `<`."""
_FORMATTING = re.compile(
    r"<(/?)(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![^\s/>])([^>]*)>", re.IGNORECASE
)
_PAGE_TAG = re.compile(r"<(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])[\s/][^>]*>")
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_STOP = re.compile(r">|=\s*([\"'])")
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_OPTIONAL_END = frozenset({
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html", "body",
})  # fmt: skip
"""Elements whose end tags may be left out, since the next of their kind ends them: alone they do not nest."""
_RAW = {
    name: re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noframes", "xmp", "noembed")
}

_PLAIN = re.compile(
    rf"(?:[^<]++|<(?:/|(?!(?i:{'|'.join(_RAW)})[\s/>]))[a-zA-Z][^\s/>]*+(?:[^>=]++|=(?!\s*[\"'])|=\s*(?:\"[^\"]*\"|'[^']*'))*+>)*+"
)
"""Text and whole tags, as `_token` parts them, but for comments and raw text."""


def bounded(text: str) -> str:
    """The markup, changed only where it is past a bound: elements past MAX_DEPTH become line breaks (their text and its
    order are kept), attributes of formatting elements that stay open and of overlong tags are dropped."""
    if any(_is_in_long_tag(text, end) for end in range(LONG_TAG, len(text) + 1, LONG_TAG)):
        text = _with_few_attributes(text)
    tags = text.count("<")
    if tags <= FEW_TAGS:
        return text
    if len(pages := _PAGE_TAG.findall(text)) > MAX_UNCLOSED:
        text = _PAGE_TAG.sub("", text, count=len(pages) - 1)
    if len(_WITH_ATTRIBUTES.findall(text)) > MAX_UNCLOSED and _unclosed_formatting(text) > MAX_UNCLOSED:
        text = _FORMATTING.sub(r"<\1\2>", text)
    return flatten(text) if tags > MANY_TAGS and _may_be_deep(text) else text


def _is_in_long_tag(text: str, end: int) -> bool:
    """Whether the LONG_TAG characters before `end` may be of one tag that has not ended."""
    if text.find(">", end - LONG_TAG, end) >= 0:
        return False
    start = text.rfind("<", 0, end)
    return start >= 0 and text[start + 1 : start + 2].isalpha() and text.find(">", start, end) < 0


def _with_few_attributes(text: str) -> str:
    """The markup without the attributes of tags that have more than MAX_ATTRIBUTES; scripts are passed whole."""
    kept: list[str] = []
    at = done = 0
    while at < len(text):
        passed = _PLAIN.match(text, at, at + LONG_TAG)
        if passed is not None and passed.end() > at:
            at = passed.end()
            continue
        end, name = _token(text, at)
        is_long = name is not None and name not in _RAW and end - at > LONG_TAG
        if is_long and len(_VALUE.sub("=", text[at:end]).split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES:
            kept += [text[done:at], f"<{name}>"]
            done = end
        at = end
    return "".join([*kept, text[done:]]) if kept else text


def _unclosed_formatting(text: str) -> int:
    """The most formatting elements with attributes that are open at once."""
    most = now = 0
    for closing, _, attributes in _FORMATTING.findall(text):
        if closing:
            now = max(now - 1, 0)
        elif attributes.strip():
            now += 1
            most = max(most, now)
    return most


class _Depth:
    """How deep the elements stand that have to be closed. An end tag counts where an element of its name is open."""

    def __init__(self) -> None:
        self.now = 0
        self._open: dict[str, int] = {}

    def see(self, name: str, *, closing: bool) -> bool:
        """Note a tag; whether it belongs to an element past MAX_DEPTH."""
        if name in _VOID or name in _OPTIONAL_END:
            return False
        known = self._open.get(name, 0)
        if not closing:
            self.now += 1
            self._open[name] = known + 1
            return self.now > MAX_DEPTH
        if known:
            self.now -= 1
            self._open[name] = known - 1
            return self.now >= MAX_DEPTH
        return self.now > MAX_DEPTH


def _may_be_deep(text: str) -> bool:
    """Whether some element may be past MAX_DEPTH: tags in comments and scripts are not told apart."""
    depth = _Depth()
    return any(depth.see(tag[2].lower(), closing=bool(tag[1])) for tag in _ANY_TAG.finditer(text))


def flatten(text: str) -> str:
    """The markup with every element past MAX_DEPTH replaced by a line break. One pass, whatever is in it."""
    kept: list[str] = []
    depth = _Depth()
    at = 0
    while (start := text.find("<", at)) >= 0:
        kept.append(text[at:start])
        end, name = _token(text, start)
        token = text[start:end]
        if name is not None and name not in _RAW and depth.see(name, closing=token.startswith("</")):
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
    """Behind the `>` of a tag, which does not count inside a quoted value; the end of the text where there is none. A quote
    elsewhere than behind `=` is part of a name."""
    while (stop := _STOP.search(text, at)) is not None:
        if stop[1] is None:
            return stop.end()
        quote = text.find(stop[1], stop.end())
        if quote < 0:
            break
        at = quote + 1
    return len(text)
