"""Related stories inside the body of an article: `RELATED: headline` lines and single embedded cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.items import Link
from pipelines.split.document import Document, Found, Run
from pipelines.widgets.cards import Cards
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, runs_opening

_LABEL = re.compile(
    r"(?:related(?: (?:stor(?:y|ies)|content|coverage|articles?|news|links?|video))?|read (?:more|also|next)|also read|more(?: (?:news|coverage|stories))?|see (?:also|more)|previous (?:stor(?:y|ies)|coverage)|previously|earlier|full coverage|more on this(?: story)?)\s*[:>»|]+\s*",
    re.IGNORECASE,
)
_OPENING = ("related", "read", "also", "more", "see", "previous", "previously", "earlier", "full")
_NAMES = ("related", "oembed", "read-also", "also-read", "readmore-inline", "inline-story", "embed-story")
_NOT_STORIES = re.compile(r"topic|\btags?\b|categor|form|nav|gallery-count")
_LONGEST = 160
_MOST_RUNS = 12


def inline_related(document: Document, taken: set[int]) -> Iterator[Found]:
    """Related stories outside `taken`; neighbouring lines are one widget."""
    if document.is_html:
        yield from _embedded(document, taken)
    group: list[tuple[Run, list[Link]]] = []
    for run in runs_opening(document, _OPENING):
        links = _after_label(document, run) if run.index not in taken else []
        if links and group and group[-1][0].index + 1 != run.index:
            yield _labelled(group)
            group = []
        if links:
            group.append((run, links))
    if group:
        yield _labelled(group)


def _after_label(document: Document, run: Run) -> list[Link]:
    """The stories of a line that is a label and nothing but them."""
    label = _LABEL.match(run.text) if len(run.text) <= 3 * _LONGEST else None
    if label is None or run.tag == "h1" or in_menu_or_footer(run.element):
        return []
    rest = run.text[label.end() :]
    if document.is_html:
        links = [link for link in run.links if not _LABEL.fullmatch(link.text + ":")]
        linked = sum(len(link.text) for link in links)
        return [_unlabelled(link) for link in links] if links and linked >= 0.85 * len(rest) else []
    loud = label.group().rstrip(" :>»|").isupper() or " " in label.group().strip(" :>»|")
    titled = rest.count(" ") >= 3 and len(rest) <= _LONGEST and not rest.endswith((".", ":", ","))
    return [Link(rest)] if loud and titled else []


def _unlabelled(link: Link) -> Link:
    return Link(_LABEL.sub("", link.text, count=1), link.href)


def _labelled(group: Sequence[tuple[Run, list[Link]]]) -> Found:
    data = [{"text": link.text, "href": link.href} for _, links in group for link in links]
    first, last = group[0][0], group[-1][0]
    label = _LABEL.match(first.text)
    why = f"label '{label.group().strip() if label else ''}' before {len(data)} stories"
    return Found("related_content", first.index, last.index + 1, why, data=data, element=first.element)


def _embedded(document: Document, taken: set[int]) -> Iterator[Found]:
    """Cards in elements that are named for it, such as a story embedded between two paragraphs."""
    for element in named_elements(document, *_NAMES):
        span = range(element.start, element.end)
        if not 0 < len(span) <= _MOST_RUNS or not taken.isdisjoint(span) or is_page(element):
            continue
        if element.tag in ("a", "p", "span", "li") or _NOT_STORIES.search(element.names) or in_menu_or_footer(element):
            continue
        items = Cards(document, element, element.start, element.end).titles()
        stories = [item for item in items if item.href and item.text.count(" ") >= 3]
        if stories and len(stories) == len(items):
            taken.update(span)
            data = [{"text": item.text, "href": item.href} for item in stories]
            why = f"{len(data)} story cards in an element named '{names_of(element)}'"
            yield Found("related_content", element.start, element.end, why, data=data, element=element)
