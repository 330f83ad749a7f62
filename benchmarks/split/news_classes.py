"""What the wrong words of a text of a made page are: every text of such a page has a role, so nothing is guessed."""

from __future__ import annotations

from collections import Counter

from benchmarks.split.classes import HEADLINE, INSIDE, LINKS, OTHERS, PROMOTIONS, REPEATED, TEASERS
from benchmarks.split.pages import LabelledPage
from benchmarks.split.word_f1 import words
from benchmarks.split.wrong_words import Line, lines_of

NOWHERE = "stands nowhere on the page"
CLASS_OF = {
    "body": INSIDE,
    "bio": OTHERS,
    "other_story": OTHERS,
    "repeated": REPEATED,
    "headline": HEADLINE,
    "dek": HEADLINE,
    "promo": PROMOTIONS,
    "ad": PROMOTIONS,
    "teaser": TEASERS,
    "related_inline": TEASERS,
    "link_list": LINKS,
    "navigation": LINKS,
    "tags": LINKS,
}
"""Classes of the roles that have one; the others (captions, comments, widgets, ...) are classes of their own."""


def classed(page: LabelledPage, text: str) -> Counter[str]:
    """How many wrong words of each class are in an extractor's text of a made page."""
    pieces = [(role, f" {' '.join(words(shown))} ") for role, shown in page.pieces]
    counts: Counter[str] = Counter()
    for line in lines_of(text, page.gold or ""):
        if line.wrong:
            counts[REPEATED if line.repeats else _class(line, pieces)] += line.wrong
    return counts


def _class(line: Line, pieces: list[tuple[str, str]]) -> str:
    """The class of the role that most of the line's words were made for; a line is several pieces, or a part of one."""
    shown = f" {' '.join(line.words)} "
    votes: Counter[str] = Counter()
    for role, piece in pieces:
        if piece in shown:
            votes[role] += piece.count(" ")
        elif shown in piece:
            votes[role] += shown.count(" ")
    role = votes.most_common(1)[0][0] if votes else NOWHERE
    return CLASS_OF.get(role, role)
