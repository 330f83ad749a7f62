"""CPU of all recognisers together, the leftovers with them, on the real pages and on ordinary articles."""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import fmean

from lxml import html

from benchmarks.widgets.real import article_pages, html_pages
from pipelines.split.claims import runs_of
from pipelines.split.html_runs import read_html
from pipelines.split.leftovers import leftovers
from pipelines.widgets.registry import find_widgets

ROUNDS = 7
ARTICLES = 150


def report() -> None:
    """Print the mean over the pages of the best of some rounds, in milliseconds."""
    stations = list(html_pages())
    articles = list(article_pages(ARTICLES))
    if not stations:
        print("cost: no real pages here (SHARED_DATA)")
        return
    parse = fmean(min(_parse(body) for _ in range(ROUNDS)) for _, body in stations)
    print(f"cost: lxml parses one of the station pages in {parse:.2f} ms here and now; read what follows beside that")
    _show("pages of stations", stations)
    if articles:
        _show("articles of all kinds of sites", articles)


def _show(what: str, pages: Iterable[tuple[str, bytes]]) -> None:
    costs = {
        name: [min(step) for step in zip(*(_once(body) for _ in range(ROUNDS)), strict=True)] for name, body in pages
    }
    found, left = fmean(cost[0] for cost in costs.values()), fmean(cost[1] for cost in costs.values())
    worst, name = max((sum(cost), name) for name, cost in costs.items())
    print(
        f"cost: {len(costs)} {what}: recognisers {found:.2f} ms, leftovers {left:.2f} ms a page, worst {worst:.2f} ms ({name})"
    )


def _parse(body: bytes) -> float:
    start = time.thread_time()
    html.document_fromstring(body)
    return 1000 * (time.thread_time() - start)


def _once(body: bytes) -> tuple[float, float]:
    document = read_html(body, url="https://www.wzzq.example/news/story")
    start = time.thread_time()
    found = find_widgets(document)
    middle = time.thread_time()
    leftovers(document, runs_of(found), 0)
    return 1000 * (middle - start), 1000 * (time.thread_time() - middle)
