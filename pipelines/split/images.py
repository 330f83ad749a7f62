"""The images of an article: the one that stands for it first, then those between its headline and its end."""

from __future__ import annotations

from urllib.parse import urljoin

from pipelines.items import Image
from pipelines.split.document import Document, Element
from pipelines.split.extent import Extent

MAX_IMAGES = 100
_PIXEL = frozenset({"0", "1"})


def images_of(document: Document, article: dict[str, object], extent: Extent) -> list[Image]:
    """The lead image as the page states it (og:image, JSON-LD `image`, twitter:image, in this order), then the pictures
    between headline and the end of the body, with their captions."""
    found: dict[str, Image] = {}
    lead = _stated(document, article)
    if lead is not None:
        found[lead.src] = lead
    end = extent.last if extent.last is not None else -1
    for picture in document.pictures:
        if extent.start < picture.before <= end and picture.src and not _is_pixel(picture.element):
            figure = _figure(picture.element)
            runs = document.runs[figure.start : figure.end] if figure is not None else []
            caption = " ".join(run.text for run in runs) or None
            found.setdefault(picture.src, Image(picture.src, picture.alt or None, caption))
    return list(found.values())[:MAX_IMAGES]


def _stated(document: Document, article: dict[str, object]) -> Image | None:
    meta = document.head.meta
    for name in ("og:image", "og:image:url", "og:image:secure_url"):
        src = _address(meta.get(name), document.url)
        if src is not None:
            return Image(src, meta.get("og:image:alt"))
    src = _address(_in_json_ld(article.get("image") or article.get("thumbnailUrl")), document.url)
    if src is not None:
        return Image(src)
    src = _address(meta.get("twitter:image") or meta.get("twitter:image:src"), document.url)
    return Image(src, meta.get("twitter:image:alt")) if src is not None else None


def _in_json_ld(value: object) -> str | None:
    """An address, an ImageObject, or the first of a list of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def _address(said: str | None, base: str | None) -> str | None:
    """As an absolute http address, or None."""
    if not said:
        return None
    try:
        address = urljoin(base or "", said.strip())
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _figure(element: Element) -> Element | None:
    """The figure that a picture stands in."""
    at: Element | None = element
    while at is not None and at.tag != "figure":
        at = at.parent
    return at


def _is_pixel(element: Element) -> bool:
    said = element.attributes
    return said.get("width") in _PIXEL or said.get("height") in _PIXEL
