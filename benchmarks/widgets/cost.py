"""CPU of all recognisers together on the real pages."""

from __future__ import annotations

import time
from statistics import fmean

from lxml import html

from benchmarks.widgets.real import html_pages
from pipelines.split.html_runs import read_html
from pipelines.widgets.registry import find_widgets

ROUNDS = 7


def report() -> None:
    """Print the mean over the pages of the best of some rounds, in milliseconds."""
    costs = {name: min(_once(body) for _ in range(ROUNDS)) for name, body in html_pages()}
    if not costs:
        print("cost: no real pages here (SHARED_DATA)")
        return
    parse = fmean(min(_parse(body) for _ in range(ROUNDS)) for _, body in html_pages())
    print(f"cost: lxml parses one of the pages in {parse:.2f} ms here and now; read what follows beside that")
    print(
        f"cost: all recognisers on {len(costs)} real pages, mean {fmean(costs.values()):.2f} ms, worst {max(costs.values()):.2f} ms"
    )
    for name, cost in costs.items():
        print(f"  {name:<44}{cost:6.2f} ms")


def _parse(body: bytes) -> float:
    start = time.process_time()
    html.document_fromstring(body)
    return 1000 * (time.process_time() - start)


def _once(body: bytes) -> float:
    document = read_html(body, url="https://www.wzzq.example/news/story")
    start = time.process_time()
    find_widgets(document)
    return 1000 * (time.process_time() - start)
