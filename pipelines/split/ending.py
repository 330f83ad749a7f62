"""The end of a story, where extractors keep too much: headings of what comes after, copyright lines, the writer's bio."""

from __future__ import annotations

import re

from pipelines.split.blocks import kind_of
from pipelines.split.document import Run

_COPYRIGHT = re.compile(
    r"\W*(?:tm\W*&\W*)?(?:copyright\b|©|\(c\)).{0,300}|.{0,200}\ball rights reserved\b.{0,200}|.{0,120}\bmay not be (?:published|reproduced|reprinted)\b.{0,200}",
    re.IGNORECASE,
)
_OF_COPYRIGHT = ("copyr", "©", "(c)", "all r", "may not be ")
"""What such a line has in it in any case: parts without i, k and s, which have more than two cases."""
_FURNITURE = re.compile(
    r"(?:loading .{0,40}|article topic follows:.{0,60}|scroll (?:down )?for more(?: content)?[ .…]*|jump to comments.{0,4}|advertisement|share(?: this.{0,30})?|print|email|comments?|read more|close|tags?:?|(?:image|photo) gallery|"
    r"(?:related|trending|most popular|latest|more)(?: (?:stories|content|articles|news|coverage))?:?)",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"(?:\s*,[^.]{0,80},)?\s+(?:is|was|joined|has (?:been|covered|worked|written)|covers|writes|works|graduated|reports|serves)\b",
    re.IGNORECASE,
)

MOST_HEADINGS = 2
"""Headings in a row at the end of a body that may be of what comes after; more are a list of their own."""


def without_ending(runs: list[Run], body: list[int], authors: list[str]) -> list[int]:
    """The body without what its end is known not to be. Copyright and page furniture are left out anywhere."""
    kept = [index for index in body if not _is_furniture(runs[index].text)]
    headings = 0
    while kept:
        last = runs[kept[-1]]
        if _is_heading(last) and headings < MOST_HEADINGS:
            headings += 1
        elif not _is_bio(last.text, authors):
            break
        kept.pop()
    return kept


def _is_heading(run: Run) -> bool:
    """Whether it heads what comes after. Items of lists may be headings for their looks."""
    in_list = run.element is not None and any(
        element.tag == "li" for _, element in zip(range(3), run.element.ancestors(), strict=False)
    )
    return kind_of(run) == "heading" and not in_list


def _is_furniture(text: str) -> bool:
    if _FURNITURE.fullmatch(text) is not None:
        return True
    lower = text.lower()
    return any(words in lower for words in _OF_COPYRIGHT) and _COPYRIGHT.fullmatch(text) is not None


def _is_bio(text: str, authors: list[str]) -> bool:
    """Whether the paragraph begins with an author's name and says what the author is or does."""
    return any(text.startswith(author) and _BIO.match(text[len(author) :]) is not None for author in authors)
