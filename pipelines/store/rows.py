"""From a split page to the rows that stand for it in the tables: pure, so that live and replayed rows are the same."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from pipelines.items import Article, Block, Page, Split, Widget
from pipelines.store.plain import canonical_json, clean
from pipelines.store.schema import ArticleRow, PageRow, Row, WidgetRow


@dataclass(slots=True)
class PageRows:
    """The rows of one page. `article` is None where the page has no article."""

    page: PageRow
    article: ArticleRow | None
    widgets: list[WidgetRow]

    def __iter__(self) -> Iterator[Row]:
        """Every row, in the order in which a table writer may take them."""
        yield self.page
        if self.article is not None:
            yield self.article
        yield from self.widgets


class _Columns(TypedDict):
    """The columns that all rows of one page share."""

    warc_file: str
    warc_offset: int
    record_id: str
    payload_digest: str | None
    captured_at: Any
    splitter_version: str
    station: str
    url: str


def rows_of(page: Page) -> PageRows:
    """The rows of a page that has been split; ValueError for one that has not."""
    if page.split is None:
        raise ValueError(f"not split yet: {page.url}")
    shared = _shared_columns(page, page.split)
    article = page.split.article
    return PageRows(
        page=_page_row(page.split, shared),
        article=None if article is None else _article_row(article, page.split, shared),
        widgets=[_widget_row(widget, place, shared) for place, widget in enumerate(page.split.widgets)],
    )


def _shared_columns(page: Page, split: Split) -> _Columns:
    reference = page.reference
    return {
        "warc_file": reference.warc_file,
        "warc_offset": reference.warc_offset,
        "record_id": reference.record_id,
        "payload_digest": reference.payload_digest or None,
        "captured_at": reference.captured_at,
        "splitter_version": split.splitter_version,
        "station": page.station,
        "url": page.url,
    }


def _page_row(split: Split, shared: _Columns) -> PageRow:
    roles = Counter(block.role for block in split.blocks)
    return PageRow(
        **shared,
        canonical_url=split.canonical_url,
        title=split.title,
        language=split.language,
        article_blocks=roles["article"],
        widget_blocks=roles["widget"],
        chrome_blocks=roles["chrome"],
        layout=split.layout,
    )


def _article_row(article: Article, split: Split, shared: _Columns) -> ArticleRow:
    return ArticleRow(
        **shared,
        article_id=article_id(article.canonical_url or split.canonical_url or shared["url"]),
        headline=article.headline,
        dek=article.dek,
        authors=article.authors,
        agency=article.agency,
        published=article.published.isoformat() if article.published else None,
        updated=article.updated.isoformat() if article.updated else None,
        section=article.section,
        tags=article.tags,
        text=article.text,
        blocks=canonical_json([block_json(block) for block in article.blocks]),
        images=canonical_json(article.images),
        text_digest=text_digest(article.text),
    )


def _widget_row(widget: Widget, position: int, shared: _Columns) -> WidgetRow:
    return WidgetRow(
        **shared,
        position=position,
        kind=widget.kind,
        title=widget.title,
        note=widget.note,
        text=widget.text,
        data=None if widget.data is None else canonical_json(widget.data),
        proof=widget.proof,
        series_id=series_id(shared["station"], widget),
        where=widget.where,
        why=widget.why,
        duplicate_of=widget.duplicate_of,
    )


def article_id(url: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the (canonical) URL in UTF-8."""
    return hashlib.sha256(clean(url).encode()).hexdigest()[:16]


def text_digest(text: str) -> str:
    """`sha256:` and the hexadecimal SHA-256 of `text` in UTF-8, as stored."""
    return "sha256:" + hashlib.sha256(clean(text).encode()).hexdigest()


# What the data of a kind may say that the widget is about, the first that is stated. A station has several of these side
# by side; of other kinds (banners, lists) it has one that changes, titles too.
_ABOUT = ("region", "place", "area", "question")


def series_id(station: str, widget: Widget) -> str:
    """`station/kind`, and `/slug` of the region, place, area or question that the widget is about, where it is about one;
    of a `data_table`, of its title."""
    about = widget.title if widget.kind == "data_table" else None
    if isinstance(widget.data, dict):
        about = next((stated for name in _ABOUT if (stated := widget.data.get(name))), about)
    return "/".join(part for part in (station, widget.kind, _slug(about)) if part)


def _slug(words: object) -> str:
    return re.sub(r"[\W_]+", "-", words.casefold()).strip("-") if isinstance(words, str) else ""


def block_json(block: Block) -> dict[str, str]:
    """A block without role and owner, which are the same for all blocks of one list."""
    return {"kind": block.kind, "text": block.text}
