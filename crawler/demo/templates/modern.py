"""A page as a rented system draws it: names that its build makes up beside a few that people chose, the story in one
stream with what is to be read next."""

from __future__ import annotations

import json
from datetime import UTC
from html import escape

from crawler.demo.board import Planted
from crawler.demo.clock import draw
from crawler.demo.stories import Story
from crawler.demo.templates import clutter
from crawler.demo.templates.parts import DISCLAIMER, MENU, View, date_line, items

TEASER = '<div class="card-teaser sc-gKsewC"><h3 class="card-title"><a href="{path}">{headline}</a></h3><p class="card-text">{opening}</p></div>'


def page(view: View) -> str:
    """The whole page as HTML text."""
    entries = "".join(f'<li><a class="sc-eCssSg" href="{href}">{text}</a></li>' for text, href in MENU)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(view.title, quote=False)} - WDEMO</title>
<link rel="canonical" href="{view.url}">
{_head(view, view.story) if view.story else ""}
</head>
<body>
<div id="app-root">
<header class="masthead sc-bdVaJa"><nav class="css-1q2w3e"><ul>{entries}</ul></nav></header>
{_alert(view)}
<main class="page-grid css-9z8y7x">
<section class="stream css-{draw(view.path, 10**6):06d}a1b">
{_story(view, view.story) if view.story else _front(view)}
</section>
<aside class="rail sc-iBPRYJ">{"".join(_list(widget) for widget in view.planted if widget.kind in {"most_popular", "latest_video"})}</aside>
</main>
<footer class="page-foot css-4r5t6z"><p>{DISCLAIMER}</p></footer>
</div>
</body>
</html>
"""


def _head(view: View, story: Story) -> str:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.published.astimezone(UTC).isoformat(timespec="seconds"),
        "dateModified": story.changed.astimezone(UTC).isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": story.author},
        "mainEntityOfPage": view.url,
    }
    return (
        f'<meta property="og:type" content="article">\n<script type="application/ld+json">{json.dumps(facts)}</script>'
    )


def _alert(view: View) -> str:
    return "".join(
        f'<div class="alert-strip sc-fzXfMB"><span>Breaking News</span> <a href="{widget.data["href"]}">{escape(widget.data["headline"], quote=False)}</a></div>'
        for widget in view.of("breaking_banner")
    )


def _front(view: View) -> str:
    cards = "\n".join(
        f'<article class="card sc-hKFxyN"><h2 class="card-title"><a href="{view.base}{s.path}">{escape(s.headline, quote=False)}</a></h2></article>'
        for s in view.listing
    )
    return f'<h1 class="page-title">{escape(view.title, quote=False)}</h1><div class="card-list">{cards}</div>'


def _story(view: View, story: Story) -> str:
    updated = f"<span>Updated: {date_line(story.updated)}</span>" if story.updated else ""
    lists = "".join(_list(widget) for widget in view.planted if widget.kind in {"related_content", "headlines"})
    return f"""<div class="story-head sc-kEqXSa"><h1 class="story-title css-7h8j9k">{escape(story.headline, quote=False)}</h1>
<p class="story-summary">{escape(story.dek, quote=False)}</p>
<div class="story-by">By <a href="/author/" rel="author">{story.author}</a></div>
<div class="story-time"><span>Published: {date_line(story.published)}</span> {updated}</div></div>
<div class="story-flow css-2m3n4b">
{_text(story)}
</div>
<div class="writer-card sc-jrsJWt"><p>{clutter.bio(story)}</p></div>
{lists}
<div class="next-up sc-gKsewC">{clutter.teasers(list(view.others), TEASER)}</div>
<div class="reader-rules"><p>{clutter.RULES}</p></div>"""


def _text(story: Story) -> str:
    lines = []
    for number, (kind, text) in enumerate(story.blocks):
        words = escape(text, quote=False)
        lines.append(
            f'<h2 class="sc-dlfnbm">{words}</h2>' if kind == "heading" else f'<p class="css-5t6y7u">{words}</p>'
        )
        if number == 1:
            lines.append(f'<div class="inline-pitch sc-bqyKva"><p>{clutter.promise(story)}</p></div>')
    return "\n".join(
        [*lines, f'<p class="css-5t6y7u">{clutter.LETTER}</p>', f'<p class="css-5t6y7u">{clutter.RIGHTS}</p>']
    )


def _list(widget: Planted) -> str:
    return f'<section class="list-{widget.kind.replace("_", "-")} sc-hBEYos"><h3 class="list-title">{widget.title}</h3><ol>{items(widget)}</ol></section>'
