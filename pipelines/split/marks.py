"""Elements near a story that say what they hold by name, attribute or tag: one pass, kept on the document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter

from pipelines.split.document import Document, Element
from pipelines.split.extent import Extent

ABOVE_HEAD, AROUND_HEAD, BEFORE_END, BEHIND_END = 20, 15, 5, 20
"""Runs above a story's headline, behind its first paragraph, before its end and behind it."""
_ASIDE = (
    "comment",
    "related",
    "recommend",
    "sidebar",
    "recirc",
    "teaser",
    "promo",
    "popular",
    "next-post",
    "prev-post",
)
"""Words in the names of boxes that hold other people and other stories."""


@dataclass(slots=True)
class Marks:
    """Elements in document order: `time` elements, those with an itemprop of a date, those that say that they are an
    author's name or link to one, and breadcrumbs."""

    times: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)
    authors: list[Element] = field(default_factory=list)
    crumbs: list[Element] = field(default_factory=list)


def marks_of(document: Document, extent: Extent) -> Marks:
    """The marks around the head of a story and around its end."""
    known = document.scans.get(Marks)
    if not isinstance(known, Marks):
        known = document.scans[Marks] = _scan(_near(document, extent))
    return known


def _near(document: Document, extent: Extent) -> list[Element]:
    """The elements that begin in those runs. A page's elements are in order, and most are in its menus and lists."""
    elements = document.elements
    head_end = max(extent.start, extent.first or 0) + AROUND_HEAD
    begin, end = _between(elements, extent.start - ABOVE_HEAD, head_end)
    if extent.last is None:
        return elements[begin:end]
    tail_begin, tail_end = _between(elements, extent.last - BEFORE_END, extent.last + BEHIND_END)
    return elements[begin:end] + elements[max(tail_begin, end) : tail_end]


def _between(elements: list[Element], first: int, last: int) -> tuple[int, int]:
    begin = bisect_left(elements, first, key=attrgetter("start"))
    return begin, bisect_right(elements, last, lo=begin, key=attrgetter("start"))


def _scan(elements: list[Element]) -> Marks:
    marks = Marks()
    of_kind = {_AUTHOR: marks.authors, _CRUMBS: marks.crumbs, _DATE: marks.dates}
    kinds: dict[str, int] = {}
    for element in elements:
        names = element.names
        if element.tag == "time":
            marks.times.append(element)
        elif element.tag == "a" and "author" in element.attributes.get("rel", "").lower():
            marks.authors.append(element)
        if names:
            kind = kinds.get(names, -1)
            if kind < 0:
                kind = kinds[names] = _kind(names)
            if kind:
                of_kind[kind].append(element)
    return marks


_NONE, _AUTHOR, _CRUMBS, _DATE = range(4)


def _kind(names: str) -> int:
    if "breadcrumb" in names:
        return _CRUMBS
    if "byline" in names or ("author" in names and "authori" not in names):
        return _AUTHOR
    return _DATE if "datepublished" in names or "datemodified" in names or "datecreated" in names else _NONE


def is_aside(element: Element, story: int) -> bool:
    """Whether it stands in a box of comments or of other stories. A box around the run `story` is none."""
    for above in element.ancestors():
        if above.start <= story < above.end:
            return False
        if above.names and any(word in above.names for word in _ASIDE):
            return True
    return False
