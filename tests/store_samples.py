"""Pages and rows for the tests of tables and feeds: a small fixed page, and any page there could be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipelines.items import Article, Block, Image, Page, Reference, Split, Widget
from pipelines.store.parquet import TableWriter
from pipelines.store.rows import rows_of
from pipelines.store.schema import CaptureRow

WARC_FILE = "wxyz-20210301-00001.warc.gz"
NOON = datetime(2021, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
EASTERN = timezone(timedelta(hours=-5))


def page(
    offset: int = 100,
    *,
    widgets: list[Widget] | None = None,
    article: Article | None = None,
    warc_file: str = WARC_FILE,
    at: datetime = NOON,
    url: str = "https://www.wxyz.example/story-1",
    version: str = "v1",
) -> Page:
    """A page that has been split; its widgets and article as given."""
    split = Split(article, widgets or [], [], [Block("Menu")], "A title", "en", None, version)
    return Page(
        Reference(warc_file, offset, f"<urn:uuid:{offset}>", "sha256:00", at), "wxyz", url, None, None, None, split
    )


def article(text: str = "One.\n\nTwo.", headline: str = "Bridge opens") -> Article:
    """An article of two blocks, updated in a zone and published in none."""
    return Article(
        headline=headline,
        authors=["Ann Lee", "Bo Day"],
        published=datetime(2019, 2, 28, 8, 34),  # noqa: DTZ001 - a page that says no zone
        updated=datetime(2019, 2, 28, 8, 45, tzinfo=EASTERN),
        tags=["roads"],
        blocks=[Block(piece, role="article", owner="body") for piece in text.split("\n\n")],
        text=text,
        images=[Image("https://www.wxyz.example/a.jpg", "A bridge")],
    )


def capture(offset: int = 100, *, is_page: bool = True, warc_file: str = WARC_FILE, version: str = "v1") -> CaptureRow:
    """The `captures` row of a record."""
    return CaptureRow(
        warc_file=warc_file,
        warc_offset=offset,
        record_id=f"<urn:uuid:{offset}>",
        payload_digest="sha256:00",
        captured_at=NOON,
        splitter_version=version,
        record_type="response",
        target_uri="https://www.wxyz.example/story-1",
        status=200 if is_page else 404,
        mime="text/html",
        is_page=is_page,
        reason=None if is_page else "status",
        refers_to_target_uri=None,
        refers_to_date=None,
        refers_to_record_id=None,
        truncated=None,
    )


def write_pages(tables_dir: Path, *pages: Page) -> None:
    """Write the tables of pages that come from one WARC file, in the order of their offsets."""
    with TableWriter(tables_dir, pages[0].reference.warc_file) as writer:
        for one in pages:
            writer.add(capture(one.reference.warc_offset, warc_file=one.reference.warc_file))
            for row in rows_of(one):
                writer.add(row)


# --- Any page there could be: whatever text a parser may hand over, lone surrogates and NUL too -----------------------
TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(["\x00", "\ud800x", "a\udfff\x00", '"\\', "🌪️", "\u2028"])
MAYBE_TEXT = st.none() | TEXT
TIMES = st.datetimes(timezones=st.just(UTC))
PRINTED_TIMES = st.none() | st.datetimes(timezones=st.sampled_from([None, UTC, EASTERN]))
DATA: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
BLOCKS = st.lists(
    st.builds(Block, text=TEXT, kind=st.sampled_from(["heading", "paragraph", "list"]), role=st.sampled_from(["article", "widget", "chrome"])),
    max_size=3,
)  # fmt: skip
ARTICLES = st.builds(
    Article,
    headline=MAYBE_TEXT,
    dek=MAYBE_TEXT,
    authors=st.lists(TEXT, max_size=2),
    agency=MAYBE_TEXT,
    published=PRINTED_TIMES,
    updated=PRINTED_TIMES,
    section=MAYBE_TEXT,
    language=MAYBE_TEXT,
    tags=st.lists(TEXT, max_size=2),
    blocks=BLOCKS,
    text=TEXT,
    images=st.lists(st.builds(Image, src=TEXT, alt=MAYBE_TEXT, caption=MAYBE_TEXT), max_size=2),
    canonical_url=MAYBE_TEXT,
)
WIDGETS = st.builds(
    Widget,
    kind=TEXT,
    title=MAYBE_TEXT,
    note=MAYBE_TEXT,
    text=TEXT,
    data=DATA,
    proof=st.sampled_from([None, "cells", "unique", "ambiguous", "none"]),
    where=TEXT,
    why=TEXT,
    duplicate_of=st.none() | st.integers(0, 9),
)
SPLITS = st.builds(
    Split,
    article=st.none() | ARTICLES,
    widgets=st.lists(WIDGETS, max_size=3),
    chrome=BLOCKS,
    blocks=BLOCKS,
    title=MAYBE_TEXT,
    language=MAYBE_TEXT,
    canonical_url=MAYBE_TEXT,
    splitter_version=st.just("v1"),
)
PAGES = st.builds(
    Page,
    reference=st.builds(
        Reference,
        warc_file=st.just(WARC_FILE),
        warc_offset=st.integers(0, 2**62),
        record_id=TEXT,
        payload_digest=TEXT,
        captured_at=TIMES,
    ),
    station=TEXT,
    url=TEXT,
    content_type=st.none(),
    body=st.none(),
    split=SPLITS,
)
