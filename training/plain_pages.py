"""Pages with little but a story: what is on the big pages of the other sets in hundreds of runs is here in a few.

A page that was saved without its furniture, a text-only edition or a page of a small station is short, and without
these the model would have seen none: a count of runs or a share of prose would be of a size that it never met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

from benchmarks.news.pages import NewsPage, news_pages

MOST_PARAGRAPHS = 7
_AROUND = (
    "{story}",
    "<article>{story}</article>",
    "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/weather>Weather</a></nav><main>{story}</main>",
    "<div id=header><a href=/>{host}</a></div><div class=content>{story}</div><div id=footer>{host}, all pages</div>",
    "<header><ul><li><a href=/>Home</a><li><a href=/sports>Sports</a></ul></header>{story}<footer>Contact us</footer>",
)


def plain_pages() -> Iterator[tuple[str, str, str, list[str]]]:
    """Name, URL, HTML and the paragraphs of a story for each page of the news set's half to learn from."""
    for number, page in enumerate(page for page in news_pages() if page.half == "train"):
        paragraphs = page.body.split("\n\n")[: 1 + number % MOST_PARAGRAPHS]
        yield f"plain-{page.name}", page.url, _html(page, paragraphs, number), paragraphs


def _html(page: NewsPage, paragraphs: list[str], number: int) -> str:
    said = datetime.fromisoformat(page.published).strftime("%b %d, %Y %I:%M %p")
    head = f"<h1>{escape(page.headline)}</h1>"
    if number % 2:
        head += f"<p>Posted: {said}</p>"
    if number % 3 == 0 and page.authors:
        head += f"<p>By {escape(page.authors[0])}</p>"
    story = head + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    host = page.url.split("/")[2]
    return f"<html><body>{_AROUND[number % len(_AROUND)].format(story=story, host=host)}</body></html>"
