"""Which shapes a page has: a kind for each of a system's twelve pages, and by chance what is put into and around the story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from benchmarks.news.chance import Chance
from benchmarks.news.rename import Manner

KINDS = ("story", "short", "commented", "alert", "updates", "listed", "short", "story", "scroll", "table", "gallery", "beside")  # fmt: skip
"""By the number of the page. `short` is one to three sentences, `beside` has another whole story in the sidebar."""
INSIDE = {
    "related_inline": 0.6, "related_box": 0.32, "newsletter": 0.22, "promo_line": 0.35, "ad": 0.5, "tweet": 0.24,
    "video": 0.32, "figure": 0.25, "pull": 0.2, "summary": 0.2, "brief": 0.2, "poll": 0.14, "note": 0.12, "paywall": 0.14,
    "weather": 0.1,
    "listen": 0.1,
    "native_ad": 0.1,
    "byline_line": 0.08,
}  # fmt: skip
"""What stands among the paragraphs, and how often."""
AFTER = {
    "copyright": 0.6, "bio": 0.38, "tags": 0.4, "share": 0.3, "newsletter": 0.2, "links": 0.3, "comments": 0.08,
    "comments_closed": 0.3, "promo_line": 0.2, "sponsored": 0.15, "report": 0.1, "author_card": 0.1,
    "sticky": 0.15, "side_story": 0.0,
}  # fmt: skip
"""What follows the story inside its article."""
BODY_ENDS = {"copyright_plain": 0.4, "bio_line": 0.12, "promo_line": 0.3, "related_inline": 0.15}
"""What stands as the last paragraphs of the story's own container."""
RAIL = {"links": 0.8, "heap": 0.6, "widget": 0.85, "widget2": 0.5, "newsletter": 0.25, "poll": 0.12, "ad": 0.8, "links2": 0.4, "about": 0.12, "contest": 0.2, "native_ad": 0.12}  # fmt: skip
PARAGRAPHS = {"": 56, "br": 11, "div": 9, "bare": 7, "span": 6, "wrapped": 6, "chunks": 5}
"""How paragraphs are marked up, of a hundred pages: "" is as the system does it."""


@dataclass
class Plan:
    """What one page is to be."""

    kind: str
    manner: Manner
    page: int
    words: int
    paragraphs: str
    inside: list[str]
    body_ends: list[str]
    after: list[str]
    rail: list[str]
    heaps: list[tuple[int, str | None]]
    comments: int
    mobile_copy: bool
    dek: bool
    curly: bool


@cache
def _deck() -> list[str]:
    """The manners of a hundred pages, shuffled once: by chance alone a rare one could be missed."""
    deck = [manner for manner, count in PARAGRAPHS.items() for _ in range(count)]
    Chance("news paragraphs").shuffle(deck)
    return deck


def plan(chance: Chance, system: int, number: int, pages: int) -> Plan:
    """The plan of a system's page of that number, where the system has that many frames."""
    kind = KINDS[number % len(KINDS)]
    words = {"short": chance.randint(16, 60), "alert": 120, "commented": chance.randint(60, 200)}.get(kind, chance.randint(70, 400))  # fmt: skip
    manner: Manner = "real" if (number // 2 + system) % 2 == 0 else chance.pick({"hashed": 3.0, "modules": 2.0, "utility": 2.0, "bare": 1.0})  # fmt: skip
    calm = chance.maybe(0.55)
    share = (0.45 if kind in ("short", "alert") else 1.0) * (0.5 if calm else 1.0)
    inside = [name for name, often in INSIDE.items() if chance.maybe(often * share)]
    after = [name for name, often in AFTER.items() if chance.maybe(often)]
    comments = 0
    if kind == "commented":
        comments = chance.randint(5, 22)
        after = [*(name for name in after if name not in ("comments", "comments_closed")), "comments"]
    elif "comments" in after:
        comments = chance.randint(1, 7)
        after = [name for name in after if name != "comments_closed"]
    rail = [name for name, often in RAIL.items() if chance.maybe(often)]
    chance.shuffle(rail)
    if kind == "beside":
        rail.insert(chance.below(2), "side_story")
    deks: dict[str | None, float] = (
        {None: 6.0, "short": 1.0} if calm else {"lead": 3.0, "long": 1.5, "short": 1.5, None: 3.0}
    )
    heaps = [(chance.randint(5, 20), chance.pick(deks)) for _ in range(chance.pick({1: 4.0, 2: 3.0, 3: 1.5}))]
    return Plan(
        kind, manner, (number + number // 2 + system) % pages, words, _deck()[(system * len(KINDS) + number) % 100], inside,
        [name for name, often in BODY_ENDS.items() if chance.maybe(often)], after, rail, heaps, comments,
        chance.maybe(0.18), chance.maybe(0.5), chance.maybe(0.5),
    )  # fmt: skip
