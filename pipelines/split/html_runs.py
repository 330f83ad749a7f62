"""The reader of HTML: one parse, one walk without recursion, and the page as runs of visible text.

Visible text is what design invariant 2 says: the text nodes outside `head`, `script`, `style`, `template`, `noscript`
and elements hidden by `hidden` or an inline `display:none`; what React streams in hidden and then shows is visible. A
run ends at every block-level element, cell, list item, form control, embedded object and `br`. The tree stays between
here and the article extractor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HTMLParser

from pipelines.errors import PageTooLargeError
from pipelines.items import Link
from pipelines.split.decode import decode_html
from pipelines.split.document import Document, Element, Head, Picture, Run
from pipelines.split.html_depth import flatten, too_deep
from pipelines.split.html_head import HeadReader

MAX_BYTES = 20_000_000
UNSEEN = frozenset({"head", "script", "style", "template", "noscript"})
BLOCK_LEVEL = frozenset({
    "address", "article", "aside", "audio", "blockquote", "body", "br", "button", "canvas", "caption", "center",
    "col", "colgroup", "datalist", "dd", "desc", "details", "dialog", "dir", "div", "dl", "dt", "embed", "fieldset",
    "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "iframe", "input", "legend", "li", "main", "map", "menu", "nav", "noframes", "object",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td",
    "text", "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video",
})  # fmt: skip
_DISPLAY_NONE = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
# Also as references. The parser reads them, and no tree that has one can be changed or given to the extractor.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f]|&#(?:0*(?:[0-8]|11|1[4-9]|2[0-9]|3[01])(?![0-9])|[xX]0*(?:[0-8bBeEfF]|1[0-9a-fA-F])(?![0-9a-fA-F]));?"
)
_STREAMED = "S:"
"""React sends parts of a page as `<div hidden id="S:0">` and an inline script moves each to where it is shown."""
_NAMING = ("class", "id", "role", "itemprop")


@dataclass(slots=True)
class ParsedPage:
    """A document and the lxml tree that it was read from; `nodes[i]` is the node of `document.elements[i]`, `hidden` are
    the outermost nodes outside `head` that are not visible."""

    document: Document
    root: Any
    nodes: list[Any]
    hidden: list[Any]


def read_html(body: bytes | str, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a page. Never fails on its content; raises PageTooLargeError past MAX_BYTES bytes (or characters)."""
    return parse_page(body, content_type, url).document


def parse_page(body: bytes | str, content_type: str | None = None, url: str | None = None) -> ParsedPage:
    """As `read_html`, with the tree."""
    if len(body) > MAX_BYTES:
        raise PageTooLargeError(f"page of {len(body)} bytes is past the {MAX_BYTES} that a split accepts")
    root = _parse(decode_html(body, content_type))
    if root is None:
        return ParsedPage(Document([], [], [], Head(), url, is_html=True), None, [], [])
    return _Walk(root, url).page()


def _parse(text: str) -> Any:
    text = _CONTROLS.sub("", text)
    parser = _parser()
    root = _root(text, parser)
    if too_deep(parser.error_log):
        root = _root(flatten(text), _parser())
    return root


def _parser() -> Any:
    return HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


def _root(text: str, parser: Any) -> Any:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:  # a page of nothing, or of nothing but a doctype
        return None


@dataclass(slots=True)
class _Open:
    """The run that is being read."""

    raw: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    links: list[tuple[Link, list[str]]] = field(default_factory=list)


