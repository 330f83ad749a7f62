"""What of a page counts as its content: when it is another, the page has changed, whatever its bytes say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pipelines.store.plain import canonical_json
from pipelines.store.rows import PageRows
from pipelines.store.schema import ArticleRow, WidgetRow

_NO_VALUES = frozenset({"comments", "newsletter", "promo", "social", "unknown"})
"""Kinds whose text differs from visit to visit without telling anything."""


@dataclass(frozen=True, slots=True)
class PageVersion:
    """Digests (`sha256:...`) of a page's article and of what its widgets say; `text` is None without an article.

    Two captures with the same `text` are one row of the view `article_versions`. `published` is aware, or None.
    """

    text: str | None
    values: str
    headline: str | None = None
    published: datetime | None = None

    @property
    def content(self) -> str:
        """What decides whether the page has changed: of a story its text, of any other page its values.

        The weather beside a story is another every hour; it is kept from whichever page is fetched, and must not make
        the story one that changes every hour.
        """
        return self.text or self.values


def version_of(rows: PageRows) -> PageVersion:
    """The version that a page's rows show."""
    return version_of_rows(rows.article, rows.widgets)


def version_of_rows(article: ArticleRow | None, widgets: list[WidgetRow]) -> PageVersion:
    """The same of rows that were read back from the tables."""
    said = [
        [row.kind, row.title, row.text if row.data is None else row.data]
        for row in sorted(widgets, key=lambda row: row.position)
        if row.duplicate_of is None and row.kind not in _NO_VALUES
    ]
    if article is None:
        return PageVersion(None, _digest(said))
    text = _digest([article.headline, article.text_digest])
    return PageVersion(text, _digest(said), article.headline, _aware(article.published))


def _digest(value: object) -> str:
    return "sha256:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _aware(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else None
    return moment if moment is not None and moment.tzinfo is not None else None
