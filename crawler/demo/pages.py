"""Every page of the demo station at a time: its view, and so what is to be found on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.demo import board
from crawler.demo.board import Planted
from crawler.demo.clock import ZONE
from crawler.demo.stories import SYSTEMS, Story, stories_at, videos_at
from crawler.demo.templates import classic, heartland, modern, nexstar, npg
from crawler.demo.templates.parts import View
from crawler.demo.words import EVENTS

TEMPLATES = {
    **dict(zip(SYSTEMS, (heartland.page, nexstar.page, npg.page), strict=True)),
    "classic": classic.page,
    "modern": modern.page,
}
FRONTS: dict[str, tuple[str, str, str | None]] = {
    "/": ("Top Stories", "heartland", None),
    "/news/": ("Local News", "heartland", "news"),
    "/sports/": ("Sports News", "nexstar", "sports"),
    "/community/": ("Community News", "npg", "community"),
    "/weather/": ("Weather News", "heartland", "weather"),
    "/weather/alerts": ("Alerts", "heartland", "none"),
    "/weather/closings": ("Closings", "heartland", "none"),
    "/live/": ("Live Stream", "heartland", "none"),
    "/privacy/": ("Privacy", "heartland", "none"),
    "/author/": ("Newsroom", "nexstar", "none"),
    **{f"/community/events/{number}/": (event, "npg", "none") for number, event in enumerate(EVENTS, start=1)},
    **{board.resource_path(resource): (resource, "heartland", "none") for resource in board.RESOURCES},
}
"""Path, title, publishing system and section of each front. The section `none` is empty: these are pages of widgets."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What a station draws its pages with: each story and front with its own system, or all with `before`; and from the
    redesign at `at` on, all with `after`."""

    before: str | None = None
    after: str | None = None
    at: datetime | None = None

    def of(self, system: str, now: datetime) -> str:
        """The template of a page of this system."""
        is_redesigned = self.at is not None and now >= self.at
        return (self.after if is_redesigned else self.before) or system


AS_EVER = Looks()


def view_of(path: str, at: datetime, base: str, looks: Looks = AS_EVER) -> tuple[View, str] | None:
    """The view of the page at `path` and the system that draws it; None where there is no such page at that time."""
    at = at.astimezone(ZONE)
    if path in FRONTS:
        title, system, section = FRONTS[path]
        system = looks.of(system, at)
        listing = tuple(s for s in stories_at(at) if section in {None, s.section})[:14]
        return View(base, path, title, at, _planted(system, None, at, base), listing=listing), system
    story = next((s for s in (*stories_at(at), *videos_at(at)) if s.path == path), None)
    if story is None:
        return None
    system = looks.of(story.system, at)
    others = tuple(other for other in stories_at(at)[5:] if other.number != story.number)[:3]
    planted = _planted(system, story, at, base)
    return View(base, path, story.headline, at, planted, story=story, others=others), system


def draw_page(view: View, system: str) -> str:
    """The page as HTML text."""
    return TEMPLATES[system](view)


def _planted(system: str, story: Story | None, at: datetime, base: str) -> tuple[Planted, ...]:
    return tuple({"heartland": _heartland, "npg": _npg}.get(system, _nexstar)(story, at, base))


def _heartland(story: Story | None, at: datetime, base: str) -> list[Planted]:
    over = board.banners(base, at)
    beside = [
        board.weather(at, copies=2),
        board.tagline(at, copies=2),
        board.cards(base, copies=2),
        board.case_table("Ohio", at, copies=2),
        board.case_table("Kentucky", at, copies=2),
        board.most_popular(base, at, "Most Popular Stories", copies=2),
        board.latest_video(base, at, "Latest Video", copies=2),
        board.headlines(base, at, "In Case You Missed It", story, skip=9, copies=2),
        board.events(base, at, copies=2),
    ]
    return over + (_heartland_story(story, at, base) if story else []) + beside


def _heartland_story(story: Story, at: datetime, base: str) -> list[Planted]:
    under = [board.related(base, at, "Related Content", story)]
    if story.transcript:
        under.insert(0, board.transcript(story))
    elif story.number % 2 == 0:
        under.insert(0, board.link_bar(base))
    return under


def _nexstar(story: Story | None, at: datetime, base: str) -> list[Planted]:
    breaking = [widget for widget in board.banners(base, at) if widget.kind == "breaking_banner"]
    under = [] if story is None else [
        board.related(base, at, "Related Stories", story),
        board.headlines(base, at, "Top Stories", story, skip=0, copies=1),
        board.headlines(base, at, "More from WDEMO", story, skip=12, copies=1),
    ]  # fmt: skip
    beside = [
        board.most_popular(base, at, "Trending Stories", copies=1, length=5),
        board.latest_video(base, at, "Latest Videos", copies=1),
    ]
    return breaking + under + beside


def _npg(story: Story | None, at: datetime, base: str) -> list[Planted]:
    breaking = [widget for widget in board.banners(base, at) if widget.kind == "breaking_banner"]
    beside = [
        board.headlines(base, at, "Latest News", story, skip=3, copies=1),
        board.most_popular(base, at, "Most Popular", copies=1, length=6),
        board.events(base, at, copies=1),
    ]
    return breaking + beside + ([board.related(base, at, "Related Articles", story)] if story else [])
