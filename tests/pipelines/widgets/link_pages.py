"""Helpers of the tests of link widgets: a page around a fragment, and the plain view of what was found."""

from __future__ import annotations

from typing import Any

from pipelines.split.document import Document, Found
from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets.registry import find_widgets

URL = "https://www.wzzz.example/news/local/ferry/123.html"
SITE = "https://www.wzzz.example"
PROSE = "The council met for three hours on Tuesday night and heard from forty residents before it voted on the ferry. "


def page(aside: str = "", *, body: str = "", top: str = "") -> Document:
    """An article page of the station WZZZ with `aside` in its right column and `body` within its article."""
    return read_html(
        f"""<html><head><title>Ferry</title></head><body>{top}
        <header class="site-header"><nav class="main-nav"><ul><li><a href="/news">News</a></li>
        <li><a href="/weather">Weather</a></li><li><a href="/trending">Trending</a></li>
        <li><a href="/video">Latest Video</a></li></ul></nav></header>
        <main><article class="story"><h1>Council votes to keep the ferry running</h1>
        <div class="story-body"><p>{PROSE * 2}</p>{body}<p>{PROSE * 2}</p></div></article></main>
        <aside class="right-rail">{aside}</aside>
        <footer><h4>More</h4><a href="/privacy">Privacy policy</a> | <a href="/terms">Terms of use</a> |
        <a href="/eeo">EEO public file report</a></footer></body></html>""",
        url=URL,
    )


def text(lines: str) -> Document:
    return read_text(lines)


def kinds(document: Document) -> list[str]:
    return [widget.kind for widget in find_widgets(document)]


def only(document: Document, kind: str) -> Found:
    """The one widget of the page, which must be of this kind."""
    found = find_widgets(document)
    assert [widget.kind for widget in found] == [kind], [(w.kind, w.title, w.why) for w in found]
    return found[0]


def pairs(widget: Found) -> list[tuple[str, str | None]]:
    data: Any = widget.data
    return [(item["text"], item["href"]) for item in data]


def titles(widget: Found) -> list[str]:
    return [title for title, _ in pairs(widget)]
