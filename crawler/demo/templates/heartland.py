"""A page in the shape of Heartland's system: alert bar, story, and a right column that stands twice, for wide screens
beside the story and for telephones under it."""

from __future__ import annotations

from html import escape

from crawler.demo.board import BRAND, Planted
from crawler.demo.stories import Story
from crawler.demo.templates.parts import DISCLAIMER, MENU, View, body, date_line, items, link

BARS = {
    "breaking_banner": ("fa-bolt", "BREAKING NEWS", "Full Story"),
    "severe_weather_banner": ("fa-exclamation-circle", "SEVERE WX :", "View Alerts"),
    "closings_banner": ("fa-snowflake-o", "CLOSINGS:", "View Closings"),
    "streaming_banner": ("fa-video-camera", "WATCH LIVE:", "Watch Now"),
}
CORNERS = (
    ("Text edition", "/plain/desk.txt"),
    ("Old bookmark", "/old/3"),
    ("Moved story", "/go/4"),
    ("Community, without its last slash", "/community"),
    ("Missing page", "/missing"),
    ("Broken page", "/broken"),
    ("Odd page", "/odd"),
    ("Live", "/live/"),
    ("Staff only", "/private/desk"),
    ("Search", "/search?q=snow"),
    ("Logo", "/media/logo.png"),
)
"""The corners of the site that a crawler must cope with, linked from the foot of the front page."""


def page(view: View) -> str:
    """The whole page as HTML text."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
{_head(view)}
</head>
<body>
{_alerts(view)}
<div id="consent" class="cookie-banner" role="dialog"><p>We use cookies to remember your town. <button>Accept</button> <a href="/privacy/">Read more</a></p></div>
{_navigation()}
<div class="row mt-4">
<div class="col-xl-9 col-lg-8 col-md-7 sticky"><div class="theiaStickySidebar">
{_main(view)}
</div></div>
<div class="col-xl-3 col-lg-4 col-md-5 sticky d-none d-md-block"><div class="theiaStickySidebar">
{_right_column(view, "")}
</div></div>
<div class="col-12 d-block d-md-none mobile-column">
{_right_column(view, "Mobile")}
</div>
</div>
{_footer(view)}
</body>
</html>
"""


def _head(view: View) -> str:
    lines = [
        '<meta charset="utf-8">',
        f"<title>{escape(view.title, quote=False)} - WDEMO 14</title>",
        f'<link rel="canonical" href="{view.url}">',
        f'<link rel="alternate" type="application/rss+xml" title="WDEMO news" href="{view.base}/feed.xml">',
    ]
    if view.story:
        lines += [
            '<meta property="og:type" content="article">',
            f'<meta property="og:title" content="{escape(view.story.headline)}">',
            f'<meta property="og:description" content="{escape(view.story.dek)}">',
            f'<meta property="og:image" content="{view.base}/media/{view.story.number}.png">',
        ]
    lines.append("<script>window.dataLayer = [];</script>\n<style>.sky { color: #666 }</style>")
    return "\n".join(lines)


def _alerts(view: View) -> str:
    bars = [
        f'<div class="alertsTop"><i class="fa {icon}" aria-hidden="true"></i> {label}'
        f' {escape(widget.data["headline"] or "", quote=False)} <a href="{escape(widget.data["href"])}">{more}</a></div>'
        for kind, (icon, label, more) in BARS.items()
        for widget in view.of(kind)
    ]
    slides = "\n".join(bars)
    return f'<div id="alertsBar" class="breakingTop">\n<div class="cycle-slideshow" data-cycle-slides="> div">\n{slides}\n</div>\n</div>'


def _navigation() -> str:
    entries = "".join(f'<li class="nav-item"><a class="nav-link" href="{href}">{text}</a></li>' for text, href in MENU)
    return f'<nav class="navbar" id="mainNav"><a class="navbar-brand" href="/">WDEMO 14</a><ul class="navbar-nav">{entries}</ul></nav>'


def _main(view: View) -> str:
    if view.story:
        return _story(view, view.story)
    teasers = "\n".join(
        f'<div class="tr-post"><div class="post-content"><h2 class="entry-title"><a href="{view.base}{s.path}">{escape(s.headline, quote=False)}</a></h2></div></div>'
        for s in view.listing
    )
    return f'<div class="tr-section" id="topStories"><div class="section-title title-before"><h1>{escape(view.title, quote=False)}</h1></div>\n{teasers}\n</div>'


def _story(view: View, story: Story) -> str:
    updated = f"<div>Updated: {date_line(story.updated)}</div>" if story.updated else ""
    paragraphs = "\n".join(body(story, heading="h3"))
    return f"""<div class="tr-section tr-details">
<h1 class="entry-title">{escape(story.headline, quote=False)}</h1>
<p class="entry-dek">{escape(story.dek, quote=False)}</p>
<div class="entry-meta"><div>Posted: {date_line(story.published)}</div>{updated}<div>Posted By: {story.author}</div></div>
<div class="share-buttons"><a href="/share/facebook">Share</a> <a href="/share/mail">Email</a></div>
<div class="entry-feature"><img class="img-responsive" src="{view.base}/media/{story.number}.png" alt="{escape(story.caption)}"></div>
<div class="entry-content" id="storyBody">
{paragraphs}
{_link_bar(view)}
</div>
{_transcript(view)}
{_related(view)}
<div class="dfpWrapper"><div id="div-gpt-ad-story">Advertisement</div></div>
<p class="scroll-hint">Scroll for more content...</p>
<div class="comments" id="comments"><h4>Article Comments</h4></div>
</div>"""


