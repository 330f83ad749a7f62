"""The Scrapy item pipeline that counts what is wrong with a page. It drops nothing: a page with problems is a finding."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from pipelines.items import Page, Split

_LOG = logging.getLogger(__name__)
LEAST_ARTICLE_CHARACTERS = 40


def problems(page: Page) -> list[str]:
    """What is wrong with a page, one word with underscores each; empty where nothing is.

    `not_split`, `nothing_visible`, `no_article`, `article_without_headline`, `article_without_text`,
    `article_without_time`, `published_after_capture`, `updated_before_published`, `widget_without_kind`,
    `chrome_mismatch`, `owner_mismatch`.
    """
    split = page.split
    if split is None:
        return ["not_split"]
    found = [*_of_article(page, split), *_of_blocks(split)]
    if not split.blocks:
        found.append("nothing_visible")
    if any(not widget.kind for widget in split.widgets):
        found.append("widget_without_kind")
    return found


def _of_article(page: Page, split: Split) -> list[str]:
    article = split.article
    if article is None:
        return ["no_article"]
    found: list[str] = []
    if not article.headline:
        found.append("article_without_headline")
    if len(article.text) < LEAST_ARTICLE_CHARACTERS:
        found.append("article_without_text")
    published, updated = article.published, article.updated
    if published is None:
        found.append("article_without_time")
    elif published.tzinfo is not None and published > page.reference.captured_at:
        found.append("published_after_capture")
    if (
        published is not None
        and updated is not None
        and (published.tzinfo is None) == (updated.tzinfo is None)
        and updated < published
    ):
        found.append("updated_before_published")
    return found


def _of_blocks(split: Split) -> list[str]:
    """Blocks with each role against the parts that hold them: nothing may be lost or stand twice."""
    found: list[str] = []
    if [block for block in split.blocks if block.role == "chrome"] != split.chrome:
        found.append("chrome_mismatch")
    owners = Counter(block.owner for block in split.blocks if block.role == "widget")
    if any(not isinstance(owner, int) or owner >= len(split.widgets) for owner in owners) or not _is_told(split):
        found.append("owner_mismatch")
    return found


def _is_told(split: Split) -> bool:
    """Whether the article has the body's blocks, with those of the dek or, where the first paragraph repeats it, without."""
    said = split.article.blocks if split.article else []
    whole = [block for block in split.blocks if block.role == "article" and block.owner in ("dek", "body")]
    return said in (whole, [block for block in whole if block.owner == "body"])


class ValidatePipeline:
    """Counts the problems of every page in the crawl's statistics (`validate/PROBLEM`) and logs them."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy's components."""
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """The item, as it is."""
        if isinstance(item, Page):
            for problem in problems(item):
                self.stats.inc_value(f"validate/{problem}")
                _LOG.info("%s: %s", item.url, problem)
        return item
