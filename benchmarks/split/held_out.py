"""Our text of pages by a model that has not seen their domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache

from benchmarks.split.pages import LabelledPage, wcxb_pages
from benchmarks.split.systems import OURS

HELD_OUT = "the model had not seen the page's domain (five folds)"
SHIPPED = "the model as shipped: it may have seen the page's domain"


@dataclass(frozen=True, slots=True)
class OurTexts:
    """Our texts in the pages' order, and what the model that made them had seen."""

    texts: list[str]
    seen: str


def held_out_texts(pages: Sequence[LabelledPage]) -> OurTexts:
    """Each page split by the model of the fold that leaves its registrable domain out; by the shipped one where the folds' models have not been made."""
    try:
        from training.folds import fold_of, split_without
    except ImportError as error:
        return _shipped(pages, f"{error}")
    try:
        return OurTexts(_by_folds(pages, fold_of, split_without), HELD_OUT)
    except FileNotFoundError as error:
        return _shipped(pages, f"{error} (make train)")


@cache
def wcxb_ours() -> tuple[list[LabelledPage], OurTexts]:
    """WCXB's pages and our texts of them, made once: two parts of the benchmark ask for them."""
    pages = list(wcxb_pages())
    return pages, held_out_texts(pages)


def shipped_texts(pages: Sequence[LabelledPage]) -> list[str]:
    """Our texts by the shipped model."""
    return [OURS.run(page.body, page.url) for page in pages]


def _shipped(pages: Sequence[LabelledPage], why: str) -> OurTexts:
    print(f"nothing is held out: {why}")
    return OurTexts(shipped_texts(pages), SHIPPED)


def _by_folds(
    pages: Sequence[LabelledPage],
    fold_of: Callable[[str], int],
    split_without: Callable[[int], AbstractContextManager[object]],
) -> list[str]:
    folds = [fold_of(page.url or "") for page in pages]
    texts = [""] * len(pages)
    for fold in sorted(set(folds)):
        with split_without(fold):
            for at, page in enumerate(pages):
                if folds[at] == fold:
                    texts[at] = OURS.run(page.body, page.url)
    return texts
