"""The columns of every table: one slotted dataclass a table, from which Parquet schema and data dictionary are made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime

from pipelines.store.plain import clean


def _doc(text: str) -> dict[str, str]:
    return {"doc": text}


@dataclass(slots=True)
class Row:
    """The reference that every row carries. A row's texts are always storable: they are cleaned as it is made."""

    warc_file: str = field(metadata=_doc("WARC file name, without folder and without `.open`"))
    warc_offset: int = field(
        metadata=_doc("byte offset of the record in that file (of its gzip member where compressed)")
    )
    record_id: str = field(metadata=_doc("WARC-Record-ID, as written, with its angle brackets"))
    payload_digest: str | None = field(
        metadata=_doc("`sha256:` and hexadecimal, over the de-chunked payload as it was sent (content encoding kept)")
    )
    captured_at: datetime = field(metadata=_doc("WARC-Date, UTC, as written"))
    splitter_version: str = field(metadata=_doc("digest of the splitter's code and of the libraries it stands on"))

    def __post_init__(self) -> None:
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, str):
                setattr(self, column.name, clean(value))
            elif isinstance(value, list):
                setattr(self, column.name, [clean(member) for member in value])


@dataclass(slots=True)
class CaptureRow(Row):
    """One row per capture: response, revisit, resource and conversion records."""

    record_type: str = field(metadata=_doc("WARC-Type"))
    target_uri: str = field(metadata=_doc("WARC-Target-URI, as written, without angle brackets"))
    status: int | None = field(metadata=_doc("HTTP status; null for records without HTTP"))
    mime: str | None = field(metadata=_doc("media type in lower case, without parameters"))
    is_page: bool = field(metadata=_doc("whether the capture is split into pages, articles and widgets"))
    reason: str | None = field(metadata=_doc("why it is not a page; null for pages"))
    refers_to_target_uri: str | None = field(metadata=_doc("of a revisit: WARC-Refers-To-Target-URI"))
    refers_to_date: datetime | None = field(metadata=_doc("of a revisit: WARC-Refers-To-Date"))
    refers_to_record_id: str | None = field(metadata=_doc("of a revisit: WARC-Refers-To"))
    truncated: str | None = field(metadata=_doc("WARC-Truncated: length, time, disconnect or unspecified"))
    location: str | None = field(default=None, metadata=_doc("of a redirect: where it leads, absolute"))


@dataclass(slots=True)
class PageRow(Row):
    """One row per capture that is a page."""

    station: str = field(metadata=_doc("call sign in lower case, or the host for a site with no station file"))
    url: str = field(metadata=_doc("the URL that was captured"))
    canonical_url: str | None = field(metadata=_doc("the page's own canonical URL"))
    title: str | None = field(metadata=_doc("the `title` element"))
    language: str | None = field(metadata=_doc("language tag as the page states it"))
    article_blocks: int = field(metadata=_doc("blocks with role article"))
    widget_blocks: int = field(metadata=_doc("blocks with role widget"))
    chrome_blocks: int = field(metadata=_doc("blocks with role chrome"))
    layout: str | None = field(
        metadata=_doc(
            "name of the station's layout that the page was split by; null without one, and where it did not fit"
        )
    )


@dataclass(slots=True)
class ArticleRow(Row):
    """One row per page that has an article."""

    article_id: str = field(
        metadata=_doc(
            "first 16 hexadecimal digits of the SHA-256 of the canonical URL, or of the URL where there is none"
        )
    )
    station: str = field(metadata=_doc("as in pages"))
    url: str = field(metadata=_doc("as in pages"))
    headline: str | None = field(metadata=_doc("headline as the page shows it"))
    dek: str | None = field(metadata=_doc("the summary line under the headline"))
    authors: list[str] = field(metadata=_doc("bylines, without agency and station"))
    agency: str | None = field(metadata=_doc("news agency, such as AP or CNN"))
    published: str | None = field(metadata=_doc("ISO 8601; with offset where the page or the station says the zone"))
    updated: str | None = field(metadata=_doc("ISO 8601; with offset where the page or the station says the zone"))
    section: str | None = field(metadata=_doc("section of the site"))
    tags: list[str] = field(metadata=_doc("keywords"))
    text: str = field(metadata=_doc("the dek and the body, blocks joined by a blank line"))
    blocks: str = field(
        metadata=_doc(
            "the blocks of `text` as JSON: [{kind, text}]; the first is the dek where the page has one that is not its first paragraph over again"
        )
    )
    images: str = field(metadata=_doc("the article's images as JSON: [{src, alt, caption}]"))
    text_digest: str = field(metadata=_doc("`sha256:` and hexadecimal of `text` in UTF-8"))


@dataclass(slots=True)
class WidgetRow(Row):
    """One row per widget."""

    station: str = field(metadata=_doc("as in pages"))
    url: str = field(metadata=_doc("as in pages"))
    position: int = field(metadata=_doc("place among the page's widgets, from 0"))
    kind: str = field(metadata=_doc("kind of the widget"))
    title: str | None = field(metadata=_doc("its heading"))
    note: str | None = field(metadata=_doc("its small print, such as when it is updated"))
    text: str = field(metadata=_doc("its whole visible text"))
    data: str | None = field(metadata=_doc("typed data as canonical JSON (sorted keys, no spaces)"))
    proof: str | None = field(metadata=_doc("of a decoded table: cells, unique, ambiguous or none"))
    series_id: str = field(
        metadata=_doc(
            "station/kind, and /region, place, area, question or table's title where it is about one: the same widget over time"
        )
    )
    where: str = field(metadata=_doc("XPath, or line span of text input"))
    why: str = field(metadata=_doc("the evidence for the kind"))
    duplicate_of: int | None = field(metadata=_doc("position of the same widget standing earlier on the page"))


TABLES: dict[str, type[Row]] = {"captures": CaptureRow, "pages": PageRow, "articles": ArticleRow, "widgets": WidgetRow}
