"""The visible text of an HTML page by its definition, read apart from the splitter: the measure of invariant 2."""

from __future__ import annotations

import re

from lxml import html

_UNSEEN = {"head", "script", "style", "template", "noscript"}
_NONE = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)


def letters(text: str) -> str:
    """A text without its white space: what must agree whatever a splitter does about spaces."""
    return "".join(text.split())


def visible_letters(body: bytes, content_type: str) -> str:
    """The text nodes outside what is never shown, without white space."""
    charset = re.search(r"charset=([\w-]+)", content_type or "")
    parser = html.HTMLParser(encoding=charset[1] if charset else "utf-8", huge_tree=True)
    root = html.document_fromstring(body, parser=parser)
    out: list[str] = []
    _read(root, out)
    return letters("".join(out))


def _read(root: html.HtmlElement, out: list[str]) -> None:
    stack: list[html.HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        if node.tail and node is not root:
            stack.append(node.tail)
        if not isinstance(node.tag, str) or _hidden(node):
            continue
        stack.extend(reversed(list(node)))
        if node.text:
            stack.append(node.text)


def _hidden(node: html.HtmlElement) -> bool:
    return node.tag in _UNSEEN or "hidden" in node.attrib or bool(_NONE.search(node.get("style") or ""))
