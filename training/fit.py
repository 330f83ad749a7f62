"""Fitting: scores of names crossed over parts of the pages, then boosted trees on the features with those scores."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from pipelines.split.containers import Names
from pipelines.split.features import features
from pipelines.split.forest import SCALE
from training.names import PageCounts, learn_scores, page_counts
from training.pages import FOLDS, LabelledPage

TREES, DEPTH, RATE, BORDERS = 160, 6, 0.1, 64
NEVER = 1e30


@dataclass(slots=True)
class Prepared:
    """A page with its fold, the counts of its names, and what each of its runs weighs."""

    page: LabelledPage
    fold: int
    counts: PageCounts
    weights: NDArray[np.float64]


def fold_of(domain: str) -> int:
    """The fold of a registrable domain, 0 to FOLDS - 1."""
    return crc32(domain.encode()) % FOLDS


def prepare(page: LabelledPage) -> Prepared:
    """A long run counts more, though not by its length; a page of many runs hardly more than one of few."""
    size = np.array([run.text.count(" ") + 1 for run in page.document.runs], dtype=np.float64)
    weights = np.sqrt(size) / (1 + np.log1p(len(size))) * page.trust
    return Prepared(page, fold_of(page.domain or page.name), page_counts(page), weights)


def fit(pages: list[Prepared], chosen: tuple[str, ...]) -> dict[str, Any]:
    """The model as it is written: `scores`, `features` (the `chosen`, in order), `bias` and `trees`.

    The features of a page are made with scores from pages of other folds, since its own would tell its labels.
    """
    rows: list[NDArray[np.float32]] = []
    for fold in range(FOLDS):
        scores = learn_scores(each.counts for each in pages if each.fold != fold)
        rows += [matrix(each.page, scores, chosen) for each in _of(pages, fold)]
    ordered = [each for fold in range(FOLDS) for each in _of(pages, fold)]
    labels = np.concatenate([np.array(each.page.labels) for each in ordered])
    weights = np.concatenate([each.weights for each in ordered])
    trees = CatBoostClassifier(
        iterations=TREES, depth=DEPTH, learning_rate=RATE, border_count=BORDERS, l2_leaf_reg=5, rsm=0.4,
        bootstrap_type="Bernoulli", subsample=0.8, random_seed=1, thread_count=1, verbose=0, allow_writing_files=False,
    )  # fmt: skip
    trees.fit(Pool(np.concatenate(rows, axis=1).T, labels, weight=weights))
    return {"scores": learn_scores(each.counts for each in pages), "features": list(chosen), **_written(trees, chosen)}


def _of(pages: list[Prepared], fold: int) -> list[Prepared]:
    return [each for each in pages if each.fold == fold]


def matrix(page: LabelledPage, scores: dict[str, float], chosen: tuple[str, ...]) -> NDArray[np.float32]:
    """The chosen features of a page: a row for each, a column for each run."""
    if not page.document.runs:
        return np.zeros((len(chosen), 0), dtype=np.float32)
    columns = features(page.document, page.claimed, Names(scores))
    return np.array([columns[name] for name in chosen], dtype=np.float32)


def _written(trees: CatBoostClassifier, chosen: tuple[str, ...]) -> dict[str, Any]:
    """The trees in the form that `Forest.read` takes, as CatBoost's own JSON has them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        trees.save_model(path, format="json")
        told = json.loads(path.read_text(encoding="utf-8"))
    scale, (bias,) = told["scale_and_bias"]
    written = []
    for tree in told["oblivious_trees"]:
        splits = [[chosen[split["float_feature_index"]], split["border"]] for split in tree["splits"] or ()]
        leaves = [round(value * scale * SCALE) for value in tree["leaf_values"]]
        missing = DEPTH - len(splits)  # a tree that found nothing more to ask: the levels that are missing say no
        written.append({
            "splits": splits + [[chosen[0], NEVER]] * missing,
            "leaves": leaves + [0] * (2**DEPTH - len(leaves)),
        })  # fmt: skip
    return {"bias": round(bias * SCALE), "trees": written}
