"""What a page says of its article beside the visible text, and the rule for each field where sources disagree.

- headline: the one that is shown; without one, JSON-LD `headline`, og:title, the `title` element, in this order.
- published, updated: the printed line; a printed date without a time of day takes that of the first other source of the
  same day (within a day of it, for zones). Without a printed one: JSON-LD, `meta`, a `time` element in the head of the
  story, and for published the date in the path of the address. A stated time after the
  capture is not believed, nor is a stated update before the publication.
- authors: the printed byline; else JSON-LD, else `meta`. Organisations, agencies, stations and desks are not authors.
- agency: the byline, else the dateline of the first paragraphs, else a copyright line at the end, else JSON-LD or `meta`.
- section, tags, language, canonical URL: `meta` and `link` first, JSON-LD after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.split.bylines import Byline, agency_name, names, unique
from pipelines.split.document import Document, Head
from pipelines.split.printed_times import read_iso
from pipelines.split.structured import article_object, names_of, string, strings

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish_date", "publish-date", "article.published", "article:published", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "ptime", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "article.updated", "article:modified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "lastmodified", "utime",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "twitter:creator_name",
)
_SECTIONS = ("article:section", "parsely-section", "section", "og:section", "cxenseparse:recs:category")
_TAGS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_NOT_AFTER = timedelta(days=1)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
MAX_TAGS = 50
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")
MAX_ADDRESS = 2_000


def stated_headline(head: Head) -> str | None:
    """The headline by what the page states, without the name of the site at its end where the page states that too."""
    said = string(article_object(head).get("headline")) or head.meta.get("og:title") or head.title
    site = head.meta.get("og:site_name")
    if said and site and said.casefold().endswith(site.casefold()):
        return said[: -len(site)].rstrip(" |-–—:•·") or said
    return said


def best_time(printed: datetime | None, others: Iterable[datetime], captured_at: datetime | None) -> datetime | None:
    """The printed time, or the first other that is not after the capture; see the rule above for a printed day."""
    believed = (when for when in others if not _is_after(when, captured_at))
    if printed is None:
        return next(believed, None)
    if (printed.hour, printed.minute, printed.second) != (0, 0, 0):
        return printed
    same_day = (
        when
        for when in believed
        if abs(when.replace(tzinfo=None) - printed.replace(tzinfo=None)) <= timedelta(days=1, hours=12)
    )
    return next((when for when in same_day if _day(when, printed) == printed.date()), printed)


def _day(when: datetime, printed: datetime) -> Any:
    zone = printed.tzinfo
    return (when.astimezone(zone) if zone is not None and when.tzinfo is not None else when).date()


def _is_after(when: datetime, captured_at: datetime | None) -> bool:
    latest = captured_at or _LATEST
    return _aware(when) > _aware(latest) + _NOT_AFTER


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def stated_times(document: Document, tz: ZoneInfo | None, *, updated: bool) -> Iterator[datetime]:
    """Times by JSON-LD and `meta`, the best first."""
    head = document.head
    field, metas = ("dateModified", _UPDATED) if updated else ("datePublished", _PUBLISHED)
    said = [string(article_object(head).get(field)), *(head.meta.get(name) for name in metas)]
    for text in said:
        when = read_iso(text, tz) if text else None
        if when is not None:
            yield when


def time_elements(document: Document, start: int, end: int, tz: ZoneInfo | None) -> Iterator[datetime]:
    """Times of `time` elements between two runs."""
    for element in document.elements:
        if element.tag == "time" and start <= element.start <= end:
            when = read_iso(element.attributes.get("datetime", ""), tz)
            if when is not None:
                yield when


def date_in_path(url: str | None) -> datetime | None:
    """The date in the path of an address, `/2021/06/01/...`, at midnight."""
    match = _DATE_IN_PATH.search(url[:MAX_ADDRESS]) if url else None
    if match is None:
        return None
    year, month, day = (int(number) for number in match.groups())
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - a path names no zone
    except ValueError:
        return None


def stated_byline(head: Head) -> Byline:
    """Authors and agency by JSON-LD, else by `meta`."""
    stated = Byline()
    article = article_object(head)
    for name, is_organisation in names_of(article.get("author", article.get("creator")), head):
        _add(stated, name, is_organisation=is_organisation)
    if stated.authors or stated.agency:
        return stated
    for field in _AUTHORS:
        value = head.meta.get(field)
        if value and not urlsplit(value).scheme:
            _add(stated, value, is_organisation=False)
            if stated.authors:
                break
    return stated


def _add(stated: Byline, name: str, *, is_organisation: bool) -> None:
    read = names(name)
    stated.agency = stated.agency or agency_name(name) or read.agency
    if not is_organisation:
        stated.authors = unique([*stated.authors, *read.authors])


def stated_section(head: Head) -> str | None:
    """The section of the site."""
    for name in _SECTIONS:
        if head.meta.get(name):
            return head.meta[name]
    return string(article_object(head).get("articleSection"))


def stated_tags(head: Head) -> list[str]:
    """Keywords: `article:tag`, else JSON-LD `keywords`, else the keyword metas."""
    keywords = strings(article_object(head).get("keywords"))
    if len(keywords) == 1:
        keywords = keywords[0].split(",")
    metas = next((head.meta[name].split(",") for name in _TAGS if head.meta.get(name)), [])
    return _unique_words(head.tags or keywords or metas)


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
