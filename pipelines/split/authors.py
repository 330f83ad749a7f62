"""Who wrote the story, by all that a page says of it; the rule where sources disagree:

- authors: the printed byline; else JSON-LD, else `meta`, else an element behind the story that is named the author's or
  links to one. A printed name in capitals, or a first name alone, takes the form in which it is stated. Organisations,
  agencies, stations and desks are not authors. What the site calls itself is an author only where nothing else is
  said and it is a person's name; a login name only where nothing else is said.
- agency: the byline, else the dateline of the first paragraphs, else a copyright line at the end, else JSON-LD or `meta`.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.split.agencies import agency_name
from pipelines.split.bylines import (
    MAX_AUTHORS,
    Byline,
    byline_inside,
    is_by_label,
    names,
    other_credit,
    read_byline,
    unique,
)
from pipelines.split.document import Document, Element, Head, Run
from pipelines.split.extent import Extent
from pipelines.split.marks import is_aside, marks_of
from pipelines.split.metadata import form_of, site_forms
from pipelines.split.other_languages import line_of
from pipelines.split.parts import Parts
from pipelines.split.person_names import is_degree, is_desk, person_name
from pipelines.split.printed_times import without_times
from pipelines.split.structured import names_of

_AUTHORS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "og:author", "twitter:creator_name", "citation_author",
)  # fmt: skip
_LAST_NAME_FIRST = frozenset({"citation_author", "dc.creator", "dcterms.creator"})
_SAYS_WRITTEN = re.compile(
    r"(?:written )?by|author|(?:verfasst|geschrieben) von|escrito por|écrit par|scritto da|geschreven door|napisane przez",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"[a-z]+(?:[._-][a-z]+)*\d?")
_NO_LOGINS = frozenset({"undefined", "null", "none", "unknown", "default", "blog", "root", "adminn"})
BEHIND = 15
"""Runs behind the story in which its author is named."""
ENDING = 10
"""Runs of the end of the story in which a line may say who wrote it."""
MAX_LINE, MAX_LABEL = 120, 15
MAX_AUTHOR_LABEL = 25


def authors_of(document: Document, article: dict[str, object], parts: Parts, extent: Extent) -> Byline:
    """The authors and the agency, from the printed byline and what is stated; see the rule above."""
    stated = stated_byline(document.head, article)
    site = site_forms(document)
    said = [name for name in stated.authors if form_of(name) not in site]
    printed = [name for name in parts.authors if form_of(name) not in site]
    own = [name for name in (*parts.authors, *stated.authors) if " " in name]
    authors = [_as_stated(name, said) for name in printed] or said or own
    if not authors and not extent.has_byline:
        authors = _behind(document, extent)
    return Byline(unique(authors) or _login(document.head, article, site), parts.agency or stated.agency)


def _as_stated(name: str, stated: list[str]) -> str:
    for other in stated:
        same = other.casefold() == name.casefold()
        if (same and name.isupper()) or (" " not in name and other.casefold().startswith(f"{name.casefold()} ")):
            return other
    return name


def _login(head: Head, article: dict[str, object], site: frozenset[str]) -> list[str]:
    """The login name that is stated as the author."""
    return next(([name] for name in _stated_names(head, article) if form_of(name) not in site and _is_login(name)), [])


def _is_login(name: str) -> bool:
    if not 4 <= len(name) <= 20 or _LOGIN.fullmatch(name) is None or name in _NO_LOGINS:
        return False
    return not is_desk(re.sub(r"[\W_\d]+", " ", name))


def _behind(document: Document, extent: Extent) -> list[str]:
    """The author in an element so named, above the headline or right behind the story, or in a line that says `By`."""
    start, last = extent.start, extent.last
    if last is None:
        return []
    end = last + BEHIND
    for element in marks_of(document, extent).authors:
        inside = start - BEHIND <= element.start <= start + BEHIND or last - 2 <= element.start <= end
        if inside and element.end > element.start and not is_aside(element, start):
            found = _names_in(document, element)
            if found:
                return found
    for run in document.runs[max(last - ENDING, start) : end]:
        byline = _line_of(run, document) if len(run.text) <= MAX_LINE else None
        if byline is not None and byline.authors and (run.element is None or not is_aside(run.element, start)):
            return [name for name in byline.authors if " " in name]
    return _labelled(document, extent)


def _labelled(document: Document, extent: Extent) -> list[str]:
    """The names that stand by themselves behind a run that is nothing but `Written by`: one, or those of a list."""
    runs = document.runs
    found: list[str] = []
    for run in runs[extent.start : (extent.last or extent.start) + BEHIND]:
        if len(run.text) > MAX_AUTHOR_LABEL or not is_by_label(line_of(run, document)):
            continue
        if run.element is not None and is_aside(run.element, extent.start):
            continue
        for each in runs[run.index + 1 : run.index + 1 + MAX_AUTHORS]:
            said = names(line_of(each, document)).authors if len(each.text) <= MAX_LINE else []
            if not said or (found and each.tag != "li"):
                break
            found += said
        if found:
            return found
    return []


def _line_of(run: Run, document: Document) -> Byline | None:
    """The byline of a run, also behind a time: `Last updated March 3, 2025 by Jane Roe`."""
    text = line_of(run, document)
    if "by" not in text.lower() and ":" not in text[:MAX_LABEL]:
        return None
    rest = without_times(text)
    return read_byline(rest) or (byline_inside(rest) if rest != text else None)


def _names_in(document: Document, element: Element) -> list[str]:
    runs = document.runs[element.start : min(element.end, element.start + 2)]
    for run in runs:
        if len(run.text) <= MAX_LINE:
            text = line_of(run, document)
            if other_credit(text) is not None:
                continue
            byline = read_byline(text) or byline_inside(text) or names(text)
            signed = read_byline(text) is not None
            found = [name for name in byline.authors if signed or " " in name]
            if found:
                return found
    return []


def stated_byline(head: Head, article: dict[str, object]) -> Byline:
    """Authors and agency by JSON-LD, else by `meta`."""
    stated = Byline()
    for name, is_organisation in names_of(article.get("author", article.get("creator")), head):
        _add(stated, name, is_organisation=is_organisation)
    if stated.authors:
        return stated
    for field in _AUTHORS:
        said = head.authors.get(field) or [head.meta.get(field, "")]
        for value in said:
            if value and not _is_address(value):
                _add(stated, _turned(value) if field in _LAST_NAME_FIRST else value, is_organisation=False)
        if stated.authors:
            return stated
    carded = _of_card(head)
    if carded is not None:
        _add(stated, carded, is_organisation=False)
    return stated


def _turned(name: str) -> str:
    """`Roe, Jane` the other way round."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and not is_degree(first) and person_name(f"{first} {last}") else name


def _of_card(head: Head) -> str | None:
    """The author on the card that a page gives to others to show: a label in a field of its own, the name in the next."""
    for number in "12":
        label = head.meta.get(f"twitter:label{number}", "")
        if _SAYS_WRITTEN.fullmatch(label):
            return head.meta.get(f"twitter:data{number}")
    return None


def _stated_names(head: Head, article: dict[str, object]) -> list[str]:
    said = [name for name, is_organisation in names_of(article.get("author"), head) if not is_organisation]
    return said + [head.meta[field] for field in _AUTHORS[:2] if field in head.meta]


def _is_address(value: str) -> bool:
    try:
        return bool(urlsplit(value).scheme)
    except ValueError:
        return True


def _add(stated: Byline, name: str, *, is_organisation: bool) -> None:
    read = names(name)
    if not read.authors and read.agency is None and name.islower() and " " in name and person_name(name.title()):
        read.authors = [name]
    stated.agency = stated.agency or agency_name(name) or read.agency
    if not is_organisation:
        stated.authors = unique([*stated.authors, *read.authors])
