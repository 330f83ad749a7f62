from __future__ import annotations

import pytest

from pipelines.errors import EncodingError, PageTooLargeError
from pipelines.items import Link
from pipelines.split.html_runs import MAX_BYTES, read_html
from pipelines.split.text_runs import read_text


def test_runs_end_at_block_boundaries_and_keep_their_text_nodes():
    page = read_html(
        "<body>one <a href='/x'>two<div>three</div>four</a> five<br>six<table><tr><td>a<span>b</span><td>c</table>",
        url="https://station.test/news/",
    )
    assert [run.text for run in page.runs] == ["one two", "three", "four five", "six", "ab", "c"]
    assert page.runs[4].pieces == ["a", "b"]
    assert [run.tag for run in page.runs] == ["body", "div", "body", "body", "td", "td"]
    assert [link.href for link in page.runs[0].links] == ["https://station.test/x"]
    assert page.runs[1].element is not None
    assert page.runs[1].element.xpath() == "/html/body[1]/a[1]/div[1]"
    assert [link.text for link in page.head.links] == ["two three four"]


def test_an_element_bounds_exactly_the_runs_of_its_text():
    page = read_html("<p>lead <a href=x><div>inside</div></a> after</p><ul><li>x<li>y</ul><p>end")
    bounds = {element.tag: (element.start, element.end) for element in page.elements}
    assert bounds["a"] == (1, 2)
    assert [run.text for run in page.runs[slice(*bounds["ul"])]] == ["x", "y"]


@pytest.mark.parametrize("wrapping", [
    "<script>{}</script>", "<style>{}</style>", "<template>{}</template>", "<noscript>{}</noscript>",
    "<div hidden>{}</div>", "<div style='color:red; display : NONE'>{}</div>", "<!-- {} -->",
])  # fmt: skip
def test_what_is_not_visible_is_not_a_run(wrapping):
    page = read_html("<body>before" + wrapping.format("secret") + "after")
    assert "".join(run.text for run in page.runs) == "beforeafter"


def test_areas_are_links_called_by_their_alternative_text_or_title():
    page = read_html(
        "<a href=/1 title=' Whole  headline'>Whole ...</a><map><area href=/2 alt='Radar map'><area></map><a href=/3>c</a>"
        "<div hidden><a href=/4 title=D>d</a><area href=/5 title=E></div>"
    )
    assert [(link.text, link.href) for link in page.head.links] == [
        ("Whole ...", "/1"), ("Radar map", "/2"), ("c", "/3"), ("d", "/4"), ("E", "/5"),
    ]  # fmt: skip
    assert [run.text for run in page.runs] == ["Whole ...", "c"]


def test_what_is_streamed_in_hidden_and_then_shown_is_visible():
    page = read_html("<body>before<div hidden id='S:1f'><p>story</p></div><div hidden id='side'>secret</div>")
    assert [run.text for run in page.runs] == ["before", "story"]


def test_links_of_hidden_menus_are_kept_for_the_spider_with_their_base():
    page = read_html(
        "<base href='/sub/'><nav hidden><a href='a'>A</a></nav><a href='javascript:go()'>J</a><a href='http://[bad'>B</a>",
        url="https://station.test/",
    )
    assert [link.href for link in page.head.links] == ["https://station.test/sub/a", "javascript:go()", "http://[bad"]


