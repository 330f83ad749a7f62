"""Where a page says certain words, found fast: in the names of its elements and in the text of its runs.

Most pages lack most words, so every kind looks here first and does its work only where there is something to see. The
page is gone through once, for all kinds; what is found out is kept with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipelines.split.document import Document, Element, Run
from pipelines.split.per_page import per_page

_LONGEST_LINE = 300
_LONGEST_HEADING = 70
_FIRST_WORD = re.compile(r"\n([^ \n]*)")
_MARKS = ":;,.!?|>»›→…–—*•()[]"
# Parts of lines, controls, and list items, which are many and which platforms name after what they list.
_NO_BOXES = frozenset(
    {
        "a",
        "b",
        "button",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "html",
        "i",
        "input",
        "label",
        "li",
        "option",
        "p",
        "small",
        "span",
        "strong",
        "svg",
        "td",
        "time",
        "title",
        "tr",
    }
)


def named_elements(document: Document, *words: str) -> list[Element]:
    """Boxes with text in them whose names hold one of the words (lower case), in document order, each once."""
    index, boxes = _names(document)
    found = [at for hit in index.hits(words) for at in boxes[hit]]
    return [document.elements[at] for at in sorted(found)]


def tables(document: Document) -> list[Element]:
    """The page's tables in document order."""
    return _boxes(document)[1]


def runs_saying(document: Document, *words: str) -> list[Run]:
    """Runs that hold one of the words (lower case) in their first 300 characters, in order, each once."""
    return [document.runs[at] for at in sorted([*_short(document).hits(words), *_long(document).hits(words)])]


def short_runs_saying(document: Document, *words: str) -> list[Run]:
    """As `runs_saying`, of runs as short as headings are: there is less to look through."""
    return [document.runs[at] for at in _short(document).hits(words)]


def is_said(document: Document, *words: str) -> bool:
    """Whether the runs hold one of the words (lower case) in their first 300 characters. A line end stands
    before and behind each run."""
    short, long = _short(document).text, _long(document).text
    return any(word in short or word in long for word in words)


def runs_opening(document: Document, words: Iterable[str], glued: tuple[str, ...] = ()) -> list[Run]:
    """Runs whose first word, in lower case and without marks around it, is one of the words, in order.

    After a word of `glued` any letters may follow, as where the next element's text is glued to it.
    """
    opening = _opening(document)
    found = {at for word in opening.keys() & words for at in opening[word]}
    if glued:
        found.update(at for word, places in opening.items() if word.startswith(glued) for at in places)
    return [document.runs[at] for at in sorted(found)]


def names_of(element: Element) -> str:
    """The element's names as evidence: on one line, the first few."""
    return " ".join(element.names.split())[:60]


class _Index:
    """Lines joined to one text: a word is looked for in all of them at once. `places` are what the lines stand for."""

    def __init__(self, lines: list[str], places: Sequence[int]) -> None:
        self.text = "\n" + "\n".join(lines) + "\n"
        self.lines, self.places = lines, places
        self.ends: list[int] = []

    def hits(self, words: Iterable[str]) -> list[int]:
        """The places of the lines that hold one of the words, in order, each once."""
        text = self.text
        found: set[int] = set()
        for word in words:
            at = text.find(word)
            while at >= 0:
                if not self.ends:
                    self.ends = list(accumulate([len(line) + 1 for line in self.lines], initial=1))[1:]
                hit = bisect_right(self.ends, at)
                found.add(hit)
                at = text.find(word, self.ends[hit])
        return [self.places[hit] for hit in sorted(found)]


@per_page
def _boxes(document: Document) -> tuple[dict[str, list[int]], list[Element]]:
    """For each different name the places of its boxes, since a page repeats its names many times; and the tables."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    found: list[Element] = []
    for at, element in enumerate(document.elements):
        tag = element.tag
        if tag in _NO_BOXES:
            continue
        if tag == "table":
            found.append(element)
        names = element.names
        if names and element.end > element.start:
            named[names].append(at)
    return named, found


@per_page
def _names(document: Document) -> tuple[_Index, list[list[int]]]:
    """The different names, and the places of the boxes of each."""
    named = _boxes(document)[0]
    lines = [names.replace("\n", " ") for names in named]
    return _Index(lines, range(len(lines))), list(named.values())


def _short(document: Document) -> _Index:
    """The runs as short as headings are, in lower case."""
    return _texts(document)[0]


def _long(document: Document) -> _Index:
    """The other runs, in lower case, up to 300 characters of each."""
    return _texts(document)[1]


@per_page
def _texts(document: Document) -> tuple[_Index, _Index]:
    short: list[str] = []
    long: list[str] = []
    of_short: list[int] = []
    of_long: list[int] = []
    for at, run in enumerate(document.runs):
        text = run.text
        if len(text) <= _LONGEST_HEADING:
            short.append(text)
            of_short.append(at)
        else:
            long.append(text[:_LONGEST_LINE])
            of_long.append(at)
    return _Index(_lowered(short), of_short), _Index(_lowered(long), of_long)


def _lowered(lines: list[str]) -> list[str]:
    """The lines with their ASCII letters in lower case, all in one go. A run has no line ends in it."""
    if not lines:
        return []
    joined = "\n".join(lines).encode("utf-8", "surrogatepass").lower()
    return joined.decode("utf-8", "surrogatepass").split("\n")


@per_page
def _opening(document: Document) -> dict[str, list[int]]:
    """The places of the runs by their first word."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index in _texts(document):
        for at, word in zip(index.places, _FIRST_WORD.findall(index.text), strict=False):
            places[word].append(at)
    return _without_marks(places)


def _without_marks(places: defaultdict[str, list[int]]) -> dict[str, list[int]]:
    """The same by the words without the marks around them."""
    for word in [word for word in places if not word.isalnum()]:
        bare = word.strip(_MARKS)
        if bare != word:
            places[bare] += places.pop(word)
    return places
