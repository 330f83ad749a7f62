"""Layouts from many captures of one station: which containers hold its stories, and from when until when.

A story is what the split took for one, without the lines that stand on other pages too. The container of a story is the
smallest one that holds it; the names of such containers that recur are the layout's. Where one set of names gives way to
another the station was redesigned, and there are two layouts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from pipelines.split.layout import Layout
from pipelines.split.layout_facts import PageFacts, Span
from pipelines.split.layout_parts import chrome_of, recurring_texts, repeated_lines, widgets_of
from pipelines.split.layout_selector import Selector, read_selector

LEAST_STORIES = 5
"""Stories (different pages, not captures) that a layout is learned from at the least."""
LEAST_WORDS = 30
"""Words of a story that nothing else shows."""
HOLDS = 0.3
"""The share of what the split took for the story that an element holds to be its container at all: on a page where the
split was mostly wrong, it is not much."""
SHARPNESS = 8
"""The power that agreement is counted by: ten pages where a container is nearly word for word what the split took for the
story say more than fifteen where the whole page is more or less that."""
LEAST_AGREEMENT = 0.1
"""Of a container, the mean of that over all stories that have it."""
MOST_CONTAINERS = 12
BRIDGE = 0.2
"""A container that is used in two eras and holds no more than this share of their stories, such as that of an old
template for videos, does not make them one."""
STRAGGLERS = 0.02
"""The share of a container's captures, at each end, that may be out of its time: a page that was not moved."""


@dataclass(slots=True)
class _Story:
    """A capture of a story, and of each selector that holds it how well its elements agree with it: F1 over words."""

    page: PageFacts
    fits: dict[str, float]
    present: frozenset[str]


@dataclass(slots=True)
class _Era:
    """A time in which stories stood in these containers."""

    first: datetime
    last: datetime
    containers: list[str] = field(default_factory=list)
    captures: int = 0

    def overlaps(self, other: _Era) -> bool:
        return self.first <= other.last and other.first <= self.last


def learn(station: str, pages: Iterable[PageFacts]) -> list[Layout]:
    """The layouts of a station in the order of their times, none where too little is known. Deterministic: the order in
    which the pages come says nothing."""
    known = sorted(pages, key=lambda page: (page.captured_at, page.identity))
    stories = _stories(known)
    eras = _eras(known, _containers(stories))
    layouts = []
    for number, era in enumerate(eras):
        following = eras[number + 1].first if number + 1 < len(eras) else None
        until = _until(era, stories, following)
        inside = [story for story in stories if _is_in(story.page, era.first, until)]
        if len({story.page.identity for story in inside if _holds(era, story)}) >= LEAST_STORIES:
            of_era = [page for page in known if _is_in(page, era.first, until)]
            layouts.append(_layout(station, era, until, of_era, inside))
    return layouts


def _is_in(page: PageFacts, first: datetime, until: datetime | None) -> bool:
    return first <= page.captured_at and (until is None or page.captured_at < until)


def _holds(era: _Era, story: _Story) -> bool:
    return any(text in story.present for text in era.containers)


def _stories(pages: list[PageFacts]) -> list[_Story]:
    recurring = recurring_texts(pages)
    stories = []
    for page in pages:
        words = page.words
        own = [count if at in page.body and page.texts[at] not in recurring else 0 for at, count in enumerate(words)]
        if sum(own) >= LEAST_WORDS:
            stories.append(_story(page, own, words))
    return stories


