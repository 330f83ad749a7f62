"""Every kind of widget: what it is, and the shape of its `data`. The data dictionary is made from this."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What a widget of the kind is, and what its `data` holds; a value that the page does not state is null."""

    what: str
    data: str


_PLACE = "{place, condition, temperature, high, low, feels_like}"
_LINKS = "[{text, href}]"
_BANNER = "{headline, href}"
_NONE = "null; the words are in `text`"

KINDS: dict[str, Kind] = {
    "weather_conditions": Kind(
        "the weather of several places", f"[{_PLACE}], degrees Fahrenheit unless `unit` says otherwise"
    ),
    "current_conditions": Kind(
        "the weather of one place",
        f"{_PLACE}, and pressure, dewpoint, humidity, wind, record_high, record_low where stated",
    ),
    "weather_tagline": Kind("the sentence over or under the weather", _NONE),
    "case_table": Kind(
        "cases and deaths by county",
        "{region, total_cases, total_deaths, rows: [{county, cases, deaths}], readings}; `rows` is null where `proof` says "
        "that the cells are not known; `readings` counts the possible readings, as text; `totals_match` and `exempt` as in "
        "the proof",
    ),
    "radar_links": Kind(
        "cards that lead to radar, temperatures, planner and events", f"{_LINKS}; in text their images' alt texts"
    ),
    "link_bar": Kind("a row of links", _LINKS),
    "related_content": Kind("stories about this story", _LINKS),
    "headlines": Kind("the site's other stories", _LINKS),
    "most_popular": Kind("stories by rank", _LINKS),
    "latest_video": Kind("the newest videos", _LINKS),
    "community_events": Kind("what is on", _LINKS),
    "breaking_banner": Kind("breaking news", _BANNER),
    "streaming_banner": Kind("something is live now", _BANNER),
    "closings_banner": Kind("that there are closings", _BANNER),
    "severe_weather_banner": Kind("that there are weather alerts", _BANNER),
    "closings": Kind("what is closed or delayed", "[{organization, status, county}]"),
    "nws_alert": Kind("an alert of the National Weather Service", "{event, area, expires, text}"),
    "speech_to_text": Kind("the transcript of a video, in `text`", "null; the boilerplate sentence is in `note`"),
    "election_results": Kind(
        "the count of races", "[{office, reporting, candidates: [{name, party, votes, percent, winner}]}]"
    ),
    "scores": Kind("a scoreboard", "[{teams: [{name, score}], status}]"),
    "market": Kind("indexes and prices", "[{name, value, change, percent}]"),
    "lottery": Kind("winning numbers", "[{game, numbers, extra, jackpot}]"),
    "gas_prices": Kind("what fuel costs", "[{name, price, unit}]"),
    "air_quality": Kind("how clean the air is", "[{place, index, category, pollutant}], the index from 0 to 500"),
    "school_lunch": Kind("what schools serve", "[{school, day, items}], items a list of text"),
    "poll": Kind("a question to the readers", "{question, options: [{text, percent, votes}]}"),
    "newsletter": Kind("an offer to subscribe by mail", _BANNER),
    "promo": Kind("the station's or a partner's offers", f"{_LINKS} for a list, {_BANNER} for one"),
    "social": Kind("the station's own accounts", _LINKS),
    "comments": Kind("where readers' comments stand", "{count}, or null"),
    "data_table": Kind("a table with a title that no other kind claims", "{header, rows}"),
    "unknown": Kind("something beside the article that no kind claims", _LINKS),
}

PROOFS = {
    "cells": "the cells were separate in the source; `totals_match` in `data` is false where the totals disagree with them",
    "unique": "glued digits of which exactly one reading fits the totals and the order; `exempt` lists the rows that are free "
    "of the order, such as Unassigned",
    "ambiguous": "several readings fit; `rows` is null",
    "none": "nothing to check against, or no reading fits; `rows` is null unless the cells are separate",
}
