"""The elements of a page that hold its runs, numbered, with what is known of each from the elements around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_COMMENTS = re.compile(r"comment|disqus|respond|replies|discussion|livefyre|coral-talk|viafoura")
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
    words = _NOT_LETTERS.split(names)[:MOST_TOKENS]
    return [f"<{tag}", *(word for word in words if 2 < len(word) < 25 and not word.isdigit())]


class Names:
    """What tag and names of an element say by themselves. Pages of one station have the same names, so it is kept."""

    def __init__(self, scores: Scores) -> None:
        self._scores = scores
        self.say = lru_cache(MOST_KEPT)(self._say)

    def _say(self, tag: str, names: str) -> _Said:
        scores = self._scores
        found = [scores[token] for token in tokens(names, tag) if token in scores]
        # A mean in 64ths is the same number on every machine, and stays so when it is halved.
        score = (min(found), max(found), round(sum(found) / len(found) * 64) / 64) if found else (0.0, 0.0, 0.0)
        return _BIT.get(tag, 0), int(bool(names) and _is_comments(tag, names)), int("articlebody" in names), *score


class Containers:
    """Containers by number, each with its runs `[start, end)`. `up` is the number of the next wider container (elements
    with the same runs are one), -1 at the root; `own` has that of each run's innermost element. Behind the last stands
    one of the whole page, so that number -1 reads as it."""

    def __init__(self, document: Document, names: Names) -> None:
        self._say = names.say
        self._number: dict[Element, int] = {}
        self.elements: list[Element] = []
        self._start: list[int] = []
        self._end: list[int] = []
        self._up: list[int] = []
        self._depth: list[int] = []
        self._above: list[int] = []
        self._comments: list[int] = []
        self._stated: list[int] = []
        self._names: list[tuple[float, float, float, float]] = []
        own = [self._of(run.element) for run in document.runs]
        self.own: NDArray[np.int64] = np.array(own, dtype=np.int64)
        self.start = np.array([*self._start, 0], dtype=np.int64)
        self.end = np.array([*self._end, len(document.runs)], dtype=np.int64)
        self.up = np.array([*self._up, -1], dtype=np.int64)
        self.depth = np.array([*self._depth, 0], dtype=np.int64)
        self.above = np.array([*self._above, 0], dtype=np.int64)
        self.comments = np.array([*self._comments, 0], dtype=np.int64)
        self.stated = np.array([*self._stated, 0], dtype=np.int64)
        self.names = np.array([*self._names, (0.0, 0.0, 0.0, 0.0)], dtype=np.float64)
        """Lowest and highest score of a word in the element and those around it, their fading sum and fading mean."""

    def _of(self, element: Element | None) -> int:
        number = self._number
        path: list[Element] = []
        while element is not None and element not in number:
            path.append(element)
            element = element.parent
        at = number[element] if element is not None else -1
        while path:
            each = path.pop()
            at = number[each] = self._add(each, at)
        return at

    def _add(self, element: Element, around: int) -> int:
        start, end = element.start, element.end
        bit, comments, stated, low, high, own = self._say(element.tag, element.names)
        if around < 0:
            self._depth.append(0)
            self._names.append((low, high, own, own))
            self._up.append(-1)
        else:
            least, most, total, near = self._names[around]
            if low > least:
                low = least
            if high < most:
                high = most
            self._depth.append(self._depth[around] + 1)
            self._names.append((low, high, total * 0.75 + own, near * 0.5 + own * 0.5))
            same = self._start[around] == start and self._end[around] == end
            self._up.append(self._up[around] if same else around)
            bit |= self._above[around]
            comments |= self._comments[around]
            stated |= self._stated[around]
        self._above.append(bit)
        self._comments.append(comments)
        self._stated.append(stated)
        self._start.append(start)
        self._end.append(end)
        self.elements.append(element)
        return len(self.elements) - 1


def _is_comments(tag: str, names: str) -> bool:
    """Whether an element is of the readers' comments by its names. The page and its parts may be named for having some."""
    if tag in ("html", "body", "main"):
        return False
    wanted = _COMMENT if tag == "article" else _COMMENTS
    return wanted.search(names) is not None and _NO_COMMENTS.search(names) is None
