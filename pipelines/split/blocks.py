"""What kind of block a run is, from the elements it stands in."""

from __future__ import annotations

import re

from pipelines.items import BlockKind
from pipelines.split.document import Run

_KIND_OF_TAG: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "list"),
    **dict.fromkeys(("td", "th", "caption"), "table"),
    "blockquote": "quote",
    "figcaption": "caption",
}
_CAPTION = re.compile(r"\b(?:wp-)?caption(?:-text)?\b")
_MAX_STEPS = 6


def kind_of(run: Run) -> BlockKind:
    """The kind that the innermost telling element gives: a paragraph of a list item is a list, of a cell a table."""
    element = run.element
    for step in range(_MAX_STEPS + 1):
        if element is None:
            break
        kind = _KIND_OF_TAG.get(element.tag)
        if kind is not None:
            return kind
        if step < 2 and "caption" in element.names and _CAPTION.search(element.names) is not None:
            return "caption"
        element = element.parent
    return "paragraph"
