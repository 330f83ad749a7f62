"""The pages to measure on: WCXB's articles, trafilatura's snippets, whole station pages, and the project's own news set.

The first three lie in SHARED_DATA: read there, never copied.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.news.pages import news_pages

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what is known of it. `name` is unique among all pages.

    `gold` is the main text where a person has marked it; `with_` must stand in the text and `without` must not;
    `headings` are the page's headline and dek as its labels say them; `pieces` is all that a made page shows, each with
    the role that it was made for.
    """

    name: str
    url: str | None
    body: bytes
    gold: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    pieces: tuple[tuple[str, str], ...] = ()


def folder() -> Path:
    """Where the shared data lie."""
    return Path(os.environ.get("SHARED_DATA", str(_ROOT / "../shared/data")))


def wcxb_pages(every: int = 1) -> Iterator[LabelledPage]:
    """The article pages of WCXB's development split whose main content is marked (790 of 792), in the order of their names;
    one in so many."""
    for path in sorted((folder() / "wcxb-articles").glob("*.json"))[::every]:
        label = json.loads(path.read_text("utf-8"))
        if label.get("main_content"):
            body = gzip.decompress(path.with_suffix(".html.gz").read_bytes())
            headings = (label["title"],) if label.get("title") else ()
            yield LabelledPage(f"wcxb/{path.stem}", label["url"], body, label["main_content"], headings=headings)


def snippet_pages(every: int = 1) -> Iterator[LabelledPage]:
    """The pages of trafilatura's own evaluation, in the order of their names; one in so many."""
    index = folder() / "snippets" / "index.json"
    if not index.is_file():
        return
    for name, label in sorted(json.loads(index.read_text("utf-8")).items())[::every]:
        body = gzip.decompress((index.parent / name).read_bytes())
        shown = tuple(label["with"]), tuple(label["without"])
        yield LabelledPage(f"snippets/{name.removesuffix('.html.gz')}", label["url"], body, None, *shown)


def station_pages() -> Iterator[LabelledPage]:
    """The whole pages of local stations, which nobody has marked."""
    index = folder() / "station-html" / "INDEX.tsv"
    if not index.is_file():
        return
    for line in index.read_text("utf-8").splitlines()[1:]:
        name, rest = line.split("\t", 1)
        yield LabelledPage(f"station/{name}", rest.split(" | ")[0].strip(), (index.parent / name).read_bytes())


@cache
def unseen_news_pages() -> tuple[LabelledPage, ...]:
    """The half of the project's own short news that nothing was trained or tuned on."""
    return tuple(
        LabelledPage(f"news/{page.name}", page.url, page.html.encode(), page.body, pieces=tuple(page.pieces))
        for page in news_pages()
        if page.half == "unseen"
    )
