"""What no recogniser and no article claims: widgets that nobody has named yet, else chrome.

In HTML a container with a heading and links that is neither navigation nor page furniture is `unknown`, a table with a
title is `data_table`. In text, lines behind the article under a title line are `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.split.document import Document, Element, Found, Run
from pipelines.split.text_article import BOILERPLATE
from pipelines.widgets.data_table import data_table
from pipelines.widgets.page_regions import is_page
from pipelines.widgets.page_words import tables
from pipelines.widgets.unseen_text import unseen

LEAST_LINKS = 2
LEAST_LINKED = 0.25
MOST_RUNS = 80
LONGEST_TITLE = 60
"""Characters of a title that neither its tag nor its name tells."""
MOST_CELLS = 5000
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|sub-?menu|footer|header|masthead|breadcrumbs?|share|sharing|social|cookies?|consent|gdpr|onetrust|"
    r"ad|ads|advert(?:isement)?s?|advertising|dfp|sponsor(?:ed)?|search|login|sign-?in|modal|popup|skip|toolbar|copyright|legal|pagination|subscribe)(?:$|[\s_-])"
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "header", "form", "button", "select", "dialog", "svg", "iframe"})
_TOPICS = re.compile(
    r"\W*(?:(?:related|more|story|article) )?(?:topics?|tags?|categor(?:y|ies)|filed under)\W*", re.IGNORECASE
)
"""Words over the tags of a story, which are no widget."""
_CONTAINERS = frozenset({"div", "section", "aside", "ul", "ol", "table", "td", "dl"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING_NAMES = re.compile(r"(?:^|[\s_-])(?:title|heading|headline|header)(?:$|[\s_-])")


def leftovers(document: Document, taken: set[int], article_end: int) -> list[Found]:
    """Widgets among the runs that are not in `taken`, in document order. `article_end` is the run after the article."""
    if document.is_html:
        return list(_of_html(document, taken))
    return list(_of_text(document, taken, article_end))


def _of_html(document: Document, taken: set[int]) -> Iterator[Found]:
    """Boxes that begin with a title and tables, of two runs or more, all of them free; the outermost of each."""
    begins = {table.start for table in tables(document)}
    free_to = 0
    for run in document.runs:
        at = run.index
        if at < free_to or at in taken or not (at in begins or _may_be_title(run)):
            continue
        for element in _beginning_at(run):
            if not 2 <= element.end - at <= MOST_RUNS or not taken.isdisjoint(range(at, element.end)):
                continue
            widget = data_table(document, element) if element.tag == "table" else _unknown(document, element)
            if widget is not None and widget.start >= free_to and taken.isdisjoint(range(widget.start, widget.end)):
                yield widget
                free_to = widget.end
                break


def _beginning_at(run: Run) -> list[Element]:
    """The boxes whose first run this is, the outermost first."""
    found: list[Element] = []
    for element in run.element.ancestors() if run.element is not None else ():
        if element.start != run.index:
            break
        found.append(element)
    return found[::-1]


def _may_be_title(run: Run) -> bool:
    """Whether a run is a heading by its tag, by the name of its box, or by standing in a box of its own."""
    if run.tag in _HEADINGS or _is_plain(run):
        return True
    return run.element is not None and bool(run.element.names) and _names_heading(run.element.names)


def _of_text(document: Document, taken: set[int], article_end: int) -> Iterator[Found]:
    """What stands behind the article and no widget claims, in groups of neighbouring lines."""
    group: list[Run] = []
    for run in [*document.runs[article_end:], None]:
        if run is not None and run.index not in taken and BOILERPLATE.fullmatch(run.text) is None:
            group.append(run)
            continue
        if taken:
            yield from unseen(group)
        group = []


def _unknown(document: Document, element: Element) -> Found | None:
    if element.tag not in _CONTAINERS:
        return None
    runs = document.runs[element.start : element.end]
    title = runs[0]
    if title.tag not in _HEADINGS and not (
        title.element is not None
        and title.element is not element
        and (_names_heading(title.element.names) or _heads_links(runs))
    ):
        return None
    links = [link for run in runs[1:] for link in run.links if link.text]
    if len(links) < LEAST_LINKS or sum(run.tag in _HEADINGS for run in runs) > len(links) + 1:
        return None
    if _TOPICS.fullmatch(title.text) or _is_furniture(element):
        return None
    data = [{"text": link.text, "href": link.href} for link in links]
    return Found(
        "unknown", element.start, element.end, "a heading and links", title=title.text, data=data, element=element
    )


def _heads_links(runs: list[Run]) -> bool:
    """A few words in a box of their own, and under them hardly anything but links: a title that no name tells."""
    title, rest = runs[0], runs[1:]
    linked = sum(bool(run.links) for run in rest)
    return _is_plain(title) and 5 * linked >= 4 * len(rest)


def _is_plain(run: Run) -> bool:
    return run.tag == "div" and not run.links and len(run.text) <= LONGEST_TITLE


@lru_cache(maxsize=8192)
def _names_heading(names: str) -> bool:
    return _HEADING_NAMES.search(names) is not None


def _is_furniture(element: Element) -> bool:
    return any(at.tag in _FURNITURE_TAGS or _names_furniture(at.names) for at in element.ancestors() if not is_page(at))


@lru_cache(maxsize=8192)
def _names_furniture(names: str) -> bool:
    return _FURNITURE.search(names) is not None
