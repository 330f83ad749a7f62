"""Where on an HTML page a widget cannot be: menus, footers, the headline. Lists there are chrome, not widgets."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.split.document import Element

# Whole words of class names and ids (parts between hyphens, underscores and spaces count as words).
_MENU = re.compile(
    r"(?<![a-z])(?:dropnav|site-?nav(?:igation)?|main-?nav|nav-?bar|navigation|mega-?menu|sub-?menu|nav-?menu|off-?canvas|hamburger|drop-?down|nav-sections?|flyout|mobile-?menu|breadcrumbs?|widget_nav_menu|skip-link)(?![a-z])"
)
_FOOTER = re.compile(
    r"(?<![a-z])(?:site-?footer|page-?footer|global-?footer|main-?footer|footer-main|colophon)(?![a-z])"
)
_PAGE_TAGS = frozenset({"html", "body"})


def in_menu_or_footer(element: Element | None) -> bool:
    """True inside navigation or the page's footer. A footer of an article or of a card is neither."""
    at = element
    while at is not None:
        if at.tag == "nav" or (at.names and _is_menu(at.names)):
            return True
        if at.tag == "footer" and not _inside_content(at.parent):
            return True
        at = at.parent
    return False


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
