"""Parts and metadata into an `Article`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.items import Article, Block
from pipelines.split import metadata
from pipelines.split.agencies import agency_of_copyright, agency_of_opening
from pipelines.split.authors import authors_of
from pipelines.split.document import Document, Run
from pipelines.split.extent import Extent, extent_of
from pipelines.split.headline import shown_headline
from pipelines.split.images import images_of
from pipelines.split.parts import Parts
from pipelines.split.stated_times import story_times
from pipelines.split.structured import article_object

OPENING, ENDING = 3, 6
"""Paragraphs in which a dateline names the agency; runs after the body in which a copyright line does."""


def article_of(document: Document, parts: Parts, captured_at: datetime | None, tz: ZoneInfo | None) -> Article:
    """The article whose runs are `parts`."""
    runs = document.runs
    said = article_object(document.head)
    extent = extent_of(parts)
    blocks = [
        Block(runs[index].text, parts.kinds.get(index, "paragraph"), "article", parts.owners[index])
        for index in _told(runs, extent)
    ]
    headline = shown_headline(document, extent) or metadata.stated_headline(document, said)
    byline = authors_of(document, said, parts, extent)
    published, updated = story_times(document, said, parts, extent, captured_at, tz)
    return Article(
        headline=headline,
        dek=" ".join(runs[index].text for index in extent.dek) or None,
        authors=byline.authors,
        agency=parts.agency or _printed_agency(document, extent) or byline.agency,
        published=published,
        updated=updated,
        section=metadata.stated_section(document, said, headline, extent),
        language=metadata.stated_language(document.head),
        tags=metadata.stated_tags(document, said, extent),
        blocks=blocks,
        text="\n\n".join(block.text for block in blocks),
        images=images_of(document, said, extent),
        canonical_url=metadata.stated_canonical(document),
    )


def _told(runs: list[Run], extent: Extent) -> list[int]:
    """The dek and the body. A dek that is the first paragraph over again is told once."""
    body = extent.body
    is_lead = bool(body) and [runs[index].text for index in extent.dek] == [runs[body[0]].text]
    return body if is_lead else sorted([*extent.dek, *body])


def _printed_agency(document: Document, extent: Extent) -> str | None:
    for index in extent.body[:OPENING]:
        agency = agency_of_opening(document.runs[index].text)
        if agency is not None:
            return agency
    if extent.last is None:
        return None
    ending = document.runs[max(extent.last - 1, 0) : extent.last + ENDING]
    return next((agency for run in ending if (agency := agency_of_copyright(run.text)) is not None), None)
