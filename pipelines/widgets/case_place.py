"""Where a case table stands: beside the article as a widget, or in it."""

from __future__ import annotations

import re

from pipelines.split.document import Document, Element, Run
from pipelines.widgets.case_context import Context

PROSE = 80
"""Characters from which on a run that ends as a sentence does is prose."""
_BODY = re.compile(
    r"(?<![a-z])(?:article-?body|story-?body|entry-?content|post-?content|article-?content|story-?content|articlebody)(?![a-z])"
)
_BESIDE = re.compile(
    r"(?<![a-z])(?:sidebar|aside|widget|rail|right-?col(?:umn)?|tracker|covid\S*|coronavirus\S*)(?![a-z])"
)


def is_of_the_article(document: Document, context: Context, end: int, *, adjoins: bool) -> bool:
    """Whether a table is the article's own. `adjoins`: it follows another case table that is a widget.

    A widget has a dress: a title with totals or a note of updates. With less of it, where it stands decides.
    """
    runs = document.runs
    if context.dated and context.title is None:
        return True  # right under the story's date line: the table is the story
    if context.title is not None and runs[context.start].tag == "h1":
        return True
    dressed = len(context.shape) > 1
    if not document.is_html:
        if dressed or adjoins:
            return False
        return not context.shape or (
            _is_prose(runs, context.start - 1) and _is_prose(runs, end) and context.note is None
        )
    holder = runs[context.start].element
    if in_article_body(holder):
        return not dressed
    return not (context.shape or adjoins or _within(holder, _BESIDE, ("aside",)))


def in_article_body(element: Element | None) -> bool:
    """Whether an element stands in the text of an article, and not in a box beside or within it."""
    return _within(element, _BODY, ("article",)) and not _within(element, _BESIDE, ("aside",))


def _is_prose(runs: list[Run], at: int) -> bool:
    return 0 <= at < len(runs) and len(runs[at].text) >= PROSE and runs[at].text[-1] in ".!?\"”'’"


def _within(element: Element | None, names: re.Pattern[str], tags: tuple[str, ...]) -> bool:
    if element is None:
        return False
    return any(
        at.tag in tags or (at.names and names.search(at.names))
        for at in element.ancestors()
        if at.tag not in ("html", "body")
    )
