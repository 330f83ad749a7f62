"""The elements of a page that hold its runs, numbered, with what is known of each from the elements around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipelines.split.document import Document, Element

ABOVE = (
    "nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol", "figure", "section",
    "blockquote", "li", "p", "button", "dialog", "details",
)  # fmt: skip
_BIT = {tag: 1 << number for number, tag in enumerate(ABOVE)}
SIDE = sum(_BIT[tag] for tag in ("nav", "footer", "aside", "form", "button", "dialog"))
"""Elements beside the story of a page."""
_COMMENTS = ("comment", "disqus", "respond", "replies", "discussion", "livefyre", "coral-talk", "viafoura")
_COMMENT = re.compile(r"(?:^|\s)comment(?:[\s_-]|$)")
_NO_COMMENTS = re.compile(r"no-?comments?|comments?-?(?:off|closed|count|link|status|open)|commentary|has-comments")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
MOST_TOKENS = 14
MOST_KEPT = 8192

Scores = Mapping[str, float]
"""How much more likely than not the text of an element is the story's, by a word of its names: log-odds."""
_Said = tuple[int, int, int, float, float, float]


def tokens(names: str, tag: str) -> list[str]:
    """What the names of an element are learned by: the words of its class, id, role and itemprop, and its tag."""
    return [f"<{tag}", *(word for word in _words(names) if _is_token(word))]


def _words(names: str) -> list[str]:
    """The first words of the names, with the empty ones that stand before and behind marks."""
    return _NOT_LETTERS.split(names, MOST_TOKENS)[:MOST_TOKENS] if names else []


def _is_token(word: str) -> bool:
    return word.startswith("<") or (2 < len(word) < 25 and not word.isdigit())


class Names:
    """What tag and names of an element say by themselves. Pages of one station have the same names, so it is kept."""

    def __init__(self, scores: Scores) -> None:
        self._scores = {token: score for token, score in scores.items() if _is_token(token)}
        self.say: Callable[[str, str], _Said] = lru_cache(MOST_KEPT)(self._say)

    def _say(self, tag: str, names: str) -> _Said:
        scores = self._scores
        count = 0
        low = high = total = 0.0
        for token in (f"<{tag}", *_words(names)):
            score = scores.get(token)
            if score is not None:
                low = score if count == 0 or score < low else low
                high = score if count == 0 or score > high else high
                total += score
                count += 1
        # A mean in 64ths is the same number on every machine, and stays so when it is halved.
        mean = round(total / count * 64) / 64 if count else 0.0
        return _BIT.get(tag, 0), int(_is_comments(tag, names)), int("articlebody" in names), low, high, mean


class Containers:
    """Containers by number, each with its runs `[start, end)`. `up` is the number of the next wider container (elements
    with the same runs are one), -1 at the root; `own` has that of each run's innermost element. Behind the last stands
    one of the whole page, so that number -1 reads as it."""

    def __init__(self, document: Document, names: Names) -> None:
        self._say: Callable[[str, str], _Said] = names.say
        self.elements: list[Element] = []
        self._start: list[int] = []
        self._end: list[int] = []
        self._up: list[int] = []
        self._depth: list[int] = []
        self._above: list[int] = []
        self._comments: list[int] = []
        self._stated: list[int] = []
        self._names: list[float] = []
        own = [self._of(run.element) for run in document.runs]
        self.own: NDArray[np.int64] = np.array(own, dtype=np.int64)
        self.start: NDArray[np.int64] = np.array([*self._start, 0], dtype=np.int64)
        self.end: NDArray[np.int64] = np.array([*self._end, len(document.runs)], dtype=np.int64)
        self.up: NDArray[np.int64] = np.array([*self._up, -1], dtype=np.int64)
        self.depth: NDArray[np.int64] = np.array([*self._depth, 0], dtype=np.int64)
        self.above: NDArray[np.int64] = np.array([*self._above, 0], dtype=np.int64)
        self.comments: NDArray[np.int64] = np.array([*self._comments, 0], dtype=np.int64)
        self.stated: NDArray[np.int64] = np.array([*self._stated, 0], dtype=np.int64)
        self.names: NDArray[np.float64] = np.array([*self._names, 0.0, 0.0, 0.0, 0.0], dtype=np.float64).reshape(-1, 4)
        """Lowest and highest score of a word in the element and those around it, their fading sum and fading mean."""

    def _of(self, element: Element | None) -> int:
        elements = self.elements
        path: list[Element] = []
        at = -1
        while element is not None:
            number = element.number
            if number < len(elements) and elements[number] is element:
                at = number
                break
            path.append(element)
            element = element.parent
        while path:
            at = self._add(path.pop(), at)
        return at

    def _add(self, element: Element, around: int) -> int:
        number = len(self.elements)
        start, end = element.start, element.end
        said = self._say(element.tag, element.names)
        above, comments, stated, low, high, own = said
        depth, up, total, near = 0, around, own, own
        if around >= 0:
            names = self._names
            at = 4 * around
            low = min(low, names[at])
            high = max(high, names[at + 1])
            total = names[at + 2] * 0.75 + own
            near = names[at + 3] * 0.5 + own * 0.5
            depth = self._depth[around] + 1
            if self._start[around] == start and self._end[around] == end:
                up = self._up[around]
            above |= self._above[around]
            comments |= self._comments[around]
            stated |= self._stated[around]
        self._start.append(start)
        self._end.append(end)
        self._up.append(up)
        self._depth.append(depth)
        self._above.append(above)
        self._comments.append(comments)
        self._stated.append(stated)
        self._names.extend((low, high, total, near))
        self.elements.append(element)
        element.number = number
        return number


def _is_comments(tag: str, names: str) -> bool:
    """Whether an element is of the readers' comments by its names. The page and its parts may be named for having some."""
    if tag in ("html", "body", "main") or not any(word in names for word in _COMMENTS):
        return False
    return (tag != "article" or _COMMENT.search(names) is not None) and _NO_COMMENTS.search(names) is None
