"""Elements of the made pages."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

Child = HtmlElement | str


def el(tag: str, names: str = "", *children: Child, **attributes: str) -> HtmlElement:
    """An element with its class names and its children, texts among them."""
    made = html.Element(tag)
    if names:
        made.set("class", names)
    for key, value in attributes.items():
        made.set(key, value)
    for child in children:
        add(made, child)
    return made


def add(parent: HtmlElement, child: Child) -> None:
    """Put a child or a text behind what the parent holds."""
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


def link(text: str, href: str | None, names: str = "") -> HtmlElement:
    """A link, or a plain span where there is no address."""
    return el("a", names, text, href=href) if href else el("span", names, text)


def table(rows: list[list[str]], header: list[str] | None = None, names: str = "") -> HtmlElement:
    """A table of cells."""
    made = el("table", names)
    if header:
        made.append(el("thead", "", el("tr", "", *(el("th", "", cell) for cell in header))))
    made.append(el("tbody", "", *(el("tr", "", *(el("td", "", cell) for cell in row)) for row in rows)))
    return made


def rows_of_boxes(rows: list[list[str]], names: str, tag: str = "div", cell: str = "span") -> list[HtmlElement]:
    """Rows as boxes whose cells are elements without white space between: glued in the text that some tools make."""
    return [el(tag, names, *(el(cell, f"{names}-cell", text) for text in row)) for row in rows]
