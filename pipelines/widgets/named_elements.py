"""Elements by the words in their class names and ids, found fast: most pages have none for most words."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from pipelines.split.document import Document, Element


def named_elements(document: Document, *words: str) -> list[Element]:
    """Elements whose names hold one of the words (lower case), in document order, each once."""
    text, ends = _names(document)
    hits: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            hit = bisect_right(ends, at)
            hits.add(hit)
            at = text.find(word, ends[hit])
    return [document.elements[hit] for hit in sorted(hits)]


@lru_cache(maxsize=1)
def _names(document: Document) -> tuple[str, list[int]]:
    """All names as one text, and where each element's end in it. Kept for the page at hand: many kinds ask."""
    lines = [element.names + "\n" for element in document.elements]
    return "".join(lines), list(accumulate(map(len, lines)))


def names_of(element: Element) -> str:
    """The element's names as evidence: on one line, the first few."""
    return " ".join(element.names.split())[:60]
