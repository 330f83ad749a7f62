"""What an extractor's wrong words are: by class, from the page itself, where nobody has marked them.

The rules are the ones that `docs/decisions/0102-how-splits-are-measured.md` gives, tried in their order. They know no
site: only the page's own links, headline and description, and a few words of English that promotions are made of.
"""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from benchmarks.split.pages import LabelledPage
from benchmarks.split.word_f1 import words
from benchmarks.split.wrong_words import Gold, Line, lines_of

OTHERS = "bios and other stories"
REPEATED = "repeated lines"
HEADLINE = "headline or dek"
PROMOTIONS = "promotions"
TEASERS = "teasers"
LINKS = "link lists"
INSIDE = "inside lines of the gold"
BESIDE = "between or behind paragraphs of the gold"
"""Mostly golds that stop before the story does: no extractor can be right there."""
SIX = (OTHERS, REPEATED, HEADLINE, PROMOTIONS, TEASERS, LINKS)
"""The classes that an extractor can do something about."""

_MOSTLY = 0.8
_SHORT = 60
"""Words from which on a line is a paragraph, whatever words of a promotion are in it."""
_TEASER = 4.0
"""Words of a link from which on it is the headline of a story rather than the name of a place."""
_PARAGRAPH, _PARAGRAPHS = 8, 2
"""Words of a paragraph, and paragraphs of the gold that make an element the story's own."""
_BLOCKS = ("p", "li", "tr", "pre", "blockquote", "h2", "h3", "h4", "h5", "h6", "dt", "dd")
_WRAPPERS = ("ul", "ol", "dl", "table", "tbody", "thead", "tr", "li")
_PROMOTION = re.compile(
    r"subscri(?:be|ption)|newsletter|sign(?:ing)? up|follow (?:us|me)|(?:download|get) (?:the|our) (?:\w+ )?app\b|advertis"
    r"|sponsor|all rights reserved|copyright|\u00a9|donat(?:e|ion)|cookie|click here|watch live|get the latest|breaking news"
    r"|affiliate|commission|disclosure|share (?:this|on|via)|join (?:us|our)|support (?:us|our|local)|buy now|free trial"
    r"|contact us|terms of (?:use|service)|privacy policy|log ?in\b|sign in\b",
    re.IGNORECASE,
)


class Evidence:
    """What the page says of its lines: the texts of its links, longest first, its headline and description, and which
    lines have the gold's paragraphs for siblings."""

    def __init__(self, page: LabelledPage) -> None:
        tree = LexborHTMLParser(page.body)
        texts = {" ".join(words(node.text(separator=" "))) for node in tree.css("a[href]")}
        self.links = sorted((text for text in texts if text), key=len, reverse=True)
        said = [*page.headings, *(node.text(separator=" ") for node in tree.css("title, h1"))]
        said += [node.attributes.get("content") or "" for node in tree.css(_DESCRIPTIONS)]
        self.headings = [Counter(words(text)) for text in said if text]
        self.beside = _beside(tree, Gold(page.gold or ""))


_DESCRIPTIONS = ", ".join(
    f'meta[{key}="{name}"]'
    for key, name in (
        ("name", "description"),
        ("property", "og:title"),
        ("property", "og:description"),
        ("name", "twitter:title"),
        ("name", "twitter:description"),
    )
)


def _beside(tree: LexborHTMLParser, gold: Gold) -> set[tuple[str, ...]]:
    """The blocks of the page whose parent holds paragraphs of the gold too."""
    blocks: list[tuple[tuple[str, ...], int]] = []
    golden: Counter[int] = Counter()
    for node in tree.css(", ".join(_BLOCKS)):
        parent = node.parent
        while parent is not None and parent.tag in _WRAPPERS:
            parent = parent.parent
        row = tuple(words(node.text(separator=" ")))
        if parent is not None and row:
            blocks.append((row, parent.mem_id))
            golden[parent.mem_id] += len(row) >= _PARAGRAPH and gold.share(row) >= 0.5
    return {row for row, parent in blocks if golden[parent] >= _PARAGRAPHS}


def classed(page: LabelledPage, text: str) -> Counter[str]:
    """How many wrong words of each class are in an extractor's text of a page that has a gold text."""
    assert page.gold is not None
    wrong = [line for line in lines_of(text, page.gold) if line.wrong]
    counts: Counter[str] = Counter()
    if wrong:
        evidence = Evidence(page)
        for line in wrong:
            counts[class_of(line, evidence)] += line.wrong
    return counts


def class_of(line: Line, evidence: Evidence) -> str:
    """The class of a line that has wrong words."""
    if line.repeats:
        return REPEATED
    if line.in_gold >= 0.5:
        return INSIDE
    if len(line.words) <= _SHORT and any(_within(line.words, heading) for heading in evidence.headings):
        return HEADLINE
    linked, links = _linked(line.words, evidence.links)
    if linked >= _MOSTLY * len(line.words):
        return TEASERS if linked / links >= _TEASER else LINKS
    if len(line.words) <= _SHORT and _PROMOTION.search(" ".join(line.words)):
        return PROMOTIONS
    return BESIDE if line.words in evidence.beside else OTHERS


def _within(row: tuple[str, ...], heading: Counter[str]) -> bool:
    return (Counter(row) & heading).total() >= _MOSTLY * len(row)


def _linked(row: tuple[str, ...], links: list[str]) -> tuple[int, int]:
    """How many words of the line are texts of links, and how many links those are."""
    rest = f" {' '.join(row)} "
    linked = count = 0
    for link in links:
        if f" {link} " in rest:
            rest = rest.replace(f" {link} ", " | ", 1)
            linked += link.count(" ") + 1
            count += 1
    return linked, count