def test_head_says_what_the_page_says_of_itself():
    page = read_html(
        "<html lang=en-US><head><title> The  title </title><meta property='og:title' content=T><meta name=Author content=A>"
        "<meta property='article:tag' content=x><meta property='article:tag' content=y>"
        "<link rel=canonical href='/c'><link rel=alternate type='application/rss+xml' title=' All  news' href='/feed'><link rel=amphtml href='/amp'>"
        '<script type=\'application/ld+json\'>{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle"}]}</script>'
        "<script type='application/ld+json'>{broken</script></head><body><svg><title>icon</title></svg>",
        url="https://station.test/",
    )
    head = page.head
    assert (head.title, head.language, head.canonical_url) == ("The title", "en-US", "https://station.test/c")
    assert head.meta["og:title"] == "T"
    assert head.meta["author"] == "A"
    assert head.tags == ["x", "y"]
    assert [item["@type"] for item in head.json_ld] == ["WebPage", "NewsArticle"]
    assert head.alternates == [
        ("application/rss+xml", Link("All news", "https://station.test/feed")),
        ("amphtml", Link("", "https://station.test/amp")),
    ]


def test_pictures_know_their_place_link_and_lazy_source():
    page = read_html("<p>a</p><a href='/r'><img alt=' Radar  map ' src='data:,x' data-src='/r.png'></a><p>b</p>")
    picture = page.pictures[0]
    assert (picture.alt, picture.src, picture.href, picture.before) == ("Radar map", "/r.png", "/r", 1)


@pytest.mark.parametrize(("body", "content_type", "text"), [
    (b"<p>caf\xe9", "text/html; charset=iso-8859-1", "café"),
    (b"<meta charset=utf-8><p>caf\xc3\xa9", None, "café"),
    (b"<p>caf\xc3\xa9", None, "café"),
    (b"<p>it\x92s", None, "it’s"),
    ("<p>é".encode("utf-16"), None, "é"),
])  # fmt: skip
def test_pages_are_decoded_as_browsers_do(body, content_type, text):
    assert [run.text for run in read_html(body, content_type).runs] == [text]


@pytest.mark.parametrize("body", [b"", b"\0", b"<!doctype html>", b"<", b"\xff\xfe", "\ud800", b"<p>a\0b\x01"])
def test_bytes_that_are_hardly_a_page_are_read(body):
    read_html(body)


def test_text_past_the_depth_that_the_parser_follows_is_kept_in_order():
    page = read_html("".join(f"<div>t{number} " for number in range(5000)))
    assert [run.text for run in page.runs] == [f"t{number}" for number in range(5000)]


def test_a_page_too_deep_keeps_what_follows_its_depths():
    inside = "<b title='a > b'>in</b><script>'</div>'</script><!-- <p> -->"
    page = read_html("<h1>Title</h1>" + "<div>" * 3000 + inside + "</div>" * 3000 + "<p>after</p>")
    assert [(run.tag, run.text) for run in page.runs] == [("h1", "Title"), ("div", "in"), ("p", "after")]
    assert page.runs[2].element is not None
    assert page.runs[2].element.xpath() == "/html/body[1]/p[1]"


@pytest.mark.parametrize("read", [read_html, read_text])
def test_a_page_past_the_bound_is_refused(read):
    with pytest.raises(PageTooLargeError):
        read("x" * (MAX_BYTES + 1))


def test_lines_that_are_not_blank_are_runs():
    page = read_text("One  line\r\n \r\rAda\tLovelace   1815\n")
    assert [(run.text, run.line, run.pieces) for run in page.runs] == [
        ("One line", 1, ["One", "line"]),
        ("Ada Lovelace 1815", 4, ["Ada", "Lovelace", "1815"]),
    ]


@pytest.mark.parametrize(("body", "content_type"), [
    (b"\xef\xbb\xbfcaf\xc3\xa9", None), ("café".encode("utf-16"), None), (b"caf\xe9", "text/plain; charset=latin-1"),
])  # fmt: skip
def test_text_is_decoded_strictly(body, content_type):
    assert read_text(body, content_type).runs[0].text == "café"


@pytest.mark.parametrize(("body", "offset"), [(b"abc\xe9", 3), (b"\xef\xbb\xbfabc\xe9", 6)])
def test_text_in_an_unknown_encoding_names_its_first_bad_byte(body, offset):
    with pytest.raises(EncodingError) as caught:
        read_text(body)
    assert caught.value.offset == offset
