"""Reading the JSON-LD of a page, whose values may be of any shape."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Head

MAX_NESTED = 500
"""Objects inside others that are looked at."""
_ARTICLE_TYPES = ("Article", "BlogPosting", "NewsStory", "Report")
"""Ends of the names of types of articles: `ReportageNewsArticle`, `LiveBlogPosting`."""
_PARTS = frozenset({"ImageObject", "Comment", "Review", "UserComments", "Answer", "Question", "AudioObject"})
"""Types with a date that is not the page's."""


def article_object(head: Head) -> dict[str, object]:
    """The object of an article type, of several the one with the page's title; else one inside another (`mainEntity`);
    else one of any type with a date; else empty."""
    articles = [item for item in head.json_ld if is_article(item)]
    if articles:
        return _titled(articles, head) if len(articles) > 1 else articles[0]
    inner = next((each for item in head.json_ld for each in _inside(item) if is_article(each)), None)
    if inner is not None:
        return inner
    dated = (item for item in head.json_ld if item.get("datePublished") and _PARTS.isdisjoint(types_of(item)))
    return next(dated, {})


def _titled(articles: list[dict[str, object]], head: Head) -> dict[str, object]:
    """The article that the page's title names; the first one where it names none."""
    titles = [title.casefold() for title in (head.meta.get("og:title"), head.title) if title]
    for item in articles:
        headline = (string(item.get("headline")) or string(item.get("name")) or "").casefold()
        if headline and any(headline in title or title in headline for title in titles):
            return item
    return articles[0]


def _inside(item: dict[str, object]) -> Iterator[dict[str, object]]:
    """What an object says that it is about."""
    for name in ("mainEntity", "mainEntityOfPage", "about", "hasPart"):
        inner = item.get(name)
        for each in inner[:1] if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield each


def is_article(item: dict[str, object]) -> bool:
    """Whether an object is of a type of article."""
    kind = item.get("@type")
    if isinstance(kind, str):
        return kind.endswith(_ARTICLE_TYPES)
    return any(each.endswith(_ARTICLE_TYPES) for each in types_of(item))


def is_declared_article(head: Head) -> bool:
    """Whether the page says that it is an article: JSON-LD of an article type, or og:type."""
    if any(is_article(item) for item in head.json_ld):
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
                each = _with_id(each["@id"], head) or each
            is_organisation = any("Organization" in kind for kind in types_of(each))
            named.extend((name, is_organisation) for name in strings(each.get("name")))
        elif isinstance(each, str) and each.strip() and not each.startswith("http"):
            named.append((" ".join(each.split()), False))
    return named


def site_names(head: Head) -> list[str]:
    """What the site calls itself: og:site_name, the publisher and the web site of JSON-LD, the application's name."""
    found = [
        head.meta.get("og:site_name"),
        head.meta.get("application-name"),
        head.meta.get("apple-mobile-web-app-title"),
    ]
    for item in head.json_ld[:MAX_NESTED]:
        kinds = types_of(item)
        if any(kind in ("WebSite", "Organization", "NewsMediaOrganization") for kind in kinds):
            found.append(string(item.get("name")))
        publisher = item.get("publisher")
        if isinstance(publisher, dict):
            found.append(string(publisher.get("name")))
    return [name for name in found if name]


def _with_id(identity: object, head: Head) -> dict[str, object] | None:
    """The object with an `@id` and a name, also where it stands inside another."""
    return next((item for item in _nested(head) if item.get("@id") == identity and "name" in item), None)


def _nested(head: Head) -> Iterator[dict[str, object]]:
    waiting: list[object] = list(head.json_ld)
    seen = 0
    while waiting and seen < MAX_NESTED:
        value = waiting.pop(0)
        seen += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for inner in value.values() if isinstance(inner, dict | list))
        elif isinstance(value, list):
            waiting.extend(inner for inner in value[:MAX_NESTED] if isinstance(inner, dict | list))
