"""The set: twelve pages of each of fourteen publishing systems, eight systems to train on and six that are not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from benchmarks.news.body import lines_of
from benchmarks.news.compose import Composer
from benchmarks.news.markup import Writer, pieces
from benchmarks.news.plan import KINDS
from benchmarks.news.rename import Manner
from benchmarks.news.stations import STATIONS, Half, Station

Role = Literal[
    "body", "headline", "dek", "byline", "time", "caption", "embed", "related_inline", "bio", "other_story", "promo", "copyright", "comment", "teaser",
    "link_list", "repeated", "widget", "navigation", "consent", "ad", "tags", "other",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class NewsPage:
    """A page and its truth. `pieces` has the role and the folded words of every visible text node, in document order.

    `body` joins by a blank line what is in the role of the body: paragraphs, subheadings, list items, rows of tables,
    summaries in words of their own. Headline, dek, captions, embedded posts and repeats are roles of their own.
    `authors` are people; `published` and `updated` are ISO 8601 with the zone. `shapes` names what the page has.
    """

    name: str
    system: str
    half: Half
    url: str
    html: str
    body: str
    headline: str
    dek: str | None
    authors: list[str]
    agency: str | None
    published: str
    updated: str | None
    pieces: list[tuple[str, str]]
    shapes: frozenset[str]


def news_pages() -> list[NewsPage]:
    """All pages, the same ones each time and everywhere."""
    return list(_pages())


def _pages() -> Iterator[NewsPage]:
    for station in STATIONS:
        for number in range(len(KINDS)):
            yield news_page(station, number)


def news_page(station: Station, number: int, manner: Manner | None = None) -> NewsPage:
    """One page of a station, by its number from 0; numbers past the set's make more of them. With `manner`, its classes
    are named in that one, as on a real station those of all pages are."""
    made = Composer(station, number)
    if manner is not None:
        made.plan.manner = manner
    root = made.page()
    frame, plan, story = made.template.pages[made.plan.page], made.plan, made.story
    writer = Writer(indent=frame.get("indent") or None, references=made.chance.maybe(0.25), slashed=bool(frame.get("slashed")), open_ended=bool(frame.get("open")))  # fmt: skip
    seen = pieces(root)
    shown = {role for role, _ in seen}
    shapes = {
        plan.kind,
        plan.manner,
        f"paragraphs {plan.paragraphs or 'own'}",
        *made.shapes,
        *shown,
        *(["streamed"] if frame.get("streamed") else []),
        *(
            {"ul": "list", "ol": "list", "h": "subhead"}.get(part.kind, part.kind)
            for part in story.parts
            if part.kind != "p"
        ),
    }
    return NewsPage(
        f"{station.system}-{number:02}", station.system, station.half, made.url, "<!DOCTYPE html>" + writer.html(root), "\n\n".join(lines_of(root, "body")),
        story.headline, story.dek if "dek" in shown else None, story.authors, made.agency,
        story.published.isoformat(), story.updated.isoformat() if story.updated else None, seen, frozenset(shapes),
    )  # fmt: skip
