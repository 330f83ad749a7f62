"""The stations of the news set, drawn by somebody else: a layout from pages that are not in the set, used on those that are.

The set names each page's classes in another manner, which no station does; here all of a station have the system's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.layout.scores import Scores, joined
from benchmarks.news.pages import NewsPage, news_page
from benchmarks.news.plan import KINDS
from benchmarks.news.stations import STATIONS, Station
from pipelines.items import Split
from pipelines.split import split
from pipelines.split.html_runs import read_html
from pipelines.split.layout import Layout
from pipelines.split.layout_facts import PageFacts, facts_of
from pipelines.split.layout_learn import learn

LEARNED_FROM = 36
BEGIN = datetime(2021, 3, 1, tzinfo=UTC)


def report() -> None:
    """Print the figures of each station and of both halves of the set."""
    print(f"news set: {len(KINDS)} pages a station, a layout learned from {LEARNED_FROM} others; body word F1")
    print(f"  {'':<22}{'without':>9}{'with':>8}{'by layout':>11}{'drifted':>9}   containers")
    pairs = {}
    for station in STATIONS:
        pairs[station.system] = plain, with_one, layout = figures(station)
        article = ", ".join(map(str, layout.article)) if layout else "none learned"
        _print_row(station.system, plain, with_one, article)
    for half in ("train", "unseen"):
        of_half = [pairs[station.system] for station in STATIONS if station.half == half]
        _print_row(f"all {half}", joined(pair[0] for pair in of_half), joined(pair[1] for pair in of_half), "")


def figures(station: Station) -> tuple[Scores, Scores, Layout | None]:
    """Without a layout, with it, and the layout."""
    layouts = learn(station.system, _facts(station))
    layout = layouts[-1] if layouts else None
    plain, with_one = Scores(), Scores()
    for number in range(len(KINDS)):
        page = news_page(station, number, "real")
        plain.add(_split(page), page.body)
        with_one.add(_split(page, layout), page.body)
    return plain, with_one, layout


def _facts(station: Station) -> Iterator[PageFacts]:
    for number in range(len(KINDS), len(KINDS) + LEARNED_FROM):
        page = news_page(station, number, "real")
        yield facts_of(read_html(page.html, "text/html", page.url), _split(page), BEGIN + timedelta(hours=number))


def _split(page: NewsPage, layout: Layout | None = None) -> Split:
    return split(page.html, content_type="text/html", url=page.url, layout=layout)


def _print_row(title: str, plain: Scores, with_one: Scores, article: str) -> None:
    print(
        f"  {title:<22}{plain.body:>9.4f}{with_one.body:>8.4f}{with_one.by_layout:>11}{with_one.drifted:>9}   {article}"
    )
