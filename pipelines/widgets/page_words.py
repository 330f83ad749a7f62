"""Where a page says certain words, found fast: in the names of its elements and in the text of its runs.

Most pages lack most words, so every kind looks here first and does its work only where there is something to see.
The words are kept with the page, since many kinds ask about it in a row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from pipelines.split.document import Document, Element, Run
from pipelines.widgets.per_page import per_page

_LONGEST_LINE = 300
_LONGEST_HEADING = 100
_LONGEST_WORD = 24
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
    boxes, index = _names(document)
    found = {at for hit in index.hits(words) for at in boxes[hit]}
    return [document.elements[at] for at in sorted(found)]


def runs_saying(document: Document, *words: str) -> list[Run]:
    """Runs that hold one of the words (lower case) in their first 300 characters, in order, each once."""
    return [document.runs[hit] for hit in _texts(document).hits(words)]


def short_runs_saying(document: Document, *words: str) -> list[Run]:
    """As `runs_saying`, of runs as short as headings are: there is less to look through."""
    places, index = _short_texts(document)
    return [document.runs[places[hit]] for hit in index.hits(words)]


def runs_opening(document: Document, words: Iterable[str], glued: tuple[str, ...] = ()) -> list[Run]:
    """Runs whose first word, in lower case and without marks behind it, is one of the words, in order.

    After a word of `glued` any letters may follow, as where the next element's text is glued to it.
    """
    opening, _ = _outer_words(document)
    found = {at for word in words for at in opening.get(word, ())}
    if glued:
        found.update(at for word, places in opening.items() if word.startswith(glued) for at in places)
    return [document.runs[at] for at in sorted(found)]


def runs_closing(document: Document, words: Iterable[str]) -> list[Run]:
    """Short runs whose last word is one of the words, in order."""
    _, closing = _outer_words(document)
    return [document.runs[at] for at in sorted(at for word in words for at in closing.get(word, ()))]


def names_of(element: Element) -> str:
    """The element's names as evidence: on one line, the first few."""
    return " ".join(element.names.split())[:60]


class _Index:
    """Lines joined to one text, and where each ends in it: a word is looked for in all of them at once."""

    def __init__(self, lines: list[str]) -> None:
        self.text = "\n".join(lines)
        self.ends = list(accumulate(len(line) + 1 for line in lines))

    def hits(self, words: Iterable[str]) -> list[int]:
        """The places of the lines that hold one of the words, in order, each once."""
        text, ends = self.text, self.ends
        found: set[int] = set()
        for word in words:
            at = text.find(word)
            while at >= 0:
                hit = bisect_right(ends, at)
                found.add(hit)
                at = text.find(word, ends[hit])
        return sorted(found)


@per_page
def _names(document: Document) -> tuple[list[list[int]], _Index]:
    """For each different name the places of its boxes, and the names: a page repeats its names many times."""
    places: dict[str, list[int]] = {}
    for at, element in enumerate(document.elements):
        if element.names and element.end > element.start and element.tag not in _NO_BOXES:
            places.setdefault(element.names, []).append(at)
    return list(places.values()), _Index([names.replace("\n", " ") for names in places])


@per_page
def _lowered(document: Document) -> list[str]:
    """The runs' texts in lower case, up to 300 characters of each."""
    return [run.text[:_LONGEST_LINE].lower() for run in document.runs]


@per_page
def _outer_words(document: Document) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The places of the runs by their first word, and of the short ones by their last."""
    opening: dict[str, list[int]] = {}
    closing: dict[str, list[int]] = {}
    for at, text in enumerate(_lowered(document)):
        first = text[:_LONGEST_WORD].partition(" ")[0]
        opening.setdefault(first if first.isalnum() else first.strip(_MARKS), []).append(at)
        if len(text) <= _LONGEST_HEADING:
            last = text.rpartition(" ")[2]
            closing.setdefault(last if last.isalnum() else last.strip(_MARKS), []).append(at)
    return opening, closing


@per_page
def _texts(document: Document) -> _Index:
    return _Index(_lowered(document))


@per_page
def _short_texts(document: Document) -> tuple[list[int], _Index]:
    texts = _lowered(document)
    places = [at for at, text in enumerate(texts) if len(text) <= _LONGEST_HEADING]
    return places, _Index([texts[at] for at in places])
