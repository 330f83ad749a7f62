"""The trained model of which runs of a page are the story's: a file of scores of names and of trees, and its reading."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.split.containers import Names
from pipelines.split.document import Document
from pipelines.split.features import features
from pipelines.split.forest import Forest

PATH = Path(__file__).with_name("article_model.json")


@dataclass(frozen=True, slots=True)
class ArticleModel:
    """`asked` are the features that the trees ask for, in the order of their columns."""

    names: Names
    asked: tuple[str, ...]
    forest: Forest

    @classmethod
    def read(cls, told: dict[str, Any]) -> ArticleModel:
        """From the JSON that `training` writes: `scores`, `features`, `bias`, `trees`."""
        asked = tuple(told["features"])
        return cls(Names(told["scores"]), asked, Forest.read(told, asked))

    def probabilities(self, document: Document, claimed: set[int]) -> NDArray[np.int64]:
        """For each run, in millionths, how probably it is of the story's body. `claimed` are the runs of widgets."""
        if not document.runs:
            return np.zeros(0, dtype=np.int64)
        columns = features(document, claimed, self.names)
        return self.forest.probabilities(np.array([columns[name] for name in self.asked], dtype=np.float32))


@cache
def shipped() -> ArticleModel:
    """The model that comes with this package."""
    return ArticleModel.read(json.loads(PATH.read_text(encoding="utf-8")))
