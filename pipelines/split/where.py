"""Where a widget stands: an XPath, or a span of lines."""

from __future__ import annotations

from pipelines.split.document import Document, Element, Found


def where(document: Document, found: Found) -> str:
    """The XPath of the widget's element, or of the innermost element that holds all its runs; `lines a-b` in text."""
    if found.element is not None:
        return found.element.xpath()
    runs = document.runs[found.start : found.end]
    if not runs:
        return ""
    if not document.is_html:
        return f"lines {runs[0].line}-{runs[-1].line}"
    holder = _holder(runs[0].element, found.end)
    return holder.xpath() if holder is not None else ""


def _holder(element: Element | None, end: int) -> Element | None:
    """The innermost ancestor that reaches to the end."""
    if element is None:
        return None
    return next((at for at in element.ancestors() if at.end >= end), None)
