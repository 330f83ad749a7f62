"""What a page needs to be played as it looked: its images, and style sheets, scripts and fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from lxml import etree

from crawler.discovery.urls import canonical

Requisites = Literal["none", "images", "all"]
MAX_REQUISITES = 500
"""Of one page; station pages need 40 to 150."""

_CSS_URL = re.compile(
    r"url\(\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s\"'()]*))\s*\)|@import\s+(?:\"([^\"\n]*)\"|'([^'\n]*)')", re.I
)
_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*?)(?:,+(?=\s|$)|\s[^,]*(?:,|$)|$)")
_MAX_CSS = 4 * 1024 * 1024
_LAZY = ("data-src", "data-lazy-src", "data-original")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_IMAGE_LINKS = frozenset({"icon", "apple-touch-icon", "image_src"})
_OTHER_LINKS = frozenset({"stylesheet", "modulepreload", "manifest", "preload"})


def of_page(body: bytes, url: str, encoding: str | None, wanted: Requisites) -> list[str]:
    """The URLs of an HTML page's requisites in document order, each once, `base href` respected. Images are those of
    `img`, `picture`, `input`, posters of films, icons, and what scripts put into `src` when a reader scrolls."""
    root = _parse(body, encoding) if wanted != "none" else None
    if root is None:
        return []
    return _once(_of_tree(root, wanted), _base_of(root, url))


def of_style_sheet(body: bytes, url: str) -> list[str]:
    """The URLs of what a style sheet names: images, fonts and other style sheets."""
    return _once(_in_css(body[:_MAX_CSS].decode("utf-8", "replace")), url)


def _parse(body: bytes, encoding: str | None) -> etree._Element | None:
    """The tree of an HTML page without its comments; None for an empty one."""
    try:
        parser = etree.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, remove_comments=True)
    except LookupError:
        return _parse(body, None)  # libxml2 does not know it, and looks for the page's own word
    try:
        parser.feed(body)
        return parser.close()
    except etree.XMLSyntaxError:
        return None  # an empty page


def _base_of(root: etree._Element, url: str) -> str:
    """What the page's addresses are relative to."""
    element = next(root.iter("base"), None)
    href = element.get("href") if element is not None else None
    return (canonical(href, url) if href else None) or url


def _of_tree(root: etree._Element, wanted: Requisites) -> Iterator[str]:
    for element in root.iter(etree.Element):
        yield from _images(element)
        if wanted == "all":
            yield from _others(element)


def _images(element: etree._Element) -> Iterator[str]:
    tag = element.tag
    if tag in ("img", "input", "source") and (tag != "source" or _is_picture(element)):
        yield from _attributes(element, ("src", *_LAZY))
        for name in ("srcset", *_LAZY_SETS):
            yield from _candidates(element.get(name) or "")
    elif tag == "video":
        yield from _attributes(element, ("poster",))
    elif tag == "link" and _IMAGE_LINKS & _rel(element):
        yield from _attributes(element, ("href",))


def _others(element: etree._Element) -> Iterator[str]:
    if element.tag == "link" and _OTHER_LINKS & _rel(element):
        yield from _attributes(element, ("href",))
        yield from _candidates(element.get("imagesrcset") or "")
    elif element.tag == "script":
        yield from _attributes(element, ("src",))
    elif element.tag == "style":
        yield from _in_css(element.text or "")
    if style := element.get("style"):
        yield from _in_css(style)


def _is_picture(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "picture"


def _rel(element: etree._Element) -> set[str]:
    return set((element.get("rel") or "").lower().split())


def _attributes(element: etree._Element, names: Iterable[str]) -> Iterator[str]:
    yield from (value for name in names if (value := element.get(name)))


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a `srcset`; one may have commas inside, not at its end."""
    yield from (match[1] for match in _CANDIDATE.finditer(srcset))


def _in_css(text: str) -> Iterator[str]:
    yield from (next(filter(None, match.groups()), "") for match in _CSS_URL.finditer(text))


def _once(found: Iterable[str], base: str) -> list[str]:
    once: dict[str, None] = {}
    for each in found:
        url = canonical(each, base) if each.strip() else None
        if url is not None:
            once[url] = None
        if len(once) >= MAX_REQUISITES:
            break
    return list(once)
