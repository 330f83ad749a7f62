"""Menus of plain text: the short lines above the story, where extractions that keep the whole page have them."""

from __future__ import annotations

from pipelines.split.document import Document
from pipelines.split.per_page import per_page
from pipelines.widgets.list_lines import is_short
from pipelines.widgets.meta_lines import is_meta

_PROSE = 120


@per_page
def first_prose(document: Document) -> int:
    """The index of the first paragraph of a text, the number of its runs where it has none."""
    for run in document.runs:
        if len(run.text) >= _PROSE and run.text[-1] in ".!?\"”'’" and run.text.count(" ") > _PROSE // 10:
            return run.index
    return len(document.runs)


def in_menu_line(document: Document, at: int) -> bool:
    """Whether a line of a text stands above the story with an entry of a menu right before it."""
    if document.is_html or at == 0 or not at < first_prose(document) < len(document.runs):
        return False
    before = document.runs[at - 1]
    apart = (document.runs[at].line or 0) - (before.line or 0) > 1
    return not apart and is_short(before) and before.index not in document.claimed and not is_meta(before.text)
