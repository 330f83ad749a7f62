"""A fact in the dress of a publishing system."""

from __future__ import annotations

from random import Random

from lxml.html import HtmlElement

from benchmarks.widgets.facts import Fact
from benchmarks.widgets.lists import story_list
from benchmarks.widgets.platforms import Platform
from benchmarks.widgets.tables import SMALL, case_table, small
from benchmarks.widgets.tree import add, el, link
from benchmarks.widgets.weather import current, weather_list

BANNERS = {
    "breaking_banner": (("Breaking News", "BREAKING NEWS"), ("Full Story", "Read More")),
    "streaming_banner": (("Watch Live", "STREAMING NOW"), ("Watch Now", "Watch Live")),
    "closings_banner": (("Closings", "CLOSINGS", "School Closings"), ("View Closings", "View Closings & Delays")),
    "severe_weather_banner": (("Severe Weather Alert", "SEVERE WX"), ("View Alerts", "View Alert")),
}
LISTS = ("related_content", "headlines", "most_popular", "latest_video", "community_events", "promo", "unknown")
NAMES = {"most_popular": "trending", "headlines": "top-stories", "latest_video": "video", "related_content": "related", "community_events": "events", "data_table": "custom", "unknown": "custom"}  # fmt: skip


def dress(fact: Fact, platform: Platform, rng: Random, separator: str = ",") -> HtmlElement:
    """The widget's element; its heading is part of it where it has one."""
    tag, names = platform.box
    box = el(tag, names.format(kind=NAMES.get(fact.kind, fact.kind.replace("_", "-"))))
    if fact.kind in BANNERS:
        return _banner(fact, platform, rng)
    if fact.title is not None and fact.kind not in ("newsletter",):
        box.append(el(platform.heading[0], platform.heading[1], fact.title))
    for part in _parts(fact, platform, rng, separator):
        add(box, part)
    return box


def _parts(fact: Fact, platform: Platform, rng: Random, separator: str) -> list[HtmlElement]:
    kind, style = fact.kind, rng.choice(platform.tables)
    if kind in LISTS:
        return story_list(rng.choice(platform.lists), fact.data, rng)
    if kind in SMALL:
        return small(fact, style)
    if kind == "weather_conditions":
        return weather_list(rng.choice(platform.weather), fact.data)
    if kind == "current_conditions":
        return current(fact.data, as_table=style == "table")
    if kind == "case_table":
        return case_table(fact, style, separator)
    return _OTHERS[kind](fact)


def _tagline(fact: Fact) -> list[HtmlElement]:
    return [el("div", "wx-text", fact.text or "")]


def _radar(fact: Fact) -> list[HtmlElement]:
    return [
        el("div", "card", el("a", "", el("img", "", src="/r.png", alt=i["text"]), href=i["href"])) for i in fact.data
    ]


def _bar(fact: Fact) -> list[HtmlElement]:
    line = el("p", "bar")
    for at, item in enumerate(fact.data):
        add(line, " | " if at else "")
        add(line, link(item["text"], item["href"]))
    return [line]


def _alert(fact: Fact) -> list[HtmlElement]:
    return [el("p", "alert-text", line) for line in fact.shown["lines"]]


def _speech(fact: Fact) -> list[HtmlElement]:
    return [el("p", "note", fact.note or ""), el("p", "transcript", fact.text or "")]


def _newsletter(fact: Fact) -> list[HtmlElement]:
    return [el("div", "offer", fact.data["headline"]), el("div", "button", "Sign Up")]


def _social(fact: Fact) -> list[HtmlElement]:
    return [el("ul", "networks", *(el("li", "", link(i["text"], i["href"])) for i in fact.data))]


def _comments(_: Fact) -> list[HtmlElement]:
    return [el("div", "comment-box", "Log in to leave a comment")]


_OTHERS = {
    "weather_tagline": _tagline,
    "radar_links": _radar,
    "link_bar": _bar,
    "nws_alert": _alert,
    "speech_to_text": _speech,
    "newsletter": _newsletter,
    "social": _social,
    "comments": _comments,
}


def _banner(fact: Fact, platform: Platform, rng: Random) -> HtmlElement:
    """Label, headline and the link's words, in one line or in elements of their own."""
    labels, tails = BANNERS[fact.kind]
    label, tail = rng.choice(labels), rng.choice(tails)
    headline, href = fact.data["headline"], fact.data["href"]
    names = fact.kind.replace("_banner", "")
    if platform.banner == "bar":
        shown = [el("b", "", label), f" : {headline} " if headline else " : ", link(tail, href)]
        return el("div", f"alertsBar {names}", el("div", "alert", *shown))
    parts = [el("span", "label", label), *([link(headline, href, "headline")] if headline else [])]
    if platform.banner == "list":
        return el("section", f"{names}-banner", el("ul", "", el("li", "", *parts, link(tail, href, "more"))))
    inner = [el("div", "label", label), *([el("div", "headline", link(headline, href))] if headline else [])]
    return el("div", f"{names}-{platform.banner}", *inner, link(tail, href, "more"))
