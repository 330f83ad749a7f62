"""The text that extractors make of a page: the same words with other borders between them.

`trafilatura` drops menus and pipes cells, `html2text` keeps all and marks lists, `inscriptis` sets cells in columns,
`readability` glues what no white space parts, `wet` has a line for each run of text and all of the page's menus,
`one_line` folds each small widget into one line, `one_cell` is `wet` without menus.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

_BLOCKS = frozenset(["html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "section", "article", "aside", "header", "footer", "nav", "figure", "main", "form", "dl", "dt", "dd", "figcaption", "blockquote", "address", "ps-list"])  # fmt: skip
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "textarea"})
_CELLS = frozenset({"td", "th"})
_NARROW = 4
"""Cells of a row from which on a tool that glues cells would leave nothing to read: such rows are spaced."""


class Extractor(NamedTuple):
    """How one tool writes text. `cell` stands between cells (a line end for a line each), `inline` between inline elements."""

    name: str
    cell: str
    inline: str
    bullet: str
    apart: bool
    menus: bool
    alts: bool = False
    folded: bool = False
    columns: bool = False


EXTRACTORS = (
    Extractor("trafilatura", " | ", " ", "- ", apart=False, menus=False),
    Extractor("html2text", " | ", " ", "* ", apart=True, menus=True, alts=True),
    Extractor("inscriptis", "  ", "", "* ", apart=False, menus=False, alts=True, columns=True),
    Extractor("readability", "", "", "", apart=True, menus=False),
    Extractor("wet", "\n", "", "", apart=False, menus=True),
    Extractor("one_line", " ", " ", "", apart=True, menus=False, alts=True, folded=True),
    Extractor("one_cell", "\n", "\n", "", apart=False, menus=False, alts=True),
)


def text_of(tree: HtmlElement, extractor: Extractor) -> str:
    """The page's text as the extractor would give it."""
    lines = list(_lines(tree.find("body"), extractor))
    if not extractor.apart:
        lines = [line for line in lines if line]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def _lines(element: HtmlElement, how: Extractor) -> Iterator[str]:
    """The lines of a block; an empty one where blocks are set apart."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if not how.menus and element.tag in ("nav", "footer"):
        return
    if how.columns and element.tag == "table":
        yield from _columns(element)
        return
    if element.tag == "tr" and how.cell != "\n":
        cells = [" ".join(_joined(cell, how).split()) for cell in element]
        cell = how.cell or ("" if len(cells) < _NARROW else " ")
        yield f"| {cell.join(cells)} |" if "|" in cell else cell.join(cells)
        return
    if how.folded and _is_small(element):
        yield " ".join(" ".join(_joined(element, how).split()).split())
        yield ""
        return
    yield from _flow(element, how)
    if how.apart and element.tag in ("p", "ul", "ol", "table", "h1", "h2", "h3", "section", "aside", "article"):
        yield ""


def _flow(element: HtmlElement, how: Extractor) -> Iterator[str]:
    begun = how.bullet if element.tag == "li" else ""
    line = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or child.tag in _CELLS:
            yield from _said(begun, line)
            first = True
            for inner in _lines(child, how):
                yield begun + inner if first and inner and begun and not any(line) else inner
                first = first and not inner
            begun, line = "", [child.tail or ""]
        else:
            line += [how.inline, _joined(child, how), how.inline, child.tail or ""]
    yield from _said(begun, line)


def _said(begun: str, line: list[str]) -> Iterator[str]:
    for part in "".join(line).split("\n"):
        text = " ".join(part.split())
        if text:
            yield begun + text
            begun = ""


def _joined(element: HtmlElement, how: Extractor) -> str:
    """All the text inside, its elements parted as the extractor parts inline ones; blocks always by a space."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return ""
    if element.tag == "img":
        return f" {element.get('alt', '')} " if how.alts else ""
    parts = [element.text or ""]
    for child in element:
        gap = " " if child.tag in _BLOCKS or child.tag in _CELLS else how.inline
        parts += [gap, _joined(child, how), gap, child.tail or ""]
    return "".join(parts)


def _is_small(element: HtmlElement) -> bool:
    """A list of towns, or a table of cases, without stories: what ends as one line where tags are only stripped."""
    if element.tag in ("body", "article", "p", "li", "header") or element.find(".//p") is not None:
        return False
    text = "".join(element.itertext())
    return element.find(".//a") is None and text.count("°") + 2 * text.count("Deaths") > 3


def _columns(table: HtmlElement) -> Iterator[str]:
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.iter("tr") if len(row)]
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
