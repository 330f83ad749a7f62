from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy.utils.test import get_crawler

from pipelines.items import Page, Reference
from pipelines.split_page import SplitPagePipeline, split_page
from pipelines.validate import ValidatePipeline, problems

PROSE = "<p>The made-up council of Elmville voted on Monday to keep the old bridge open for one more year, it said.</p>"


def page(body: bytes | None) -> Page:
    reference = Reference("a.warc.gz", 0, "<urn:uuid:1>", "sha256:0", datetime(2021, 6, 1, tzinfo=UTC))
    return Page(reference, "wxyz", "https://station.test/story", "text/html", body)


def story(times: str) -> Page:
    return split_page(page(f"<h1>Council keeps the bridge</h1><p>{times}</p>{PROSE * 2}".encode()))


def test_a_page_is_split_and_its_body_dropped():
    before = page(PROSE.encode() * 3)
    after = split_page(before)
    assert after.split is not None
    assert after.body is None
    assert before.split is None
    assert after.split.article is not None


def test_the_pipeline_passes_what_is_no_page_and_pages_without_a_body():
    pipeline = SplitPagePipeline()
    assert pipeline.process_item({"a": 1}) == {"a": 1}
    assert pipeline.process_item(page(None)).split is None
    assert pipeline.process_item(page(b"<p>x")).split is not None


@pytest.mark.parametrize(("given", "expected"), [
    (page(b""), ["not_split"]),
    (split_page(page(b"")), ["no_article", "nothing_visible"]),
    (story("Posted: Feb 3, 2020 8:34 AM CST"), []),
    (story(""), ["article_without_time"]),
    (story("Posted: Feb 3, 2020 8:34 AM CST Updated: Feb 2, 2020 8:34 AM CST"), ["updated_before_published"]),
    (story("Posted: Feb 3, 2022 8:34 AM CST"), ["published_after_capture"]),
])  # fmt: skip
def test_problems(given, expected):
    assert problems(given) == expected


def test_a_lost_block_is_a_problem():
    whole = story("Posted: Feb 3, 2020 8:34 AM CST")
    assert whole.split is not None
    assert whole.split.article is not None
    lost = replace(whole, split=replace(whole.split, article=replace(whole.split.article, blocks=[])))
    assert "owner_mismatch" in problems(lost)


def test_validation_counts_and_drops_nothing():
    crawler = get_crawler()
    pipeline = ValidatePipeline.from_crawler(crawler)
    item = split_page(page(b""))
    assert pipeline.process_item(item) is item
    assert crawler.stats is not None
    assert crawler.stats.get_value("validate/no_article") == 1
