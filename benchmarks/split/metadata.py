"""`python -m benchmarks.split.metadata [tuning|unseen|news] [--notes] [--peers]`: how often a field of the article is exact.

On the hand-checked pages of `wcxb-articles` (SHARED_DATA), cut by registrable domain into a half to look at and one of
which only the figures are looked at. Exact means, after folding case, white space, typographic quotes and dashes:

- headline: the same text;
- authors: the same set of names. A label that is one text is cut at commas, `&` and `and`; degrees and what stands in
  brackets behind a name are no part of it;
- date: the same calendar day, as it is printed or stated: of the publication, or where the page tells only of an update, of
  that. Beside it stand the figures of the publication alone, and of either of both: where a page prints just the day of its
  update, the label is that day.

Only pages with a label count. For authors two more figures: `persons` counts the labels that name somebody other than the
site itself or a desk of it, since the station is not an author (docs/decisions/0100); `authors, all` counts every page, and
right is also to name nobody where the label is none of those.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import tldextract

from pipelines.split import split

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "../shared/data")) / "wcxb-articles"
HALVES = ("tuning", "unseen")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "..."})
_BRACKETS = re.compile(r"\([^)]*\)|\|.*")
_UNITS = re.compile(r"\s*[,;]\s*")
_AND = re.compile(r"\s*(?:&|/|\band\b|\bwith\b)\s*", re.IGNORECASE)
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]*\.?){1,3}[A-Z]\b\.?(?:[ -][A-Z0-9.]+)*|Ph\.?\s?D\.?|[JS]r\.?")
_ROLE = re.compile(r"\b(?:expert|editor|writer|manager|founder|officer|analyst|reporter|instructor)\b", re.IGNORECASE)
_DESK = re.compile(r"\b(?:staff|team|desk|editors?|editorial|admin\w*|contributor)\b", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """A page and its labels; None where the page has none."""

    name: str
    body: bytes
    url: str | None
    headline: str | None
    author: str | None
    day: str | None

    def nobody(self) -> bool:
        """Whether the label names no author, a desk, or the site whose page it is."""
        if not self.author or _DESK.search(self.author):
            return True
        site = re.sub(r"\W", "", registrable(self.url).split(".")[0].casefold())
        return bool(site) and re.sub(r"\W|^the", "", self.author.casefold()) in (site, f"{site}com")


@dataclass(slots=True)
class Answer:
    """What a tool says of a page."""

    headline: str | None = None
    authors: list[str] = field(default_factory=list)
    day: date | None = None
    updated: date | None = None


@dataclass(slots=True)
class Tally:
    """Right answers and labels by field, and a line for each wrong answer."""

    right: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def count(self, name: str, page: Page, said: object, wanted: object, *, right: bool) -> None:
        """Note one answer."""
        self.labels[name] = self.labels.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + right
        if not right:
            self.notes.append(f"{name:<16} {page.name}  said {said!r}  label {wanted!r}")


def fold(text: str | None) -> str:
    """Case, white space, typographic quotes and dashes folded."""
    return " ".join((text or "").translate(_QUOTES).casefold().split())


def people(label: str) -> frozenset[str]:
    """The names of a label or an answer."""
    first, *others = _UNITS.split(_BRACKETS.sub(" ", label.translate(_QUOTES)).strip())
    units = [first, *(unit for unit in others if not _DEGREE.fullmatch(unit) and not _ROLE.search(unit))]
    return frozenset(fold(name).strip(" .") for unit in units for name in _AND.split(unit) if name.strip())


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def registrable(url: str | None) -> str:
    """The registrable domain of an address."""
    found = _suffixes()(url or "")
    return found.top_domain_under_public_suffix or found.domain


def half_of(url: str | None) -> str:
    """Which half the pages of a domain are in."""
    return HALVES[hashlib.sha256(registrable(url).encode()).digest()[0] & 1]


def pages(half: str) -> Iterator[Page]:
    """The pages of a half."""
    for path in sorted(SHARED.glob("*.json")):
        label = json.loads(path.read_text())
        if half_of(label["url"]) == half:
            body = gzip.decompress(path.with_suffix(".html.gz").read_bytes())
            day = label["publish_date"] if len(label["publish_date"] or "") == 10 else None
            yield Page(path.stem, body, label["url"], label["title"] or None, label["author"] or None, day)


def ours(page: Page) -> Answer:
    """What `split` says."""
    article = split(page.body, content_type="text/html", url=page.url).article
    if article is None:
        return Answer()
    published, updated = (when.date() if when else None for when in (article.published, article.updated))
    return Answer(article.headline, article.authors, published, updated)


def trafilaturas(page: Page) -> Answer:
    """What trafilatura says, with its date search."""
    from trafilatura.metadata import extract_metadata  # only for this: it takes half a second to import

    said: Any = extract_metadata(page.body, default_url=page.url)
    if said is None:
        return Answer()
    authors = [name.strip() for name in (said.author or "").split(";") if name.strip()]
    return Answer(said.title, authors, date.fromisoformat(said.date) if said.date else None)


def score(page: Page, answer: Answer, tally: Tally) -> None:
    """Count the answer's fields."""
    if page.headline:
        right = fold(answer.headline) == fold(page.headline)
        tally.count("headline", page, answer.headline, page.headline, right=right)
    names = frozenset(name for author in answer.authors for name in people(author))
    same = bool(page.author) and names == people(page.author or "")
    if page.author and not page.nobody():
        tally.count("persons", page, answer.authors, page.author, right=same)
    if page.author:
        tally.count("authors", page, answer.authors, page.author, right=same)
    tally.count("authors, all", page, answer.authors, page.author, right=same or (page.nobody() and not names))
    if page.day:
        story, published = (day.isoformat() if day else None for day in (answer.day or answer.updated, answer.day))
        tally.count("date", page, story, page.day, right=story == page.day)
        tally.count("date, published", page, published, page.day, right=published == page.day)
        either = {day.isoformat() for day in (answer.day, answer.updated) if day}
        tally.count("date, either", page, sorted(either), page.day, right=page.day in either)


def measure(half: str, tool: Callable[[Page], Answer]) -> Tally:
    """The figures of a tool on a half."""
    tally = Tally()
    for page in pages(half):
        score(page, tool(page), tally)
    return tally


def main() -> None:
    """Print the figures that were asked for."""
    from benchmarks.split import news_metadata  # it needs this module

    asked = [word for word in sys.argv[1:] if not word.startswith("--")] or [*HALVES, "news"]
    if unknown := set(asked) - {*HALVES, "news"}:
        raise SystemExit(f"{sorted(unknown)} are none of {', '.join(HALVES)}, news")
    tools = {"split": ours} | ({"trafilatura": trafilaturas} if "--peers" in sys.argv else {})
    for half in asked:
        if half == "news":
            for systems, name, tally in news_metadata.measure():
                show(f"news, systems {systems}", name, tally)
        else:
            for name, tool in tools.items():
                show(half, name, measure(half, tool))


def show(pages_of: str, tool: str, tally: Tally) -> None:
    """One line of figures; with `--notes` the wrong answers, but none of pages that nobody is to look at."""
    fields = "  ".join(f"{key} {tally.right[key] / n:.3f} of {n}" for key, n in tally.labels.items())
    print(f"{pages_of:<22}{tool:<12}{fields}")
    if "--notes" in sys.argv and "unseen" not in pages_of:
        print("\n".join(sorted(tally.notes)))


if __name__ == "__main__":
    main()
