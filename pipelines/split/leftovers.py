"""What no recogniser and no article claims: widgets that nobody has named yet, else chrome.

In HTML a container with a heading and links that is neither navigation nor page furniture is `unknown`, a table with a
title is `data_table`. In text, what stands between two widgets under a title line is `unknown`.
"""

from __future__ import annotations

import re

from pipelines.split.document import Document, Element, Found
from pipelines.split.prose import counts_before
from pipelines.widgets.data_table import data_table

LEAST_LINKS = 2
MOST_RUNS = 80
MOST_CELLS = 5000
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|sub-?menu|footer|header|masthead|breadcrumbs?|share|sharing|social|cookies?|consent|gdpr|onetrust|"
    r"ad|ads|advert(?:isement)?s?|advertising|dfp|sponsor(?:ed)?|search|login|sign-?in|modal|popup|skip|toolbar|copyright|legal|pagination|subscribe)(?:$|[\s_-])"
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "header", "form", "button", "select", "dialog", "svg", "iframe"})
_CONTAINERS = frozenset({"div", "section", "aside", "ul", "ol", "table", "td", "dl"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING_NAMES = re.compile(r"(?:^|[\s_-])(?:title|heading|headline|header)(?:$|[\s_-])")


def leftovers(document: Document, taken: set[int]) -> list[Found]:
    """Widgets among the runs that are not in `taken`, in document order."""
    if not document.is_html:
        return []
    found: list[Found] = []
    free_to = 0
    counts = counts_before(len(document.runs), taken)
    for element in document.elements:
        most = MOST_CELLS if element.tag == "table" else MOST_RUNS
        if element.start < free_to or not 2 <= element.end - element.start <= most:
            continue
        if counts[element.end] != counts[element.start]:
            continue
        widget = data_table(document, element) if element.tag == "table" else _unknown(document, element)
        if widget is not None:
            if widget.start < free_to or widget.start in taken:
                widget.start = element.start  # its heading has another owner
            found.append(widget)
            free_to = element.end
    return found


def _unknown(document: Document, element: Element) -> Found | None:
    if element.tag not in _CONTAINERS or _is_furniture(element):
        return None
    runs = document.runs[element.start : element.end]
    title = runs[0]
    if title.tag not in _HEADINGS and not (
        title.element is not None and _HEADING_NAMES.search(title.element.names) and title.element is not element
    ):
        return None
    links = [link for run in runs[1:] for link in run.links if link.text]
    if len(links) < LEAST_LINKS or sum(run.tag in _HEADINGS for run in runs) > len(links) + 1:
        return None
    data = [{"text": link.text, "href": link.href} for link in links]
    return Found(
        "unknown", element.start, element.end, "a heading and links", title=title.text, data=data, element=element
    )


def _is_furniture(element: Element) -> bool:
    return any(
        at.tag in _FURNITURE_TAGS
        or (bool(at.names) and at.tag not in ("html", "body") and _FURNITURE.search(at.names) is not None)
        for at in element.ancestors()
    )
