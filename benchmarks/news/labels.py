"""The roles of a page's runs, as a reader of the page cuts them."""

from __future__ import annotations

from collections import Counter

from benchmarks.news.pages import NewsPage
from pipelines.split.document import Document


def run_roles(document: Document, page: NewsPage) -> list[str]:
    """The role of each run of `document`, which must have been read from `page.html`.

    A run that is made of several pieces has the role of most of its words. Raises ValueError where the texts differ.
    """
    rest = [(role, word) for role, text in page.pieces for word in _letters(text)]
    at, roles = 0, []
    for run in document.runs:
        letters = "".join(_letters(run.text))
        counted: Counter[str] = Counter()
        while letters:
            if at == len(rest) or not letters.startswith(rest[at][1]):
                raise ValueError(
                    f"{page.name}: run {run.index} reads {run.text[:60]!r}, the page has {rest[at : at + 5]}"
                )
            counted[rest[at][0]] += 1
            letters = letters[len(rest[at][1]) :]
            at += 1
        roles.append(counted.most_common(1)[0][0])
    if at != len(rest):
        raise ValueError(f"{page.name}: no run has {rest[at : at + 5]}")
    return roles


def _letters(text: str) -> list[str]:
    return text.split()
