"""Wrong words kept, by class: ours beside trafilatura's."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from benchmarks.split import classes, news_classes
from benchmarks.split.figures import NO_MODEL, Figure
from benchmarks.split.held_out import shipped_texts, wcxb_ours
from benchmarks.split.pages import LabelledPage, unseen_news_pages
from benchmarks.split.peers import NotInstalledError, texts_of
from benchmarks.split.quality import UNSEEN_NEWS
from benchmarks.split.systems import OURS, PEERS, TRAFILATURA

Classer = Callable[[LabelledPage, str], Counter[str]]


def measure() -> Iterator[Figure]:
    """Words by class on WCXB's articles, classed by rules, and on the unseen short news, where every text's role is known."""
    pages, ours = wcxb_ours()
    if pages:
        name = f"wcxb-articles, {len(pages)} pages, classed by rules"
        yield from _both(name, pages, ours.texts, ours.seen, classes.classed)
    pages = unseen_news_pages()
    name = f"short news made by the project, unseen half, {len(pages)} pages, classed by what each text was made as"
    yield from _both(name, pages, shipped_texts(pages), UNSEEN_NEWS, news_classes.classed)


def _both(
    name: str, pages: Sequence[LabelledPage], ours: Sequence[str], seen: str, classer: Classer
) -> Iterator[Figure]:
    """Ours and trafilatura's of each class in turn, the classes that trafilatura keeps most of first."""
    counts = {OURS.name: _counted(pages, ours, classer)}
    try:
        counts[TRAFILATURA] = _counted(pages, texts_of(PEERS[TRAFILATURA], pages), classer)
    except NotInstalledError as error:
        print(error, file=sys.stderr)
    kinds = sorted(set().union(*counts.values()), key=lambda kind: -list(counts.values())[-1][kind])
    sums = {"all": kinds, "the six classes together": list(classes.SIX), **{kind: [kind] for kind in kinds}}
    for title, summed in sums.items():
        for system, words in counts.items():
            value = sum(words[kind] for kind in summed)
            yield Figure(
                "wrong words kept",
                name,
                f"{title}: {system}",
                value,
                seen if system == OURS.name else NO_MODEL,
                "words",
            )


def _counted(pages: Sequence[LabelledPage], texts: Sequence[str], classer: Classer) -> Counter[str]:
    counts: Counter[str] = Counter()
    for page, text in zip(pages, texts, strict=True):
        counts.update(classer(page, text))
    return counts