def _link_bar(view: View) -> str:
    return "".join(f"<p>{' | '.join(link(item) for item in widget.data)}</p>" for widget in view.of("link_bar"))


def _transcript(view: View) -> str:
    return "".join(
        f'<div class="speech-to-text"><h4>{escape(widget.title or "", quote=False)}</h4><p><i>{widget.note}</i></p>\n'
        + "\n".join(f"<p>{line}</p>" for line in (widget.text or "").split("\n"))
        + "</div>"
        for widget in view.of("speech_to_text")
    )


def _related(view: View) -> str:
    return "".join(
        f'<div class="related-content"><h4>{widget.title}</h4><ul>{items(widget)}</ul></div>'
        for widget in view.of("related_content")
    )


def _right_column(view: View, suffix: str) -> str:
    planted = [widget for widget in view.planted if widget.copies == 2]
    drawn = "\n".join(DRAW[widget.kind](widget, suffix) for widget in planted)
    return f'<div class="text-center"><div class="dfpWrapper"><div id="div-gpt-ad-right{suffix}"></div></div></div>\n{drawn}'


def _weather(widget: Planted, suffix: str) -> str:
    towns = "\n".join(
        f"<div class=\"wxRotate\"><div class='city'><b>{town['place']}</b></div><div class='row'><div class='col-6'>"
        f"<div class='sky'>{town['condition']}</div><div class='temperature'>{town['temperature']}&deg; "
        f"<img alt='wxIcon' class='wxicon' src='/media/wx.png' /></div></div><div class='col-6 text-left'>"
        f"<div class='hilo'>Hi: {town['high']}&deg; Lo: {town['low']}&deg;</div>"
        f"<div class='Wind'>Feels Like: {town['feels_like']}&deg;</div>"
        f"<div><a class='wxlink' href='/weather/'>More Weather</a></div></div></div></div>"
        for town in widget.data
    )
    return f'<div class="tr-section"><div class="cycle-slideshow" data-cycle-fx="fade" data-cycle-slides="> .wxRotate">\n{towns}\n</div></div>'


def _tagline(widget: Planted, suffix: str) -> str:
    return f'<div style="font-size:1em; padding:15px 5px; clear:both">\n{widget.text}\n</div>'


def _cards(widget: Planted, suffix: str) -> str:
    cards = "\n".join(
        f'<div class="card"><div class="card-header"><h5 class="mb-0"><button class="btn btn-link btn-block" data-target="#{name}{suffix}">{name}</button></h5></div>'
        f'<div id="{name}{suffix}" class="collapse"><div class="card-body"><a href="{escape(item["href"])}"><img src="/media/{name.lower()}.png" class="img img-fluid" alt="{item["text"]}" /></a></div></div></div>'
        for item in widget.data
        for name in [item["text"].removeprefix(f"{BRAND} ")]
    )
    return f'<div id="accordion{suffix}">\n{cards}\n</div>'


def _case_table(widget: Planted, suffix: str) -> str:
    data = widget.data
    rows = "".join(
        f"<tr><td>{row['county']}</td><td>{row['cases']}</td><td>{row['deaths']}</td></tr>" for row in data["rows"]
    )
    return (
        f'<div class="tr-section covid-widget"><h3>{widget.title}</h3><p>{widget.note}</p>'
        f"<p>Cases: {data['total_cases']}</p><p>Reported Deaths: {data['total_deaths']}</p>"
        f"<table><tr><th>County</th><th>Cases</th><th>Deaths</th></tr>{rows}</table></div>"
    )


def _list(widget: Planted, suffix: str) -> str:
    names = {"most_popular": "mostPopular", "latest_video": "rightHeadlines", "community_events": "communityEvents"}
    identity = f'id="{names[widget.kind]}{suffix}"' if widget.kind in names else 'class="missed"'
    entries = items(widget, 'class="entry-title"')
    return (
        f'<div class="tr-section"><div class="section-title title-before"><h1>{widget.title}</h1></div>\n'
        f"<div {identity}><ul>\n{entries}\n</ul></div></div>"
    )


DRAW = {
    "weather_conditions": _weather,
    "weather_tagline": _tagline,
    "radar_links": _cards,
    "case_table": _case_table,
    "most_popular": _list,
    "latest_video": _list,
    "community_events": _list,
    "headlines": _list,
}


def _footer(view: View) -> str:
    corners = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in CORNERS) if view.path == "/" else ""
    return f"""<footer class="site-footer"><div class="container"><section class="widget widget-light-skin"><h3 class="widget-title">Get In Touch With Us</h3><p>WDEMO 14<br />1 Example Plaza, Elm Grove</p></section>
<ul class="footer-links">{corners}</ul>
<p class="footer-copyright">{DISCLAIMER}</p></div></footer>"""
