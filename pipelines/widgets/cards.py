"""The stories of an HTML list: one title and one address per card, whatever else a card shows.

A card is the largest element that holds one story. It is found by what repeats and by where the story links are,
not by class names; those only help to tell a title from a category, a time or an excerpt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from urllib.parse import urljoin

from pipelines.items import Link
from pipelines.split.document import Document, Element, Run
from pipelines.widgets.meta_lines import is_meta, is_rank, without_stamp
from pipelines.widgets.page_regions import CARD_TAGS

TITLE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_NAMES = re.compile(r"title|headline|hdg|\bhed\b")
_OTHER_NAMES = re.compile(
    r"meta|time|date|duration|byline|author|credit|caption|categor|eyebrow|kicker|section|label|tag\b|tags|topic|excerpt|summary|desc|dek|teaser-text|comment|share|icon|badge|read-?more|sponsor|count|rank"
)
_MAX_CARDS = 200
_MOST_BESIDE = 60
_MOST_RUNS_OF_CARD = 40


class Cards:
    """The cards between two runs of one container. `titles()` lists them; `linked` says how many had an address."""

    def __init__(self, document: Document, container: Element, start: int, end: int) -> None:
        self.document, self.container, self.start, self.end = document, container, start, end
        self.children: dict[int, list[Element]] = {}
        self.inside: dict[int, int] = {}  # by element: how many elements that are cards by their tag it holds
        self.facts: dict[int, tuple[Element | None, bool, str | None]] = {}
        self._read_tree()

    def titles(self) -> list[Link]:
        """The stories in order, each once: a card that shows its link twice (image and title) is one story."""
        found: list[Link] = []
        for link in self._split(self.container):
            if self._is_tab(link) or (found and _repeats(found[-1], link)):
                continue
            found.append(link)
            if len(found) >= _MAX_CARDS:
                break
        return found

    def _is_tab(self, link: Link) -> bool:
        """A link to a place in this page is a tab or a button of the list, not a story."""
        if link.href is None or "#" not in link.href or link.text.count(" ") > 2:
            return False
        return link.href.partition("#")[0] in (self.document.url or "", "")

    def _read_tree(self) -> None:
        """Children by parent, of the elements that hold runs: found from the runs up, so only what is here is read."""
        seen = {id(self.container)}
        for run in self.document.runs[self.start : self.end]:
            at = run.element
            while at is not None and id(at) not in seen and at.parent is not None:
                seen.add(id(at))
                self.children.setdefault(id(at.parent), []).append(at)
                if at.tag in CARD_TAGS:
                    self._count(at)
                at = at.parent

    def _count(self, card: Element) -> None:
        at = card.parent
        while at is not None:
            self.inside[id(at)] = self.inside.get(id(at), 0) + 1
            if at is self.container:
                return
            at = at.parent

    def _split(self, top: Element) -> Iterator[Link]:
        stack = [top]
        while stack:
            element = stack.pop()
            start, end = max(element.start, self.start), min(element.end, self.end)
            if start >= end:
                continue
            parts = self.children.get(id(element), [])
            if self._is_card(element, start, end) or (not parts and end - start == 1):
                yield from self._card(element, start, end)
            elif parts:
                stack.extend(reversed(parts))
            else:
                for index in range(start, end):
                    yield from self._links_of(self.document.runs[index])

    def _is_card(self, element: Element, start: int, end: int) -> bool:
        """One story link, one title and no list inside."""
        whole = element is self.container and end - start > 1 and element.tag not in CARD_TAGS
        if whole or end - start > _MOST_RUNS_OF_CARD:
            return False
        hrefs: set[str | None] = set()
        titles: set[int] = set()
        for at in range(start, end):
            title, is_story, href = self._facts_of(at)
            if title is not None and title.start >= element.start and title.end <= element.end:
                titles.add(id(title))
            elif is_story:
                hrefs.add(href)
        if (
            len(titles) > 1
            or (len(hrefs) > 1 and not titles)
            or (titles and len(hrefs) > 1 and element.tag not in CARD_TAGS)
        ):
            return False
        return self.inside.get(id(element), 0) <= 1

    def _only_title(self, card: Element, start: int, end: int) -> Run | None:
        """The card's one run in a heading element that is a story's link: nothing else can be its title."""
        found: Run | None = None
        for at in range(start, end):
            title, is_story, _ = self._facts_of(at)
            if title is not None and title.start >= card.start and title.end <= card.end:
                if found is not None or not is_story:
                    return None
                found = self.document.runs[at]
        return found

    def _facts_of(self, at: int) -> tuple[Element | None, bool, str | None]:
        """Of a run: the heading element that it stands in, whether it is a story's link, and its address. Asked at each level."""
        facts = self.facts.get(at)
        if facts is None:
            run = self.document.runs[at]
            is_story = is_story_link(run)
            facts = _title_of(run, self.container), is_story, run.links[0].href if is_story else None
            self.facts[at] = facts
        return facts

    def _card(self, element: Element, start: int, end: int) -> Iterator[Link]:
        runs = self.document.runs[start:end]
        if len(runs) == 1 and len(runs[0].links) > 1:
            yield from self._links_of(runs[0])
            return
        best = self._only_title(element, start, end)
        if best is None:
            score, best = max(((_score(run, element), run) for run in runs), key=itemgetter(0))
            if score <= 0:
                return
        href = next((link.href for link in best.links if link.href), None)
        if href is None:
            href = self._href_beside(start, end, element)
        if href is None and _title_of(best, element) is None and element.tag not in CARD_TAGS:
            return
        text = title_text(best)
        if text:
            yield Link(text, href)

    def _href_beside(self, start: int, end: int, card: Element) -> str | None:
        """The address of a card whose title is not the link: of another run, of its image, or of a link laid over."""
        for run in self.document.runs[start:end]:
            for link in run.links:
                if link.href and not is_meta(link.text):
                    return link.href
        pictures = self.document.pictures
        first = bisect_left(pictures, start, key=lambda picture: picture.before)
        for picture in pictures[first : first + _MOST_BESIDE]:
            if picture.before > end:
                break
            if picture.href and any(above is card for above in picture.element.ancestors()):
                return picture.href
        return self._overlay(start, card)

    def _overlay(self, start: int, card: Element) -> str | None:
        """The address of an empty link in the card. One to the page itself belongs to a player, not to a story."""
        elements = self.document.elements
        first = bisect_left(elements, start, key=lambda element: element.start)
        for element in elements[first : first + _MOST_BESIDE]:
            if element.start > card.end:
                return None
            if element.tag == "a" and any(above is card for above in element.ancestors()):
                href = urljoin(self.document.url or "", element.attributes.get("href", ""))
                return None if href.partition("#")[0] == self.document.url else href
        return None

    def _links_of(self, run: Run) -> Iterator[Link]:
        for link in run.links:
            if not is_meta(link.text) and not is_rank(link.text):
                yield Link(without_stamp(link.text), link.href)


