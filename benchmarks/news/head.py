"""What a made page says of itself in its head: meta elements, JSON-LD in the forms that systems write, scripts and styles."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from benchmarks.news.chance import Chance
from benchmarks.news.markup import Node, h
from benchmarks.news.stations import Station
from benchmarks.news.story import Story


def head(chance: Chance, station: Station, story: Story, url: str, body: str, image: str) -> Node:
    """The head of a page. Of structured data a page has nearly always some; at times only meta elements."""
    made = h(
        "head", h("meta", charset="utf-8"), h("meta", name="viewport", content="width=device-width, initial-scale=1")
    )
    made.add(h("title", chance.choice((f"{story.headline} | {station.brand}", f"{story.headline} - {station.call}", story.headline))))  # fmt: skip
    made.add(h("link", rel="canonical", href=url))
    summary = story.dek if chance.maybe(0.5) else story.lead[:160]
    if chance.maybe(0.9):
        made.add(h("meta", name="description", content=summary))
    for name, value in (("og:type", "article"), ("og:title", story.headline), ("og:description", summary), ("og:url", url), ("og:site_name", station.brand), ("og:image", image)):  # fmt: skip
        made.add(h("meta", property=name, content=value))
    linked = chance.maybe(0.85)
    if not linked or chance.maybe(0.6):
        made.add(h("meta", property="article:published_time", content=story.published.isoformat()))
        if story.updated:
            made.add(h("meta", property="article:modified_time", content=story.updated.isoformat()))
        made.add(h("meta", property="article:section", content=story.section))
        made.add(*(h("meta", property="article:tag", content=tag) for tag in story.tags))
    if story.authors and chance.maybe(0.4):
        made.add(h("meta", name="author", content=story.authors[0]))
    if linked:
        made.add(h("script", json.dumps(_linked(chance, station, story, url, body, image), ensure_ascii=chance.maybe(0.5)).replace("</", "<\\/"), type="application/ld+json"))  # fmt: skip
    return made


def of_next(chance: Chance, station: Station, story: Story) -> Node:
    """The JSON-LD of the story that is loaded next, which stands on the page too."""
    url = f"{station.site}/news/{chance.randint(10000, 999999)}"
    body = "\n\n".join(part.text for part in story.parts if part.text)
    said = _linked(chance, station, story, url, body, f"{station.site}/next.jpg")
    return h("script", json.dumps(said).replace("</", "<\\/"), type="application/ld+json")


def _linked(chance: Chance, station: Station, story: Story, url: str, body: str, image: str) -> Any:
    utc = chance.maybe(0.4)
    stamp = (lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")) if utc else (lambda at: at.isoformat())
    people: list[Any] = [{"@type": "Person", "name": name} for name in story.authors]
    people = people or [{"@type": "Organization", "name": story.agency or station.brand}]
    article: dict[str, Any] = {
        "@context": "https://schema.org", "@type": chance.choice(("NewsArticle", "NewsArticle", "Article", "ReportageNewsArticle")),
        "headline": story.headline, "url": url, "mainEntityOfPage": {"@type": "WebPage", "@id": url}, "datePublished": stamp(story.published),
        "dateModified": stamp(story.updated or story.published), "author": people if len(people) > 1 or chance.maybe(0.4) else people[0],
        "publisher": {"@type": "Organization", "name": station.brand, "logo": {"@type": "ImageObject", "url": f"{station.site}/logo.png"}},
        "image": [image], "description": story.dek, "articleSection": story.section, "isAccessibleForFree": True,
    }  # fmt: skip
    form = chance.pick({"none": 6.0, "whole": 1.6, "with more": 0.8, "cut": 0.8, "one line": 0.8})
    if form == "whole":
        article["articleBody"] = body
    elif form == "with more":
        article["articleBody"] = f"{body}\n\nCopyright {story.published.year} {station.owner}. All rights reserved."
    elif form == "cut":
        article["articleBody"] = body[:240]
    elif form == "one line":
        article["articleBody"] = " ".join(body.split())
    if chance.maybe(0.25):
        site = {"@type": "WebSite", "name": station.brand, "url": station.site}
        return {
            "@context": "https://schema.org",
            "@graph": [site, {k: v for k, v in article.items() if k != "@context"}],
        }
    return article


_NAMES = ("adConfig", "dataLayer", "utag_data", "pageParams", "player", "consent", "analytics", "lazy", "track", "bids", "slots", "menu", "flags", "session", "viewport", "theme")  # fmt: skip
_VERBS = ("push", "init", "load", "register", "observe", "queue", "define", "attach", "flush", "resolve")


def script(chance: Chance, size: int) -> Node:
    """An inline script of about that many characters: settings and calls, as tag managers write them."""
    lines = ["(function(w,d){"]
    while sum(map(len, lines)) < size:
        name, verb = chance.choice(_NAMES), chance.choice(_VERBS)
        lines.append(
            chance.choice((
                f"w.{name}=w.{name}||[];w.{name}.{verb}({{id:'{chance.randint(10000, 99999999):x}',slot:\"{chance.choice(_NAMES)}_{chance.randint(1, 40)}\",sizes:[[300,250],[728,90]]}});",
                f"var _{chance.randint(16, 4095):x}=function(t,e){{return t&&e?t.{verb}(e):{chance.randint(0, 9)}}};",
                f"try{{{name}.{verb}('{chance.choice(_NAMES)}',{chance.randint(1, 9000)})}}catch(e){{w.onerror&&w.onerror(e)}}",
                f"if(d.querySelector('.{name}-{verb}')){{{name}.{verb}(\"<div class='{name}'></div>\")}}",
            ))
        )  # fmt: skip
    return h("script", "".join(lines) + "})(window,document);", **({"type": "text/javascript"} if chance.maybe(0.4) else {}))  # fmt: skip


def style(chance: Chance, size: int, names: list[str]) -> Node:
    """An inline style sheet of about that many characters for class names of the page."""
    rules: list[str] = []
    while sum(map(len, rules)) < size:
        name = chance.choice(names)
        rules.append(f".{name}{chance.choice(('', ':hover', '>li', ' a', '::before'))}{{{chance.choice(('margin', 'padding'))}:{chance.randint(0, 40)}px;{chance.choice(('display:flex', 'color:#' + f'{chance.randint(0, 4095):03x}', 'display:none', 'font-size:' + str(chance.randint(11, 40)) + 'px', 'position:relative'))}}}")  # fmt: skip
    return h("style", "".join(rules))
