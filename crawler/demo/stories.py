"""The demo station's stories: drawn from drafts, published and updated over virtual time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from crawler.demo.clock import ZONE, draw, pick
from crawler.demo.counties import COUNTY_NAMES
from crawler.demo.words import ANCHORS, DRAFTS, FIRST_NAMES, LAST_NAMES, STREETS, TOWNS, TRANSCRIPT, VIDEOS, Draft

SYSTEMS = ("heartland", "nexstar", "npg")
ROUNDS = 4
FIRST_PUBLISHED = datetime(2021, 2, 24, 6, 20, tzinfo=ZONE)
LATIN_1_STORY = 28
"""The number of the story whose page is sent in ISO 8859-1, as its header says."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it reads at one time. `blocks` are `(kind, text)`; `system` names the template that shows it."""

    number: int
    system: str
    section: str
    path: str
    headline: str
    dek: str
    author: str
    published: datetime
    updated: datetime | None
    blocks: tuple[tuple[str, str], ...]
    caption: str
    transcript: tuple[str, ...] = ()

    @property
    def changed(self) -> datetime:
        """When the story last changed."""
        return self.updated or self.published


@lru_cache(maxsize=64)
def stories_at(at: datetime) -> tuple[Story, ...]:
    """The stories that are public at a time, as they read then, newest first."""
    known = [_story(number, at) for number in range(ROUNDS * len(DRAFTS))]
    return tuple(sorted((s for s in known if s.published <= at), key=lambda s: s.published, reverse=True))


@lru_cache(maxsize=64)
def videos_at(at: datetime) -> tuple[Story, ...]:
    """The videos that are public at a time, newest first. Each has a page with a transcript."""
    known = [_video(number) for number in range(len(VIDEOS))]
    return tuple(sorted((v for v in known if v.published <= at), key=lambda v: v.published, reverse=True))


def _story(number: int, at: datetime) -> Story:
    draft = DRAFTS[number % len(DRAFTS)]
    seed = f"story/{number}"
    slots = _slots(seed, *divmod(number, len(DRAFTS)))
    published = FIRST_PUBLISHED + timedelta(hours=5 * number, minutes=draw(seed + "/minute", 55))
    updated = published + timedelta(hours=9 + draw(seed + "/wait", 20), minutes=draw(seed + "/late", 60))
    is_updated = number % 5 < 3 and updated <= at
    headline = draft.later if is_updated and number % 2 else draft.headline
    body = draft.body + ((("paragraph", draft.addition),) if is_updated else ())
    system = SYSTEMS[number % len(SYSTEMS)]
    return Story(
        number=number,
        system=system,
        section=draft.section,
        path=_path(system, draft, draft.headline.format(**slots), published, 700_100_000 + 7 * number),
        headline=headline.format(**slots),
        dek=draft.dek.format(**slots),
        author=pick(seed + "/author", ANCHORS),
        published=published,
        updated=updated if is_updated else None,
        blocks=tuple((kind, text.format(**slots)) for kind, text in body),
        caption=f"A view of {slots['town']} from {slots['street']}.",
    )


def _slots(seed: str, turn: int, draft: int) -> dict[str, str]:
    """What fills a draft's slots. Town, street and county move on by one each turn, so that no two headlines agree."""
    at = {name: draw(f"draft/{draft}/{name}", 1000) + turn for name in ("town", "street", "county")}
    return {
        "town": TOWNS[at["town"] % len(TOWNS)],
        "other": TOWNS[(at["town"] + 3) % len(TOWNS)],
        "street": STREETS[at["street"] % len(STREETS)],
        "county": COUNTY_NAMES[at["county"] % len(COUNTY_NAMES)],
        "person": f"{pick(seed + '/first', FIRST_NAMES)} {pick(seed + '/last', LAST_NAMES)}",
        "n": str(140 + draw(seed + "/n", 700)),
        "small": str(4 + draw(seed + "/small", 15)),
        "month": pick(seed + "/month", ("April", "May", "June")),
    }


def _path(system: str, draft: Draft, headline: str, published: datetime, number: int) -> str:
    """The address that each publishing system would give the story; it stays when the headline changes."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", headline).strip("-")
    if system == "heartland":
        return f"/content/news/{words}-{number}.html"
    if system == "nexstar":
        return f"/{draft.section}/local-{draft.section}/{words.lower()}/"
    return f"/{draft.section}/{published:%Y/%m/%d}/{words.lower()}/"


def _video(number: int) -> Story:
    published = FIRST_PUBLISHED + timedelta(hours=18 * number, minutes=draw(f"video/{number}", 50))
    title = VIDEOS[number]
    return Story(
        number=number,
        system="heartland",
        section="video",
        path=f"/content/video/{700_300_001 + 9 * number}.html",
        headline=title,
        dek="From the newsroom's cameras.",
        author=pick(f"video/{number}/author", ANCHORS),
        published=published,
        updated=None,
        blocks=(
            (
                "paragraph",
                f"The newsroom put this video, {title.lower()}, on the air on {published:%A} and keeps it here for viewers who were at work or asleep.",
            ),
            (
                "paragraph",
                "Write to the desk if the picture stops or the sound is missing, and say which device and which browser you used.",
            ),
        ),
        caption="The studio of WDEMO.",
        transcript=TRANSCRIPT[number % 2 :],
    )
