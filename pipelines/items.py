"""The shared vocabulary: what a page is split into, as slotted dataclasses (read through itemadapter)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from pipelines.split.document import Document
    from pipelines.split.layout import Layout

Role = Literal["article", "widget", "chrome"]
BlockKind = Literal["heading", "paragraph", "list", "quote", "table", "caption"]
Proof = Literal["cells", "unique", "ambiguous", "none"]
Owner = Literal["headline", "dek", "byline", "dateline", "body"]


@dataclass(slots=True)
class Block:
    """One run of visible text in document order.

    `owner` says which part of its role the block is: for the article a field of it (`headline`, `dek`, `byline`,
    `dateline` for posted and updated lines, `body`), for a widget its position in `Split.widgets`, for chrome None.
    """

    text: str
    kind: BlockKind = "paragraph"
    role: Role = "chrome"
    owner: Owner | int | None = None


@dataclass(slots=True)
class Link:
    """A link as the page shows it. `href` is absolute where the page's URL is known, None where text input has none."""

    text: str
    href: str | None = None


@dataclass(slots=True)
class Image:
    """An image of the article: absolute source where the page's URL is known, and its alt text and caption if any."""

    src: str
    alt: str | None = None
    caption: str | None = None


@dataclass(slots=True)
class Article:
    """The article of a page. `blocks` are the dek's and the body's (no headline, byline or date line), told apart by their
    owner; `text` joins them by a blank line. A dek that is the first paragraph over again is not among them. Times are
    aware where the page or the station says the zone, else naive."""

    headline: str | None = None
    dek: str | None = None
    authors: list[str] = field(default_factory=list)
    agency: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    language: str | None = None
    tags: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    images: list[Image] = field(default_factory=list)
    canonical_url: str | None = None


@dataclass(slots=True)
class Widget:
    """One sidebar widget. `data` has the shape that docs/data-dictionary.md gives for `kind`, or None.

    `proof` is set for decoded tables only. `where` is an XPath, or for text input a line span such as `lines 12-18`.
    `why` is the evidence for the kind, in a few words. `duplicate_of` is the position of the same widget standing
    earlier on the page (mobile and desktop copies).
    """

    kind: str
    title: str | None = None
    note: str | None = None
    text: str = ""
    data: Any = None
    proof: Proof | None = None
    where: str = ""
    why: str = ""
    duplicate_of: int | None = None


@dataclass(slots=True)
class Split:
    """A page, split: every block of `blocks` has one role, and article + widgets + chrome are the visible text.

    `layout` names the station's layout that the page was split by, None without one and where it did not fit; `drifted`
    is whether it did not, though the page has a story.
    """

    article: Article | None
    widgets: list[Widget]
    chrome: list[Block]
    blocks: list[Block]
    title: str | None
    language: str | None
    canonical_url: str | None
    splitter_version: str
    links: list[Link] = field(default_factory=list)
    layout: str | None = None
    drifted: bool = False


@dataclass(slots=True)
class Reference:
    """The WARC record that a row comes from. `warc_file` is a file name without folder and without `.open`;
    `payload_digest` is over the de-chunked payload, `sha256:` and lower-case hexadecimal."""

    warc_file: str
    warc_offset: int
    record_id: str
    payload_digest: str
    captured_at: datetime


@dataclass(slots=True)
class Page:
    """The one composite item: a capture that is a page, and, once `split_page` has seen it, its split.

    `body` is decoded of transfer and content encodings; it is dropped (None) after the split. `tz` is the station's, and `layout` its layout at the time.
    `document` is the body as a spider has read it, for its links: the split takes it instead of reading the body again.
    """

    reference: Reference
    station: str
    url: str
    content_type: str | None
    body: bytes | None = field(repr=False)
    tz: ZoneInfo | None = None
    split: Split | None = None
    layout: Layout | None = None
    document: Document | None = field(default=None, repr=False, compare=False)
