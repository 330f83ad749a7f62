"""A parsed page as recognisers see it, the same for HTML and for plain text: runs of visible text in document order.

HTML and text readers (`html_runs.py`, `text_runs.py`) build a `Document`; nothing after them touches a parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.items import Link


@dataclass(slots=True, eq=False)
class Element:
    """An HTML element. `start` and `end` bound the runs inside it, so `document.runs[e.start:e.end]` is its text.

    `ordinal` counts from 1 among siblings of the same tag, as in XPath. `names` are its class, id, role and itemprop
    in lower case, joined by spaces: the words that platforms name their widgets with. `furniture` is whether it stands in
    a menu or the page's footer, None until one asks.
    """

    tag: str
    parent: Element | None
    ordinal: int
    attributes: dict[str, str]
    names: str
    start: int
    end: int = 0
    furniture: bool | None = None

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


@dataclass(slots=True, eq=False)
class Picture:
    """An `img` of the page. It has no visible text: `before` is the index of the run that follows it."""

    alt: str
    src: str
    before: int
    element: Element
    href: str | None = None


@dataclass(slots=True, eq=False)
class Run:
    """One run of visible text: what stands between two block boundaries (block elements, cells, `br`), or one line.

    `pieces` are its text nodes, folded and not blank: cells made of inline elements are glued in `text` but apart here.
    `element` is the innermost block-level element (None for text input) and `tag` its tag (`line` for text input).
    `links` are those that stand in the run, `line` is the number from 1 of the first source line of text input.
    """

    index: int
    text: str
    pieces: list[str]
    tag: str
    element: Element | None = None
    links: list[Link] = field(default_factory=list)
    line: int | None = None


@dataclass(slots=True, eq=False)
class Document:
    """A page: `runs` hold its whole visible text, in order, each piece once. `elements` are in document order and
    empty for text input. `head` holds what is said outside the visible text.

    `claimed` are the runs that widgets have so far; `scans` keeps what recognisers share about the page, by its maker.
    """

    runs: list[Run]
    elements: list[Element]
    pictures: list[Picture]
    head: Head
    url: str | None
    is_html: bool
    claimed: set[int] = field(default_factory=set)
    scans: dict[object, object] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Head:
    """What a page says of itself beside its visible text: `meta` by lower-case name or property (first one wins; all
    values of `article:tag` are kept in `tags`, of an author's by name in `authors`), JSON-LD objects, `link rel` targets, `title`, `lang`, and all links."""

    title: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    authors: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[dict[str, object]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
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
    data: object = None
    proof: str | None = None
    element: Element | None = None
