"""Parts and metadata into an `Article`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.items import Article, Block, Image
from pipelines.split import metadata
from pipelines.split.bylines import agency_of_copyright, agency_of_opening, unique
from pipelines.split.document import Document, Element
from pipelines.split.parts import Parts

OPENING, ENDING = 3, 6
"""Paragraphs in which a dateline names the agency; runs after the body in which a copyright line does."""


def article_of(document: Document, parts: Parts, captured_at: datetime | None, tz: ZoneInfo | None) -> Article:
    """The article whose runs are `parts`."""
    head = document.head
    stated = metadata.stated_byline(head)
    blocks = [
        Block(document.runs[index].text, parts.kinds.get(index, "paragraph"), "article", "body")
        for index in parts.of("body")
    ]
    shown = _joined(document, parts.of("headline")[:1])
    published = metadata.best_time(parts.published, _published(document, parts, tz), captured_at)
    later = (
        when
        for when in metadata.stated_times(document, tz, updated=True)
        if published is None or (when.tzinfo is None) != (published.tzinfo is None) or when >= published
    )
    return Article(
        headline=shown or metadata.stated_headline(head),
        dek=_joined(document, parts.of("dek")),
        authors=unique(parts.authors or stated.authors),
        agency=parts.agency or _printed_agency(document, parts) or stated.agency,
        published=published,
        updated=metadata.best_time(parts.updated, later, captured_at),
        section=metadata.stated_section(head),
        language=metadata.stated_language(head),
        tags=metadata.stated_tags(head),
        blocks=blocks,
        text="\n\n".join(block.text for block in blocks),
        images=_images(document, parts),
        canonical_url=metadata.stated_canonical(document),
    )


def _joined(document: Document, indexes: list[int]) -> str | None:
    return " ".join(document.runs[index].text for index in indexes) or None


def _published(document: Document, parts: Parts, tz: ZoneInfo | None) -> Iterator[datetime]:
    yield from metadata.stated_times(document, tz, updated=False)
    body = parts.of("body")
    start = min([*parts.of("headline"), *body], default=0)
    yield from metadata.time_elements(document, max(start - 3, 0), (body[0] if body else start) + 1, tz)
    in_path = metadata.date_in_path(document.url or document.head.canonical_url)
    if in_path is not None:
        yield in_path


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


def _images(document: Document, parts: Parts) -> list[Image]:
    """og:image first, then the pictures between headline and the end of the body, with their captions."""
    found: dict[str, Image] = {}
    lead = document.head.meta.get("og:image") or document.head.meta.get("og:image:url")
    if lead and lead.startswith("http"):
        found[lead] = Image(lead, document.head.meta.get("og:image:alt"))
    body = parts.of("body")
    if not body:
        return list(found.values())
    start = min([*parts.of("headline"), body[0]])
    for picture in document.pictures:
        if start < picture.before <= body[-1] and picture.src and not _is_pixel(picture.element):
            figure = next((element for element in picture.element.ancestors() if element.tag == "figure"), None)
            caption = _joined(document, list(range(figure.start, figure.end))) if figure is not None else None
            found.setdefault(picture.src, Image(picture.src, picture.alt or None, caption))
    return list(found.values())[:100]


def _is_pixel(element: Element) -> bool:
    return any(element.attributes.get(side) in ("0", "1") for side in ("width", "height"))
