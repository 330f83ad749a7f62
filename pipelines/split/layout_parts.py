"""What of a station's pages is no story: containers and lines that recur unchanged, and the containers of widgets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from pipelines.split.layout_facts import PageFacts, Span
from pipelines.split.layout_selector import is_own

RECURS = 3
"""Pages that a text stands on from which on it is no page's own."""
LEAST_PAGES = 5
CHROME_RECURS = 0.75
"""The share of a container's words that recur. Not all: the ticker in a footer changes."""
STORY_WORDS = 0.02
"""The share of a story's own words that chrome may have on all pages together."""
MOST_CHROME, MOST_LINES, LONGEST_LINE = 30, 50, 500
LINE_SHARE = 0.25
"""The share of a station's stories that a line recurs on. A paragraph on how to reach the police, which is a part of the
stories that it ends, stands on fewer."""
OF_A_WIDGET = 0.8
"""The share of a container's words that a widget has, and of such containers those of one kind."""
MOST_OF_A_KIND = 4

Spans = Mapping[int, list[Span]]
"""By the `id` of a page's facts, the spans of its stories."""


def recurring_texts(pages: Iterable[PageFacts]) -> frozenset[str]:
    """The texts of runs that stand on several pages; captures of one page are one page."""
    seen: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for text in set(page.texts):
            if len(seen[text]) < RECURS:
                seen[text].add(page.identity)
    return frozenset(text for text, found in seen.items() if len(found) >= RECURS)


@dataclass(slots=True)
class _Seen:
    """What the elements of one selector held on all pages, in words."""

    pages: set[str] = field(default_factory=set)
    free: int = 0
    recurring: int = 0
    own: int = 0
    inside: int = 0


def chrome_of(pages: list[PageFacts], stories: Spans) -> list[str]:
    """The outermost selectors of what recurs, those inside stories first, then the largest."""
    recurring = recurring_texts(pages)
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for page in pages:
        _see(page, recurring, stories.get(id(page), []), seen)
    able = [text for text, found in seen.items() if _is_chrome(found)]
    able.sort(key=lambda text: (2 * seen[text].inside < seen[text].free, -seen[text].recurring, len(text), text))
    return _without_covered(able, pages)


def _see(page: PageFacts, recurring: frozenset[str], stories: list[Span], seen: dict[str, _Seen]) -> None:
    words = page.words
    taken = {at for (start, end), _ in page.widgets for at in range(start, end)}
    held = {at for start, end in stories for at in range(start, end)}
    runs = range(len(words))
    free = _sums(0 if at in taken else words[at] for at in runs)
    again = _sums(words[at] if at not in taken and page.texts[at] in recurring else 0 for at in runs)
    own = _sums(
        words[at] if at in page.head or (at in page.body and page.texts[at] not in recurring) else 0 for at in runs
    )
    inside = _sums(words[at] if at in held and at not in taken else 0 for at in runs)
    for text, spans in page.named.items():
        if not is_own(text):
            continue
        found = seen[text]
        found.pages.add(page.identity)
        for start, end in spans:
            found.free += free[end] - free[start]
            found.recurring += again[end] - again[start]
            found.own += own[end] - own[start]
            found.inside += inside[end] - inside[start]


def _is_chrome(found: _Seen) -> bool:
    return (
        len(found.pages) >= LEAST_PAGES
        and found.free >= len(found.pages)
        and found.recurring >= CHROME_RECURS * found.free
        and found.own <= STORY_WORDS * found.free
    )


def _without_covered(able: list[str], pages: list[PageFacts]) -> list[str]:
    """Without selectors whose elements stand mostly in those of selectors before them."""
    covered: dict[int, set[int]] = {id(page): set() for page in pages}
    chosen: list[str] = []
    for text in able:
        if len(chosen) == MOST_CHROME:
            break
        runs = [(id(page), at) for page in pages for start, end in page.named.get(text, ()) for at in range(start, end)]
        if 2 * sum(at not in covered[page] for page, at in runs) <= len(runs):
            continue
        chosen.append(text)
        for page, at in runs:
            covered[page].add(at)
    return chosen


def repeated_lines(stories: list[PageFacts], spans: Spans, chrome: list[str]) -> list[str]:
    """The lines inside the containers of stories, and outside chrome, that recur on many of them."""
    seen: dict[str, set[str]] = defaultdict(set)
    for page in stories:
        barred = {at for text in chrome for start, end in page.named.get(text, ()) for at in range(start, end)}
        barred |= {at for (start, end), _ in page.widgets for at in range(start, end)}
        for start, end in spans[id(page)]:
            for at in range(start, end):
                if at not in barred and len(page.texts[at]) <= LONGEST_LINE:
                    seen[page.texts[at]].add(page.identity)
    least = max(LEAST_PAGES, LINE_SHARE * len({page.identity for page in stories}))
    lines = sorted(
        (text for text, found in seen.items() if len(found) >= least), key=lambda text: (-len(seen[text]), text)
    )
    return lines[:MOST_LINES]


def widgets_of(pages: list[PageFacts]) -> dict[str, list[str]]:
    """By kind, the selectors whose elements hold a widget of this kind and hardly anything else."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        counts = _sums(page.words)
        for text, spans in page.named.items():
            if not is_own(text):
                continue
            for span in spans:
                held[text][_kind_in(page, span, counts)] += 1
            where[text].add(page.identity)
    able: dict[str, list[str]] = defaultdict(list)
    for text, kinds in held.items():
        kind, count = min(kinds.items(), key=lambda each: (-each[1], each[0]))
        if kind and count >= OF_A_WIDGET * kinds.total() and len(where[text]) >= LEAST_PAGES:
            able[kind].append(text)
    return {kind: _best(kind, able[kind], held, pages) for kind in sorted(able)}


def _kind_in(page: PageFacts, span: Span, counts: list[int]) -> str:
    """The kind of the one widget that the element holds, empty where it holds none, several, or much else."""
    start, end = span
    inside = [each for each in page.widgets if start <= each[0][0] and each[0][1] <= end]
    if len(inside) != 1:
        return ""
    (first, last), kind = inside[0]
    return kind if counts[last] - counts[first] >= OF_A_WIDGET * (counts[end] - counts[start]) else ""


def _best(kind: str, able: list[str], held: dict[str, Counter[str]], pages: list[PageFacts]) -> list[str]:
    ordered = sorted(able, key=lambda text: (-held[text][kind], len(text), text))
    return _without_covered(ordered, pages)[:MOST_OF_A_KIND]


def _sums(values: Iterable[int]) -> list[int]:
    return list(accumulate(values, initial=0))
