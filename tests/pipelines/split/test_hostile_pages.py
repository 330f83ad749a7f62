"""Pages made to cost time: each is split within seconds."""

from __future__ import annotations

import time

import pytest

from pipelines.split import split

SECONDS = 8.0
PROSE = "<p>Members of the made-up council met on Tuesday and agreed that nothing at all would change this year.</p>"

PAGES = {
    "nested divs": lambda n: "<div>" * (20 * n) + "x",
    "nested divs with text": lambda n: "".join(f"<div>text {i}" for i in range(10 * n)),
    "links": lambda n: "".join(f"<a href='/s/{i}'>story {i}</a> " for i in range(10 * n)),
    "list of links": lambda n: "<ul>" + "".join(f"<li><a href='/s/{i}'>story {i}</a>" for i in range(10 * n)) + "</ul>",
    "paragraphs": lambda n: "<h1>Title</h1>" + PROSE * (4 * n),
    "one long paragraph": lambda n: "<p>" + "word and more " * (40 * n),
    "deep containers": lambda n: ("<div>" * 240 + PROSE + "</div>" * 240) * (n // 50),
    "nested lists": lambda n: ("<ul><li>a" * 80 + "</li></ul>" * 80) * (n // 50),
    "table": lambda n: "<h1>Title</h1><table>" + "<tr><td>Cook<td>12<td>3" * (4 * n) + "</table>",
    "unclosed inline": lambda n: "<a href=x>y<b><i>" * (4 * n),
    "widget headings": lambda n: "<h2>Top Stories</h2>" * (4 * n),
    "date lines": lambda n: "<h1>Title</h1>" + "<p>Posted: Jan 1, 2020 1:00 PM Updated: </p>" * n,
    "json-ld": lambda n: "<script type='application/ld+json'>" + "[" * (20 * n) + "</script><p>x",
    "pictures": lambda n: "<h1>Title</h1>" + PROSE + "<img src=a.png>" * (10 * n) + PROSE,
    "one byline": lambda n: "<h1>Title</h1><p>By " + "A" * (40 * n),
    "capitals": lambda n: "<p>" + "Aa, " * (20 * n),
    "spaces": lambda n: "<p>" + " " * (400 * n) + "x",
    "deep, then open quotes": lambda n: "<div>" * 3000 + "<a '" * (50 * n),
    "deep, then open comments": lambda n: "<div>" * 3000 + "<!--" * (50 * n),
    "deep, then open scripts": lambda n: "<div>" * 3000 + "<script>" * (50 * n),
    "deep, then less-than signs": lambda n: "<div>" * 3000 + "<x" * (50 * n),
    "less-than signs": lambda n: "<" * (100 * n),
}
TEXTS = {
    "lines": lambda n: "word\n" * (20 * n),
    "one line": lambda n: "word " * (100 * n),
    "digits": lambda n: "12" * (100 * n),
    "widget titles": lambda n: "Most Popular Stories\n" * (4 * n),
    "weather": lambda n: "Somewhere\nClear\n29° wxIcon\nHi: 41° Lo: 25°\nFeels Like: 20°\n" * n,
    "glued rows": lambda n: "County Cases Deaths\n" + "Cook123456\n" * (2 * n),
    "date lines": lambda n: "Posted: Feb 28, 2019 8:34 AM\n" * (2 * n),
}
CASES = [
    *(pytest.param(make, "text/html", id=f"html-{name}") for name, make in PAGES.items()),
    *(pytest.param(make, "text/plain", id=f"text-{name}") for name, make in TEXTS.items()),
]


@pytest.mark.parametrize(("make", "content_type"), CASES)
def test_a_hostile_page_is_split_in_bounded_time(make, content_type):
    started = time.process_time()
    split(make(1000), content_type=content_type, url="https://station.test/story")
    assert time.process_time() - started < SECONDS
