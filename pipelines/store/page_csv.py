"""A page as one flat row, for CSV feeds."""

from __future__ import annotations

from typing import Any, cast

from pipelines.items import Page
from pipelines.store.page_json import page_json
from pipelines.store.plain import canonical_json
from pipelines.store.rows import rows_of

CSV_COLUMNS = {
    "url": "the URL that was captured",
    "captured_at": "WARC-Date, ISO 8601",
    "station": "as in pages",
    "article_id": "as in articles; empty where the page has no article",
    "canonical_url": "the page's own canonical URL",
    "headline": "as in articles",
    "dek": "as in articles",
    "authors": "as a JSON list",
    "agency": "as in articles",
    "published": "ISO 8601",
    "updated": "ISO 8601",
    "section": "as in articles",
    "language": "language tag",
    "tags": "as a JSON list",
    "text": "as in articles",
    "text_digest": "as in articles",
    "images": "as JSON",
    "widget_count": "how many widgets the page has, copies too",
    "widget_kinds": "their kinds in order, separated by spaces",
    "widgets": "the widgets as JSON, as in the JSON feeds",
    "warc_file": "as in pages",
    "warc_offset": "as in pages",
    "record_id": "as in pages",
    "payload_digest": "as in pages",
    "splitter_version": "as in pages",
}


def csv_row(page: Page) -> dict[str, str | int]:
    """A page that has been split, as one flat row: the columns of `CSV_COLUMNS`, empty text for what it has not."""
    form = page_json(page)
    article = form["article"] or {}
    row = {**dict.fromkeys(CSV_COLUMNS, ""), **{name: article.get(name) for name in CSV_COLUMNS if name in article}}
    stored = rows_of(page)
    if stored.article is not None:
        row |= {"article_id": stored.article.article_id, "text_digest": stored.article.text_digest}
    row |= {
        "canonical_url": stored.page.canonical_url,
        "widget_count": len(form["widgets"]),
        "widget_kinds": " ".join(widget["kind"] for widget in form["widgets"]),
        "widgets": form["widgets"],
        **{name: form[name] for name in CSV_COLUMNS if name in form and name != "widgets"},
    }
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str | int:
    if isinstance(value, list | dict):
        return canonical_json(value)
    return "" if value is None else cast("str | int", value)
