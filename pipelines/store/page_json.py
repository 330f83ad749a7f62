"""The one JSON form of a page: what `scrapy split` prints, and what feeds hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipelines.items import Article, Page, Split
from pipelines.store.plain import plain
from pipelines.store.rows import block_json


def page_json(page: Page) -> dict[str, Any]:
    """`split_json` of a page that has been split, with its station and the WARC record that it comes from.

    The fields added are named as the columns of the tables: `station`, `warc_file`, `warc_offset`, `record_id`,
    `payload_digest`, `splitter_version`. ValueError for a page that has not been split.
    """
    if page.split is None:
        raise ValueError(f"not split yet: {page.url}")
    reference = page.reference
    return split_json(page.split, url=page.url, captured_at=reference.captured_at) | {
        "station": plain(page.station),
        "warc_file": plain(reference.warc_file),
        "warc_offset": reference.warc_offset,
        "record_id": plain(reference.record_id),
        "payload_digest": plain(reference.payload_digest) or None,
        "splitter_version": page.split.splitter_version,
    }


def split_json(split: Split, *, url: str | None, captured_at: datetime | None) -> dict[str, Any]:
    """A split as plain JSON types: `{"url", "captured_at", "article", "widgets", "chrome"}`, times in ISO 8601.

    `article` is null or has every field of `items.Article`, `widgets` have every field of `items.Widget`, blocks are
    `{kind, text}`. For input that is no web archive record, such as a file on disk; records go through `page_json`.
    """
    return {
        "url": plain(url),
        "captured_at": plain(captured_at),
        "article": None if split.article is None else _article_json(split.article),
        "widgets": plain(split.widgets),
        "chrome": plain([block_json(block) for block in split.chrome]),
    }


def _article_json(article: Article) -> dict[str, Any]:
    fields: dict[str, Any] = plain(article)
    fields["blocks"] = plain([block_json(block) for block in article.blocks])
    return fields
