"""Titled lists in HTML: a heading of known words, and the stories that stand under it in its own container."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.items import Link
from pipelines.split.document import Document, Element, Found, Run
from pipelines.widgets.cards import TITLE_TAGS, Cards, is_whole_link
from pipelines.widgets.headings import (
    CLOSING,
    LONGEST_HEADING,
    OPENING,
    Heading,
    after_heading,
    heading_key,
    kind_of_heading,
)
from pipelines.widgets.meta_lines import is_meta
from pipelines.widgets.page_regions import Bodies, in_card, in_menu_or_footer, is_page, is_prose
from pipelines.widgets.page_words import runs_opening, short_runs_saying

_HEADING_NAMES = re.compile(r"head|title|label|hdr|hdg|caption|\btop\b")
_WIDGET_NAMES = re.compile(
    r"widget|module|block|panel|section|related|popular|trend|most|video|event|stor(?:y|ies)|news|list|recirc|sidebar"
)
_TOPICS = re.compile(r"topic|\btags?\b|categor")
_LONG_PROSE = 140
_MOST_TRIED = 600
_MOST_RUNS = 400


def html_lists(document: Document, bodies: Bodies) -> Iterator[Found]:
    """Every titled list of a page, in order, none inside another."""
    end = 0
    tried = 0
    headings = {run.index: run for run in (*runs_opening(document, OPENING), *short_runs_saying(document, *CLOSING))}
    for at in sorted(headings):
        run = headings[at]
        if at < end or tried >= _MOST_TRIED or len(run.text) > LONGEST_HEADING:
            continue
        heading = kind_of_heading(run.text)
        if heading is None:
            continue
        tried += 1
        if not _may_head(run):
            continue
        found = _list_under(document, run, heading, bodies)
        if found is not None:
            end = found.end
            yield found


def _may_head(run: Run) -> bool:
    """A heading is not a menu entry and not the title of a story."""
    element = run.element
    if element is None or in_menu_or_footer(element):
        return False
    is_heading = any(at.tag in TITLE_TAGS for at in _near(element)) or bool(_HEADING_NAMES.search(element.names))
    if is_whole_link(run) and not is_heading:
        return False
    return is_heading or not in_card(run)


def _near(element: Element) -> Iterator[Element]:
    """The element and the two above it."""
    at: Element | None = element
    for _ in range(3):
        if at is None:
            return
        yield at
        at = at.parent


def _list_under(document: Document, run: Run, heading: Heading, bodies: Bodies) -> Found | None:
    first = after_heading(document.runs, run.index)
    last = document.runs[first - 1]
    if last.element is None:
        return None
    container = _container(last.element, first)
    end = _end_of_list(document, container, last, first)
    items = Cards(document, container, first, end).titles() if end > first else []
    items = [item for item in items if heading_key(item.text) != heading_key(run.text)]
    if not _is_list(document, container, heading, items, first, end):
        return None
    told = heading.kind == "related_content" and len(items) > 1 and all(item.href for item in items)
    if not heading.sure and not told and bodies.holds(last.element):
        return None
    if not items:
        end = first
    why = f"heading '{run.text}'" + (f" with {len(items)} links under it" if items else "")
    data = [{"text": item.text, "href": item.href} for item in items]
    return Found(heading.kind, run.index, end, why, title=run.text, data=data, element=container)


def _container(heading_element: Element, first: int) -> Element:
    """The smallest element that holds the heading and what stands under it; a widget left empty holds only itself."""
    at = heading_element
    while at.end <= first and at.parent is not None and not is_page(at.parent):
        names = at.names
        own = at is not heading_element and at.tag not in TITLE_TAGS and at.tag != "header"
        if own and names and _WIDGET_NAMES.search(names) and not _HEADING_NAMES.search(names):
            return at
        at = at.parent
    return at


def _end_of_list(document: Document, container: Element, heading: Run, first: int) -> int:
    """The index after the last run of the list: where the container ends, or something else begins in it."""
    end = min(container.end, len(document.runs), first + _MOST_RUNS)
    part: Element | None = None
    parts = 0
    for run in document.runs[first:end]:
        child = _child_of(container, run.element)
        if _begins_another(run, heading, container) or _is_prose(run, child):
            return run.index
        if child is None or child is part:
            continue
        if part is not None:
            if (
                child.tag != part.tag
                and not is_meta(run.text)
                and (parts or part.end - part.start > 1 or child.tag == "p")
            ):
                return run.index
            parts += 1
        if part is None or child.tag == part.tag:
            part = child
    return end


def _is_prose(run: Run, child: Element | None) -> bool:
    """A paragraph that stands in the container itself, not in a card of it."""
    return len(run.text) > _LONG_PROSE and not run.links and (child is None or child.tag == "p")


def _begins_another(run: Run, heading: Run, container: Element) -> bool:
    """True at the heading of another widget in the same container."""
    element = run.element
    if element is None or heading.element is None:
        return False
    if element.tag == heading.element.tag and element.names == heading.element.names and element.tag in TITLE_TAGS:
        return element.parent is heading.element.parent or kind_of_heading(run.text) is not None
    other = kind_of_heading(run.text)
    if other is None or is_whole_link(run) or in_card(run):
        return False
    return element.tag in TITLE_TAGS or (other.sure and bool(_HEADING_NAMES.search(element.names)))


def _child_of(container: Element, element: Element | None) -> Element | None:
    at = element
    while at is not None and at.parent is not container:
        at = at.parent
    return at


def _is_list(document: Document, container: Element, heading: Heading, items: list[Link], first: int, end: int) -> bool:
    """Stories, not the paragraphs, tags or menus that may also stand under such words."""
    if not items:
        return heading.alone and not _prose_follows(document, container, first)
    if _TOPICS.search(container.names):
        return False
    prose = sum(1 for run in document.runs[first:end] if is_prose(run) and not in_card(run))
    if prose > (len(items) if heading.sure else 0):
        return False
    stories = sum(1 for item in items if item.text.count(" ") >= 3 or len(item.text) > 24)
    linked = sum(1 for item in items if item.href)
    titled = any(_in_title(run) for run in document.runs[first:end])
    if heading.kind in ("related_content", "headlines", "promo") and not stories:
        return False
    if not heading.sure and stories * 2 < len(items) and not (titled and len(items) > 2):
        return False
    return titled or linked * 2 >= len(items)


def _in_title(run: Run) -> bool:
    return run.element is not None and any(at.tag in TITLE_TAGS for at in _near(run.element))


def _prose_follows(document: Document, container: Element, first: int) -> bool:
    if first >= min(container.end, len(document.runs)):
        return False
    run = document.runs[first]
    return not run.links and run.text.count(" ") > 6
