"""Which run is the headline that an HTML page shows.

Of the `h1`s, other headings and elements named headline or title: the one whose words are most like what the page
calls itself in og:title, JSON-LD and `title`. An `h1` goes before the others, which have to stand before the prose; of
equals the nearest to the start of the prose is it. Where none is like those titles, the last `h1` before the prose.
"""

from __future__ import annotations

import re

from pipelines.split.document import Document, Run
from pipelines.split.structured import article_object, string

MAX_CHARACTERS = 400
LIKE = 0.6
_H1 = 3
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"(?:^|[\s_-])(?:headline|(?:entry|article|post|story|page)[-_]?title)(?:$|[\s_-])")


def find_headline(document: Document, claimed: set[int], opening: int | None) -> int | None:
    """The index of the headline's run, or None where the page shows none. `opening` is the first paragraph's run."""
    titles = [_words(title) for title in stated_titles(document)]
    near = opening if opening is not None else 0
    best: tuple[bool, int, float, int] | None = None
    found: int | None = None
    for run in document.runs:
        rank = _rank(run)
        if rank == 0 or run.index in claimed or len(run.text) > MAX_CHARACTERS:
            continue
        likeness = max((_likeness(_words(run.text), title) for title in titles), default=0.0)
        like = likeness >= LIKE
        if (rank != _H1 and (not like or run.index > near)) or (not like and run.index > near):
            continue
        score = (like, rank, round(likeness, 1) if like else 0.0, -abs(near - run.index))
        if best is None or score > best:
            best, found = score, run.index
    return found


def stated_titles(document: Document) -> list[str]:
    """What the page calls itself outside its visible text: JSON-LD headline, og:title, twitter:title, `title`."""
    head = document.head
    titles = [
        string(article_object(head).get("headline")),
        head.meta.get("og:title"),
        head.meta.get("twitter:title"),
        head.title,
    ]
    return [title for title in titles if title]


def _rank(run: Run) -> int:
    if run.tag == "h1":
        return _H1
    element = run.element
    if element is not None and element.names and _NAMED.search(element.names):
        return 2
    return 1 if run.tag in ("h2", "h3") else 0


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _likeness(run: set[str], title: set[str]) -> float:
    """Share of the run's words that the title has, when it is not much shorter than the title (its site name aside)."""
    if not run or not title:
        return 0.0
    shared = len(run & title)
    return shared / len(run) if 2 * shared >= len(title) else shared / max(len(run), len(title))
