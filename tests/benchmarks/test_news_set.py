"""The set of made news pages: its truth is exact, it is the same everywhere, and it holds the shapes that it is for."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from benchmarks.news.labels import run_roles
from benchmarks.news.pages import ROLES, NewsPage, news_pages
from benchmarks.news.stations import STATIONS
from benchmarks.news.story import TOPICS
from pipelines.split.html_runs import read_html

DIGEST = "00ea8cc04a878e4eaa209cdc4c06fca72b8f0b5d23b11ccb09f213e758356e5e"
"""Of all pages and their truth. A change of the set is a change of what is measured with it."""
LEAST = {
    "short": 28, "commented": 14, "alert": 14, "updates": 14, "listed": 14, "scroll": 14, "table": 14, "gallery": 14, "beside": 14,
    "related_inline": 60, "related_box": 20, "newsletter": 40, "promo_line": 60, "copyright_plain": 40, "copyright": 100, "bio": 50, "bio_line": 8, "video": 20,
    "figure": 60, "tweet": 15, "pull": 8, "summary": 12, "brief": 12, "note": 6, "paywall": 8, "poll": 12, "comments": 20, "comments_closed": 20, "other_story": 28,
    "lead deks": 20, "long deks": 10, "short deks": 15, "streamed": 6, "list": 14, "subhead": 20, "tags": 50, "consent": 50, "alertbar": 50, "sponsored": 10,
    "paragraphs br": 10, "paragraphs div": 8, "paragraphs bare": 6, "paragraphs span": 6, "paragraphs chunks": 5, "paragraphs wrapped": 5,
    "real": 84, "hashed": 10, "modules": 10, "utility": 10, "bare": 6, "repeated": 40, "caption": 80, "dek": 40, "ad": 60, "widget": 120, "breadcrumb": 15, "crumb_title": 15, "contest": 20, "native_ad": 15, "byline_line": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> list[NewsPage]:
    return news_pages()


def test_every_run_is_labelled_and_every_word_is_there(pages: list[NewsPage]) -> None:
    for page in pages:
        document = read_html(page.html, "text/html; charset=utf-8", page.url)
        said = " ".join(run.text for run in document.runs).split()
        assert "".join(said) == "".join(text.replace(" ", "") for _, text in page.pieces), page.name
        assert len(run_roles(document, page)) == len(document.runs)


def test_the_body_is_what_is_in_the_role_of_the_body(pages: list[NewsPage]) -> None:
    for page in pages:
        in_role = " ".join(text for role, text in page.pieces if role == "body")
        assert "".join(page.body.split()) == "".join(in_role.split()), page.name
        assert {role for role, _ in page.pieces} <= set(ROLES)


def test_a_page_shows_its_headline_and_dek(pages: list[NewsPage]) -> None:
    for page in pages:
        assert ("headline", page.headline) in page.pieces
        assert ("dek" in page.shapes) == (page.dek is not None)


def test_the_set_is_the_same_everywhere(pages: list[NewsPage]) -> None:
    digest = hashlib.sha256()
    for page in pages:
        digest.update(repr((page.html, page.body, page.pieces, page.published, page.updated)).encode())
    assert digest.hexdigest() == DIGEST


def test_halves_share_no_system_no_topic_and_few_sentences(pages: list[NewsPage]) -> None:
    assert len(pages) >= 120
    assert len({page.name for page in pages}) == len({page.url for page in pages}) == len(pages)
    systems = {half: {page.system for page in pages if page.half == half} for half in ("train", "unseen")}
    assert not systems["train"] & systems["unseen"]
    assert len(STATIONS) == 14
    assert not set(TOPICS["train"]) & set(TOPICS["unseen"])


def test_paragraphs_seldom_repeat(pages: list[NewsPage]) -> None:
    said = Counter(line for page in pages for line in page.body.split("\n\n") if len(line.split()) > 8)
    assert sum(n - 1 for n in said.values()) < 0.03 * sum(said.values())


def test_shapes_are_frequent_enough(pages: list[NewsPage]) -> None:
    counted = Counter(shape for page in pages for shape in page.shapes)
    assert {name: counted[name] for name, least in LEAST.items() if counted[name] < least} == {}


def test_stories_are_short_and_pages_are_not(pages: list[NewsPage]) -> None:
    words = sorted(len(page.body.split()) for page in pages)
    assert words[0] >= 15
    assert words[-1] <= 600
    assert 100 <= words[len(words) // 2] <= 300
    assert all(30_000 < len(page.html) < 260_000 for page in pages)
