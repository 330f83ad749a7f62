"""The tree of a made page: elements whose texts each have a role, written as HTML in the manner of a system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
RAW = frozenset({"script", "style"})
UNSEEN = frozenset({"head", "script", "style", "template", "noscript"})
INLINE = frozenset({"a", "abbr", "b", "cite", "em", "font", "i", "label", "q", "s", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "path", "use"})  # fmt: skip
_STEP = re.compile(r"(?P<tag>[a-zA-Z0-9-]+)|#(?P<id>[^.#\[\s]+)|\.(?P<cls>[^.#\[\s]+)|\[(?P<name>[^=\]]+)(?:=(?P<value>[^\]]*))?\]")  # fmt: skip
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b")


@dataclass(slots=True)
class Text:
    """A text of the page and what it is there for."""

    words: str
    role: str


@dataclass(slots=True)
class Node:
    """An element. Text put into it without a role of its own gets `role`, or else that of the element around it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | Text | str] = field(default_factory=list)
    role: str | None = None

    def add(self, *children: Node | Text | str | None) -> Node:
        """Put children behind those that are there; itself."""
        self.children.extend(child for child in children if child is not None)
        return self

    def nodes(self) -> Iterator[Node]:
        """The element and all below it, in document order."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))


def h(spec: str, *children: Node | Text | str | None, role: str | None = None, **attributes: str) -> Node:
    """An element of a spec such as `div#main.col.left[itemprop=articleBody]`. Names end in `_` where Python needs it, and
    their `__` stands for a dash."""
    node = Node("div", role=role)
    first = True
    for step in _STEP.finditer(spec):
        if step["tag"] and first:
            node.tag = step["tag"]
        elif step["id"]:
            node.attributes["id"] = step["id"]
        elif step["cls"]:
            node.attributes["class"] = f"{node.attributes['class']} {step['cls']}" if "class" in node.attributes else step["cls"]  # fmt: skip
        elif step["name"]:
            node.attributes[step["name"]] = step["value"] or ""
        first = False
    for name, value in attributes.items():
        node.attributes[name.rstrip("_").replace("__", "-")] = value
    return node.add(*children)


def chain(spec: str, *children: Node | Text | str | None, role: str | None = None) -> Node:
    """Elements in one another, `a > b > c`; the children go into the innermost."""
    specs = [step for step in spec.split(" > ") if step]
    made = h(specs[-1], *children, role=role)
    for step in reversed(specs[:-1]):
        made = h(step, made, role=role)
    return made


def from_lxml(element: HtmlElement, role: str, words: dict[str, str]) -> Node:
    """An element of another benchmark's making, all its texts in one role and some of its words put otherwise."""
    node = Node(element.tag, {name: _put(value, words) for name, value in element.attrib.items()}, role=role)
    if element.text:
        node.add(_put(element.text, words))
    for child in element:
        node.add(from_lxml(child, role, words))
        if child.tail:
            node.add(_put(child.tail, words))
    return node


def _put(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def pieces(root: Node) -> list[tuple[str, str]]:
    """The role and the folded words of every visible text node, in document order. Raises ValueError for a text with no
    role, and where two roles share one text node."""
    found: list[tuple[str, str]] = []
    _see(root, root.role, found)
    return found


def _see(node: Node, role: str | None, found: list[tuple[str, str]]) -> None:
    if node.tag in UNSEEN or _HIDDEN.search(node.attributes.get("style", "")):
        return
    if "hidden" in node.attributes and not node.attributes.get("id", "").startswith("S:"):
        return
    role = node.role or role
    words, own = "", role
    for child in [*node.children, None]:
        if child is None or isinstance(child, Node):
            folded = " ".join(words.split())
            if folded:
                if own is None:
                    raise ValueError(f"text of no role in {node.tag} {node.attributes}: {folded[:60]}")
                found.append((own, folded))
            words, own = "", role
            if child is not None:
                _see(child, role, found)
            continue
        text, said = (child.words, child.role) if isinstance(child, Text) else (child, role)
        if text.strip():
            if words.strip() and said != own:
                raise ValueError(f"two roles in one text: {words[:40]} / {text[:40]}")
            own = said
        words += text


class Writer:
    """How a system writes HTML: with line breaks and `indent`, or all in one line; curly quotes as characters or references."""

    def __init__(self, *, indent: str | None, references: bool = False, slashed: bool = False, open_ended: bool = False) -> None:  # fmt: skip
        self.indent, self.references, self.slashed = indent, references, slashed
        self.open_ended = open_ended

    def html(self, root: Node) -> str:
        """The element and all in it."""
        out: list[str] = []
        self._write(root, 0, out)
        return "".join(out)

    def _write(self, node: Node, depth: int, out: list[str]) -> None:
        block = self.indent is not None and node.tag not in INLINE
        if block:
            out.append("\n" + (self.indent or "") * min(depth, 14))
        out.append(f"<{node.tag}{''.join(_attribute(*pair) for pair in node.attributes.items())}{' /' if self.slashed and node.tag in VOID else ''}>")  # fmt: skip
        if node.tag in VOID:
            return
        for at, child in enumerate(node.children):
            if isinstance(child, Node):
                self._write(child, depth + 1, out)
                if (
                    self.open_ended
                    and child.tag in ("p", "li")
                    and self._ends_itself(node.children[at + 1 : at + 2], child.tag)
                ):
                    del out[-1]
            else:
                words = child.words if isinstance(child, Text) else child
                out.append(words if node.tag in RAW else self._escape(words))
        if block and any(isinstance(child, Node) and child.tag not in INLINE for child in node.children):
            out.append("\n" + (self.indent or "") * min(depth, 14))
        out.append(f"</{node.tag}>")

    @staticmethod
    def _ends_itself(following: list[Node | Text | str], tag: str) -> bool:
        """Whether a reader knows without an end tag that a paragraph or an item is over."""
        return bool(following) and isinstance(following[0], Node) and following[0].tag == tag

    def _escape(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
        if self.references:
            for sign in "“”‘’—–©":
                text = text.replace(sign, f"&#{ord(sign)};")
        return text


def _attribute(name: str, value: str) -> str:
    if not value and (
        name.startswith("data-v-") or name in ("hidden", "itemscope", "async", "defer", "controls", "disabled")
    ):
        return f" {name}"
    escaped = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return f' {name}="{escaped}"'
