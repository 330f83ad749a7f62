"""A floor under the article's text: on the project's own short news always, on other people's pages where they are.

The floors lie a little under what was measured. They notice a step back and say nothing of pages that the model has not
seen: `make bench-split` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import pytest

from benchmarks.split.pages import LabelledPage, folder, snippet_pages, unseen_news_pages, wcxb_pages
from benchmarks.split.snippet_f import count_snippets, snippet_f
from benchmarks.split.word_f1 import word_f1
from pipelines.split import split

NEWS, WCXB, SNIPPETS = 0.91, 0.96, 0.91
EVERY_WCXB, EVERY_SNIPPET = 13, 12
"""One page in so many: 61 of 790, 83 of 988."""


def shared(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not (folder() / name).is_dir(), reason=f"no shared data at {folder() / name}")


def text_of(page: LabelledPage) -> str:
    article = split(page.body, content_type="text/html", url=page.url).article
    return article.text if article else ""


def mean_f1(pages: Sequence[LabelledPage]) -> float:
    return fmean(word_f1(text_of(page), page.gold or "") for page in pages)


def test_short_news_of_systems_that_nothing_was_tuned_on():
    assert mean_f1(unseen_news_pages()) >= NEWS


@shared("wcxb-articles")
def test_long_articles():
    assert mean_f1(list(wcxb_pages(EVERY_WCXB))) >= WCXB


@shared("snippets")
def test_pieces_that_must_and_must_not_be_in_the_text():
    counts = [count_snippets(text_of(page), page.with_, page.without) for page in snippet_pages(EVERY_SNIPPET)]
    assert snippet_f(counts) >= SNIPPETS
