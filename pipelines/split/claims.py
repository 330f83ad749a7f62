"""Widgets claim first, except where what they claim is the article: a check on the recognisers."""

from __future__ import annotations

from pipelines.split.document import Document, Found, Run
from pipelines.split.headline import find_headline
from pipelines.split.prose import prose_of
from pipelines.split.structured import is_declared_article

PARAGRAPH, LEAST_PROSE = 120, 360
"""Characters from which on a run is a paragraph, and a widget has paragraphs worth a look."""
BODY_SHARE = 0.25
_PROSE_KINDS = frozenset({"speech_to_text", "comments", "nws_alert"})
"""Kinds that are prose themselves."""


def runs_of(widgets: list[Found]) -> set[int]:
    """Every run that a widget claims."""
    return {index for found in widgets for index in range(found.start, found.end)}


def without_body(document: Document, widgets: list[Found]) -> list[Found]:
    """The widgets without those that hold the headline, or a quarter or more of what is prose when none is taken away.

    The latter is asked only of widgets with paragraphs in them, since it costs a second look at the page.
    """
    if not document.is_html:
        return widgets
    kept = widgets
    if any(_may_hold_headline(document, found) for found in widgets):
        headline = find_headline(document, set(), None)
        kept = [found for found in widgets if headline is None or not _holds_headline(document, found, headline)]
    suspects = [found for found in kept if _has_paragraphs(document, found)]
    if not suspects:
        return kept
    prose = prose_of(document, set())
    lengths = [len(run.text) if prose[run.index] and _is_paragraph(run) else 0 for run in document.runs]
    whole = sum(lengths)
    wrong = {id(found) for found in suspects if sum(lengths[found.start : found.end]) > BODY_SHARE * whole}
    return [found for found in kept if id(found) not in wrong]


def _may_hold_headline(document: Document, found: Found) -> bool:
    """Whether the page's first run or an `h1` is in the widget: before the prose is known, nothing else is a headline."""
    return found.start == 0 or any(run.tag == "h1" for run in document.runs[found.start : found.end])


def _holds_headline(document: Document, found: Found, headline: int) -> bool:
    """Whether the headline is in the widget. The title of a front is not one: it heads a list of stories."""
    heads_list = found.start == headline and found.title == document.runs[headline].text
    return found.start <= headline < found.end and not (heads_list and not is_declared_article(document.head))


def _has_paragraphs(document: Document, found: Found) -> bool:
    if found.kind in _PROSE_KINDS:
        return False
    runs = document.runs[found.start : found.end]
    return sum(len(run.text) for run in runs if _is_paragraph(run)) >= LEAST_PROSE


def _is_paragraph(run: Run) -> bool:
    return len(run.text) >= PARAGRAPH and sum(len(link.text) for link in run.links) * 3 < len(run.text)
