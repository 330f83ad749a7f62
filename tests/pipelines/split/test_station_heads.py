"""Heads of stories in the shapes of the publishing systems that stations use, in words of our own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.split import split

TITLE = "Elmville ferry runs again after a winter of repairs"
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "ELMVILLE (WXYZ) — The made-up ferry of Elmville went back to work on Monday after a winter in which it stood on land.",
        "Its engine had been taken apart by a crew of four, who found that a part from 1971 could not be bought any more.",
        "A school of the next county turned a new one in its workshop, and the town paid for the steel and for the lunch.",
    )
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The markup between headline and story, and what is said there; `end` stands behind the story."""

    name: str
    head: str
    authors: list[str]
    published: str | None
    updated: str | None = None
    agency: str | None = None
    meta: str = ""
    end: str = ""
    dek: str | None = None
    above: str = field(default="")


POSTED = "2021-05-03T08:34:00-05:00"
SHAPES = (
    Shape(
        "authors, then posted and updated, all in one box",
        "<div class='article-meta'><div class='article-authors'>by: <a href='/author/jane-roe/' rel='author'>Jane Roe</a></div>"
        "<div class='article-dates'><p>Posted: <time datetime='2021-05-03T08:34:00-05:00'>May 3, 2021 / 08:34 AM CDT</time></p>"
        "<p>Updated: <time datetime='2021-05-03T09:00:00-05:00'>May 3, 2021 / 09:00 AM CDT</time></p></div></div>",
        ["Jane Roe"], POSTED, "2021-05-03T09:00:00-05:00",
    ),
    Shape(
        "byline with station, published and relative update",
        "<div class='byline'>By <span class='author-name'>Jane Roe</span> and <span class='author-name'>John Doe</span></div>"
        "<div class='date-line'>Published: May. 3, 2021 at 8:34 AM CDT|Updated: 3 hours ago</div>",
        ["Jane Roe", "John Doe"], POSTED,
    ),
    Shape(
        "author and station apart, ISO dates filled in by script",
        "<div class='story-byline'><span>by JANE ROE</span><span>, WXYZ Staff</span></div>"
        "<div class='story-dates'>Mon, May 3rd 2021, 8:34 AM CDT</div>",
        ["Jane Roe"], POSTED,
        meta="<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Person\",\"name\":\"Jane Roe\"}}</script>",
    ),
    Shape(
        "labels of their own above the values",
        "<dl class='article__info'><dt>Author:</dt><dd><a href='/people/jane-roe'>Jane Roe</a></dd><dt>Published:</dt>"
        "<dd>8:34 AM CDT May 3, 2021</dd><dt>Updated:</dt><dd>9:00 AM CDT May 3, 2021</dd></dl>",
        ["Jane Roe"], POSTED, "2021-05-03T09:00:00-05:00",
    ),
    Shape(
        "posted at, and last updated in ISO",
        "<div class='ArticlePage-authorName'>By: <a href='/jane-roe'>Jane Roe</a></div><div class='ArticlePage-datePublished'>"
        "Posted at 8:34 AM, May 03, 2021</div><div class='ArticlePage-dateModified'>and last updated 2021-05-03 09:00:00-05</div>",
        ["Jane Roe"], POSTED, "2021-05-03T09:00:00-05:00",
    ),
    Shape(
        "reporter, role and bio link in pieces",
        "<ul class='author-list'><li><a class='author' href='/news-team/jane-roe'>Jane Roe</a> <span>Consumer Reporter</span></li></ul>"
        "<div class='timestamp'>Updated: 9:00 AM CDT May 3, 2021</div>",
        ["Jane Roe"], None, "2021-05-03T09:00:00-05:00",
    ),
    Shape(
        "BLOX: author block and time element without a label",
        "<div class='meta'><span itemprop='author' class='tnt-byline'>Jane Roe jroe@elmville.test</span> <ul><li><time class='tnt-date' "
        "datetime='2021-05-03T08:34:00-05:00'>May 3, 2021</time></li></ul></div>",
        ["Jane Roe"], POSTED,
    ),
    Shape(
        "posted on by, as a radio's blog has it",
        "<p class='post-info'>Posted on <span class='date'>May 3, 2021</span> by <a href='/author/news/' rel='author'>Jane Roe</a> in "
        "<a href='/category/local'>Local News</a></p>",
        ["Jane Roe"], "2021-05-03T00:00:00-05:00",
    ),
    Shape(
        "date above the headline, author below, a summary between",
        "<h2 class='summary'>The ferry was out for a winter.</h2><p class='credit'>By Jane Roe | WXYZ</p>",
        ["Jane Roe"], "2021-05-03T08:34:00-05:00", dek="The ferry was out for a winter.",
        above="<div class='pub-date'>May 3, 2021 8:34 am</div>",
    ),
    Shape(
        "agency alone",
        "<div class='byline'>By The Associated Press</div><div class='dates'>Published May 3, 2021 8:34 AM</div>",
        [], POSTED, agency="AP",
    ),
    Shape(
        "author of an agency and the station's poster in the markup",
        "<div class='byline'>By JANE ROE, Associated Press</div><div class='dates'>May 3, 2021 at 8:34 a.m. CDT</div>",
        ["JANE ROE"], POSTED, agency="AP", meta="<meta name='author' content='WXYZ Web Staff'>",
    ),
    Shape(
        "wire story whose copyright line names the agency",
        "<div class='byline'>By Jane Roe</div><div class='dates'>Posted 8:34 AM, May 3, 2021</div>",
        ["Jane Roe"], POSTED, agency="CNN", end="<p>™ &amp; © 2021 Cable News Network, Inc. All rights reserved.</p>",
    ),
    Shape(
        "staff only, and a photographer who is no author",
        "<div class='byline'>By WXYZ News Staff</div><figure><img src='/f.jpg'><figcaption>Photo by Ann Poe</figcaption></figure>"
        "<div class='dates'>Posted 8:34 AM, May 3, 2021</div>",
        [], POSTED,
    ),
    Shape(
        "bio card behind the story and nothing above it",
        "<time datetime='2021-05-03T13:34:00Z'>3 hours ago</time>",
        ["Jane Roe"], "2021-05-03T13:34:00+00:00",
        end="<div class='author-card'><img src='/jr.jpg'><h4><a href='/staff/jane-roe'>Jane Roe</a></h4><p>Jane covers boats.</p></div>",
    ),
    Shape(
        "Drupal: submitted by, on",
        "<div class='submitted'>Submitted by <span class='username'>Jane Roe</span> on Mon, 05/03/2021 - 08:34</div>",
        ["Jane Roe"], POSTED,
    ),
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_head_of_a_station_s_story(shape):
    page = (
        f"<html lang='en-US'><head><title>{TITLE} | WXYZ</title><meta property='og:type' content='article'>"
        f"<meta property='og:site_name' content='WXYZ'>{shape.meta}</head><body><header><a href='/'>WXYZ</a> "
        f"<span class='today'>Tuesday, June 1, 2021</span></header><main>{shape.above}<h1>{TITLE}</h1>{shape.head}"
        f"<div class='body'>{STORY}{shape.end}</div></main><footer>WXYZ, 1 Main Street</footer></body></html>"
    )
    article = split(
        page,
        content_type="text/html",
        url="https://www.wxyz.test/news/ferry",
        captured_at=datetime(2021, 6, 1, tzinfo=UTC),
        tz=ZoneInfo("America/Chicago"),
    ).article
    assert article is not None
    times = [when.isoformat() if when else None for when in (article.published, article.updated)]
    said = (article.headline, article.dek, article.authors, article.agency, *times)
    assert said == (TITLE, shape.dek, shape.authors, shape.agency, shape.published, shape.updated)


@pytest.mark.parametrize("said", ["Posted By: Tess Quillan", "Posted by | Tess Quillan"])
def test_who_posted_a_story_is_its_author(said):
    text = "<p>The council of Elmville voted on Monday to keep the old bridge open for {} more years, it said.</p>"
    times = "<div>Posted: Feb 24, 2021 6:36 AM</div><div>Updated: Feb 24, 2021 7:57 PM</div>"
    body = "".join(text.format(number) for number in ("one", "two", "three", "four"))
    article = split(f"<h1>Council keeps the bridge</h1><div>{times}<div>{said}</div></div>{body}").article
    assert article is not None
    assert article.authors == ["Tess Quillan"]
