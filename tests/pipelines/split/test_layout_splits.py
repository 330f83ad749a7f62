"""A page split with a layout: what it says is no part of a story is not body, nothing is lost, and drift is said."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split import split
from pipelines.split.html_runs import read_html
from pipelines.split.layout import Layout
from pipelines.split.layout_match import match
from pipelines.split.layout_selector import read_selector
from pipelines.split.version import version_with

AT = datetime(2021, 3, 2, 12, tzinfo=UTC)
PARAGRAPHS = [
    "The council of Elm Grove voted on Monday night to repair the bridge over the millrace, after a year of detours.",
    "Work is to begin in April and to last until the autumn, said the engineer who looked at the beams in January.",
    "Residents may see the plans at the library, where they hang beside the door until the end of the month.",
]
PITCH = (
    "Download the app of the station for the latest news and weather wherever you are, and choose what matters to you."
)
BIO = "Jody Fairbairn joined the newsroom in 2014 and covers the councils and courts of the county, and sometimes its floods."
RIGHTS = (
    "Copyright 2021. All rights reserved. This material may not be published, broadcast, rewritten or redistributed."
)


def layout(article: str = "div.story", **fields) -> Layout:
    chrome = tuple(read_selector(text) for text in fields.pop("chrome", ()))
    widgets = tuple((kind, (read_selector(text),)) for kind, text in fields.pop("widgets", {}).items())
    return Layout("wxyz", AT, None, (read_selector(article),), chrome=chrome, widgets=widgets, **fields)


def page(story: str = "story", *, beside: str = "", paragraphs: list[str] = PARAGRAPHS, inside: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"""<html><head><meta property="og:type" content="article"><title>Bridge</title></head><body><h1>Council votes to repair the bridge</h1>
    <p class="by">By Ruth Ellery</p><div class="{story}">{body}{inside}</div><div class="bio"><p>{BIO}</p></div>{beside}</body></html>"""


def texts(html: str, by: Layout | None) -> list[str]:
    result = split(html, content_type="text/html", captured_at=AT, layout=by)
    return [block.text for block in result.article.blocks] if result.article else []


def test_the_body_is_what_stands_in_the_containers_of_the_story():
    html = page(inside=f'<div class="pitch"><p>{PITCH}</p></div><p>{RIGHTS}</p>')
    assert texts(html, layout(chrome=["div.pitch"], repeated=(RIGHTS,))) == PARAGRAPHS


def test_headline_and_byline_stay_though_they_stand_outside():
    result = split(page(), content_type="text/html", layout=layout())
    assert result.article is not None
    assert result.article.headline == "Council votes to repair the bridge"
    assert result.article.authors == ["Ruth Ellery"]


def test_the_name_and_the_version_say_what_was_used():
    by = layout()
    result = split(page(), content_type="text/html", layout=by)
    assert (result.layout, result.drifted) == ("wxyz-20210302T120000Z", False)
    assert result.splitter_version == version_with(by) != split(page(), content_type="text/html").splitter_version


def test_a_page_that_is_built_otherwise_is_split_without_it_and_has_drifted():
    html = page("other")
    result = split(html, content_type="text/html", layout=layout())
    assert (result.layout, result.drifted) == (None, True)
    assert texts(html, layout()) == texts(html, None)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<body><h1>News</h1><ul><li><a href=/a>One</a></li><li><a href=/b>Two</a></li></ul></body>", "text/html"),
        ("Council votes to repair the bridge\n\n" + "\n\n".join(PARAGRAPHS), "text/plain"),
        ("", "text/html"),
    ],
)
def test_fronts_and_texts_do_not_drift(body, content_type):
    result = split(body, content_type=content_type, layout=layout())
    assert (result.layout, result.drifted) == (None, False)


def test_a_container_whose_text_is_no_prose_is_drift_and_one_without_text_is_not():
    links = "".join(f'<li><a href="/{n}">Another story of this day, number {n}</a></li>' for n in range(20))
    html = page("other", beside=f'<div class="story"><ul>{links}</ul></div>')
    assert split(html, content_type="text/html", layout=layout()).drifted
    video = page("other", beside='<div class="story"><p>Watch.</p></div>', paragraphs=PARAGRAPHS)
    result = split(video, content_type="text/html", layout=layout())
    assert (result.layout is not None, result.drifted) == (True, False)
    assert texts(video, layout()) in ([], ["Watch."])


def test_a_short_story_is_found_beside_a_long_teaser():
    teaser = "".join(f"<p>{text} {PITCH}</p>" for text in PARAGRAPHS * 3)
    html = page(paragraphs=PARAGRAPHS[:1], beside=f'<div class="more">{teaser}</div>')
    assert texts(html, layout()) == PARAGRAPHS[:1]


def test_a_kind_that_a_person_gave_a_container_is_that_of_its_widget():
    strip = '<div class="strip"><span>Just in</span> <a href="http://w.example/b">Bridge closed until the spring, says the county</a></div>'
    read = '<div class="folks"><p>What folks read</p><p><a href="/1">A first story of the day</a></p><p><a href="/2">A second story of the day</a></p></div>'
    by = layout(widgets={"breaking_banner": "div.strip", "most_popular": "div.folks", "weather_conditions": "div.bio"})
    result = split(page(beside=strip + read), content_type="text/html", url="http://w.example/", layout=by)
    found = {widget.kind: (widget.title, widget.data) for widget in result.widgets}
    assert found["breaking_banner"][1] == {
        "headline": "Bridge closed until the spring, says the county",
        "href": "http://w.example/b",
    }
    assert found["most_popular"][0] == "What folks read"
    assert [item["text"] for item in found["most_popular"][1]] == [
        "A first story of the day",
        "A second story of the day",
    ]
    assert "weather_conditions" not in found, "it has data that need a parser of their own"


WORDS = st.sampled_from(
    [*PARAGRAPHS, PITCH, BIO, RIGHTS, "Share", "By Ruth Ellery", "March 2, 2021", "<a href=/x>More</a>", ""]
)
TREES = st.recursive(
    WORDS.map(lambda text: f"<p>{text}</p>"),
    lambda inner: st.tuples(st.sampled_from(["story", "pitch", "list", ""]), st.lists(inner, max_size=5)).map(
        lambda each: f'<div class="{each[0]}">{"".join(each[1])}</div>'
    ),
    max_leaves=20,
)


@given(TREES)
def test_no_run_is_lost_and_none_is_body_where_the_layout_says_no(tree):
    html = f"<html><body><h1>A headline of this page</h1>{tree}</body></html>"
    by = layout(chrome=["div.pitch"], repeated=(RIGHTS,), widgets={"headlines": "div.list"})
    document = read_html(html, "text/html")
    result = split(html, content_type="text/html", layout=by)
    assert [block.text for block in result.blocks] == [run.text for run in document.runs]
    assert [block for block in result.blocks if block.role == "chrome"] == result.chrome
    body = {at for at, block in enumerate(result.blocks) if block.owner == "body"}
    assert not (result.layout and result.drifted)
    if result.layout:
        laid = match(by, document)
        assert laid is not None
        assert body <= laid.inside - laid.chrome
    else:
        plain = split(html, content_type="text/html")
        assert (result.article, result.widgets, result.blocks) == (plain.article, plain.widgets, plain.blocks)


@pytest.mark.parametrize("shape", ["nested", "beside"])
def test_time_is_linear_in_the_page(shape):
    by = layout(chrome=["div.pitch"], widgets={"headlines": "div.list"})

    def seconds(count: int) -> float:
        one = '<div class="story pitch list">x'
        html = one * count + "</div>" * count if shape == "nested" else (one + "</div>") * count
        document = read_html(html, "text/html")
        times = []
        for _ in range(3):
            began = time.process_time()
            match(by, document)
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(16_000) < 30 * max(seconds(2_000), 0.001)
