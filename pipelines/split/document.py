"""A parsed page as recognisers see it, the same for HTML and for plain text: runs of visible text in document order.

HTML and text readers (`html_runs.py`, `text_runs.py`) build a `Document`; nothing after them touches a parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.items import Link


class Element:
    """An HTML element. `start` and `end` bound the runs inside it, so `document.runs[e.start:e.end]` is its text.

    `ordinal` counts from 1 among siblings of the same tag, as in XPath. `names` are its class, id, role and itemprop
    in lower case, joined by spaces: the words that platforms name their widgets with. `furniture` is whether it stands in
    a menu or the page's footer, None until one asks; `number` is the element's among those that hold runs, where
    `Containers` have counted them.
    """

    __slots__ = ("attributes", "end", "furniture", "names", "number", "ordinal", "parent", "start", "tag")

    def __init__(
        self, tag: str, parent: Element | None, ordinal: int, attributes: dict[str, str], names: str, start: int
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.ordinal = ordinal
        self.attributes = attributes
        self.names = names
        self.start = start
        self.end = 0
        self.furniture: bool | None = None
        self.number = 0

    def xpath(self) -> str:
        """The absolute XPath of the element."""
        steps: list[str] = []
        at: Element | None = self
        while at is not None:
            steps.append(f"{at.tag}[{at.ordinal}]" if at.parent is not None else at.tag)
            at = at.parent
        return "/" + "/".join(reversed(steps))

    def ancestors(self) -> Iterator[Element]:
        """The element itself, its parent, and so on to the root."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


class Picture:
    """An `img` of the page. It has no visible text: `before` is the index of the run that follows it."""

    __slots__ = ("alt", "before", "element", "href", "src")

    def __init__(self, alt: str, src: str, before: int, element: Element, href: str | None = None) -> None:
        self.alt = alt
        self.src = src
        self.before = before
        self.element = element
        self.href = href


class Run:
    """One run of visible text: what stands between two block boundaries (block elements, cells, `br`), or one line.

    `pieces` are its text nodes, folded and not blank: cells made of inline elements are glued in `text` but apart here.
    `element` is the innermost block-level element (None for text input) and `tag` its tag (`line` for text input).
    `links` are those that stand in the run, `line` is the number from 1 of the first source line of text input.
    """

    __slots__ = ("element", "index", "line", "links", "pieces", "tag", "text")

    def __init__(
        self,
        index: int,
        text: str,
        pieces: list[str],
        tag: str,
        element: Element | None = None,
        links: list[Link] | None = None,
        line: int | None = None,
    ) -> None:
        self.index = index
        self.text = text
        self.pieces = pieces
        self.tag = tag
        self.element = element
        self.links = links if links is not None else []
        self.line = line

    def saying(self, text: str, pieces: list[str]) -> Run:
        """The same run with another text."""
        return Run(self.index, text, pieces, self.tag, self.element, self.links, self.line)


class Document:
    """A page: `runs` hold its whole visible text, in order, each piece once. `elements` are in document order and
    empty for text input. `head` holds what is said outside the visible text.

    `claimed` are the runs that widgets have so far; `scans` keeps what recognisers share about the page, by its maker.
    """

    __slots__ = ("claimed", "elements", "head", "is_html", "pictures", "runs", "scans", "url")

    def __init__(
        self,
        runs: list[Run],
        elements: list[Element],
        pictures: list[Picture],
        head: Head,
        url: str | None,
        is_html: bool,
    ) -> None:
        self.runs = runs
        self.elements = elements
        self.pictures = pictures
        self.head = head
        self.url = url
        self.is_html = is_html
        self.claimed: set[int] = set()
        self.scans: dict[Any, Any] = {}


@dataclass(eq=False)
class Head:
    """What a page says of itself beside its visible text: `meta` by lower-case name or property (first one wins; all
    values of `article:tag` are kept in `tags`, those of an author's by name in `authors`), JSON-LD objects, `link rel`
    targets, `title`, `lang`, and all links.

    `links` are those of `a` and `area`, seen or not, in document order, with the text that the page shows. `alternates`
    are the type and the link, its text the `title`, of each `link rel=alternate`.
    """

    title: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    authors: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[dict[str, Any]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    alternates: list[tuple[str, Link]] = field(default_factory=list)


@dataclass(eq=False)
class Found:
    """A widget that a recogniser found: `document.runs[start:end]` are its runs (none for a widget of images only).

    `element` is its container where the source is HTML. Parsers fill `data` as the data dictionary says for `kind`.
    """

    kind: str
    start: int
    end: int
    why: str
    title: str | None = None
    note: str | None = None
    text: str | None = None
    data: Any = None
    proof: str | None = None
    element: Element | None = None
