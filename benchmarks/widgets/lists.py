"""Lists of stories in the shapes that publishing systems give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from lxml.html import HtmlElement

from benchmarks.widgets.tree import el, link

Items = list[dict[str, Any]]
_CATEGORIES = ("Local News", "Sports", "Weather", "State", "Community")
_AGES = ("2 hours ago", "35 minutes ago", "Mar 3, 2021", "1 day ago", "Updated: 4 hours ago")


def story_list(style: str, items: Items, rng: Random) -> list[HtmlElement]:
    """The items as elements, in the style of that name."""
    return _STYLES[style](items, rng)


def _ul(items: Items, _: Random) -> list[HtmlElement]:
    return [el("ul", "items", *(el("li", "item", link(i["text"], i["href"])) for i in items))]


def _ol(items: Items, _: Random) -> list[HtmlElement]:
    made = el("ol", "items ranked")
    for rank, item in enumerate(items, 1):
        title = el("h3", "item-title", link(item["text"], item["href"]))
        made.append(el("li", "item", el("div", "item-rank", str(rank)), el("div", "item-info", title)))
    return [made]


def _links(items: Items, _: Random) -> list[HtmlElement]:
    return [el("div", "story-link", link(i["text"], i["href"])) for i in items]


def _cards(items: Items, rng: Random) -> list[HtmlElement]:
    return [el("div", "cards", *_each(items, rng, times=True))]


def _each(items: Items, rng: Random, *, times: bool) -> Iterator[HtmlElement]:
    for item in items:
        info = el("div", "card-info", el("div", "card-category", rng.choice(_CATEGORIES)))
        info.append(el("h3", "card-title", link(item["text"], item["href"])))
        if times:
            info.append(el("time", "card-time", rng.choice(_AGES)))
        picture = el("a", "card-image", el("img", "", src="/i/1.jpg", alt=""), href=item["href"])
        yield el("div", "card", picture, info)


def _thumbs(items: Items, rng: Random) -> list[HtmlElement]:
    made = el("ul", "thumbs")
    for item in items:
        age = el("span", "thumb-age", rng.choice(_AGES))
        inner = (el("img", "", src="/i/2.jpg", alt=""), el("div", "thumb-title", item["text"]), age)
        made.append(el("li", "thumb", el("a", "thumb-link", *inner, href=item["href"])))
    return [made]


def _articles(items: Items, rng: Random) -> list[HtmlElement]:
    made = el("div", "article-list__content")
    for item in items:
        figure = el("figure", "thumb", el("a", "", el("img", "", src="/i/3.jpg", alt=""), href=item["href"]))
        title = el("h3", "article-list__article-title", link(item["text"], item["href"]))
        meta = el(
            "div",
            "article-list__meta",
            link(rng.choice(_CATEGORIES), "/news"),
            " / ",
            el("time", "", rng.choice(_AGES)),
        )
        made.append(el("article", "article-list__article", figure, el("div", "text", title, meta)))
    return [made]


_STYLES: dict[str, Callable[[Items, Random], list[HtmlElement]]] = {
    "ul": _ul,
    "ol": _ol,
    "links": _links,
    "cards": _cards,
    "thumbs": _thumbs,
    "articles": _articles,
}
