"""What a page says of itself beside its visible text: `meta`, JSON-LD, `link rel`, `title`, and every link."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from pipelines.items import Link
from pipelines.split.document import Head

MAX_JSON_LD_CHARACTERS = 1_000_000
MAX_JSON_LD_OBJECTS = 200
MAX_META = 500
_LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy")


class HeadReader:
    """Fed every element of the page in document order, hidden ones too; `result` is the Head."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self.links: list[Link] = []
        self._head = Head()

    def see(self, node: Any) -> None:
        """Note what the element says, if it is one of those that speak of the page."""
        match node.tag:
            case "html":
                self._head.language = self._head.language or _word(node.get("lang") or node.get("xml:lang"))
            case "title":
                if self._head.title is None and (node.getparent() is None or node.getparent().tag != "svg"):
                    self._head.title = " ".join("".join(node.itertext()).split()) or None
            case "meta":
                self._meta(node)
            case "link":
                self._link(node)
            case "script":
                if "ld+json" in (node.get("type") or "").lower():
                    self._json_ld(node.text or "")
            case _:
                pass

    def result(self) -> Head:
        """What was seen."""
        self._head.links = self.links
        return self._head

    def absolute(self, href: str) -> str:
        """The address, joined to the page's where that is known. As a browser reads it: without line breaks and tabs."""
        cleaned = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
        if self.base is None:
            return cleaned
        try:
            return urljoin(self.base, cleaned)
        except ValueError:
            return cleaned

    def picture_source(self, node: Any) -> str:
        """Where an `img` comes from: `src`, or where scripts load it from when `src` is a placeholder."""
        for name in ("src", *_LAZY_SOURCES):
            value = (node.get(name) or "").strip()
            if value and not value.startswith("data:"):
                return self.absolute(value)
        first = (node.get("srcset") or node.get("data-srcset") or "").strip().split(maxsplit=1)
        return self.absolute(first[0].rstrip(",")) if first and not first[0].startswith("data:") else ""

    def _meta(self, node: Any) -> None:
        content = " ".join((node.get("content") or "").split())
        if not content:
            return
        for attribute in ("name", "property", "itemprop"):
            name = (node.get(attribute) or "").strip().lower()
            if name == "article:tag" and len(self._head.tags) < MAX_META:
                self._head.tags.append(content)
            if name and len(self._head.meta) < MAX_META:
                self._head.meta.setdefault(name, content)

    def _link(self, node: Any) -> None:
        href = (node.get("href") or "").strip()
        relations = (node.get("rel") or "").lower().split()
        if not href:
            return
        if "canonical" in relations and self._head.canonical_url is None:
            self._head.canonical_url = self.absolute(href)
        if "alternate" in relations and node.get("type"):
            self._head.alternates.append((node.get("type").strip().lower(), self.absolute(href)))
        if "amphtml" in relations:
            self._head.alternates.append(("amphtml", self.absolute(href)))

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


def _word(text: str | None) -> str | None:
    return text.strip() or None if text else None
