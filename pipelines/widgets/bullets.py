"""Text without the marks that extractors put before the items of lists, so that every kind reads one form of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.split.document import Document, Run

# A dash before a figure may be a minus; a star before `WHAT...` belongs to the form of a weather alert.
_BULLET = re.compile(r"(?:[-–—]\s+(?!\d)|[*+](?!\s?[A-Z ]{2,22}(?:\.\.\.|…))\s+|[•▪◦●·»›]\s*)(?=\S)")

_DASH = re.compile(r"[-–—]\s")


def without_bullets(document: Document) -> Document:
    """The same text, each line without its mark. A page of HTML has none and is given back as it is.

    A dash before a figure is a mark too where it stands in a list that has one before words.
    """
    if document.is_html or not any(_BULLET.match(run.text) for run in document.runs):
        return document
    lists = _dashed_lists(document.runs)
    runs = []
    for run in document.runs:
        text = run.text[1:].lstrip() if run.index in lists else bare(run.text)
        runs.append(run if text == run.text else run.saying(text, _cut(run, text)))
    return Document(runs, document.elements, document.pictures, document.head, document.url, is_html=False)


def _dashed_lists(runs: Sequence[Run]) -> set[int]:
    """The lines of neighbours that all begin with a dash, where a word stands behind one of the dashes."""
    found: set[int] = set()
    group: list[Run] = []
    for run in (*runs, None):
        if run is not None and _DASH.match(run.text):
            group.append(run)
            continue
        if any(_BULLET.match(each.text) for each in group):
            found.update(each.index for each in group)
        group = []
    return found


def _cut(run: Run, text: str) -> list[str]:
    """The pieces of a run that lost the beginning of its text."""
    lost = len(run.text) - len(text)
    if len(run.pieces) > 1 and len(run.pieces[0]) <= lost:
        return run.pieces[1:]
    return [run.pieces[0][lost:].lstrip(), *run.pieces[1:]] if run.pieces else []


def bare(text: str) -> str:
    """A line without the mark before it."""
    match = _BULLET.match(text)
    return text[match.end() :] if match is not None else text
