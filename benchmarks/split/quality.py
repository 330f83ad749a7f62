"""Word F1 on WCXB's articles, snippet F on trafilatura's snippets, word F1 error on the short-news set: ours beside each peer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from benchmarks.split.bootstrap import Interval, of_means, of_snippets
from benchmarks.split.figures import NO_MODEL, Figure
from benchmarks.split.held_out import held_out_texts, shipped_texts, wcxb_ours
from benchmarks.split.pages import LabelledPage, snippet_pages, station_pages, unseen_news_pages
from benchmarks.split.peers import NotInstalledError, texts_of
from benchmarks.split.snippet_f import Counts, count_snippets, snippet_f
from benchmarks.split.systems import OURS, PEERS
from benchmarks.split.word_f1 import word_f1

UNSEEN_NEWS = "the model as shipped: no page of this half was trained on"


def wcxb() -> Iterator[Figure]:
    """Mean word F1 on WCXB's article pages."""
    pages, ours = wcxb_ours()
    if not pages:
        print("no wcxb-articles here (SHARED_DATA)")
        return
    yield from _word_f1("word F1, mean", f"wcxb-articles, {len(pages)} pages", pages, ours.texts, ours.seen)


def snippets() -> Iterator[Figure]:
    """Snippet F on trafilatura's own pages."""
    pages = list(snippet_pages())
    if not pages:
        print("no snippets here (SHARED_DATA)")
        return
    held_out = held_out_texts(pages)
    name = f"snippets, {len(pages)} pages, {sum(len(page.with_) + len(page.without) for page in pages)} pieces"

    def score(texts: Sequence[str]) -> list[Counts]:
        return [count_snippets(text, page.with_, page.without) for text, page in zip(texts, pages, strict=True)]

    ours = score(held_out.texts)
    yield Figure("snippet F", name, OURS.name, snippet_f(ours), held_out.seen)
    for system, texts in peers_texts(pages):
        theirs = score(texts)
        yield Figure("snippet F", name, system, snippet_f(theirs), NO_MODEL, "", of_snippets(ours, theirs))


def news() -> Iterator[Figure]:
    """Mean word F1 and its error on the unseen half of the project's own short news."""
    pages = unseen_news_pages()
    name = f"short news made by the project, unseen half, {len(pages)} pages"
    rows = list(_word_f1("word F1, mean", name, pages, shipped_texts(pages), UNSEEN_NEWS))
    yield from rows
    errors = {row.system: 1 - row.value for row in rows}
    best = min((system for system in errors if system.startswith("trafilatura")), key=errors.__getitem__, default=None)
    figure = "word F1 error, mean"
    yield Figure(figure, name, OURS.name, errors[OURS.name], UNSEEN_NEWS)
    if best is not None:
        interval = next(row.ours_less_theirs for row in rows if row.system == best)
        assert interval is not None
        turned = Interval(-interval.difference, -interval.high, -interval.low)
        yield Figure(figure, name, f"{best} (trafilatura's best here)", errors[best], NO_MODEL, "", turned)


def stations() -> Iterator[Figure]:
    """The whole station pages, which nobody has marked: how many have an article, and that none raises."""
    pages = list(station_pages())
    if pages:
        found = sum(bool(text) for text in shipped_texts(pages))
        yield Figure(
            "pages with an article",
            f"station-html, {len(pages)} pages, no truth",
            OURS.name,
            found,
            "the model as shipped",
            "pages",
        )


def peers_texts(pages: Sequence[LabelledPage]) -> Iterator[tuple[str, list[str]]]:
    """Every peer that is installed, with its texts."""
    for name, system in PEERS.items():
        try:
            yield name, texts_of(system, pages)
        except NotInstalledError as error:
            print(error, file=sys.stderr)


def _word_f1(figure: str, name: str, pages: Sequence[LabelledPage], ours: Sequence[str], seen: str) -> Iterator[Figure]:
    own = _scores(pages, ours)
    yield Figure(figure, name, OURS.name, fmean(own), seen)
    for system, texts in peers_texts(pages):
        theirs = _scores(pages, texts)
        yield Figure(figure, name, system, fmean(theirs), NO_MODEL, "", of_means(own, theirs))


def _scores(pages: Sequence[LabelledPage], texts: Sequence[str]) -> list[float]:
    return [word_f1(text, page.gold or "") for text, page in zip(texts, pages, strict=True)]


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "wcxb": wcxb,
    "snippets": snippets,
    "news": news,
    "stations": stations,
}
