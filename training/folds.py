"""Measuring on pages that the model has not seen: a model for each fold of domains, trained without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from pipelines.split import article_model
from pipelines.split.article_model import ArticleModel
from training.fit import fold_of as _fold_of_domain
from training.pages import domain_of

FOLDER = Path(__file__).resolve().parent / "folds"


def fold_of(url: str | None) -> int:
    """The fold of the page's registrable domain."""
    return _fold_of_domain(domain_of(url))


@contextmanager
def split_without(fold: int) -> Iterator[None]:
    """Within it, `split` uses the model that was trained without the pages of `fold`.

    Raises FileNotFoundError where `make train` has not been run here.
    """
    model = ArticleModel.read(json.loads((FOLDER / f"{fold}.json").read_text(encoding="utf-8")))
    with patch.object(article_model, "shipped", lambda: model):
        yield
