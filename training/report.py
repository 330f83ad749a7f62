"""The training report: what the model was made from, and what it goes by."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

from training.fit import DEPTH, RATE, TREES
from training.pages import LabelledPage

REPORT = Path(__file__).resolve().parent.parent / "docs" / "article-model.md"
MOST = 25


def report(sets: dict[str, list[LabelledPage]], model: dict[str, Any]) -> str:
    """Markdown: the sets with their sizes, the trees, the features by use, the names with the highest and lowest scores."""
    lines = [
        "# The article model",
        "",
        "Written by `make train`; what it is measured to be is in the README and comes from `make bench-split`.",
        "",
    ]
    lines += ["| trained on | pages | domains | runs | of the story |", "|---|---|---|---|---|"]
    for name, pages in sets.items():
        runs, story = sum(len(page.labels) for page in pages), sum(sum(page.labels) for page in pages)
        lines.append(f"| {name} | {len(pages)} | {len({page.domain for page in pages})} | {runs} | {story} |")
    lines += [
        "",
        f"CatBoost {version('catboost')}: {TREES} symmetric trees of depth {DEPTH}, learning rate {RATE}.",
        "",
    ]
    used = Counter(name for tree in model["trees"] for name, _ in tree["splits"])
    lines += ["## Features, by the number of levels of trees that ask for them", ""]
    lines += [", ".join(f"`{name}` {count}" for name, count in used.most_common()) + ".", ""]
    unused = [name for name in model["features"] if not used[name]]
    lines += [f"Never asked for: {', '.join(f'`{name}`' for name in unused) or 'none'}.", ""]
    ranked = sorted(model["scores"].items(), key=lambda item: (item[1], item[0]))
    lines += [f"## Words of class, id, role and itemprop: {len(ranked)} scores", ""]
    lines += ["Least of the story: " + ", ".join(f"`{token}` {score}" for token, score in ranked[:MOST]) + ".", ""]
    lines += ["Most: " + ", ".join(f"`{token}` {score}" for token, score in reversed(ranked[-MOST:])) + ".", ""]
    return "\n".join(lines)
