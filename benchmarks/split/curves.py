"""Robustness: how time grows with the size of a page that was made to cost it, and how much memory a worker takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from statistics import median

import numpy as np

from benchmarks.split.figures import Figure
from benchmarks.split.pages import LabelledPage, snippet_pages, station_pages, unseen_news_pages, wcxb_pages
from benchmarks.split.peers import run_worker
from benchmarks.split.shapes import SHAPES, paragraphs
from benchmarks.split.systems import OURS

SEEN = "made pages"
ROUNDS = 3


def measure() -> Iterator[Figure]:
    """Seconds by size and the slope on two logarithmic scales (1 is linear), then the memory of a worker."""
    for shape, (make, sizes, what) in SHAPES.items():
        seconds = [split_seconds(make(size)) for size in sizes]
        for size, took in zip(sizes, seconds, strict=True):
            yield Figure(
                f"CPU of one page: {shape}",
                f"{shape}, up to {sizes[-1]:,} {what}",
                f"ours, {size:,} {what}",
                took,
                SEEN,
                "s",
            )
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        yield Figure(
            f"CPU of one page: {shape}",
            f"{shape}, up to {sizes[-1]:,} {what}",
            "ours, slope (1 is linear)",
            slope,
            SEEN,
        )
    yield from _memory()


def split_seconds(body: bytes) -> float:
    """CPU seconds of one page, the median of some."""
    took = []
    for _ in range(ROUNDS):
        gc.collect()
        started = time.process_time()
        OURS.run(body, "https://www.wzzq.example/news/board")
        took.append(time.process_time() - started)
    return median(took)


def _memory() -> Iterator[Figure]:
    pages = [*wcxb_pages(), *snippet_pages(), *station_pages(), *unseen_news_pages()]
    yield _peak(f"all {len(pages)} pages of every set, one after the other", pages)
    yield _peak(
        "one page of 5 MB of paragraphs",
        [LabelledPage("made", "https://www.wzzq.example/news/board", paragraphs(5_000_000))],
    )


def _peak(name: str, pages: list[LabelledPage]) -> Figure:
    return Figure(
        "peak memory of a worker (VmHWM)",
        name,
        OURS.name,
        float(run_worker(OURS, "memory", pages)),
        "the model as shipped",
        "MB",
    )
