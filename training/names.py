"""Scores of the words that elements are named with, learned from labelled pages: log-odds that what they hold is the story's."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pipelines.split.containers import Containers, Names, tokens
from training.pages import LabelledPage

LEAST_PAGES = 6
"""Pages from which on a word is no accident: minified class names are on fewer."""
PRIOR = 2.0
SUREST = 0.998


@dataclass(slots=True)
class PageCounts:
    """By token of a page: the share of the words below it that are the story's, the bigger elements counting more."""

    shares: dict[str, float]


def page_counts(page: LabelledPage) -> PageCounts:
    """Count a page once, for all the tables that it goes into."""
    size = np.array([run.text.count(" ") + 1 for run in page.document.runs], dtype=np.float64)
    words = np.concatenate(([0.0], np.cumsum(size)))
    story = np.concatenate(([0.0], np.cumsum(size * np.array(page.labels, dtype=np.float64))))
    sums: dict[str, list[float]] = {}
    for element in Containers(page.document, Names({})).elements:
        total = words[element.end] - words[element.start]
        if total > 0:
            weight = math.log1p(total)
            for token in set(tokens(element.names, element.tag)):
                both = sums.setdefault(token, [0.0, 0.0])
                both[0] += weight * (story[element.end] - story[element.start]) / total
                both[1] += weight
    return PageCounts({token: share / weight for token, (share, weight) in sums.items()})


def learn_scores(pages: Iterable[PageCounts]) -> dict[str, float]:
    """The score of every token that is on LEAST_PAGES pages."""
    shares: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for page in pages:
        for token, share in page.shares.items():
            shares[token] += share
            count[token] += 1
    usual = sum(shares.values()) / max(sum(count.values()), 1)
    scores = {}
    for token in sorted(count):
        if count[token] >= LEAST_PAGES:
            share = (shares[token] + PRIOR * usual) / (count[token] + PRIOR)
            share = min(max(share, 1 - SUREST), SUREST)
            scores[token] = round(math.log(share / (1 - share)), 2)
    return scores