def _repeats(before: Link, link: Link) -> bool:
    """True for a second print of one story: its title again, or its excerpt behind the same address."""
    if link.href is not None and before.href is not None and link.href != before.href:
        return False
    same_words = link.text == before.text
    return same_words or (link.href is not None and link.href == before.href and len(link.text) > 90)


def is_whole_link(run: Run) -> bool:
    """True where the run is one link and hardly anything beside it."""
    return len(run.links) == 1 and len(run.links[0].text) >= 0.6 * len(run.text)


def title_text(run: Run) -> str:
    """The words of a title run: its link without a rank or a date before it and without the words of icons."""
    text = run.text
    if run.links:
        longest = max((link.text for link in run.links), key=len)
        if len(longest) >= 0.5 * len(text):
            text = longest
    pieces = list(run.pieces)
    stamped = False
    while len(pieces) > 1 and text.startswith(pieces[0]) and (is_rank(pieces[0]) or is_meta(pieces[0])):
        stamped = stamped or not is_rank(pieces[0])
        text = text[len(pieces.pop(0)) :].strip(" .:|-–")
    while len(pieces) > 1 and text.endswith(pieces[-1]) and (is_meta(pieces[-1]) or _is_category(pieces, stamped)):
        text = text[: -len(pieces.pop())].strip()
    return without_stamp(text)


def _is_category(pieces: list[str], stamped: bool) -> bool:
    """The last of date, title, section: a ticker's way to print a story."""
    return stamped and pieces[-1].count(" ") < 2 and pieces[0].count(" ") > 2


def _title_of(run: Run, within: Element) -> Element | None:
    """The heading element that a run stands in, inside `within`."""
    at = run.element
    for _ in range(4):
        if at is None:
            return None
        if at.tag in TITLE_TAGS:
            return at
        if at is within:
            return None
        at = at.parent
    return None


def is_story_link(run: Run) -> bool:
    """True for a run that is one link with the words of a headline."""
    if not is_whole_link(run):
        return False
    text = run.links[0].text
    return len(text) > 20 and text.count(" ") >= 2 and not is_meta(text)


@lru_cache(maxsize=4096)
def _worth(names: str) -> int:
    """What the names of a run's element say for or against its being the title."""
    if _TITLE_NAMES.search(names):
        return 50
    return -100 if _OTHER_NAMES.search(names) else 0


def _score(run: Run, card: Element) -> int:
    """How much a run of a card looks like its title; not at all if zero or less."""
    if is_meta(run.text):
        return -1000
    score = min(len(run.text), 60) // 10
    if _title_of(run, card) is not None:
        score += 100
    if run.element is not None and run.element is not card:
        score += _worth(run.element.names)
    if is_whole_link(run):
        score += 30
    elif len(run.text) > 150:
        score -= 60
    return score
