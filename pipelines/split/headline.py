"""Which run is the headline that an HTML page shows, and what it says.

Of the `h1`s, other headings and elements named headline or title: the one whose words are most like what the page
calls itself in og:title, JSON-LD and `title`. An `h1` goes before the others, which have to stand before the prose; of
equals the nearest to the start of the prose is it. Where none is like those titles, any run that is such a title word for
word, the last one above the prose before others; else the last `h1` before the prose.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from pipelines.split.document import Document, Run
from pipelines.split.extent import Extent
from pipelines.split.metadata import form_of, site_forms, without_site
from pipelines.split.per_page import per_page
from pipelines.split.structured import article_object, string

MAX_CHARACTERS = 400
LIKE = 0.6
_H1 = 3
_HEADINGS = frozenset({"h2", "h3"})
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"(?:^|[\s_-])(?:headline|(?:entry|article|post|story|page)[-_]?title)(?:$|[\s_-])")


def find_headline(document: Document, claimed: set[int], opening: int | None) -> int | None:
    """The index of the headline's run, or None where the page shows none. `opening` is the first paragraph's run."""
    near = opening if opening is not None else 0
    titles = _titles(document)
    firsts = [run for run in document.runs if run.tag == "h1"]
    best = _best([(run, _H1) for run in firsts if run.index not in claimed], titles, near, only=None)
    if best is not None and best[0][0]:
        return best[1]
    only = _only_h1(document, firsts, claimed, near)
    others = [(run, rank) for run, rank in _others(document) if run.index <= near and run.index not in claimed]
    other = _best(others, titles, near, only=only)
    if other is not None:
        return other[1]
    word_for_word = _word_for_word(document, titles, claimed, near) if only is None else None
    return word_for_word if word_for_word is not None else best[1] if best is not None else None


Score = tuple[bool, int, float, int]


def _best(ranked: list[tuple[Run, int]], titles: _Titles, near: int, *, only: Run | None) -> tuple[Score, int] | None:
    """The best of the runs and its score, whose first part is whether it is like a title. Others than an `h1` have to be,
    and word for word where an `only` one stands beside them."""
    best: tuple[Score, int] | None = None
    for run, rank in ranked:
        if len(run.text) > MAX_CHARACTERS:
            continue
        words = _words(run.text)
        likeness = max((_likeness(words, title) for title in titles.words), default=0.0)
        like = likeness >= LIKE
        exact = like and _is_title(run, titles)
        if not (exact or (like and only is None) or (rank == _H1 and run.index <= near)):
            continue
        score = (like, rank, round(likeness, 1) + exact if like else 0.0, -abs(near - run.index))
        if best is None or score > best[0]:
            best = score, run.index
    return best


def _only_h1(document: Document, firsts: list[Run], claimed: set[int], near: int) -> Run | None:
    """The only `h1` of the page, where it stands above the prose and is not the site's name: then nothing but a run that
    is the title word for word is the headline in its stead."""
    free = [run for run in firsts if run.index not in claimed]
    if len(free) != 1 or free[0].index > near or form_of(free[0].text) in site_forms(document):
        return None
    return free[0]


def shown_headline(document: Document, extent: Extent) -> str | None:
    """The headline as it is shown: without the name of the site behind it, and of a run that holds more (a date, a
    section), the piece that is the page's title."""
    if extent.headline is None:
        return None
    run = document.runs[extent.headline]
    if len(run.pieces) > 1:
        titles = _titles(document).forms
        whole = form_of(run.text)
        piece = next((piece for piece in run.pieces if form_of(piece) in titles), None)
        if whole not in titles and piece is not None:
            return piece
    return without_site(run.text, document)


def stated_titles(document: Document) -> list[str]:
    """What the page calls itself outside its visible text: JSON-LD headline, og:title, twitter:title, `title`."""
    head = document.head
    titles = [
        string(article_object(head).get("headline")),
        head.meta.get("og:title"),
        head.meta.get("twitter:title"),
        head.title,
    ]
    return [html.unescape(title) for title in titles if title]


@dataclass(slots=True)
class _Titles:
    """The stated titles: the words of each, and with and without the site's name as folded forms (none of a word or two,
    which are the site's or a menu's)."""

    words: list[set[str]]
    forms: set[str]
    longest: int


@per_page
def _titles(document: Document) -> _Titles:
    stated = list(dict.fromkeys(stated_titles(document)))
    said = {*stated, *(without_site(title, document) for title in stated)}
    forms = {form_of(title) for title in said if title.count(" ") >= 2}
    return _Titles([_words(title) for title in stated], forms, max(map(len, stated), default=0))


def _word_for_word(document: Document, titles: _Titles, claimed: set[int], near: int) -> int | None:
    """The last run above the prose that is, or has a piece that is, one of the stated titles; else the first one below it
    that is no link, for what is above may have been taken for prose."""
    may_be = (run for run in document.runs if len(run.text) <= titles.longest + 40 and run.index not in claimed)
    alike = [run for run in may_be if _is_title(run, titles)]
    above = [run.index for run in alike if run.index < near]
    below = (run.index for run in alike if run.index >= near and not run.links and run.tag != "li")
    return above[-1] if above else next(below, None)


def _is_title(run: Run, titles: _Titles) -> bool:
    """Whether the run or one of its pieces is a stated title word for word."""
    if form_of(run.text) in titles.forms:
        return True
    return len(run.pieces) > 1 and any(form_of(piece) in titles.forms for piece in run.pieces)


@per_page
def _others(document: Document) -> list[tuple[Run, int]]:
    """The runs beside `h1`s that may be a headline by their elements: those so named, then other headings."""
    known: dict[str, bool] = {"": False}
    found: list[tuple[Run, int]] = []
    for run in document.runs:
        names = run.element.names if run.element is not None else ""
        named = known.get(names)
        if named is None:
            named = known[names] = _NAMED.search(names) is not None
        if named and run.tag != "h1":
            found.append((run, 2))
        elif run.tag in _HEADINGS:
            found.append((run, 1))
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _likeness(run: set[str], title: set[str]) -> float:
    """Share of the run's words that the title has, when it is not much shorter than the title (its site name aside)."""
    if not run or not title:
        return 0.0
    shared = len(run & title)
    return shared / len(run) if 2 * shared >= len(title) else shared / max(len(run), len(title))
