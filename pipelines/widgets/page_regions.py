"""Where on an HTML page a widget cannot be: menus, footers, the headline. Lists there are chrome, not widgets."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

from pipelines.split.document import Document, Element, Run
from pipelines.split.per_page import per_page

# Whole words of class names and ids (parts between hyphens, underscores and spaces count as words).
_MENU = re.compile(
    r"(?<![a-z])(?:dropnav|site-?nav(?:igation)?|main-?nav|nav-?bar|navigation|mega-?menu|sub-?menu|nav-?menu|off-?canvas|hamburger|drop-?down|nav-sections?|flyout|mobile-?menu|breadcrumbs?|widget_nav_menu|skip-link)(?![a-z])"
)
_FOOTER = re.compile(
    r"(?<![a-z])(?:site-?footer|page-?footer|global-?footer|main-?footer|footer-main|colophon)(?![a-z])"
)
_PROSE = 100
_DEPTH = 4
_MOST_RUNS_OF_CARD = 5
_FEWEST_PARAGRAPHS, _MOST_PARAGRAPHS = 3, 0.6
CARD_TAGS = frozenset({"li", "article", "figure", "dd", "tr"})
_PAGE_TAGS = frozenset({"html", "body"})


def in_menu_or_footer(element: Element | None) -> bool:
    """True inside navigation or the page's footer. A footer of an article or of a card is neither."""
    path: list[Element] = []
    at = element
    while at is not None and at.furniture is None:
        path.append(at)
        at = at.parent
    known = at is not None and bool(at.furniture)
    for each in reversed(path):
        known = known or _is_furniture(each)
        each.furniture = known
    return known


def _is_furniture(element: Element) -> bool:
    if element.tag == "nav" or (element.names and _is_menu(element.names)):
        return True
    return element.tag == "footer" and not _inside_content(element.parent)


@lru_cache(maxsize=8192)
def _is_menu(names: str) -> bool:
    return _MENU.search(names) is not None or _FOOTER.search(names) is not None


def _inside_content(element: Element | None) -> bool:
    at = element
    while at is not None:
        if at.tag in ("article", "main", "aside", "section", "li"):
            return True
        at = at.parent
    return False


def is_page(element: Element) -> bool:
    """True for the page itself, which is no widget."""
    return element.tag in _PAGE_TAGS or element.parent is None


def is_prose(run: Run) -> bool:
    """A text as articles have them: long, and no more than partly linked."""
    long = len(run.text) > _PROSE
    return long and (not run.links or sum(len(link.text) for link in run.links) * 2 < len(run.text))


def in_card(run: Run) -> bool:
    """True inside a story's card. An article of many runs is the page's own."""
    at = run.element
    for _ in range(3):
        if at is None:
            return False
        if at.tag in CARD_TAGS and at.end - at.start <= _MOST_RUNS_OF_CARD:
            return True
        at = at.parent
    return False


@per_page
def paragraphs(document: Document) -> list[Run]:
    """The page's paragraphs of prose."""
    return [run for run in document.runs if run.tag == "p" and is_prose(run)]


@per_page
def text_of_page(document: Document) -> Element | None:
    """The smallest element that holds most of the page's paragraphs of prose; None of a page with hardly any."""
    prose = paragraphs(document)
    if len(prose) < _FEWEST_PARAGRAPHS:
        return None
    indexes = [run.index for run in prose]
    middle = prose[len(prose) // 2].element
    for at in middle.ancestors() if middle is not None else ():
        if bisect_left(indexes, at.end) - bisect_left(indexes, at.start) >= _MOST_PARAGRAPHS * len(indexes):
            return None if is_page(at) else at
    return None


class Bodies:
    """Elements that hold paragraphs of prose as their own children: bodies of articles, not columns of widgets."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def parents(self) -> dict[int, list[int]]:
        """The paragraphs by what they are children of. Made when one asks: a page without lists has no use for it."""
        parents: dict[int, list[int]] = {}
        for run in paragraphs(self.document):
            if run.element is not None and run.element.parent is not None:
                parents.setdefault(id(run.element.parent), []).append(run.index)
        return parents

    def holds(self, element: Element) -> bool:
        """True where two paragraphs of prose or more stand beside the element or beside one close around it."""
        at = element
        for _ in range(_DEPTH):
            if at.parent is None:
                return False
            prose = self.parents.get(id(at.parent), ())
            inside = bisect_left(prose, element.end) - bisect_left(prose, element.start)
            if len(prose) - inside > 1:
                return True
            at = at.parent
        return False
