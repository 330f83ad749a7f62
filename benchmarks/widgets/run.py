"""The made pages through `split`, as HTML and as the text of extractors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from benchmarks.widgets.facts import Fact
from benchmarks.widgets.pages import Page, pages
from benchmarks.widgets.scoring import Score, score_article, score_page
from benchmarks.widgets.texts import EXTRACTORS, Extractor, text_of
from benchmarks.widgets.words import Part
from pipelines.split import split
from pipelines.split.decode import decode_text

PAGES: dict[Part, int] = {"tuning": 100, "held_out": 100, "variant": 100}


class Variant(NamedTuple):
    """One form of a page: `form` is `html` or the extractor's name."""

    page: Page
    form: str
    body: bytes
    content_type: str


def variants(page: Page, at: int) -> Iterator[Variant]:
    """The page as HTML and as three extractors' text, other ones from page to page."""
    yield Variant(page, "html", page.html(), "text/html; charset=utf-8")
    for step in range(3):
        extractor = EXTRACTORS[(at + 3 * step) % len(EXTRACTORS)]
        yield Variant(page, extractor.name, text_of(page.tree, extractor).encode(), "text/plain; charset=utf-8")


def all_variants(part: Part, count: int | None = None) -> Iterator[Variant]:
    """Every form of every page of the part, or of its first `count` pages."""
    for at, page in enumerate(pages(part, PAGES[part])):
        if count is not None and at >= count:
            return
        yield from variants(page, at)


def score_variant(score: Score, variant: Variant) -> None:
    """Split a form of a page and add it to the score."""
    page, is_html = variant.page, variant.form == "html"
    result = split(variant.body, content_type=variant.content_type, url=page.url if is_html else None)
    facts = page.facts if is_html else [_as_text(fact, variant) for fact in page.facts if _is_said(fact, variant)]
    name = f"{page.name} {variant.form}"
    score_page(score, name, facts, result, links=is_html)
    score_article(score, name, page.paragraphs, facts, result)
    if not is_html:
        lines = [" ".join(line.split()) for line in decode_text(variant.body).splitlines() if line.strip()]
        score.blocks_lost += lines != [block.text for block in result.blocks]


def _as_text(fact: Fact, variant: Variant) -> Fact:
    """The truth of a text: an unseen table is one where its cells are still apart, else lines that are kept whole."""
    extractor = next(each for each in EXTRACTORS if each.name == variant.form)
    return replace(fact, kind="unknown") if fact.kind == "data_table" and len(extractor.cell) < 2 else fact


def _is_said(fact: Fact, variant: Variant) -> bool:
    """Whether a text can show the widget: one of images only is there where the extractor writes their alt texts."""
    extractor = next(each for each in EXTRACTORS if each.name == variant.form)
    return fact.kind != "radar_links" or _shows_alts(extractor)


def _shows_alts(extractor: Extractor) -> bool:
    return extractor.alts
