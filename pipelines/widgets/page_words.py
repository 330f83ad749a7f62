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
    boxes, text, ends = _names(document)
    return [boxes[hit] for hit in _hits(text, ends, words)]


def runs_saying(document: Document, *words: str) -> list[Run]:
    """Runs that hold one of the words (lower case) in their first 300 characters, in order, each once."""
    text, ends = _texts(document)
    return [document.runs[hit] for hit in _hits(text, ends, words)]


def names_of(element: Element) -> str:
    """The element's names as evidence: on one line, the first few."""
    return " ".join(element.names.split())[:60]


def _hits(text: str, ends: list[int], words: Iterable[str]) -> list[int]:
    hits: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            hit = bisect_right(ends, at)
            hits.add(hit)
            at = text.find(word, ends[hit])
    return sorted(hits)


@per_page
def _names(document: Document) -> tuple[list[Element], str, list[int]]:
    boxes = [e for e in document.elements if e.names and e.end > e.start and e.tag not in _NO_BOXES]
    return boxes, *_joined([element.names + "\n" for element in boxes])


@per_page
def _texts(document: Document) -> tuple[str, list[int]]:
    return _joined([run.text[:_LONGEST_LINE].lower() + "\n" for run in document.runs])


def _joined(lines: list[str]) -> tuple[str, list[int]]:
    """All lines as one text, and where each of them ends in it."""
    return "".join(lines), list(accumulate(map(len, lines)))
