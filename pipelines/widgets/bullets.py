"""Text without the marks that extractors put before the items of lists, so that every kind reads one form of a line."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.split.document import Document

# A dash before a figure may be a minus; a star before `WHAT...` belongs to the form of a weather alert.
_BULLET = re.compile(r"(?:[-–—]\s+(?!\d)|[*+](?!\s?[A-Z ]{2,22}(?:\.\.\.|…))\s+|[•▪◦●·»›]\s*)(?=\S)")


def without_bullets(document: Document) -> Document:
    """The same text, each line without its mark. A page of HTML has none and is given back as it is."""
    if document.is_html or not any(_BULLET.match(run.text) for run in document.runs):
        return document
    runs = [replace(run, text=bare(run.text), pieces=[bare(run.pieces[0]), *run.pieces[1:]]) for run in document.runs]
    return replace(document, runs=runs, claimed=set(), scans={})


def bare(text: str) -> str:
    """A line without the mark before it."""
    match = _BULLET.match(text)
    return text[match.end() :] if match is not None else text
