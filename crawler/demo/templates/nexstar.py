"""A page in the shape of Nexstar's WordPress theme: the head of the story twice (wide and narrow screens share it, its
date line stands in both), Top Stories under it, a ranked list and videos beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape

from crawler.demo.board import Planted
from crawler.demo.clock import ZONE
from crawler.demo.stories import Story
from crawler.demo.templates.parts import DISCLAIMER, MENU, View, body, clock, items, month


def page(view: View) -> str:
    """The whole page as HTML text."""
    return f"""<!DOCTYPE html>
<html lang="en-US" class="no-js">
<head>
{_head(view)}
</head>
<body class="post-template-default single single-post">
<div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="screen-reader-text"><a href="/">WDEMO 14</a></p>
<nav id="siteNavigation" class="site-header__navigation"><ul id="supernav" class="menu">{_menu()}</ul></nav></header>
{_alert(view)}
<div id="content" class="site-content">
{_main(view)}
</div>
<footer class="site-footer"><p>{DISCLAIMER}</p><p>About Our Ads | <a href="/privacy/">Privacy Policy</a></p></footer>
</div>
</body>
</html>
"""


def _head(view: View) -> str:
    lines = [
        '<meta charset="UTF-8">',
        f"<title>{escape(view.title, quote=False)} | WDEMO 14</title>",
        f'<link rel="canonical" href="{view.url}">',
        f'<link rel="alternate" type="application/atom+xml" title="WDEMO stories" href="{view.base}/atom.xml">',
    ]
    if view.story:
        lines += _story_head(view, view.story)
    return "\n".join(lines)


def _story_head(view: View, story: Story) -> list[str]:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.dek,
        "datePublished": _utc(story.published),
        "dateModified": _utc(story.changed),
        "author": {"@type": "Person", "name": story.author},
        "articleSection": story.section.title(),
        "mainEntityOfPage": view.url,
    }
    return [
        '<meta property="og:type" content="article">',
        f'<meta property="og:title" content="{escape(story.headline)}">',
        f'<meta property="article:published_time" content="{_utc(story.published)}">',
        f'<meta property="article:modified_time" content="{_utc(story.changed)}">',
        f'<script type="application/ld+json">{json.dumps(facts)}</script>',
    ]


def _menu() -> str:
    return "".join(f'<li class="menu-item"><a href="{href}">{text}</a></li>' for text, href in MENU)


def _alert(view: View) -> str:
    return "".join(
        f'<div class="alert-banner alert-banner--breaking"><span class="alert-banner__label">BREAKING NEWS</span> '
        f'<a class="alert-banner__link" href="{widget.data["href"]}">{escape(widget.data["headline"], quote=False)}</a></div>'
        for widget in view.of("breaking_banner")
    )


def _main(view: View) -> str:
    if view.story is None:
        teasers = "".join(
            f'<article class="article-list__article"><h2 class="article-list__article-title"><a class="article-list__article-link" href="{view.base}{s.path}">{escape(s.headline, quote=False)}</a></h2></article>'
            for s in view.listing
        )
        return f'<h1 class="page-title">{view.title}</h1><div class="article-list">{teasers}</div>{_sidebar(view)}'
    return f"{_title(view, view.story)}\n{_story(view, view.story)}\n{_sidebar(view)}"


def _title(view: View, story: Story) -> str:
    return f"""<header class="article-header"><div class="article-info">
<div class="article-eyebrow"><a href="/{story.section}/">{story.section.title()}</a></div>
<h1 class="article-title">{escape(story.headline, quote=False)}</h1>
<p class="article-subtitle">{escape(story.dek, quote=False)}</p>
{_meta(story)}
</div>
<figure class="article-featured-media"><img src="{view.base}/media/{story.number}.png" alt=""><figcaption class="featured-image-caption">{escape(story.caption)}</figcaption></figure></header>"""


def _meta(story: Story) -> str:
    updated = f"<p>Updated: {_time(story.updated)}</p>" if story.updated else ""
    return (
        f'<div class="article-meta"><p class="article-authors">by: <a class="author url fn" href="/author/">{story.author}</a></p>'
        f"<p>Posted: {_time(story.published)}</p>{updated}</div>"
    )


def _story(view: View, story: Story) -> str:
    paragraphs = body(story)
    paragraphs.insert(
        2, '<aside class="ad-unit ad-unit--mr1"><div class="ad-unit__content">Advertisement</div></aside>'
    )
    text = "\n".join(paragraphs)
    return f"""<div id="primary" class="content-area"><main id="main" class="site-main"><article class="article post">
<div class="social-share"><span class="share-text">SHARE</span> <a href="/share/facebook">Facebook</a></div>
<div class="article-content article-body rich-text">
{text}
</div>
{"".join(f'<div class="related-stories"><h3>{w.title}</h3><ul>{items(w)}</ul></div>' for w in view.of("related_content"))}
<footer class="article-footer"><p class="article-copyright">Copyright 2021 WDEMO. All rights reserved.</p></footer>
</article></main>
{"".join(_list(widget) for widget in view.of("headlines"))}</div>"""


def _list(widget: Planted) -> str:
    articles = "\n".join(
        f'<article class="article-list__article"><div class="article-list__article-text"><h3 class="article-list__article-title"><a class="article-list__article-link" href="{item["href"]}">{escape(item["text"], quote=False)}</a></h3></div></article>'
        for item in widget.data
    )
    return f'<aside class="post-top-stories article-list article-list--grid"><h2 class="article-list__heading">{widget.title}</h2><div class="article-list__content">\n{articles}\n</div></aside>'


def _sidebar(view: View) -> str:
    popular = "".join(
        f'<section class="widget widget_trending"><h2 class="article-list__heading">{w.title}</h2><ol class="trending-list">{items(w)}</ol></section>'
        for w in view.of("most_popular")
    )
    videos = "".join(
        f'<section class="widget widget_videos"><h2 class="article-list__heading">{w.title}</h2><ul class="video-list">{items(w)}</ul></section>'
        for w in view.of("latest_video")
    )
    return f'<aside id="secondary" class="sidebar">{popular}<div class="ad-unit"></div>{videos}</aside>'


def _time(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    shown = f"{month(local)[:3]} {local.day}, {local.year} / {clock(local).rjust(8, '0')} {local.tzname()}"
    return f'<time datetime="{_utc(moment)}">{shown}</time>'


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