def _story(page: PageFacts, own: list[int], words: list[int]) -> _Story:
    of_widgets = {at for (start, end), _ in page.widgets for at in range(start, end)}
    # What the split took and other pages show too may be the story's or not: it counts on neither side.
    unsure = of_widgets | (page.body - {at for at, count in enumerate(own) if count})
    free = [0 if at in unsure else count for at, count in enumerate(words)]
    story, shown = list(accumulate(own, initial=0)), list(accumulate(free, initial=0))
    fits = {}
    for text, spans in page.named.items():
        if max(story[end] - story[start] for start, end in spans) >= HOLDS * story[-1]:
            outer = _outermost(spans)
            held = sum(story[end] - story[start] for start, end in outer)
            fits[text] = 2 * held / (story[-1] + sum(shown[end] - shown[start] for start, end in outer))
    return _Story(page, fits, frozenset(page.named))


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in spans:  # in document order
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _containers(stories: list[_Story]) -> dict[str, list[_Story]]:
    """Few selectors that between them are the best containers of nearly all stories, each with the captures that it
    holds: again and again the one that is so for most of the rest."""
    left = list(stories)
    chosen: dict[str, list[_Story]] = {}
    while left and len(chosen) < MOST_CONTAINERS:
        pages: dict[str, set[str]] = defaultdict(set)
        agreed: dict[str, float] = defaultdict(float)
        for story in left:
            for text, agreement in story.fits.items():
                pages[text].add(story.page.identity)
                agreed[text] += agreement**SHARPNESS
        seen = Counter(text for story in left for text in story.present.intersection(pages))
        able = [
            text
            for text, found in pages.items()
            if len(found) >= LEAST_STORIES and agreed[text] >= LEAST_AGREEMENT * seen[text]
        ]
        if not able:
            break
        best = min(able, key=lambda text: (text.startswith("/"), -round(agreed[text], 6), len(text), text))
        chosen[best] = [story for story in stories if best in story.fits]
        left = [story for story in left if best not in story.present]
    return chosen


def _eras(pages: list[PageFacts], containers: dict[str, list[_Story]]) -> list[_Era]:
    """The times of containers that were used together. One begins with the first page that has one of them, though its
    story may say nothing that other pages do not say."""
    eras: list[_Era] = []
    for text, held in sorted(containers.items(), key=lambda each: (-len(each[1]), each[0])):
        new = _era(text, held)
        met = [era for era in eras if era.overlaps(new)]
        if len(met) > 1 and new.captures <= BRIDGE * sum(era.captures for era in met):
            for era in met:
                era.containers.append(text)
            continue
        eras = [era for era in eras if era not in met] + [_joined([*met, new])]
    eras.sort(key=lambda era: era.first)
    for number, era in enumerate(eras):
        after = eras[number - 1].last if number else None
        with_one = (page for page in pages if any(text in page.named for text in era.containers))
        era.first = next(page.captured_at for page in with_one if after is None or page.captured_at > after)
    return eras


def _era(text: str, held: list[_Story]) -> _Era:
    times = sorted(story.page.captured_at for story in held)
    cut = int(STRAGGLERS * len(times))
    return _Era(times[cut], times[-1 - cut], [text], len(times))


def _joined(eras: list[_Era]) -> _Era:
    return _Era(
        min(era.first for era in eras),
        max(era.last for era in eras),
        [text for era in eras for text in era.containers],
        sum(era.captures for era in eras),
    )


def _until(era: _Era, stories: list[_Story], following: datetime | None) -> datetime | None:
    """When the era ended: at the first of several stories after it that it does not hold, else where the next begins."""
    later = [
        s for s in stories if s.page.captured_at > era.last and (following is None or s.page.captured_at < following)
    ]
    lost = [story for story in later if not _holds(era, story)]
    if len({story.page.identity for story in lost}) >= LEAST_STORIES:
        return lost[0].page.captured_at
    return following


def _layout(station: str, era: _Era, until: datetime | None, pages: list[PageFacts], stories: list[_Story]) -> Layout:
    held = [story.page for story in stories if _holds(era, story)]
    article = sorted(text for text in era.containers if any(text in story.fits for story in stories))
    own = {id(story.page): _article_spans(story.page, article) for story in stories}
    chrome = chrome_of(pages, own)
    widgets = widgets_of(pages)
    return Layout(
        station=station,
        valid_from=_second(era.first),
        valid_until=_second(until) if until is not None else None,
        article=_read(article),
        chrome=_read(chrome),
        repeated=tuple(repeated_lines(held, own, chrome)),
        widgets=tuple((kind, _read(texts)) for kind, texts in widgets.items()),
        pages=len({page.identity for page in held}),
    )


def _article_spans(page: PageFacts, article: list[str]) -> list[Span]:
    return _outermost(sorted(span for text in article for span in page.named.get(text, ())))


def _second(when: datetime) -> datetime:
    return when.replace(microsecond=0)


def _read(texts: Iterable[str]) -> tuple[Selector, ...]:
    return tuple(read_selector(text) for text in texts)
