"""A page in the shape of News-Press & Gazette's WordPress theme: sidebar before the story, the time of day beside the
date, comments under it."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from crawler.demo.stories import Story
from crawler.demo.templates.parts import DISCLAIMER, MENU, View, body, clock, items, month


def page(view: View) -> str:
    """The whole page as HTML text."""
    return f"""<!DOCTYPE html>
<html lang="en-US">
<head>
{_head(view)}
</head>
<body class="post-template-default single">
<div id="secondary-menu" class="navbar-collapse navbar__off-canvas"><ul id="menu-hamburger-menu" class="navbar__menu">{_menu()}</ul></div>
<a class="screen-reader-text" href="#primary">Skip to Content</a>
<header id="masthead" class="header"><nav class="navbar"><ul>{_menu()}</ul></nav></header>
{_alert(view)}
<div class="container"><div class="row">
{_sidebar(view)}
<div id="primary" class="primary col-lg-8">
{_main(view)}
</div>
</div></div>
<footer class="footer"><div class="footer__copyright">© 2021 {DISCLAIMER}</div></footer>
</body>
</html>
"""


def _head(view: View) -> str:
    lines = [
        f"<title>{escape(view.title, quote=False)} - WDEMO</title>",
        f'<link rel="canonical" href="{view.url}" />',
    ]
    if view.story:
        lines += [
            '<meta property="og:type" content="article" />',
            f'<meta property="og:title" content="{escape(view.story.headline)} - WDEMO" />',
            f'<meta property="article:section" content="{view.story.section.title()}" />',
            f'<meta property="article:published_time" content="{_utc(view.story.published)}" />',
            f'<meta property="article:modified_time" content="{_utc(view.story.changed)}" />',
        ]
    return "\n".join(lines)


def _menu() -> str:
    return "".join(f'<li class="menu-item"><a href="{href}">{text}</a></li>' for text, href in MENU)


def _alert(view: View) -> str:
    return "".join(
        f'<div class="alert alert--breaking"><strong>Breaking News</strong> <a href="{widget.data["href"]}">{escape(widget.data["headline"], quote=False)}</a></div>'
        for widget in view.of("breaking_banner")
    )


def _sidebar(view: View) -> str:
    kinds = ("headlines", "most_popular", "community_events")
    titled = 'class="story__title"'
    drawn = "\n".join(
        f'<div class="sidebar__widget-item widget_{kind}"><h3 class="sidebar__widget-title hdg">{widget.title}</h3>'
        f"<ul>{items(widget, titled)}</ul></div>"
        for kind in kinds
        for widget in view.of(kind)
    )
    return f'<aside id="secondary" class="sidebar col-lg-4">\n<div id="div-gpt-ad-2" class="sidebar__widget-item div-gpt-ad"></div>\n{drawn}\n</aside>'


def _main(view: View) -> str:
    if view.story is None:
        teasers = "".join(
            f'<article class="story story--card"><h3 class="story__title"><a href="{view.base}{s.path}">{escape(s.headline, quote=False)}</a></h3></article>'
            for s in view.listing
        )
        return f'<h1 class="hdg hdg--2">{view.title}</h1>{teasers}'
    return _story(view, view.story)


def _story(view: View, story: Story) -> str:
    text = "\n".join(body(story, heading="h4"))
    related = "".join(
        f'<div class="related-articles"><h4>{w.title}</h4><ul>{items(w)}</ul></div>' for w in view.of("related_content")
    )
    return f"""<article class="panel-group post hentry">
<div class="meta__category">{story.section.title()}</div>
<header class="entry__header"><h1 class="hdg hdg--3">{escape(story.headline, quote=False)}</h1></header>
<div class="entry__meta meta"><div class="meta__info"><div class="meta__user vcard author">By <a href="/author/">{story.author}</a></div>
<div class="meta__date">{_dates(story)}</div></div></div>
<div class="media__module"><img class="media__image" src="{view.base}/media/{story.number}.png" alt="{escape(story.caption)}"></div>
<div class="entry__content">
{text}
</div>
{related}
<div class="entry__topics">Article Topic Follows: {story.section.title()}</div>
<div id="comments" class="comments"><h3>Jump to comments ↓</h3><p>Please keep your comments respectful and relevant.</p></div>
</article>"""


def _dates(story: Story) -> str:
    lines = [_date("published", "Published", story.published)]
    if story.updated:
        lines.append(_date("updated", "Last updated", story.updated))
    return "".join(lines)


def _date(name: str, label: str, moment: datetime) -> str:
    day = f"{month(moment)} {moment.day}, {moment.year}"
    return f'<div class="meta__{name}"><span>{label}</span> <span><time>{day}</time></span> <span>{clock(moment).lower()}</span></div>'


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
