"""Which shapes a page has: a kind for each of a system's twelve pages, and by chance what is put into and around the story."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.news.chance import Chance
from benchmarks.news.rename import Manner

KINDS = ("story", "brief", "commented", "alert", "updates", "listed", "brief", "story", "scroll", "table", "gallery", "beside")  # fmt: skip
"""By the number of the page. `brief` is one to three sentences, `beside` has another whole story in the sidebar."""
INSIDE = {
    "related_inline": 0.5, "related_box": 0.25, "newsletter": 0.22, "promo_line": 0.35, "ad": 0.5, "tweet": 0.18,
    "video": 0.25, "figure": 0.25, "pull": 0.12, "summary": 0.14, "brief": 0.14, "poll": 0.07, "note": 0.06, "paywall": 0.06,
    "weather": 0.06,
}  # fmt: skip
"""What stands among the paragraphs, and how often."""
AFTER = {
    "copyright": 0.6, "bio": 0.42, "tags": 0.4, "share": 0.3, "newsletter": 0.2, "links": 0.3, "comments": 0.22,
    "comments_closed": 0.3, "promo_line": 0.2, "sponsored": 0.15, "report": 0.1, "author_card": 0.1, "side_story": 0.0,
}  # fmt: skip
"""What follows the story inside its article."""
BODY_ENDS = {"copyright_plain": 0.4, "bio_line": 0.12, "promo_line": 0.3, "related_inline": 0.15}
"""What stands as the last paragraphs of the story's own container."""
RAIL = {"links": 0.8, "heap": 0.6, "widget": 0.85, "widget2": 0.5, "newsletter": 0.25, "poll": 0.12, "ad": 0.8, "links2": 0.4}  # fmt: skip
PARAGRAPHS = {"": 0.54, "br": 0.12, "div": 0.1, "bare": 0.08, "span": 0.06, "wrapped": 0.05, "chunks": 0.05}


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


def plan(chance: Chance, system: int, number: int, pages: int) -> Plan:
    """The plan of a system's page of that number, where the system has that many frames."""
    kind = KINDS[number]
    words = {"brief": chance.randint(16, 60), "alert": 120, "commented": chance.randint(60, 200)}.get(kind, chance.randint(70, 400))  # fmt: skip
    manner: Manner = "real" if (number // 2 + system) % 2 == 0 else chance.pick({"hashed": 3.0, "modules": 2.0, "utility": 2.0, "bare": 1.0})  # fmt: skip
    short = kind in ("brief", "alert")
    inside = [name for name, often in INSIDE.items() if chance.maybe(often * (0.45 if short else 1.0))]
    after = [name for name, often in AFTER.items() if chance.maybe(often)]
    comments = 0
    if kind == "commented":
        comments = chance.randint(8, 22)
        after = [*(name for name in after if name not in ("comments", "comments_closed")), "comments"]
    elif "comments" in after:
        comments = chance.randint(1, 7)
        after = [name for name in after if name != "comments_closed"]
    rail = [name for name, often in RAIL.items() if chance.maybe(often)]
    chance.shuffle(rail)
    if kind == "beside":
        rail.insert(chance.below(2), "side_story")
    deks = {"lead": 3.0, "long": 2.0, "short": 1.5, None: 3.0}
    heaps = [(chance.randint(5, 20), chance.pick(deks)) for _ in range(chance.pick({1: 4.0, 2: 3.0, 3: 1.5}))]
    return Plan(
        kind, manner, (number + number // 2 + system) % pages, words, chance.pick(PARAGRAPHS), inside,
        [name for name, often in BODY_ENDS.items() if chance.maybe(often)], after, rail, heaps, comments,
        chance.maybe(0.12), chance.maybe(0.5), chance.maybe(0.5),
    )  # fmt: skip
