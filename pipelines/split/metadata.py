"""What a page says of its article beside the visible text, and the rule for each field where sources disagree.

- headline: the one that is shown; without one, JSON-LD `headline`, og:title, the `title` element, in this order, without
  the name of the site or the section at its end.
- published, updated: see `stated_times.py`.
- authors, agency: see `authors.py`.
- section: `meta`, JSON-LD, the last breadcrumb above the story. Tags: `article:tag`, JSON-LD, `meta`, links to tags.
- language, canonical URL: `meta` and `link` first, JSON-LD after.
"""

from __future__ import annotations

import html
import re

from pipelines.split.document import Document, Head
from pipelines.split.marks import is_aside, marks_of
from pipelines.split.structured import article_object, site_names, string, strings, types_of

_SECTIONS = ("article:section", "parsely-section", "section", "og:section", "cxenseparse:recs:category")
_TAGS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_SITE_BEHIND = re.compile(r"\s+[|\-–—:•·»/]+\s+(?P<site>[^|–—•·»]{2,60})$")
_HOME = frozenset({"home", "homepage", "home page", "front page", "start"})
MAX_TAGS = 50
_FORM = re.compile(r"\W")


def stated_headline(document: Document, article: dict[str, object]) -> str | None:
    """The headline by what the page states, without the name of the site or the section behind it."""
    head = document.head
    said = string(article.get("headline")) or head.meta.get("og:title") or head.title
    return without_site(html.unescape(said), document) if said else None


def without_site(title: str, document: Document) -> str:
    """The title without what stands behind its last bar or dash, when that is the site's name or the section's."""
    head = document.head
    named = (
        *site_names(head),
        host_label(document.url or head.canonical_url),
        *(head.meta.get(name) for name in _SECTIONS),
    )
    forms = {form_of(name) for name in named if name}
    for _ in range(2):
        behind = _SITE_BEHIND.search(title)
        if behind is None or form_of(behind["site"]) not in forms:
            break
        title = title[: behind.start()]
    return title


def form_of(text: str) -> str:
    """The letters and digits of a name, folded: what is compared with the site's."""
    return _FORM.sub("", text.casefold())


def host_label(url: str | None) -> str:
    """The longest label of the host, which is mostly the site's name."""
    host = re.match(r"https?://([^/:?#]+)", url or "")
    return max(host[1].split(".")[:-1], key=len, default="") if host else ""


def stated_section(document: Document, article: dict[str, object], headline: str | None) -> str | None:
    """The section of the site."""
    head = document.head
    for name in _SECTIONS:
        if head.meta.get(name):
            return head.meta[name]
    said = string(article.get("articleSection"))
    if said:
        return said
    crumbs = _stated_crumbs(head) or _shown_crumbs(document)
    story = (headline or head.title or "").casefold()
    sections = [crumb for crumb in crumbs if crumb.casefold() not in _HOME and crumb.casefold()[:40] not in story]
    return sections[-1] if sections and len(sections[-1]) <= 60 else None


def _stated_crumbs(head: Head) -> list[str]:
    """Names of a JSON-LD BreadcrumbList, without the last one when that is the page itself."""
    listed = next((item.get("itemListElement") for item in head.json_ld if "BreadcrumbList" in types_of(item)), None)
    found: list[str] = []
    for each in listed[:20] if isinstance(listed, list) else []:
        if isinstance(each, dict):
            inner = each.get("item")
            name = string(each.get("name")) or (string(inner.get("name")) if isinstance(inner, dict) else None)
            found.append(html.unescape(name or ""))
    return [name for name in found if name]


def _shown_crumbs(document: Document) -> list[str]:
    for element in marks_of(document).crumbs:
        runs = document.runs[element.start : min(element.end, element.start + 12)]
        found = [" ".join(link.text.split()) for run in runs for link in run.links]
        if found:
            return found
    return []


def stated_tags(document: Document, article: dict[str, object]) -> list[str]:
    """Keywords: `article:tag`, else JSON-LD `keywords`, else the keyword metas, else links with `rel=tag`."""
    head = document.head
    keywords = strings(article.get("keywords"))
    if len(keywords) == 1:
        keywords = keywords[0].split(",")
    metas = next((head.meta[name].split(",") for name in _TAGS if head.meta.get(name)), [])
    return _unique_words(head.tags or keywords or metas or _shown_tags(document))


def _shown_tags(document: Document) -> list[str]:
    hrefs = {element.attributes.get("href", "") for element in marks_of(document).tags if not is_aside(element)}
    if not hrefs:
        return []
    starts = {element.start for element in marks_of(document).tags}
    return [
        link.text
        for index in sorted(starts)
        if index < len(document.runs)
        for link in document.runs[index].links
        if link.href and any(link.href.endswith(href.lstrip(".")) for href in hrefs if href)
    ]


def _unique_words(words: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for word in words:
        folded = " ".join(word.split())
        if folded:
            seen.setdefault(folded.casefold(), folded)
    return list(seen.values())[:MAX_TAGS]


def stated_language(head: Head) -> str | None:
    """The language tag as the page states it."""
    og_locale = head.meta.get("og:locale")
    said = (
        head.language, head.meta.get("content-language"), head.meta.get("language"),
        og_locale.replace("_", "-") if og_locale else None, string(article_object(head).get("inLanguage")),
    )  # fmt: skip
    return next(
        (text for text in said if text and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", text)), None
    )


def stated_canonical(document: Document) -> str | None:
    """The page's own address: `link rel=canonical`, og:url, JSON-LD; absolute http addresses only."""
    head = document.head
    article = article_object(head)
    main = article.get("mainEntityOfPage")
    said = (
        head.canonical_url,
        head.meta.get("og:url"),
        string(article.get("url")),
        string(main.get("@id")) if isinstance(main, dict) else string(main),
    )
    return next((address for address in said if address and re.match(r"https?://[^/\s]", address)), None)
