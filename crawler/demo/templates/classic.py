"""A page as a station's own system drew it for years: boxes named by hand, and paragraphs that are only broken lines."""

from __future__ import annotations

from html import escape

from crawler.demo.board import Planted
from crawler.demo.stories import Story
from crawler.demo.templates import clutter
from crawler.demo.templates.parts import DISCLAIMER, MENU, View, date_line, items

TEASER = '<div class="moreItem"><b><a href="{path}">{headline}</a></b><br>{dek} {opening}</div>'


def page(view: View) -> str:
    """The whole page as HTML text."""
    entries = " ".join(f'<a class="topLink" href="{href}">{text}</a>' for text, href in MENU)
    story = (
        f'<meta property="og:type" content="article">\n<meta property="og:title" content="{escape(view.story.headline)}">'
        if view.story
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(view.title, quote=False)} | WDEMO 14</title>
<link rel="canonical" href="{view.url}">
{story}
</head>
<body>
<div id="topBar">{entries}</div>
{_alert(view)}
<div id="wrapper"><div id="leftColumn">
{_story(view, view.story) if view.story else _front(view)}
</div>
<div id="rightColumn">
{"".join(_box(widget) for widget in view.planted if widget.kind in {"most_popular", "latest_video"})}
</div></div>
<div id="bottomBar">{DISCLAIMER}</div>
</body>
</html>
"""


def _alert(view: View) -> str:
    return "".join(
        f'<div class="breakingBar"><b>BREAKING NEWS</b> <a href="{widget.data["href"]}">{escape(widget.data["headline"], quote=False)}</a></div>'
        for widget in view.of("breaking_banner")
    )


def _front(view: View) -> str:
    lines = "\n".join(
        f'<h3 class="frontTitle"><a href="{view.base}{s.path}">{escape(s.headline, quote=False)}</a></h3>'
        for s in view.listing
    )
    return f'<h1 class="frontName">{escape(view.title, quote=False)}</h1><div class="frontList">{lines}</div>'


def _story(view: View, story: Story) -> str:
    updated = f" | Updated: {date_line(story.updated)}" if story.updated else ""
    boxes = "".join(_box(widget) for widget in view.planted if widget.kind in {"related_content", "headlines"})
    return f"""<div class="storyBox">
<h1 class="storyHead">{escape(story.headline, quote=False)}</h1>
<div class="storyDek">{escape(story.dek, quote=False)}</div>
<div class="storyBy">By {story.author}</div>
<div class="storyDate">Posted: {date_line(story.published)}{updated}</div>
<div class="storyText" id="printable">
{_text(story)}
</div>
<div class="aboutBox">{clutter.bio(story)}</div>
<div class="letterBox">{clutter.LETTER}</div>
{boxes}
<div class="moreBox">{clutter.teasers(list(view.others), TEASER)}</div>
<div class="rulesBox">{clutter.RULES}</div>
</div>"""


def _text(story: Story) -> str:
    lines = []
    for number, (kind, text) in enumerate(story.blocks):
        words = escape(text, quote=False)
        lines.append(f"<b>{words}</b><br><br>" if kind == "heading" else f"{words}<br><br>")
        if number == 1:
            lines.append(f'<div class="promoLine">{clutter.promise(story)}</div>')
    return "\n".join([*lines, clutter.RIGHTS])


def _box(widget: Planted) -> str:
    return f'<div class="sideBox box_{widget.kind}"><h4>{widget.title}</h4><ul>{items(widget)}</ul></div>'
