"""A layout laid over one page: which runs its containers hold, and whether the page is one that it was made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.split.document import Document, Element
from pipelines.split.layout import Layout
from pipelines.split.layout_selector import Selector

MOST_UNREAD = 200
"""Characters that the containers of a story may have, none of them prose: more of them speak against the layout."""


@dataclass(frozen=True, slots=True)
class LayoutMatch:
    """Indexes of runs: those `inside` the containers of stories, those that are `chrome` by container or as a repeated
    line, and of each container of a widget its kind, by element."""

    inside: frozenset[int]
    chrome: frozenset[int]
    widgets: list[tuple[Element, str]] = field(default_factory=list)

    def barred(self, document: Document) -> set[int]:
        """The runs of its page that cannot be body."""
        return {run.index for run in document.runs if run.index not in self.inside or run.index in self.chrome}

    def agrees(self, document: Document, prose: list[bool]) -> bool:
        """Whether a story is where the layout says that it is: there is prose, or hardly any text at all, as where a story
        is only a video. `prose` is by run and False where it is barred."""
        left = self.inside - self.chrome
        return any(prose) or sum(len(document.runs[index].text) for index in left) <= MOST_UNREAD


def match(layout: Layout, document: Document) -> LayoutMatch | None:
    """Lay the layout over a page; None where it has no container of a story with text in it. Linear in the page."""
    if not document.is_html:
        return None
    index = _indexed(layout)
    found: dict[str, set[int]] = {"article": set(), "chrome": set()}
    ends = {"article": 0, "chrome": 0}
    widgets: list[tuple[Element, str]] = []
    for element in document.elements:
        named = index.get(element.tag)
        if named is None or element.end == element.start:
            continue
        for selector, role, kind in _candidates(named, element):
            if not selector.fits(element):
                continue
            if role == "widget":
                widgets.append((element, kind))
            elif element.end > ends[role]:  # else it stands in one that was met before
                found[role].update(range(element.start, element.end))
                ends[role] = element.end
    inside, chrome = found["article"], found["chrome"]
    if not inside:
        return None
    repeated = frozenset(layout.repeated)
    chrome.update(at for at in inside if document.runs[at].text in repeated)
    return LayoutMatch(frozenset(inside), frozenset(chrome), widgets)


_Role = tuple[Selector, str, str]
_Index = dict[str, dict[str, list[_Role]]]


@lru_cache(maxsize=64)
def _indexed(layout: Layout) -> _Index:
    """The selectors by the tag of their last step, and then by one word that elements can be looked up by: its id with
    `#`, a class, or nothing."""
    index: _Index = {}
    for selector, role, kind in _all(layout):
        last = selector.steps[-1]
        key = f"#{last.identity}" if last.identity else min(last.classes, default="")
        index.setdefault(last.tag, {}).setdefault(key, []).append((selector, role, kind))
    return index


def _all(layout: Layout) -> Iterator[_Role]:
    yield from ((selector, "article", "") for selector in layout.article)
    yield from ((selector, "chrome", "") for selector in layout.chrome)
    yield from ((selector, "widget", kind) for kind, selectors in layout.widgets for selector in selectors)


def _candidates(named: dict[str, list[_Role]], element: Element) -> list[_Role]:
    """The selectors that an element may be named by."""
    attributes = element.attributes
    able = list(named.get("", ()))
    identity, classes = attributes.get("id"), attributes.get("class")
    if identity:
        able += named.get("#" + identity, ())
    if classes:
        for name in dict.fromkeys(classes.split()):
            if name in named:
                able += named[name]
    return able
