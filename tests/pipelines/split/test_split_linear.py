"""Time grows with a page, and no faster: 5 MB of paragraphs, 100,000 nested elements, 50,000 links."""

from __future__ import annotations

import gc
import time

import pytest

from benchmarks.split.shapes import SHAPES
from pipelines.split import split

AT_MOST = 3.0
"""Times as long for twice the page. Linear is 2, quadratic 4; a busy machine adds to either."""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_twice_as_large_takes_about_twice_as_long(shape):
    make, (_, half, whole), _ = SHAPES[shape]
    first, second = make(half), make(whole)
    bound = AT_MOST * min(seconds(first) for _ in range(3))
    assert any(seconds(second) < bound for _ in range(4))


def seconds(page: bytes) -> float:
    """Of the split alone: what Python's collector makes of a heap full of other tests is not what is measured."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    split(page, content_type="text/html", url="https://station.test/news/board")
    took = time.process_time() - started
    gc.enable()
    return took
