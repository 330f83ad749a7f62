"""URLs as they are fetched: one form for one page, and a reason for each that is not worth a request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2000
"""Longer than any article's; a URL that grows with each click is a trap."""

_MAX_PAGE_NUMBER = 3
_MAX_REPEATS = 2
_MAX_PARAMETERS = 6
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = re.compile(r"[\t\n\r]")

# Parameters that say where a reader came from. Exact names and `utm_`, no guessing by resemblance: a parameter
# dropped wrongly (`cid`, `ref`, `source` name stories on some systems) makes two pages one, and one is lost.
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "ns_")
_TRACKING = frozenset(
    """fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid mc_cid mc_eid mkt_tok _hsenc _hsmi
    vero_id oly_anon_id oly_enc_id wickedid cmpid taid ipid ana ito ocid smid __twitter_impression fb_ref fb_source
    _ga _gl s_kwcid trk_contact trk_msg trk_module trk_sid rss_id""".split()  # noqa: SIM905 - a list of forty lines is not easier to read
)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|mov|avi|webm|m3u8|ts|wav|ogg|aac|pdf|docx?|xlsx?|"
    r"pptx?|zip|gz|tgz|rar|7z|exe|dmg|apk|css|js|mjs|json|woff2?|ttf|eot|ics|kmz|kml)$",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"(?:^|[/?&;])(?:page|paged|pg|p)[/=](\d{1,9})(?=$|[/?&#])", re.IGNORECASE)
_CALENDAR = re.compile(
    r"(?:[?&](?:tribe-bar-date|eventdate|calendar|ical|outlook-ical)=)|/(?:calendar|events?)/\d{4}[-/]\d", re.IGNORECASE
)
_DOORS = re.compile(
    r"/(?:wp-login|wp-admin|xmlrpc|login|logout|signin|signup|register|cart|checkout|share|print)\b", re.I
)
_SEARCH = re.compile(r"/search(?:/|$)|[?&](?:s|q|query|search|replytocom)=", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class FoundUrl:
    """A URL that a page, feed or sitemap names, in its fetched form, with what was said of it there.

    `modified_at` is aware: the sitemap's `lastmod`, the feed's date. A date without a zone is read as UTC, since it
    orders requests only.
    """

    url: str
    title: str | None = None
    modified_at: datetime | None = None


def canonical(url: str, base: str = "") -> str | None:
    """The form in which a URL is fetched: absolute, host in lower case, default port, fragment and tracking
    parameters gone, everything else as the site wrote it. None for what is not http or https with a host."""
    try:
        parts = urlsplit(urljoin(base, _BLANKS.sub("", url.strip())))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or any(c in host for c in " \"'<>\\^`{|}"):
        return None
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
    return urlunsplit(SplitResult(scheme, netloc, parts.path or "/", _without_tracking(parts.query), ""))


def _without_tracking(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair.partition("=")[0].lower())]
    return "&".join(kept)


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_within(host: str, domains: Iterable[str]) -> bool:
    """Whether a host is one of the domains or a subdomain of one."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def leads_up(url: str, target: str) -> bool:
    """Whether `target` is the front or a section of the site that `url` is a page of: `/`, or a folder that `url` is in."""
    here, there = urlsplit(url), urlsplit(target)
    folder = there.path.rstrip("/") + "/"
    same_site = host_of(url).removeprefix("www.") == host_of(target).removeprefix("www.")
    return (
        same_site
        and not there.query
        and here.path.startswith(folder)
        and here.path.rstrip("/") != there.path.rstrip("/")
    )


def why_not(url: str, domains: Iterable[str]) -> str | None:
    """Why a URL in its canonical form is not followed, in a word or two; None when it is worth a request.

    Traps are page numbers past the first few (old lists; their stories were found when they were new), calendars
    without end, paths that repeat a step, and queries of many parameters (facets).
    """
    parts = urlsplit(url)
    tail = f"{parts.path}?{parts.query}" if parts.query else parts.path
    steps = [step for step in parts.path.split("/") if step]
    checks = (
        ("another site", not is_within(host_of(url), domains)),
        ("too long", len(url) > MAX_LENGTH),
        ("media file", bool(_MEDIA.search(parts.path))),
        ("search", bool(_SEARCH.search(tail))),
        ("not for readers", bool(_DOORS.search(parts.path))),
        ("page number", any(int(n) > _MAX_PAGE_NUMBER for n in _PAGE_NUMBER.findall(tail))),
        ("calendar", bool(_CALENDAR.search(tail))),
        ("repeating path", max(Counter(steps).values(), default=0) > _MAX_REPEATS),
        ("many parameters", parts.query.count("&") >= _MAX_PARAMETERS),
    )
    return next((reason for reason, holds in checks if holds), None)
