"""Whole pages: an article, the widgets around it, menus and a footer; and the pages that are hard because a widget is none."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from lxml import html
from lxml.html import HtmlElement

from benchmarks.widgets import words
from benchmarks.widgets.dress import BANNERS, dress
from benchmarks.widgets.facts import CALL, KINDS, SITE, Fact, Maker, case_rows, slug
from benchmarks.widgets.mutations import cut_table, rename, without_values
from benchmarks.widgets.platforms import HELD_OUT, PLATFORMS, Platform
from benchmarks.widgets.tables import number
from benchmarks.widgets.tree import add, el, link, table
from benchmarks.widgets.words import Part

NEGATIVES = ("case_article", "forecast_article", "number_prose", "related_in_body", "cut_table")
_MENU = ("News", "Local", "Top Stories", "Weather", "Radar", "Closings", "Sports", "Scores", "Trending", "Latest Video", "Community", "Events", "Contests", "About Us")  # fmt: skip
_FOOTER = (
    "Privacy Policy",
    "Terms of Use",
    "FCC Public File",
    "EEO Report",
    "Careers",
    "Contact Us",
    "Closed Captioning",
)
_IN_BODY = frozenset({"speech_to_text", "link_bar", "comments"})


@dataclass
class Page:
    """A made page: `facts` are its widgets in document order, `paragraphs` the article's own text."""

    name: str
    part: Part
    url: str
    tree: HtmlElement
    facts: list[Fact]
    headline: str
    paragraphs: list[str] = field(default_factory=list)

    def html(self) -> bytes:
        """The page as a server would send it."""
        return b"<!doctype html>\n" + html.tostring(self.tree, encoding="utf-8")


