"""What learning a layout needs of one page, without its document: many pages have to fit in memory at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.items import Split
from pipelines.split.document import Document
from pipelines.split.layout_selector import selectors_of

Span = tuple[int, int]
"""Runs from the first up to and without the second."""
_LINES = frozenset(
    {"html", "body", "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "a", "b", "i", "em", "strong", "img"}
)
"""Tags of lines and words, which hold no story, and are no part of a page for themselves."""
MAX_ELEMENTS = 20_000
MAX_SPANS = 100
"""Elements of a page that are looked at, and of one name."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page: `identity` tells captures of one page from pages, `texts` are its runs, `body` those of its story's text,
    `head` those of headline, dek, byline and date lines, `widgets` the spans of widgets and their kinds, `named` the spans
    of the elements that each selector names, in document order."""

    identity: str
    captured_at: datetime
    texts: list[str]
    body: frozenset[int]
    head: frozenset[int]
    widgets: list[tuple[Span, str]]
    named: dict[str, list[Span]]

    @property
    def words(self) -> list[int]:
        """Words of each run."""
        return [len(text.split()) for text in self.texts]


def facts_of(document: Document, split: Split, captured_at: datetime) -> PageFacts:
    """The facts of an HTML page that was split without a layout."""
    body = frozenset(at for at, block in enumerate(split.blocks) if block.owner == "body")
    head = frozenset(at for at, block in enumerate(split.blocks) if block.role == "article" and at not in body)
    owned: dict[int, list[int]] = {}
    for at, block in enumerate(split.blocks):
        if block.role == "widget" and isinstance(block.owner, int):
            owned.setdefault(block.owner, []).append(at)
    widgets = [((runs[0], runs[-1] + 1), split.widgets[owner].kind) for owner, runs in owned.items()]
    identity = split.canonical_url or document.url or ""
    return PageFacts(identity, captured_at, [run.text for run in document.runs], body, head, widgets, _named(document))


def _named(document: Document) -> dict[str, list[Span]]:
    named: dict[str, list[Span]] = {}
    for element in document.elements[:MAX_ELEMENTS]:
        if element.end == element.start or element.tag in _LINES:
            continue
        for text in selectors_of(element):
            spans = named.setdefault(text, [])
            if len(spans) < MAX_SPANS:
                spans.append((element.start, element.end))
    return named
