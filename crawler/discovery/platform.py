"""Which publishing system a site runs on, by the signs that its pages show, and which addresses its stories have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Platform:
    """`base` is the class in `crawler/platforms/` of stations on it, as `module:class`; None where there is none."""

    name: str
    sign: re.Pattern[bytes]
    base: str | None = None


def _platform(name: str, sign: bytes, base: str | None = None) -> Platform:
    return Platform(name, re.compile(sign, re.IGNORECASE), base)


# The first whose sign stands on the front page; owners' signs before those of the systems that they build on.
PLATFORMS = (
    _platform("Nexstar", rb"nexstar\.tv|nxstcdn|nexstardigital", "crawler.platforms.nexstar:NexstarStation"),
    _platform("ABC owned stations", rb"abcotvs\.(?:com|net)", "crawler.platforms.abc_owned:AbcOwnedStation"),
    _platform("BLOX", rb"bloximages\.|tncms|/shared-content/art/", "crawler.platforms.heartland:HeartlandStation"),
    _platform("Grove", rb"npr\.brightspotcdn|npr-brightspot", "crawler.platforms.grove:GroveStation"),
    _platform("Arc", rb"arc-(?:cdn|anglerfish)|fusion\.arcpublishing|/pf/dist/"),
    _platform("TEGNA", rb"tegna-media\.com|media\.tegna"),
    _platform("Sinclair", rb"sinclairstoryline\.com|sbgi\.net"),
    _platform("Brightspot", rb"brightspot"),
    _platform("Frankly", rb"franklyinc\.com|worldnow\.com"),
    _platform(
        "WordPress", rb"/wp-content/|/wp-includes/|content=.WordPress", "crawler.platforms.wordpress:WordPressStation"
    ),
    _platform("Drupal", rb"/sites/default/files/|content=.Drupal"),
)

# Ends of stories' addresses by what systems make them of. The class of a platform has its own.
_PATTERNS = (
    r"/article_[0-9a-f]{8}-[0-9a-f-]{27}\.html$",
    r"/content/.+-\d{6,}\.html$",
    r"/\d{4}/\d{2}/\d{2}/[^/]+/?$",
    r"/[a-z0-9]+(?:-[a-z0-9]+)+/\d{5,}/?$",
    r"/\d{6,}(?:\.html?)?/?$",
    r"-\d{6,}(?:\.html?)?/?$",
    r"/[a-z0-9]+(?:-[a-z0-9]+){3,}(?:\.html?)?/?$",
)


def platform_of(front: bytes) -> Platform | None:
    """The system of the site whose front page this is."""
    return next((each for each in PLATFORMS if each.sign.search(front)), None)


def story_pattern(stories: Sequence[str], others: Sequence[str], known: str | None) -> str | None:
    """The pattern that tells stories from the other addresses of a site best, `known` (the platform's) first where it does
    well; None where none does. Addresses are searched without their scheme."""
    if not stories:
        return None
    candidates = [known] if known else []
    joined = [f"{a}|{b}" for a, b in pairwise(_PATTERNS)]
    scored = [(_worth(each, stories, others), each) for each in (*candidates, *_PATTERNS, *joined)]
    best, pattern = max(scored, key=lambda pair: pair[0])
    if known and scored[0][0] >= best - 0.05:
        return known
    return pattern if best >= 0.6 else None


def _worth(pattern: str, stories: Sequence[str], others: Sequence[str]) -> float:
    """The harmonic mean of how many stories match and how many of those that match are stories."""
    hits = sum(_matches(pattern, url) for url in stories)
    wrong = sum(_matches(pattern, url) for url in others)
    return 2 * hits / (len(stories) + hits + wrong)


def _matches(pattern: str, url: str) -> bool:
    return re.search(pattern, url.partition("//")[2].partition("?")[0]) is not None
