"""A page of a live crawl is parsed once: the spider reads it for its links, and the pipeline splits what was read."""

from __future__ import annotations

import gc
import gzip
import os
import weakref
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotSupported
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.archive.capture import Capture, page_of
from crawler.demo.site import respond
from crawler.discovery.named import Kind
from crawler.station import StationSpider
from pipelines.errors import EncodingError, PageTooLargeError
from pipelines.items import Page
from pipelines.split import html_runs
from pipelines.split_page import SplitPagePipeline, split_page
from pipelines.store.rows import rows_of

URL = "https://www.wonepars.example/news/a-long-story-of-the-county"
HTML, TEXT = "text/html; charset=utf-8", "text/plain"
STORY = b"""<html><head><title>Board mends bridge</title><link rel=alternate type="application/rss+xml" href="/feed"></head>
<body><h1>Board mends bridge</h1><p>The county board met on Monday night and voted five to two to mend the old bridge.</p>
<p>The work is to begin in the second week of June, and the road will be closed for about three months then.</p>
<a href="/next-story-of-the-same-county">More</a></body></html>"""


class OneParse(StationSpider, facts=False):
    name = "wonepars"
    time_zone = "America/New_York"
    allowed_domains = ("wonepars.example",)
    front = "https://www.wonepars.example/"


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each page that is parsed."""
    sizes: list[int] = []

    def parser(body: bytes) -> Any:
        sizes.append(len(body))
        return lexbor(body)

    lexbor = html_runs.LexborHTMLParser
    monkeypatch.setattr(html_runs, "LexborHTMLParser", parser)
    return sizes


@pytest.fixture
def spider() -> StationSpider:
    return OneParse.from_crawler(
        get_crawler(OneParse, {"DEPTH_LIMIT": 2, "LAYOUTS_DIR": "none", "OPERATOR_CONTACT": "+1"})
    )


def capture_of(body: bytes, content_type: str = HTML, url: str = URL) -> Capture:
    at = datetime(2021, 6, 1, tzinfo=UTC)
    return Capture("a.warc.gz", 0, "<urn:uuid:1>", "response", url, at, 200, [], content_type, "sha256:0", body)


def response_of(capture: Capture, depth: int = 0) -> Response:
    request = Request(capture.target_uri, meta={"capture": capture, "depth": depth})
    headers = {"Content-Type": capture.content_type or ""}
    return HtmlResponse(capture.target_uri, body=capture.body or b"", headers=headers, request=request)


def crawled(spider: StationSpider, response: Response, kind: Kind) -> tuple[list[Page], list[str]]:
    """What the callback yields, its pages through the pipeline as the engine does it: before the next is asked for."""
    pages, asked = [], []
    for each in spider.parse(response, kind):
        if isinstance(each, Page):
            pages.append(SplitPagePipeline().process_item(each))
        else:
            asked.append(each.url)
    return pages, asked


@pytest.mark.parametrize(("kind", "asked"), [
    ("front", ["https://www.wonepars.example/feed", "https://www.wonepars.example/next-story-of-the-same-county"]),
    ("article", ["https://www.wonepars.example/next-story-of-the-same-county"]),
])  # fmt: skip
def test_a_page_is_parsed_once_for_links_and_split(
    spider: StationSpider, parses: list[int], kind: Kind, asked: list[str]
) -> None:
    capture = capture_of(STORY)
    pages, found = crawled(spider, response_of(capture), kind)
    assert len(parses) == 1
    assert found == asked
    assert pages == [split_page(page_of(capture, spider.name, spider.tz(URL)))]
    assert pages[0].document is None


@pytest.mark.parametrize(("kind", "depth", "due_only"), [("article", 2, False), ("article", 0, True)])
def test_a_page_whose_links_nobody_wants_is_read_by_the_pipeline(
    spider: StationSpider, parses: list[int], kind: Kind, depth: int, due_only: bool
) -> None:
    spider.due_only = due_only
    callback = spider.parse(response_of(capture_of(STORY), depth), kind)
    page = next(callback)
    assert isinstance(page, Page)
    assert (page.document, parses) == (None, [])
    assert split_page(page).split is not None
    assert list(callback) == []


def test_what_was_read_is_dropped_with_the_split(spider: StationSpider) -> None:
    callback = spider.parse(response_of(capture_of(STORY)), "front")
    page = next(callback)
    assert isinstance(page, Page)
    assert page.document is not None
    assert "document" not in repr(page)
    gone = weakref.ref(_Mark.on(page))
    done = split_page(page)
    assert (page.document, done.document) == (None, None)
    gc.collect()
    assert gone() is None, "something keeps the document: the page, the callback or the split"
    assert len(list(callback)) == 2


class _Mark:
    """Lives as long as the document that it is put into, whose class has no room for weak references."""

    @classmethod
    def on(cls, page: Page) -> _Mark:
        assert page.document is not None
        mark = page.document.scans["mark"] = cls()
        return mark


def test_a_page_that_the_split_fails_on_can_be_split_again(
    spider: StationSpider, parses: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = next(spider.parse(response_of(capture_of(STORY)), "front"))
    assert isinstance(page, Page)
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.split.splitter.find_widgets", _fail)
        with pytest.raises(NotSupported):
            split_page(page)
    assert page.document is None
    assert split_page(page) == split_page(page_of(capture_of(STORY), spider.name, spider.tz(URL)))


def _fail(_: object) -> None:
    raise NotSupported


def test_plain_text_fails_and_is_split_in_the_pipeline(spider: StationSpider) -> None:
    pages, asked = crawled(spider, response_of(capture_of(b"A line.\n\nAnother <a href=/x> line.", TEXT)), "front")
    assert pages[0].split is not None
    assert asked == []
    callback = spider.parse(response_of(capture_of(b"A line \xff\xff of none", TEXT)), "front")
    page = next(callback)
    with pytest.raises(EncodingError):
        split_page(page)  # type: ignore[arg-type]  # the first is the page
    assert list(callback) == []


def test_a_page_past_the_bound_fails_in_the_pipeline_and_names_nothing(
    spider: StationSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_runs, "MAX_BYTES", 100)
    callback = spider.parse(response_of(capture_of(STORY)), "front")
    page = next(callback)
    with pytest.raises(PageTooLargeError):
        split_page(page)  # type: ignore[arg-type]  # the first is the page
    assert list(callback) == []
    assert spider.crawler.stats is not None
    assert spider.crawler.stats.get_value("station/failed/page too large") == 1


def _bodies() -> list[tuple[str, bytes, str]]:
    at = datetime(2021, 3, 2, 17, tzinfo=UTC)
    demo = [respond(path, at, base="http://127.0.0.1:1") for path in ("/", "/news/", "/weather/")]
    found = [("demo", gzip.decompress(each.body), HTML) for each in demo]
    folder = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "station-html"
    return found + [(path.name, path.read_bytes(), HTML) for path in sorted(folder.glob("*.html"))]


@pytest.mark.parametrize(("name", "body", "content_type"), _bodies())
def test_rows_of_a_live_page_are_those_of_its_bytes(
    spider: StationSpider, name: str, body: bytes, content_type: str
) -> None:
    capture = capture_of(body, content_type)
    (live,), _ = crawled(spider, response_of(capture), "front")
    assert rows_of(live) == rows_of(split_page(page_of(capture, spider.name, spider.tz(URL)))), name
