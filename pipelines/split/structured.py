"""Reading the JSON-LD of a page, whose values may be of any shape."""

from __future__ import annotations

import re

from pipelines.split.document import Head

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|ReportageNewsArticle|NewsStory|Report)$")
_PAGE_TYPES = frozenset({"WebPage", "VideoObject"})


def article_object(head: Head) -> dict[str, object]:
    """The first object of an article type; else of a page or video with a date; else empty."""
    for item in head.json_ld:
        if any(_ARTICLE_TYPE.search(kind) for kind in types_of(item)):
            return item
    for item in head.json_ld:
        if _PAGE_TYPES.intersection(types_of(item)) and item.get("datePublished"):
            return item
    return {}


def is_declared_article(head: Head) -> bool:
    """Whether the page says that it is an article: JSON-LD of an article type, or og:type."""
    if any(_ARTICLE_TYPE.search(kind) for item in head.json_ld for kind in types_of(item)):
        return True
    return head.meta.get("og:type", "").lower() in ("article", "news.article") or "article:published_time" in head.meta


def types_of(item: dict[str, object]) -> list[str]:
    """Its `@type`, one or many."""
    return strings(item.get("@type"))


def string(value: object) -> str | None:
    """The value as one line of text; None where it is empty or no text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, int | float):
        value = str(value)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def strings(value: object) -> list[str]:
    """The texts of a text or a list of texts."""
    values = value if isinstance(value, list) else [value]
    return [text for text in (string(each) for each in values[:100]) if text]


def names_of(value: object, head: Head) -> list[tuple[str, bool]]:
    """Names of persons or organisations, and whether it says it is an organisation. `@id` is looked up in the page."""
    named: list[tuple[str, bool]] = []
    for each in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(each, dict):
            if "name" not in each and "@id" in each:
                each = next((item for item in head.json_ld if item.get("@id") == each["@id"]), each)
            name = string(each.get("name"))
            if name:
                named.append((name, any("Organization" in kind for kind in types_of(each))))
        elif isinstance(each, str) and each.strip() and not each.startswith("http"):
            named.append((" ".join(each.split()), False))
    return named
