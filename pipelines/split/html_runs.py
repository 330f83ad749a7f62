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
from pipelines.split.decode import decode_html
from pipelines.split.document import Document, Element, Picture, Run
from pipelines.split.html_bounds import bounded
from pipelines.split.html_head import SPEAKING, Attributes, HeadReader

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
_Anchor = tuple[Link, list[str]]


def read_html(body: bytes | str, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a page. Never fails on its content; raises PageTooLargeError past MAX_BYTES bytes (or characters)."""
    if len(body) > MAX_BYTES:
        raise PageTooLargeError(f"page of {len(body)} bytes is past the {MAX_BYTES} that a split accepts")
    text = bounded(decode_html(body, content_type))
    parser = LexborHTMLParser(text.encode("utf-8", "replace"))
    return _Walk(parser, url).document()


class _Walk:
    """One pass over the tree. Elements and pictures note how many pieces came before them; runs are numbered after.

    It is the inner loop of the splitter, so `document` keeps what it needs in local names and asks lexbor for each thing once.
    """

    def __init__(self, parser: LexborHTMLParser, url: str | None) -> None:
        self.root: Any = parser.root
        self.url = url
        self.head = HeadReader(_base(parser, url))
        self.runs: list[Run] = []
        self.elements: list[Element] = []
        self.pictures: list[Picture] = []
        self.run_of_piece: list[int] = []
        self.pieces: list[str] = []
        self.raw: list[str] = []
        self.run_links: list[_Anchor] = []
        self.anchors: list[_Anchor] = []

    def document(self) -> Document:  # noqa: C901 - one loop, and calls would cost as much as its work
        """Walk, number, and hand over."""
        node = self.root
        path: list[Element] = []
        blocks: list[Element] = []
        counts: list[dict[str, int]] = [{}]
        elements, run_of_piece = self.elements, self.run_of_piece
        while node is not None:
            kind = node.tag_id
            below = None
            if kind == _TEXT:
                self._text(node.text_content)
            elif kind >= _FIRST_ELEMENT:
                tag = node.tag
                attributes = node.attributes
                parent = path[-1] if path else None
                ordinals = counts[-1]
                ordinal = ordinals[tag] = ordinals.get(tag, 0) + 1
                if tag in UNSEEN or (attributes and _is_hidden(attributes)) or (tag == "title" and self._is_of_head()):
                    self._unseen(node)
                else:
                    names = ""
                    if attributes:
                        names = " ".join([attributes[name] for name in _NAMING if attributes.get(name)]).lower()
                        if None in attributes.values():
                            attributes = {name: value or "" for name, value in attributes.items()}
                    is_block = tag in BLOCK_LEVEL
                    if is_block:
                        self._flush(blocks)
                    element = Element(tag, parent, ordinal, attributes, names, len(run_of_piece) + len(self.pieces))
                    elements.append(element)
                    if tag in _TELLING:
                        self._special(element, node)
                    below = node.first_child
                    if below is not None:
                        path.append(element)
                        counts.append({})
                        if is_block:
                            blocks.append(element)
                    else:
                        element.end = element.start
                        if tag == "a":
                            self._end_of_link(element)
            if below is None:
                below = node.next
                while below is None and path:
                    element = path.pop()
                    counts.pop()
                    element.end = len(run_of_piece) + len(self.pieces)
                    if element.tag in BLOCK_LEVEL:
                        self._flush(blocks)
                        blocks.pop()
                    elif element.tag == "a":
                        self._end_of_link(element)
                    if path:
                        node = node.parent
                        below = node.next
            node = below
        self._flush(blocks)
        self._number()
        return Document(self.runs, elements, self.pictures, self.head.result(), self.url, is_html=True)

    def _is_of_head(self) -> bool:
        """Whether a title that stands in the body is the page's: nothing was before it, the head ended early."""
        return not self.runs and not self.pieces and self.head.result().title is None

    def _special(self, element: Element, node: Any) -> None:
        attributes = element.attributes
        if element.tag == "a":
            if "href" in attributes:
                self.anchors.append((Link("", self.head.absolute(attributes["href"])), []))
        elif element.tag == "img":
            href = self.anchors[-1][0].href if self.anchors else None
            source = self.head.picture_source(attributes)
            self.pictures.append(Picture(_fold(attributes.get("alt", "")), source, element.start, element, href))
        elif element.tag == "area":
            self.head.area(attributes)
        else:
            self.head.see(element.tag, attributes, node.text(deep=True) if element.tag == "title" else "")

    def _end_of_link(self, element: Element) -> None:
        if "href" in element.attributes:
            link, words = self.anchors.pop()
            link.text = _fold("".join(words))
            self.head.link(link, element.attributes)

    def _unseen(self, node: Any) -> None:
        """What a hidden element says of the page, and its links."""
        for inner in node.traverse(include_text=False):
            tag = inner.tag
            if tag == "a":
                href = inner.attributes.get("href")
                if href is not None:
                    self.head.link(Link(_fold(inner.text(deep=True)), self.head.absolute(href)), inner.attributes)
            elif tag == "area":
                self.head.area(inner.attributes)
            elif tag in SPEAKING:
                self.head.see(tag, inner.attributes, inner.text(deep=True) if tag in ("title", "script") else "")

    def _text(self, text: str) -> None:
        piece = " ".join(text.split())
        if piece and not piece.isprintable():
            piece = _fold(_CONTROLS.sub("", piece))
        self.raw.append(text)
        if self.anchors:
            anchor = self.anchors[-1]
            anchor[1].append(text)
            links = self.run_links
            if links and links[-1][0] is anchor[0]:
                links[-1][1].append(text)
            elif piece:
                links.append((anchor[0], [text]))
        if piece:
            self.pieces.append(piece)

    def _flush(self, blocks: list[Element]) -> None:
        """End the run, if there is one: it stands in the innermost of `blocks`."""
        if self.anchors:
            self.anchors[-1][1].append(" ")
        pieces = self.pieces
        if pieces:
            index = len(self.runs)
            block = blocks[-1] if blocks else None
            links = [Link(_fold("".join(words)), link.href) for link, words in self.run_links] if self.run_links else []
            text = pieces[0] if len(self.raw) == 1 else _fold(_CONTROLS.sub("", "".join(self.raw)))
            self.runs.append(Run(index, text, pieces, block.tag if block is not None else "body", block, links))
            if len(pieces) == 1:
                self.run_of_piece.append(index)
            else:
                self.run_of_piece.extend([index] * len(pieces))
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


def _is_hidden(attributes: Attributes) -> bool:
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
