"""Elements that say what they hold by name, attribute or tag: one pass over the page, kept on the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.split.document import Document, Element
from pipelines.split.per_page import per_page

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
    author's name or link to one, breadcrumbs, and links to tags."""

    times: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)
    authors: list[Element] = field(default_factory=list)
    crumbs: list[Element] = field(default_factory=list)
    tags: list[Element] = field(default_factory=list)


@per_page
def marks_of(document: Document) -> Marks:
    """The marks of the page."""
    marks = Marks()
    of_kind = {_AUTHOR: marks.authors, _CRUMBS: marks.crumbs, _DATE: marks.dates}
    kinds: dict[str, int] = {}
    for element in document.elements:
        names = element.names
        if element.tag == "time":
            marks.times.append(element)
        elif element.tag == "a" and "rel" in element.attributes:
            kind = _kind_of_link(element.attributes["rel"].lower())
            if kind == _AUTHOR:
                marks.authors.append(element)
            elif kind == _TAG:
                marks.tags.append(element)
        if names:
            kind = kinds.get(names, -1)
            if kind < 0:
                kind = kinds[names] = _kind(names)
            if kind:
                of_kind[kind].append(element)
    return marks


_NONE, _AUTHOR, _CRUMBS, _DATE, _TAG = range(5)


def _kind(names: str) -> int:
    if "breadcrumb" in names:
        return _CRUMBS
    if "byline" in names or ("author" in names and "authori" not in names):
        return _AUTHOR
    return _DATE if "datepublished" in names or "datemodified" in names or "datecreated" in names else _NONE


def _kind_of_link(relations: str) -> int:
    return _AUTHOR if "author" in relations else _TAG if "tag" in relations.split() else _NONE


def is_aside(element: Element, story: int) -> bool:
    """Whether it stands in a box of comments or of other stories. A box around the run `story` is none."""
    for above in element.ancestors():
        if above.start <= story < above.end:
            return False
        if above.names and any(word in above.names for word in _ASIDE):
            return True
    return False
