"""What a look at a site tells of the station: read from the captures of a few requests. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from crawler.archive.capture import Capture, is_page, page_of
from crawler.discovery.links import found_links, head_of
from crawler.discovery.named import looks_like_story, named_in
from crawler.discovery.platform import Platform, platform_of, story_pattern
from crawler.discovery.urls import canonical, host_of, is_within
from crawler.discovery.xml import NotXmlError
from pipelines.errors import ArchiveError
from pipelines.items import Page
from pipelines.split_page import split_page

_CALL_SIGN = re.compile(r"\b([WK][A-Z]{2,3})(?:-(TV|DT|FM|AM|LD|LP|CD))?\b")
_IN_HOST = re.compile(r"^([wk][a-z]{2,3}?)(?:tv|fm|radio|news)?\d*$")
_NETWORKS = ("ABC", "CBS", "NBC", "FOX", "PBS", "NPR", "CW", "Telemundo", "Univision")
_SECTION_STORIES = 5

_TIME_ZONES = {
    "America/New_York": "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL LA MN MO MS OK WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Los_Angeles": "CA NV WA",
    "America/Phoenix": "AZ",
    "Pacific/Honolulu": "HI",
}
"""States that lie in one zone, or have all of their stations in it."""


@dataclass(slots=True)
class Look:
    """What was found. `fits_platform` says that the stories' addresses are as on other stations of the system. `facts` are those of a station file that the site itself states; feeds, sitemaps and sections are
    those that were seen to work, `announced` those that were not asked. `pages` are the addresses that were split."""

    front: str
    domain: str
    platform: Platform | None = None
    article_url: str | None = None
    fits_platform: bool = False
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)
    widgets: dict[str, int] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    stories_named: int = 0


def look_at(front: str, captures: Iterable[Capture], known: dict[str, str]) -> Look:
    """Read the captures of a look at the site whose front page is `front`. `known` are patterns of stories by the `base`
    of a platform. Captures that cannot be read tell nothing."""
    found = list(captures)
    look = Look(front, host_of(front).removeprefix("www."))
    look.answers = dict(sorted(Counter(str(each.status) for each in found).items()))
    stories: set[str] = set()
    split: list[Page] = []
    links: dict[str, list[str]] = {}
    for capture in found:
        url = canonical(capture.target_uri) or capture.target_uri
        if capture.status == 200 and capture.body:
            stories |= _source(look, capture, url)
            split += _split(look, capture, url, links)
    body = next((each.body for each in found if canonical(each.target_uri) == canonical(front) and each.body), b"")
    look.platform = platform_of(body)
    stories |= set(look.articles)
    on_front = next((links[page.url] for page in split if canonical(page.url) == canonical(front)), [])
    others = [url for url in on_front if url not in stories and _is_shallow(url)]
    pattern = known.get(look.platform.base or "") if look.platform else None
    look.article_url = story_pattern(sorted(stories), others, pattern)
    look.fits_platform = pattern is not None and look.article_url == pattern
    look.stories_named = len(stories)
    look.sections = _sections(split, look, links)
    look.facts = _facts(body, split, look)
    return look


def _source(look: Look, capture: Capture, url: str) -> set[str]:
    """Stories that a feed or sitemap names, which is noted as one that works."""
    for kind, working in (("feed", look.feeds), ("sitemap", look.sitemaps)):
        try:
            named = named_in(kind, capture.body or b"", url)  # type: ignore[arg-type]  # both are kinds
        except NotXmlError:
            continue
        if named.pages or named.sitemaps:
            working.append(url)
        return {each.url for each in named.pages[:500] if is_within(host_of(each.url), (look.domain,))}
    return set()


def _split(look: Look, capture: Capture, url: str, links: dict[str, list[str]]) -> list[Page]:
    """The page of a capture, if it is one that can be split; its links to the site itself go into `links`."""
    if not is_page(capture):
        return []
    page = page_of(capture, look.domain, None)
    try:
        found = found_links(head_of(page), page.url)
        page = split_page(page)
    except ArchiveError:
        return []
    if page.split is None:
        return []
    links[page.url] = [each.url for each in found if is_within(host_of(each.url), (look.domain,))]
    look.pages.append(url)
    kinds = Counter(widget.kind for widget in page.split.widgets if widget.duplicate_of is None)
    look.widgets = dict(sorted((Counter(look.widgets) + kinds).items()))
    if page.split.article is not None and not _is_front(url, look):
        look.articles.append(url)
    return [page]


def _is_front(url: str, look: Look) -> bool:
    return canonical(url) == canonical(look.front) or urlsplit(url).path in {"", "/"}


def _is_shallow(url: str) -> bool:
    return len(urlsplit(url).path.strip("/").split("/")) <= 2


def _sections(pages: list[Page], look: Look, links: dict[str, list[str]]) -> list[str]:
    """Pages without a story of their own that list stories which most pages do not: the widgets beside every page list
    stories too."""
    listed = {
        page.url: {each for each in links[page.url] if looks_like_story(each, look.article_url)} for page in pages
    }
    everywhere = {
        url for url, count in Counter(u for urls in listed.values() for u in urls).items() if count * 2 > len(pages)
    }
    return [
        url
        for url, stories in listed.items()
        if len(stories - everywhere) >= _SECTION_STORIES and url not in look.articles and not _is_front(url, look)
    ]


def _facts(front: bytes, pages: list[Page], look: Look) -> dict[str, str]:
    meta = dict(_metadata(front))
    title = next((page.split.title for page in pages if page.split and _is_front(page.url, look)), None) or ""
    names = " ".join(filter(None, (meta.get("og:site_name"), title, meta.get("name"))))
    facts = {
        "call_sign": _call_sign(names, look.domain),
        "station_name": meta.get("og:site_name") or meta.get("name") or "",
        "city": meta.get("addressLocality", ""),
        "state": meta.get("addressRegion", "").upper(),
        "network": next((name for name in _NETWORKS if re.search(rf"\b{name}\b", names)), ""),
    }
    if len(facts["state"]) != 2:
        facts["state"] = ""
    zone = next((zone for zone, states in _TIME_ZONES.items() if facts["state"] in states.split()), "")
    return {name: value for name, value in (facts | {"time_zone": zone}).items() if value}


def zone_of(state: str) -> str | None:
    """The time zone of a state that has one for its stations."""
    return next((zone for zone, states in _TIME_ZONES.items() if state in states.split()), None)


def _call_sign(names: str, domain: str) -> str:
    written = _CALL_SIGN.search(names)
    if written:
        return written[0]
    in_host = _IN_HOST.match(domain.split(".")[0])
    return in_host[1].upper() if in_host else ""


def _metadata(front: bytes) -> Iterator[tuple[str, str]]:
    """`meta` of the front page and what its JSON-LD says of the organisation, the first of each name."""
    seen: set[str] = set()
    for name, value in _all_metadata(front):
        if value.strip() and name not in seen:
            seen.add(name)
            yield name, " ".join(value.split())


def _all_metadata(front: bytes) -> Iterator[tuple[str, str]]:
    if not front.strip():
        return
    root = etree.fromstring(front, etree.HTMLParser(no_network=True, huge_tree=False))
    if root is None:
        return
    for element in root.iter("meta"):
        yield element.get("property") or element.get("name") or "", element.get("content") or ""
    for element in root.iter("script"):
        if element.get("type") == "application/ld+json":
            yield from _organisation(element.text or "")


def _organisation(text: str) -> Iterator[tuple[str, str]]:
    try:
        rest: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while rest:
        value = rest.pop()
        if isinstance(value, list):
            rest.extend(value)
        elif isinstance(value, dict):
            kind = str(value.get("@type", ""))
            wanted = ("addressLocality", "addressRegion") + (
                ("name",) if "Organization" in kind or "Station" in kind else ()
            )
            yield from ((name, value[name]) for name in wanted if isinstance(value.get(name), str))
            rest.extend(value.values())
