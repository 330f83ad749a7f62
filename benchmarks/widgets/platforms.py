"""The publishing systems whose shapes the pages take: how each marks up a box, its heading, a list, a table, the weather.

The tags and the habits of naming follow what the systems do; the pages' words are made up. The last three are held out.
"""

from __future__ import annotations

from typing import NamedTuple


class Platform(NamedTuple):
    """One system's habits. `lists`, `weather` and `tables` name the builders that it uses, in turn."""

    name: str
    heading: tuple[str, str]
    box: tuple[str, str]
    lists: tuple[str, ...]
    weather: tuple[str, ...]
    tables: tuple[str, ...]
    banner: str
    body: tuple[str, str]
    rail: tuple[str, str]
    rails: int = 1


PLATFORMS = (
    Platform("heartland", ("div", "title"), ("div", "{kind} module"), ("ul", "links"), ("rotator",), ("table", "spans"), "bar", ("div", "article-body"), ("div", "rightColumn"), 2),
    Platform("nexstar", ("h2", "article-list__title"), ("aside", "article-list article-list--{kind}"), ("articles", "ol"), ("cards", "table"), ("table",), "list", ("div", "article-content rich-text"), ("aside", "sidebar")),
    Platform("arc", ("h2", "c-heading"), ("div", "b-{kind} stack"), ("cards", "thumbs"), ("cards", "grid"), ("table", "divs"), "strip", ("section", "article-body-wrapper"), ("div", "right-rail-section col")),
    Platform("blox", ("h3", "block-title-inner"), ("section", "block-{kind} block emphasis-h3"), ("ul", "cards"), ("table", "rotator"), ("table",), "alert", ("div", "asset-content subscriber-premium"), ("aside", "col-md-4 sidebar")),
    Platform("sinclair", ("div", "teaserTitle headingText"), ("div", "{kind}-component"), ("thumbs", "links"), ("grid",), ("divs",), "strip", ("div", "StoryText-module_storyText"), ("div", "rightRail")),
    Platform("scripps", ("h2", "List-header-title"), ("div", "List {kind}"), ("ul", "cards"), ("cards",), ("table",), "bar", ("div", "RichTextArticleBody"), ("aside", "ArticlePage-aside")),
    Platform("tegna", ("h4", "section-title"), ("section", "{kind}__section grid__section"), ("thumbs", "cards"), ("grid", "plain"), ("table",), "strip", ("div", "article__body"), ("div", "grid__column_rail")),
    Platform("hearst", ("h2", "listing--title"), ("section", "listing {kind}"), ("ol", "thumbs"), ("cards", "plain"), ("table",), "alert", ("div", "article-content--body"), ("aside", "article-sidebar")),
    Platform("abc", ("h2", "headline"), ("section", "{kind} module"), ("ul", "thumbs"), ("grid",), ("divs", "table"), "list", ("div", "article-body"), ("aside", "story-aside")),
    Platform("cbs", ("h3", "component__title"), ("section", "component list-{kind}"), ("articles", "ul"), ("table", "plain"), ("table",), "strip", ("section", "content__body"), ("div", "col-aside")),
    Platform("fox", ("h2", "heading"), ("section", "collection {kind}"), ("articles", "thumbs"), ("cards", "rotator"), ("divs", "table"), "bar", ("div", "article-body"), ("div", "sidebar-secondary")),
    Platform("public_radio", ("h3", "ListTitle"), ("ps-list", "{kind}-list"), ("ul", "cards"), ("plain", "table"), ("table",), "alert", ("div", "ArtP-articleBody"), ("aside", "ArtP-aside")),
)  # fmt: skip
HELD_OUT = ("cbs", "fox", "public_radio")
