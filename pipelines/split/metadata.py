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
from pipelines.split.extent import Extent
from pipelines.split.marks import marks_of
from pipelines.split.per_page import per_page
from pipelines.split.structured import article_object, site_names, string, strings, types_of

_SECTIONS = ("article:section", "parsely-section", "section", "og:section", "cxenseparse:recs:category")
_TAGS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_SITE_BEHIND = re.compile(r"\s+[|\-–—:•·»/]+\s+(?P<site>[^|–—•·»]{2,60})$")
_HOME = frozenset({"home", "homepage", "home page", "front page", "start"})
MAX_TAGS, TAGS_BEHIND = 50, 25
_TAG_PAGE = re.compile(r"/(?:tags?|keywords?)/[^/?#]+")
_FORM = re.compile(r"\W")


def stated_headline(document: Document, article: dict[str, object]) -> str | None:
    """The headline by what the page states, without the name of the site or the section behind it. Nobody has seen it as
    a headline, so a few words behind its last bar are taken for such a name too."""
    head = document.head
    said = string(article.get("headline")) or head.meta.get("og:title") or head.title
    if not said:
        return None
    title = without_site(html.unescape(said), document)
    front, bar, behind = title.rpartition(" | ")
    return front.rstrip() if bar and front.count(" ") >= 3 and behind.count(" ") <= 2 else title


def without_site(title: str, document: Document) -> str:
    """The title without what stands behind its last bar or dash, when that is the site's name or the section's."""
    for _ in range(2):
        behind = _SITE_BEHIND.search(title)
        if behind is None or form_of(behind["site"]) not in _names_behind(document):
            break
        title = title[: behind.start()]
    return title


@per_page
def _names_behind(document: Document) -> frozenset[str]:
    sections = (document.head.meta.get(name) for name in _SECTIONS)
    return site_forms(document) | {form_of(name) for name in sections if name}


@per_page
def site_forms(document: Document) -> frozenset[str]:
    """What the site calls itself, and its host, as folded forms."""
    host = host_label(document.url or document.head.canonical_url)
    return frozenset(form_of(name) for name in (*site_names(document.head), host) if name)


def form_of(text: str) -> str:
    """The letters and digits of a name, folded: what is compared with the site's."""
    return _FORM.sub("", text.casefold())


def host_label(url: str | None) -> str:
    """The label of the host that is mostly the site's name: `elmville` of `www.elmville.co.uk`."""
    host = re.match(r"https?://([^/:?#]{1,253})", url or "")
    labels = host[1].split(".")[:-1] if host else []
    if len(labels) > 1 and len(labels[-1]) <= 3:
        labels = labels[:-1]
    return labels[-1] if labels else ""


def stated_section(document: Document, article: dict[str, object], headline: str | None, extent: Extent) -> str | None:
    """The section of the site."""
    head = document.head
    for name in _SECTIONS:
        if head.meta.get(name):
            return head.meta[name]
    said = string(article.get("articleSection"))
    if said:
        return said
    crumbs = _stated_crumbs(head) or _shown_crumbs(document, extent)
    story = (headline or head.title or "").casefold()
    sections = [crumb for crumb in crumbs if _names_section(crumb) and crumb.casefold()[:40] not in story]
    return sections[-1] if sections else None


def _names_section(crumb: str) -> bool:
    return crumb[0].isalpha() and len(crumb) <= 60 and "://" not in crumb and crumb.casefold() not in _HOME


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


def _shown_crumbs(document: Document, extent: Extent) -> list[str]:
    for element in marks_of(document, extent).crumbs:
        runs = document.runs[element.start : min(element.end, element.start + 12)]
        found = [link.text for run in runs for link in run.links if link.text]
        if found:
            return found
    return []


def stated_tags(document: Document, article: dict[str, object], extent: Extent) -> list[str]:
    """Keywords: `article:tag`, else JSON-LD `keywords`, else the keyword metas, else links to pages of tags."""
    head = document.head
    keywords = strings(article.get("keywords"))
    if len(keywords) == 1:
        keywords = keywords[0].split(",")
    metas = next((head.meta[name].split(",") for name in _TAGS if head.meta.get(name)), [])
    return _unique_words(head.tags or keywords or metas or _shown_tags(document, extent))


def _shown_tags(document: Document, extent: Extent) -> list[str]:
    """The links to pages of tags right behind the story, or between its headline and its first paragraph."""
    if extent.first is None or extent.last is None:
        return []
    runs = document.runs
    near = [*runs[extent.start : extent.first], *runs[extent.last : extent.last + TAGS_BEHIND]]
    return [link.text for run in near for link in run.links if link.href and _TAG_PAGE.search(link.href)]


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
