"""`python -m training FOLDER`: trains the article model on the labelled pages in FOLDER and writes it into the splitter.

FOLDER has `wcxb-articles/` and `snippets/` as the README describes them; the project's own made pages are added. With the
model come one for each fold of domains, to measure with, and the report of what was trained on what.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines.split.article_model import PATH
from training.fit import Prepared, fit, prepare
from training.folds import FOLDER
from training.pages import FOLDS, LabelledPage, made_pages, snippet_pages, wcxb_pages
from training.report import REPORT, report

CHOSEN = Path(__file__).with_name("features.txt")
"""The features that the model may ask for, one a line."""


def main(folder: Path) -> None:
    """Train, and write the models and the report."""
    if not (folder / "wcxb-articles").is_dir() or not (folder / "snippets").is_dir():
        raise SystemExit(f"{folder} has no wcxb-articles/ and snippets/ to train on")
    sets = {
        "wcxb-articles": _prepared(wcxb_pages(folder / "wcxb-articles")),
        "snippets": _prepared(snippet_pages(folder / "snippets")),
        "made news pages, the half to train on, and its stories on plain pages": _prepared(made_pages()),
    }
    pages = [page for each in sets.values() for page in each]
    chosen = tuple(CHOSEN.read_text(encoding="utf-8").split())
    FOLDER.mkdir(exist_ok=True)
    for fold in range(FOLDS):
        seen = [each for each in pages if each.fold != fold or not each.page.domain]
        _write(FOLDER / f"{fold}.json", fit(seen, chosen))
        print(f"fold {fold}: trained on {len(seen)} pages")
    model = fit(pages, chosen)
    _write(PATH, model)
    REPORT.write_text(
        report({name: [each.page for each in pages] for name, pages in sets.items()}, model), encoding="utf-8"
    )
    print(f"{PATH} and {REPORT}: trained on {len(pages)} pages")


def _prepared(pages: Iterable[LabelledPage]) -> list[Prepared]:
    return [prepare(page) for page in pages]


def _write(path: Path, model: dict[str, Any]) -> None:
    """One line for each score and tree, so that a change can be read."""
    lines = [f'"{key}": {json.dumps(model[key])}' for key in ("features", "bias")]
    scores = ",\n".join(f"  {json.dumps(token)}: {score}" for token, score in model["scores"].items())
    trees = ",\n".join(f"  {json.dumps(tree, separators=(',', ':'))}" for tree in model["trees"])
    lines += [f'"scores": {{\n{scores}\n}}', f'"trees": [\n{trees}\n]']
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
