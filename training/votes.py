"""Labels of pages that have no full truth: a vote of other extractors, overridden by what is known of the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np
from lxml import html
from numpy.typing import NDArray
from readability import Document as Readability
from trafilatura import extract

from pipelines.split.decode import decode_html
from training.labels import labels

LEAST_TRUST = 0.15


def voted(
    body: bytes, url: str, texts: list[str], with_: list[str], without: list[str]
) -> tuple[list[int], NDArray[np.float64]]:
    """A label for each of the `texts` of the page's runs, and how much to trust it (0 to 1): how many agree.

    A run that has a snippet of `with_` is of the story for sure, one that has one of `without` is not.
    """
    share = np.mean([labels(texts, said) if said else [0] * len(texts) for said in _texts(body, url)], axis=0)
    found = (share >= 0.5).astype(int)
    trust = np.maximum(np.abs(share - 0.5) * 2, LEAST_TRUST)
    for snippets, label in ((without, 0), (with_, 1)):
        for index, text in enumerate(texts):
            if any(snippet in text for snippet in snippets if snippet):
                found[index], trust[index] = label, 1.0
    return found.tolist(), trust


def _texts(body: bytes, url: str) -> Iterator[str]:
    """What each voter takes the story to be; "" where it finds none or fails."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    for options in ({}, {"fast": True}, {"favor_precision": True}):
        yield extract(body, url=url, include_comments=False, **options) or ""
    try:
        yield html.fromstring(Readability(decode_html(body)).summary()).text_content()
    except Exception:  # a boundary: what it raises on odd pages is of any kind
        yield ""
