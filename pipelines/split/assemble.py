"""Parts and metadata into an `Article`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.items import Article, Block
from pipelines.split import metadata
from pipelines.split.agencies import agency_of_copyright, agency_of_opening
from pipelines.split.authors import authors_of
from pipelines.split.document import Document
from pipelines.split.headline import shown_headline
from pipelines.split.images import images_of
from pipelines.split.parts import Parts
from pipelines.split.stated_times import story_start, story_times
from pipelines.split.structured import article_object

OPENING, ENDING = 3, 6
"""Paragraphs in which a dateline names the agency; runs after the body in which a copyright line does."""


def article_of(document: Document, parts: Parts, captured_at: datetime | None, tz: ZoneInfo | None) -> Article:
    """The article whose runs are `parts`."""
    head = document.head
    said = article_object(head)
    blocks = [
        Block(document.runs[index].text, parts.kinds.get(index, "paragraph"), "article", "body")
        for index in parts.of("body")
    ]
    headline = shown_headline(document, parts) or metadata.stated_headline(document, said)
    byline = authors_of(document, said, parts)
    published, updated = story_times(document, said, parts, captured_at, tz)
    return Article(
        headline=headline,
        dek=" ".join(document.runs[index].text for index in parts.of("dek")) or None,
        authors=byline.authors,
        agency=parts.agency or _printed_agency(document, parts) or byline.agency,
        published=published,
        updated=updated,
        section=metadata.stated_section(document, said, headline),
        language=metadata.stated_language(head),
        tags=metadata.stated_tags(document, said, story_start(parts)),
        blocks=blocks,
        text="\n\n".join(block.text for block in blocks),
        images=images_of(document, said, parts),
        canonical_url=metadata.stated_canonical(document),
    )


def _printed_agency(document: Document, parts: Parts) -> str | None:
    body = parts.of("body")
    for index in body[:OPENING]:
        agency = agency_of_opening(document.runs[index].text)
        if agency is not None:
            return agency
    if not body:
        return None
    ending = document.runs[max(body[-1] - 1, 0) : body[-1] + ENDING]
    return next((agency for run in ending if (agency := agency_of_copyright(run.text)) is not None), None)