class _Walk:
    """One pass over the tree. Elements and pictures note how many pieces came before them; runs are numbered after."""

    def __init__(self, root: Any, url: str | None) -> None:
        self.root = root
        self.url = url
        self.base = _base(root, url)
        self.head = HeadReader(self.base)
        self.runs: list[Run] = []
        self.elements: list[Element] = []
        self.nodes: list[Any] = []
        self.hidden: list[Any] = []
        self.pictures: list[Picture] = []
        self.run_of_piece: list[int] = []
        self.open = _Open()
        self.path: list[Element] = []
        self.blocks: list[Element] = []
        self.ordinals: list[dict[str, int]] = [{}]
        self.anchors: list[tuple[Link, list[str]]] = []

    def page(self) -> ParsedPage:
        unseen: Any = None
        for event, node in etree.iterwalk(self.root, events=("start", "end")):
            if not isinstance(node.tag, str):
                continue
            if event == "start":
                if unseen is None and self._is_unseen(node):
                    unseen = node
                    if node.tag not in ("head", "script", "style"):
                        self.hidden.append(node)
                self._start(node, hidden=unseen is not None)
            else:
                self._end(node, hidden=unseen is not None)
                if node is unseen:
                    unseen = None
                if unseen is None and node.tail and node is not self.root:
                    self._text(node.tail)
        self._flush()
        self._number()
        document = Document(self.runs, self.elements, self.pictures, self.head.result(), self.url, is_html=True)
        return ParsedPage(document, self.root, self.nodes, self.hidden)

    @staticmethod
    def _is_unseen(node: Any) -> bool:
        if node.tag in UNSEEN or _DISPLAY_NONE.search(node.get("style") or ""):
            return True
        return "hidden" in node.attrib and not (node.get("id") or "").startswith(_STREAMED)

    def _start(self, node: Any, *, hidden: bool) -> None:
        tag = node.tag
        self.head.see(node)
        ordinals = self.ordinals[-1]
        ordinals[tag] = ordinals.get(tag, 0) + 1
        self.ordinals.append({})
        if tag == "a" and node.get("href") is not None:
            self.anchors.append((Link("", self.head.absolute(node.get("href"))), []))
        if hidden:
            return
        if tag in BLOCK_LEVEL:
            self._flush()
        element = Element(
            tag=tag,
            parent=self.path[-1] if self.path else None,
            ordinal=ordinals[tag],
            attributes={str(name): str(value) for name, value in node.attrib.items()},
            names=" ".join(node.get(name, "") for name in _NAMING if node.get(name)).lower(),
            start=len(self.run_of_piece) + len(self.open.pieces),
        )
        self.elements.append(element)
        self.nodes.append(node)
        self.path.append(element)
        if tag in BLOCK_LEVEL:
            self.blocks.append(element)
        if tag == "img":
            self._picture(node, element)
        if node.text:
            self._text(node.text)

    def _end(self, node: Any, *, hidden: bool) -> None:
        tag = node.tag
        self.ordinals.pop()
        if tag == "a" and node.get("href") is not None:
            link, words = self.anchors.pop()
            link.text = _fold("".join(words))
            self.head.links.append(link)
        if hidden:
            return
        element = self.path.pop()
        element.end = len(self.run_of_piece) + len(self.open.pieces)
        if tag in BLOCK_LEVEL:
            self._flush()
            self.blocks.pop()

    def _text(self, text: str) -> None:
        self.open.raw.append(text)
        piece = _fold(text)
        if self.anchors:
            link, words = self.anchors[-1]
            words.append(text)
            if piece and (not self.open.links or self.open.links[-1][0] is not link):
                self.open.links.append((link, []))
            if self.open.links and self.open.links[-1][0] is link:
                self.open.links[-1][1].append(text)
        if piece:
            self.open.pieces.append(piece)

    def _flush(self) -> None:
        read, self.open = self.open, _Open()
        if self.anchors:
            self.anchors[-1][1].append(" ")
        if not read.pieces:
            return
        index = len(self.runs)
        block = self.blocks[-1] if self.blocks else None
        links = [Link(_fold("".join(words)), link.href) for link, words in read.links]
        tag = block.tag if block else "body"
        self.runs.append(Run(index, _fold("".join(read.raw)), read.pieces, tag, element=block, links=links))
        self.run_of_piece.extend([index] * len(read.pieces))

    def _picture(self, node: Any, element: Element) -> None:
        href = self.anchors[-1][0].href if self.anchors else None
        self.pictures.append(
            Picture(_fold(node.get("alt") or ""), self.head.picture_source(node), element.start, element, href)
        )

    def _number(self) -> None:
        """Turn counts of pieces into indexes of runs."""
        total = len(self.run_of_piece)
        for element in self.elements:
            first, last = element.start, element.end
            element.start = self.run_of_piece[first] if first < total else len(self.runs)
            element.end = self.run_of_piece[last - 1] + 1 if last > first else element.start
        for picture in self.pictures:
            picture.before = self.run_of_piece[picture.before] if picture.before < total else len(self.runs)


def _fold(text: str) -> str:
    return " ".join(text.split())


def _base(root: Any, url: str | None) -> str | None:
    """What relative addresses are relative to: the first `base`, itself relative to the page's URL."""
    for node in root.iter("base"):
        if node.get("href"):
            try:
                return str(urljoin(url or "", node.get("href").strip()))
            except ValueError:
                return url
    return url
