"""Lists of stories whose heading is not in the table, or that have none: three cards or more side by side."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.split.document import Document, Element, Found, Run
from pipelines.widgets.cards import TITLE_TAGS, Cards, is_story_link, is_whole_link
from pipelines.widgets.page_regions import Bodies, in_card, in_menu_or_footer, is_page

_FEWEST = 3
_MOST_STORIES = 40
_LONG = 90
_MOST_RUNS_A_STORY = 12
_LONGEST_TITLE = 180
_KINDS = (
    ("most_popular", re.compile(r"trending|popular|most-?(?:read|viewed)")),
    ("latest_video", re.compile(r"video(?!-ad)")),
    ("promo", re.compile(r"sponsor|taboola|outbrain|revcontent|native|branded|affiliate|bestreviews|commerce")),
    ("related_content", re.compile(r"related")),
    ("community_events", re.compile(r"\bevents?\b|calendar")),
)
_OF_THE_PAGE = re.compile(
    r"(?:table of )?contents|jump to|on this page|in this (?:article|guide)|references|sources|faqs?\b|frequently asked",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?:click (?:here )?to )?(?:share|email|print|tweet|follow|visit|like|send)\b.*(?:facebook|twitter|reddit|instagram|friend|email|google|pinterest|linkedin|whatsapp|page|opens in)",
    re.IGNORECASE,
)
_STORY_ADDRESS = re.compile(
    r"/[^/?]*(?:[^/?-]+[-_]){3,}[^/?]*|/\d{4}/\d\d?/|\d{5,}|article|story|/news/|/stories/", re.IGNORECASE
)
"""An address with a title's words, a date or a number in it."""
_HEADING_NAMES = re.compile(r"head|title|label")


def story_groups(document: Document, taken: Sequence[Found], bodies: Bodies) -> Iterator[Found]:
    """Groups outside `taken`, menus, footers and the article's own body."""
    claimed = {index for found in taken for index in range(found.start, found.end)}
    linked = [run for run in document.runs if run.links and 24 < len(run.text) <= _LONGEST_TITLE]
    stories = [run.index for run in linked if run.index not in claimed and _is_story(document, run)]
    end = 0
    refused: set[int] = set()
    for index in stories:
        box = _box(document.runs[index], stories) if index >= end else None
        if box is None or id(box) in refused:
            continue
        found = None
        if claimed.isdisjoint(range(box.start, box.end)) and _is_group(document, box, stories):
            found = _found(document, box, claimed) if not bodies.holds(box) else None
        if found is None:
            refused.add(id(box))
        else:
            end = found.end
            yield found


def _is_story(document: Document, run: Run) -> bool:
    if not is_story_link(run) or _SHARE.match(run.text):
        return False
    href = run.links[0].href or ""
    in_page = "#" in href and href.partition("#")[0] in ("", document.url)
    return not in_page and not in_menu_or_footer(run.element)


def _box(run: Run, stories: Sequence[int]) -> Element | None:
    """The smallest element with the story and at least two more."""
    at = run.element
    while at is not None and not is_page(at):
        if _count(at, stories) >= _FEWEST:
            return at
        at = at.parent
    return None


def _count(element: Element, stories: Sequence[int]) -> int:
    return bisect_left(stories, element.end) - bisect_left(stories, element.start)


def _is_group(document: Document, box: Element, stories: Sequence[int]) -> bool:
    """Cards, not a column of everything and not paragraphs with links."""
    count = _count(box, stories)
    if box.tag in ("main", "p", "table") or count > _MOST_STORIES or box.end - box.start > _MOST_RUNS_A_STORY * count:
        return False
    runs = document.runs[box.start : box.end]
    if any(run.tag == "h1" and run.index > box.start for run in runs):
        return False
    first = bisect_left(stories, box.start)
    inside = [document.runs[at] for at in stories[first : first + count]]
    shapes = Counter((run.tag, run.element.names.partition(" ")[0] if run.element else "") for run in inside)
    unlinked = [run for run in runs if len(run.text) > _LONG and not is_whole_link(run)]
    loose = sum(1 for run in unlinked if not in_card(run))
    return loose <= 2 and loose * 3 < len(inside) and shapes.most_common(1)[0][1] * 2 >= len(inside)


def _found(document: Document, box: Element, claimed: set[int]) -> Found | None:
    title, start, container = _title(document, box, claimed)
    items = Cards(document, box, box.start if start < box.start else start, box.end).titles()
    items = [item for item in items if item.text != title and item.href]
    if not _FEWEST <= len(items) <= _MOST_STORIES or (title is not None and _OF_THE_PAGE.match(title)):
        return None
    names = " ".join(at.names for at in _near(container))
    kind, why = "headlines", f"{len(items)} story cards side by side"
    for other, pattern in _KINDS:
        if (match := pattern.search(names)) is not None:
            kind, why = other, f"{why}, named '{match.group()}'"
            break
    stories = sum(_STORY_ADDRESS.search(item.href or "") is not None for item in items)
    if kind == "headlines" and title is not None and 2 * stories < len(items):
        return None  # links to something else, which the leftovers keep as `unknown`
    data = [{"text": item.text, "href": item.href} for item in items]
    return Found(kind, start, container.end, why, title=title, data=data, element=container)


def _title(document: Document, box: Element, claimed: set[int]) -> tuple[str | None, int, Element]:
    """A heading before the cards, inside their box or right before it; the start of the widget; its container."""
    at = box
    while at.parent is not None and not is_page(at.parent) and _only_wraps(at.parent, box):
        at = at.parent
    if at.start == box.start - 1 and at.start not in claimed and _is_heading(document.runs[at.start]):
        return document.runs[at.start].text, at.start, at
    first = document.runs[box.start]
    rest = document.runs[box.start + 1 : box.end]
    if _is_heading(first) and (not is_story_link(first) or (not in_card(first) and sum(map(in_card, rest)) > 2)):
        return first.text, box.start, box
    return None, box.start, box


def _only_wraps(element: Element, box: Element) -> bool:
    """True for an element with no more than a heading before the cards and a link to more after them."""
    return element.start >= box.start - 1 and element.end <= box.end + 1


def _is_heading(run: Run) -> bool:
    """A short run in a heading element that is no story of its own."""
    return len(run.text) <= 70 and any(
        at.tag in TITLE_TAGS or _HEADING_NAMES.search(at.names) for at in _near(run.element)
    )


def _near(element: Element | None) -> Iterator[Element]:
    at = element
    for _ in range(3):
        if at is None or is_page(at):
            return
        yield at
        at = at.parent
