"""What a page says of itself beside its visible text: `meta`, JSON-LD, `link rel`, `title`, and every link."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipelines.items import Link
from pipelines.split.document import Head

MAX_JSON_LD_CHARACTERS = 1_000_000
MAX_JSON_LD_OBJECTS = 200
MAX_META = 500
MAX_AUTHORS = 50
_AUTHORS = frozenset({
    "author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author",
})  # fmt: skip
"""Names of `meta` that a page states once for each author."""
SPEAKING = frozenset({"html", "title", "meta", "link", "script"})
"""The elements that `HeadReader.see` takes."""
_LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy")

Attributes = dict[str, Any]
"""By name; None where an attribute has no value."""


class HeadReader:
    """Fed the elements of the page that speak of it in document order, hidden ones too; `result` is the Head."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self._origin = _origin(base)
        self._head = Head()
        self.links = self._head.links

    def see(self, tag: str, attributes: Attributes, node: Any) -> None:
        """Note what an element says. `node` is lexbor's, asked for its text where that counts."""
        match tag:
            case "html":
                self._head.language = _word(attributes.get("lang") or attributes.get("xml:lang"))
            case "title":
                self._head.title = self._head.title or " ".join(node.text(deep=True).split()) or None
            case "meta":
                self._meta(attributes)
            case "link":
                self._link(attributes)
            case _:
                if "ld+json" in (attributes.get("type") or "").lower():
                    self._json_ld(node.text(deep=True))

    def area(self, attributes: Attributes) -> None:
        """Note an `area` of an image map as a link: it shows no text."""
        href = attributes.get("href")
        if href is not None:
            said = attributes.get("alt") or attributes.get("title")
            self.links.append(Link(_fold(said), self.absolute(href)))

    def result(self) -> Head:
        """What was seen."""
        return self._head

    def absolute(self, href: str) -> str:
        """The address, joined to the page's where that is known. As a browser reads it: without line breaks and tabs."""
        cleaned = href.strip()
        if "\n" in cleaned or "\r" in cleaned or "\t" in cleaned:
            cleaned = cleaned.replace("\n", "").replace("\r", "").replace("\t", "")
        if self.base is None:
            return cleaned
        if (
            "/." not in cleaned and ";" not in cleaned and cleaned[-1:] not in "?#"
        ):  # nothing to resolve: the common case, many times a page
            if cleaned.startswith(("https://", "http://")) and "/" in cleaned[8:]:
                return cleaned
            if self._origin is not None and cleaned[:1] == "/" and cleaned[1:2] != "/":
                return self._origin + cleaned
        try:
            return urljoin(self.base, cleaned)
        except ValueError:
            return cleaned

    def picture_source(self, attributes: Attributes) -> str:
        """Where an `img` comes from: `src`, or where scripts load it from when `src` is a placeholder."""
        for name in ("src", *_LAZY_SOURCES):
            value = (attributes.get(name) or "").strip()
            if value and not value.startswith("data:"):
                return self.absolute(value)
        first = (attributes.get("srcset") or attributes.get("data-srcset") or "").strip().split(maxsplit=1)
        return self.absolute(first[0].rstrip(",")) if first and not first[0].startswith("data:") else ""

    def _meta(self, attributes: Attributes) -> None:
        content = " ".join((attributes.get("content") or "").split())
        if not content:
            return
        for attribute in ("name", "property", "itemprop"):
            name = (attributes.get(attribute) or "").strip().lower()
            if name == "article:tag" and len(self._head.tags) < MAX_META:
                self._head.tags.append(content)
            if name in _AUTHORS and len(known := self._head.authors.setdefault(name, [])) < MAX_AUTHORS:
                known.append(content)
            if name and len(self._head.meta) < MAX_META:
                self._head.meta.setdefault(name, content)

    def _link(self, attributes: Attributes) -> None:
        href = (attributes.get("href") or "").strip()
        relations = (attributes.get("rel") or "").lower().split()
        if not href:
            return
        if "canonical" in relations and self._head.canonical_url is None:
            self._head.canonical_url = self.absolute(href)
        kind = (attributes.get("type") or "").strip().lower()
        if "alternate" in relations and kind:
            self._head.alternates.append((kind, Link(_fold(attributes.get("title")), self.absolute(href))))
        if "amphtml" in relations:
            self._head.alternates.append(("amphtml", Link("", self.absolute(href))))

    def _json_ld(self, text: str) -> None:
        if len(text) > MAX_JSON_LD_CHARACTERS:
            return
        try:
            waiting = [json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
        except (ValueError, RecursionError):
            return
        while waiting and len(self._head.json_ld) < MAX_JSON_LD_OBJECTS:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:MAX_JSON_LD_OBJECTS]
            elif isinstance(value, dict):
                graph = value.get("@graph")
                if isinstance(graph, list):
                    waiting[:0] = graph[:MAX_JSON_LD_OBJECTS]
                else:
                    self._head.json_ld.append(value)


def _origin(base: str | None) -> str | None:
    """Scheme and host of an http address, what a path is put behind; None where there is none."""
    try:
        parts = urlsplit(base or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None


def _fold(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def _word(text: str | None) -> str | None:
    return text.strip() or None if text else None
