"""The reader of HTML: one parse, one walk without recursion, and the page as runs of visible text.

Visible text is what design invariant 2 says: the text nodes outside `head`, `script`, `style`, `template`, `noscript`
and elements hidden by `hidden` or an inline `display:none`; what React streams in hidden and then shows is visible. A
run ends at every block-level element, cell, list item, form control, embedded object and `br`. The parse is lexbor's, by
the HTML standard, so that the tree is the one that browsers see.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from pipelines.errors import PageTooLargeError
from pipelines.items import Link
from pipelines.split.decode import decoded
from pipelines.split.document import Document, Element, Picture, Run
from pipelines.split.html_bounds import bounded
from pipelines.split.html_head import SPEAKING, HeadReader

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
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_STREAMED = "S:"
"""React sends parts of a page as `<div hidden id="S:0">` and an inline script moves each to where it is shown."""
_NAMING = ("class", "id", "role", "itemprop")
_TEXT, _FIRST_ELEMENT = 2, 6
"""lexbor's numbers of kinds of nodes: below the first element are text, the document, comments and the doctype."""
_TELLING = frozenset({"a", "area", "img", *SPEAKING})


def read_html(body: bytes | str, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a page. Never fails on its content; raises PageTooLargeError past MAX_BYTES bytes (or characters)."""
    if len(body) > MAX_BYTES:
        raise PageTooLargeError(f"page of {len(body)} bytes is past the {MAX_BYTES} that a split accepts")
    text, encoded = decoded(body, content_type)
    harmless = bounded(text)
    if encoded is None or harmless is not text:
        encoded = harmless.encode("utf-8", "replace")
    parser = LexborHTMLParser(encoded)
    return _Walk(parser.root, url, _base(parser, url)).document()


class _Tag:
    """What the walk asks of an element's tag."""

    __slots__ = ("is_block", "is_telling", "is_unseen", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_block = name in BLOCK_LEVEL
        self.is_unseen = name in UNSEEN
        self.is_telling = name in _TELLING


class _Anchor:
    """An open link with its words, those of the part of it that stands in one run, or of all of it."""

    __slots__ = ("link", "words")

    def __init__(self, link: Link, words: list[str]) -> None:
        self.link = link
        self.words = words


class _Walk:
    """One pass over the tree. Elements and pictures note how many pieces came before them; runs are numbered after.

    It is the inner loop of the splitter: it asks lexbor for each thing once, and keeps what pages say again and again.
    """

    def __init__(self, root: Any, url: str | None, base: str | None) -> None:
        self.root = root
        self.url = url
        self.head = HeadReader(base)
        self.runs: list[Run] = []
        self.elements: list[Element] = []
        self.pictures: list[Picture] = []
        self.path: list[Element] = []
        self.blocks: list[Element] = []
        self.counts: list[dict[str, int]] = [{}]
        self.tags: dict[str, _Tag] = {}
        self.named: dict[str, str] = {}
        self.run_of_piece: list[int] = []
        self.before = 0
        """Pieces so far, those of the run that is being read among them."""
        self.pieces: list[str] = []
        self.raw: list[str] = []
        self.run_links: list[_Anchor] = []
        self.anchors: list[_Anchor] = []

    def document(self) -> Document:
        """Walk, number, and hand over."""
        node = self.root
        path = self.path
        while node is not None:
            kind: int = node.tag_id
            below: Any = None
            if kind == _TEXT:
                self._text(node.text_content)
            elif kind >= _FIRST_ELEMENT:
                below = self._enter(node)
            if below is None:
                below = node.next
                while below is None and path:
                    self._leave()
                    if path:
                        node = node.parent
                        below = node.next
            node = below
        self._flush()
        self._number()
        return Document(self.runs, self.elements, self.pictures, self.head.result(), self.url, is_html=True)

    def _enter(self, node: Any) -> Any:
        """Note an element; its first child, or None where there is none to look at."""
        said: str = node.tag
        tag = self.tags.get(said)
        if tag is None:
            tag = self.tags[said] = _Tag(said)
        name = tag.name
        attributes: dict[str, Any] = node.attributes
        counts = self.counts[-1]
        ordinal = counts.get(name, 0) + 1
        counts[name] = ordinal
        if tag.is_unseen or (attributes and _is_hidden(attributes)) or (name == "title" and self._is_of_head()):
            self._unseen(node)
            return None
        if tag.is_block:
            self._flush()
        path = self.path
        names = ""
        if attributes:
            names = self._names(attributes)
            attributes = _said(attributes)
        element = Element(name, path[-1] if path else None, ordinal, attributes, names, self.before)
        self.elements.append(element)
        if tag.is_telling:
            self._special(element, node)
        below = node.first_child
        if below is not None:
            path.append(element)
            self.counts.append({})
            if tag.is_block:
                self.blocks.append(element)
        else:
            element.end = element.start
            if name == "a":
                self._end_of_link(element)
        return below

    def _leave(self) -> None:
        """Note the end of the innermost element."""
        element = self.path.pop()
        self.counts.pop()
        element.end = self.before
        if self.blocks and self.blocks[-1] is element:
            self._flush()
            self.blocks.pop()
        elif element.tag == "a":
            self._end_of_link(element)

    def _names(self, attributes: dict[str, Any]) -> str:
        """The element's names, in one string for all elements of the same names."""
        said = ""
        for name in _NAMING:
            value = attributes.get(name)
            if value:
                said = f"{said} {value}" if said else value
        known = self.named.get(said)
        if known is None:
            known = self.named[said] = said.lower()
        return known

    def _is_of_head(self) -> bool:
        """Whether a title that stands in the body is the page's: nothing was before it, the head ended early."""
        return not self.runs and not self.pieces and self.head.result().title is None

    def _special(self, element: Element, node: Any) -> None:
        attributes = element.attributes
        if element.tag == "a":
            href = attributes.get("href")
            if href is not None:
                self.anchors.append(_Anchor(Link("", self.head.absolute(href)), []))
        elif element.tag == "img":
            of_link = self.anchors[-1].link.href if self.anchors else None
            source = self.head.picture_source(attributes)
            self.pictures.append(Picture(_fold(attributes.get("alt", "")), source, element.start, element, of_link))
        elif element.tag == "area":
            self.head.area(attributes)
        else:
            self.head.see(element.tag, attributes, node)

    def _end_of_link(self, element: Element) -> None:
        if "href" in element.attributes:
            anchor = self.anchors.pop()
            anchor.link.text = _fold("".join(anchor.words))
            self.head.links.append(anchor.link)

    def _unseen(self, node: Any) -> None:
        """What a hidden element says of the page, and its links."""
        for inner in node.traverse(include_text=False):
            tag: str = inner.tag
            if tag == "a":
                href = inner.attributes.get("href")
                if href is not None:
                    self.head.links.append(Link(_fold(inner.text(deep=True)), self.head.absolute(href)))
            elif tag == "area":
                self.head.area(inner.attributes)
            elif tag in SPEAKING:
                self.head.see(tag, inner.attributes, inner)

    def _text(self, text: str) -> None:
        piece = _fold(text)
        if piece and not piece.isprintable():
            piece = _fold(_CONTROLS.sub("", piece))
        self.raw.append(text)
        if self.anchors:
            anchor = self.anchors[-1]
            anchor.words.append(text)
            links = self.run_links
            if links and links[-1].link is anchor.link:
                links[-1].words.append(text)
            elif piece:
                links.append(_Anchor(anchor.link, [text]))
        if piece:
            self.pieces.append(piece)
            self.before += 1

    def _flush(self) -> None:
        """End the run, if there is one: it stands in the innermost of `blocks`."""
        if self.anchors:
            self.anchors[-1].words.append(" ")
        pieces = self.pieces
        if pieces:
            index = len(self.runs)
            block = self.blocks[-1] if self.blocks else None
            links = [Link(_fold("".join(part.words)), part.link.href) for part in self.run_links]
            text = pieces[0] if len(self.raw) == 1 else _fold(_CONTROLS.sub("", "".join(self.raw)))
            self.runs.append(Run(index, text, pieces, block.tag if block is not None else "body", block, links))
            for _ in pieces:
                self.run_of_piece.append(index)
            self.pieces = []
        if self.raw:
            self.raw = []
            self.run_links = []

    def _number(self) -> None:
        """Turn counts of pieces into indexes of runs."""
        run_of, total, runs = self.run_of_piece, len(self.run_of_piece), len(self.runs)
        for element in self.elements:
            first, last = element.start, element.end
            element.start = run_of[first] if first < total else runs
            element.end = run_of[last - 1] + 1 if last > first else element.start
        for picture in self.pictures:
            picture.before = run_of[picture.before] if picture.before < total else runs


def _said(attributes: dict[str, Any]) -> dict[str, str]:
    """The attributes, those without a value with an empty one."""
    for value in attributes.values():
        if value is None:
            return {name: value or "" for name, value in attributes.items()}
    return attributes


def _is_hidden(attributes: dict[str, Any]) -> bool:
    style = attributes.get("style")
    if style and "none" in style.lower() and _DISPLAY_NONE.search(style):
        return True
    return "hidden" in attributes and not (attributes.get("id") or "").startswith(_STREAMED)


def _fold(text: str) -> str:
    return " ".join(text.split())


def _base(parser: LexborHTMLParser, url: str | None) -> str | None:
    """What relative addresses are relative to: the first `base`, itself relative to the page's URL."""
    for node in parser.css("base[href]"):
        href = node.attributes.get("href")
        if href:
            try:
                return str(urljoin(url or "", href.strip()))
            except ValueError:
                return url
    return url