def pages(part: Part, count: int) -> Iterator[Page]:
    """That many pages of a part; the same ones each time."""
    systems = [p for p in PLATFORMS if (p.name in HELD_OUT) == (part == "held_out") or part == "variant"]
    kinds = list(KINDS)
    for at in range(count):
        rng = Random(f"{part} {at}")
        if at % 5 == 0:
            rng.shuffle(kinds)
        share = kinds[(at % 5) * 7 :][:7]
        negative = NEGATIVES[at // 3 % len(NEGATIVES)] if at % 3 == 2 else None
        yield _Builder(part, systems[at % len(systems)], rng).page(f"{part}-{at:03d}", share, negative)


class _Builder:
    def __init__(self, part: Part, platform: Platform, rng: Random) -> None:
        self.part, self.platform, self.rng = part, platform, rng
        self.make = Maker(rng, part)
        self.facts: list[Fact] = []
        self.article: list[str] = []

    def page(self, name: str, kinds: list[str], negative: str | None) -> Page:
        rng, platform = self.rng, self.platform
        facts = [self._fact(kind) for kind in _order(kinds, rng)]
        if negative == "cut_table":
            facts = [fact for fact in facts if fact.kind != "case_table"]
            facts.insert(0, cut_table(self._fact("case_table"), rng))
        top = [self._dressed(fact) for fact in facts if fact.kind in BANNERS]
        title = words.headline(rng, self.part)
        body = self._body(title, negative, [fact for fact in facts if fact.kind in _IN_BODY])
        beside = [fact for fact in facts if fact.kind not in BANNERS and fact.kind not in _IN_BODY]
        rail = el(*platform.rail, *(self._dressed(fact) for fact in beside))
        rails = [rail]
        if platform.rails > 1 or rng.random() < 0.15:
            rails.append(copy.deepcopy(rail))
            self.facts += beside
        url = f"{SITE}/news/{slug(title)}"
        main = el("div", "page-content", body, *rails)
        tree = el("html", "", _head(title), el("body", "", _header(), *top, main, _footer()), lang="en")
        if rng.random() < 0.5:
            rename(tree, rng)
        return Page(name, self.part, url, tree, self.facts, title, self.article)

    def _fact(self, kind: str) -> Fact:
        fact = self.make.fact(kind)
        return without_values(fact, self.rng) if self.rng.random() < 0.3 else fact

    def _dressed(self, fact: Fact) -> HtmlElement:
        self.facts.append(fact)
        return dress(
            fact, self.platform, self.rng, self.rng.choice((",", ",", "", ".")) if fact.kind == "case_table" else ","
        )

    def _body(self, title: str, negative: str | None, inside: list[Fact]) -> HtmlElement:
        rng = self.rng
        head = el("header", "story-header", el("h1", "story-title", title))
        posted = el("div", "dateline", f"Posted: Mar {rng.randint(1, 28)}, 2021 {rng.randint(1, 11)}:15 PM")
        head.append(posted)
        head.append(el("div", "byline", f"By: {words.name(rng)}"))
        text = el(*self.platform.body)
        for at in range(rng.randint(4, 7)):
            self._paragraph(text, words.paragraph(rng, self.part))
            if at == 1 and negative:
                self._hard(text, negative)
        for fact in inside:
            text.append(self._dressed(fact))
        return el("article", "story", head, text)

    def _paragraph(self, text: HtmlElement, words_of_it: str) -> None:
        self.article.append(words_of_it)
        text.append(el("p", "", words_of_it))

    def _hard(self, text: HtmlElement, negative: str) -> None:
        rng = self.rng
        if negative == "case_article":
            rows = case_rows(self.make, 8)
            cells = [[row["county"], number(row["cases"], ","), number(row["deaths"], ",")] for row in rows]
            self.article += [cell for row in cells for cell in row[:1]]
            text.append(table(cells, ["County", "Cases", "Deaths"]))
        elif negative == "forecast_article":
            for when in ("Tonight", "Tomorrow", f"{rng.choice(words.DAYS)} night"):
                high = rng.randint(30, 80)
                self._paragraph(
                    text,
                    f"{when}: {rng.choice(words.SKIES).lower()} with a light wind from the west and patchy fog by dawn.",
                )
                self._paragraph(text, f"Highs: {high}° Lows: {high - 15}°")
        elif negative == "number_prose":
            county = rng.choice(words.COUNTIES[self.part])
            cases, deaths = rng.randint(2000, 9000), rng.randint(20, 90)
            self._paragraph(
                text,
                f"{county} County now has {cases:,} cases and {deaths} deaths, up from {cases - 40:,} cases a week ago.",
            )
            self._paragraph(
                text,
                f"The day was warm for the season, {rng.randint(60, 90)}° at noon and {rng.randint(40, 59)}° at sunset, and most sat outside.",
            )
        elif negative == "related_in_body":
            text.append(self._dressed(self.make.fact("related_content")))


def _order(kinds: list[str], rng: Random) -> list[str]:
    """The kinds in an order of the page's own; a tagline stands behind a weather list, which it needs."""
    order = [kind for kind in kinds if kind != "weather_tagline"]
    rng.shuffle(order)
    if "weather_tagline" in kinds:
        if "weather_conditions" not in order:
            order.append("weather_conditions")
        order.insert(order.index("weather_conditions") + 1, "weather_tagline")
    return order


def _head(title: str) -> HtmlElement:
    return el("head", "", el("meta", "", charset="utf-8"), el("title", "", f"{title} | {CALL} News"))


def _header() -> HtmlElement:
    menu = el("ul", "menu", *(el("li", "menu-item", link(name, f"{SITE}/{slug(name)}")) for name in _MENU))
    return el("header", "site-header", el("a", "logo", CALL, href=SITE), el("nav", "main-nav", menu))


def _footer() -> HtmlElement:
    links = el("ul", "footer-links", *(el("li", "", link(name, f"{SITE}/{slug(name)}")) for name in _FOOTER))
    made = el("footer", "site-footer", links)
    add(made, el("p", "copyright", f"© 2021 {CALL} Media. All rights reserved."))
    return made
