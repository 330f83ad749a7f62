"""How often a field is exact on the project's own short news, whose systems are half seen and half not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from benchmarks.news.pages import NewsPage, news_pages
from benchmarks.split.metadata import Answer, Tally, fold, trafilaturas
from benchmarks.split.metadata import Page as LabelledPage
from pipelines.items import Article
from pipelines.split import split
from pipelines.split.agencies import agency_name

MOMENT = timedelta(minutes=1)
"""Printed times have no seconds."""


def measure() -> Iterator[tuple[str, str, Tally]]:
    """Half, tool and tally: all fields of ours, those of trafilatura that it has."""
    made = news_pages()
    for half in ("train", "unseen"):
        ours, theirs = Tally(), Tally()
        for page in made:
            if page.half == half:
                _score(page, split(page.html, content_type="text/html", url=page.url).article or Article(), ours)
                _score_answer(page, trafilaturas(_labelled(page)), theirs)
        yield half, "split", ours
        yield half, "trafilatura", theirs


def _score(page: NewsPage, said: Article, tally: Tally) -> None:
    _score_answer(page, Answer(said.headline, said.authors, said.published.date() if said.published else None), tally)
    count = _counter(page, tally)
    count("dek", said.dek, page.dek, fold(said.dek) == fold(page.dek))
    count("agency", said.agency, page.agency, said.agency == (agency_name(page.agency or "") or page.agency))
    for name, when, wanted in (("published", said.published, page.published), ("updated", said.updated, page.updated)):
        count(name, when, wanted, _same(when, datetime.fromisoformat(wanted) if wanted else None))


def _score_answer(page: NewsPage, said: Answer, tally: Tally) -> None:
    count = _counter(page, tally)
    count("headline", said.headline, page.headline, fold(said.headline) == fold(page.headline))
    count("authors", said.authors, page.authors, set(map(fold, said.authors)) == set(map(fold, page.authors)))
    wanted = datetime.fromisoformat(page.published).date()
    count("day of publication", said.day, wanted, said.day == wanted)


def _same(when: datetime | None, wanted: datetime | None) -> bool:
    """Whether it is the same moment, or the same time of the same day where the page prints no zone."""
    if when is None or wanted is None:
        return when is wanted
    return abs(when - (wanted if when.tzinfo is not None else wanted.replace(tzinfo=None))) < MOMENT


def _counter(page: NewsPage, tally: Tally) -> Callable[[str, object, object, bool], None]:
    labelled = _labelled(page)

    def count(name: str, said: object, wanted: object, right: bool) -> None:
        tally.count(name, labelled, said, wanted, right=right)

    return count


def _labelled(page: NewsPage) -> LabelledPage:
    return LabelledPage(page.name, page.html.encode(), page.url, page.headline, None, page.published[:10])
