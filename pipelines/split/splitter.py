"""split(): readers, recognisers, article and leftovers put together."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.items import Block, Proof, Split, Widget
from pipelines.split.assemble import article_of
from pipelines.split.blocks import kind_of
from pipelines.split.claims import runs_of, without_body
from pipelines.split.document import Document, Found
from pipelines.split.html_article import html_article
from pipelines.split.html_runs import read_html
from pipelines.split.layout import Layout
from pipelines.split.layout_match import LayoutMatch, match
from pipelines.split.layout_widgets import named_widgets
from pipelines.split.leftovers import leftovers
from pipelines.split.metadata import stated_canonical, stated_language
from pipelines.split.parts import Parts
from pipelines.split.prose import prose_of
from pipelines.split.sniff import is_html
from pipelines.split.text_article import text_article
from pipelines.split.text_runs import read_text
from pipelines.split.version import version_with
from pipelines.split.where import where
from pipelines.widgets.registry import find_widgets


def split(
    body: bytes | str,
    *,
    content_type: str | None = None,
    url: str | None = None,
    captured_at: datetime | None = None,
    tz: ZoneInfo | None = None,
    layout: Layout | None = None,
) -> Split:
    """Split a page into its article, its widgets and its chrome. Pure: no network, no clock, no state.

    `content_type` as the server sent it decides between HTML and text, else the body does. `captured_at` bounds what
    dates are believed. A time that is printed without a zone is taken to be in `tz`, and is naive without it.
    `layout` is that of the page's station at the time of the capture: what it says is no part of a story is not in the
    body. A page that it does not fit is split without it, and `drifted` where the page has a story.
    Raises EncodingError (text only) and PageTooLargeError.
    """
    return split_document(read_page(body, content_type, url), captured_at=captured_at, tz=tz, layout=layout)


def split_document(
    document: Document,
    *,
    captured_at: datetime | None = None,
    tz: ZoneInfo | None = None,
    layout: Layout | None = None,
) -> Split:
    """`split` of a page that has been read already. A document is split once: recognisers note in it what they took."""
    widgets = without_body(document, find_widgets(document))
    laid = match(layout, document) if layout is not None else None
    parts, fits = _article(document, widgets, tz, laid)
    taken = runs_of(widgets) | set(parts.owners if parts else ())
    if laid is not None and fits:
        widgets += named_widgets(document, laid, taken)
        taken |= runs_of(widgets)
    widgets = sorted(
        [*widgets, *leftovers(document, taken, max(parts.owners, default=-1) + 1 if parts else 0)],
        key=lambda found: (found.start, found.end),
    )
    blocks = _blocks(document, parts, widgets)
    return Split(
        article=article_of(document, parts, captured_at, tz) if parts is not None else None,
        widgets=_widgets(document, widgets),
        chrome=[block for block in blocks if block.role == "chrome"],
        blocks=blocks,
        title=document.head.title,
        language=stated_language(document.head),
        canonical_url=stated_canonical(document),
        splitter_version=version_with(layout),
        links=document.head.links,
        layout=layout.name if layout is not None and fits else None,
        drifted=layout is not None and document.is_html and not fits and parts is not None and bool(parts.of("body")),
    )


def read_page(body: bytes | str, content_type: str | None, url: str | None) -> Document:
    """HTML or plain text, read. Raises EncodingError (text only) and PageTooLargeError."""
    if is_html(body, content_type):
        return read_html(body, content_type, url)
    return read_text(body, content_type, url)


def _article(
    document: Document, widgets: list[Found], tz: ZoneInfo | None, laid: LayoutMatch | None
) -> tuple[Parts | None, bool]:
    """The article, and whether the page is built as its layout says."""
    claimed = runs_of(widgets)
    if not document.is_html:
        return text_article(document, claimed, tz), False
    if laid is not None:
        prose = _prose_inside(document, claimed, laid)
        if laid.agrees(document, prose):
            return html_article(document, prose, claimed, tz), True
    return html_article(document, prose_of(document, claimed), claimed, tz), False


def _prose_inside(document: Document, claimed: set[int], laid: LayoutMatch) -> list[bool]:
    """The prose in the containers that the layout names. Where it is less than half of what they hold, something else
    on the page was taken for the story: then they are looked at by themselves."""
    runs = document.runs
    barred = laid.barred(document)
    prose = [said and index not in barred for index, said in enumerate(prose_of(document, claimed))]
    left = [len(run.text) for run in runs if run.index not in barred and run.index not in claimed]
    if 2 * sum(len(run.text) for run in runs if prose[run.index]) >= sum(left):
        return prose
    alone = prose_of(document, claimed | barred)
    return [said or (alone[index] and index not in barred) for index, said in enumerate(prose)]


def _blocks(document: Document, parts: Parts | None, widgets: list[Found]) -> list[Block]:
    """Every run once, with its role and owner."""
    position = {index: at for at, found in enumerate(widgets) for index in range(found.start, found.end)}
    blocks: list[Block] = []
    for run in document.runs:
        owner = parts.owners.get(run.index) if parts is not None else None
        if run.index in position:
            blocks.append(Block(run.text, kind_of(run), "widget", position[run.index]))
        elif owner is not None and parts is not None:
            kind = "heading" if owner == "headline" else parts.kinds.get(run.index, "paragraph")
            blocks.append(Block(run.text, kind, "article", owner))
        else:
            blocks.append(Block(run.text, kind_of(run), "chrome"))
    return blocks


_PROOFS: dict[str, Proof] = {"cells": "cells", "unique": "unique", "ambiguous": "ambiguous", "none": "none"}


def _widgets(document: Document, found: list[Found]) -> list[Widget]:
    widgets: list[Widget] = []
    firsts: dict[tuple[str, str], list[int]] = {}
    for each in found:
        shown = "\n".join(run.text for run in document.runs[each.start : each.end])
        text = each.text if each.text is not None else shown
        proof = _PROOFS.get(each.proof or "")
        place = where(document, each)
        widget = Widget(each.kind, each.title, each.note, text, each.data, proof, place, each.why)
        alike = firsts.setdefault((widget.kind, widget.text), [])
        widget.duplicate_of = next((at for at in alike if widgets[at].data == widget.data), None)
        if widget.duplicate_of is None:
            alike.append(len(widgets))
        widgets.append(widget)
    return widgets
