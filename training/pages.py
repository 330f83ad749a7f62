"""Pages with a truth to learn from: each set of labelled pages read into one form."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tldextract import TLDExtract

from benchmarks.news.labels import run_roles
from benchmarks.news.pages import news_pages
from pipelines.split.claims import runs_of
from pipelines.split.document import Document
from pipelines.split.html_runs import read_html
from pipelines.widgets.registry import find_widgets
from training.labels import labels
from training.plain_pages import plain_pages
from training.votes import voted

FOLDS = 5
VOTED_WEIGHT, NEWS_WEIGHT = 0.5, 2.0
BODY_ROLES = frozenset({"body"})


@dataclass(slots=True)
class LabelledPage:
    """A page with a label (0 or 1) for each run, and what each run weighs beside others of its page.

    `domain` is the registrable one, which folds go by; "" for made pages, which are in no fold. `truth` is the text of the story, where the set has it.
    """

    name: str
    domain: str
    document: Document
    claimed: set[int]
    labels: list[int]
    trust: NDArray[np.float64]
    truth: str | None = None
    with_: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


@cache
def _extract() -> TLDExtract:
    return TLDExtract(suffix_list_urls=())  # the list that comes with the package: nothing is fetched


def domain_of(url: str | None) -> str:
    """The registrable domain of an address, or its host; "unknown" of no address."""
    if not url:
        return "unknown"
    found = _extract()(url)
    return found.top_domain_under_public_suffix or found.domain or url


def wcxb_pages(folder: Path) -> Iterator[LabelledPage]:
    """Pages of a folder with `NNNN.html.gz` and `NNNN.json` (url, main_content), as WCXB has them."""
    for told in sorted(folder.glob("*.json")):
        truth = json.loads(told.read_text(encoding="utf-8"))
        if not truth.get("main_content"):
            continue
        document, claimed = _read(gzip.decompress(told.with_suffix(".html.gz").read_bytes()), truth["url"])
        texts = [run.text for run in document.runs]
        found = labels(texts, truth["main_content"])
        yield LabelledPage(
            told.stem, domain_of(truth["url"]), document, claimed, found, np.ones(len(texts)), truth["main_content"]
        )


def snippet_pages(folder: Path) -> Iterator[LabelledPage]:
    """Pages of a folder with `index.json` (by name: url, `with`, `without`), labelled by a vote of extractors."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    for name, told in sorted(index.items()):
        body = gzip.decompress((folder / name).read_bytes())
        document, claimed = _read(body, told["url"])
        texts = [run.text for run in document.runs]
        if not texts:
            continue
        with_, without = told.get("with", []), told.get("without", [])
        found, trust = voted(body, told["url"], texts, with_, without)
        yield LabelledPage(
            name,
            domain_of(told["url"]),
            document,
            claimed,
            found,
            trust * VOTED_WEIGHT,
            with_=with_,
            without=without,
        )


def made_pages() -> Iterator[LabelledPage]:
    """The half of the project's own news pages that is there to learn from, and their stories on plain pages."""
    for page in news_pages():
        if page.half == "train":
            document, claimed = _read(page.html.encode(), page.url)
            roles = run_roles(document, page)
            trust = np.full(len(roles), NEWS_WEIGHT)
            yield LabelledPage(
                page.name, "", document, claimed, [int(r in BODY_ROLES) for r in roles], trust, page.body
            )
    for name, url, html, paragraphs in plain_pages():
        document, claimed = _read(html.encode(), url)
        found = [int(run.text in paragraphs) for run in document.runs]
        yield LabelledPage(name, "", document, claimed, found, np.ones(len(found)), "\n\n".join(paragraphs))


def _read(body: bytes, url: str | None) -> tuple[Document, set[int]]:
    document = read_html(body, None, url)
    claimed = runs_of(find_widgets(document))
    document.scans.clear()
    return document, claimed
