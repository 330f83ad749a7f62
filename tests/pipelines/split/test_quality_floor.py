"""A floor under the article's text: word F1 on hand-checked pages, one in eight, beside the extractor's own output."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import trafilatura

from pipelines.split import split

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "../shared/data")) / "wcxb-articles"
FLOOR = 0.92
NOISE = 0.002
"""Differences below this say nothing on a hundred pages."""


def f1(found: str, wanted: str) -> float:
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data at {SHARED}")
def test_the_text_of_articles_is_not_far_below_the_extractors():
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    ours, theirs = [], []
    for path in sorted(SHARED.glob("*.json"))[::8]:
        truth = json.loads(path.read_text())
        if not truth.get("main_content"):
            continue
        page = gzip.decompress(path.with_suffix(".html.gz").read_bytes())
        article = split(page, content_type="text/html", url=truth["url"]).article
        ours.append(f1(article.text if article else "", truth["main_content"]))
        theirs.append(f1(trafilatura.extract(page, include_comments=False) or "", truth["main_content"]))
    mean, baseline = sum(ours) / len(ours), sum(theirs) / len(theirs)
    assert mean >= FLOOR
    assert mean >= baseline - NOISE
