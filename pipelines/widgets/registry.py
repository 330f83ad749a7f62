"""Every kind of widget and the recogniser that finds it, in the order in which they claim runs of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets import (
    air_quality,
    breaking_banner,
    case_table,
    closings,
    closings_banner,
    comments,
    community_events,
    current_conditions,
    data_table,
    election_results,
    gas_prices,
    headlines,
    latest_video,
    link_bar,
    lottery,
    market,
    most_popular,
    newsletter,
    nws_alert,
    poll,
    promo,
    radar_links,
    related_content,
    school_lunch,
    scores,
    severe_weather_banner,
    social,
    speech_to_text,
    streaming_banner,
    weather_conditions,
    weather_tagline,
)
from pipelines.widgets.bullets import without_bullets

Recogniser = Callable[[Document], Iterator[Found]]
RECOGNISERS: dict[str, Recogniser] = {
    "weather_conditions": weather_conditions.recognise,
    "weather_tagline": weather_tagline.recognise,
    "case_table": case_table.recognise,
    "current_conditions": current_conditions.recognise,
    "air_quality": air_quality.recognise,
    "closings": closings.recognise,
    "election_results": election_results.recognise,
    "scores": scores.recognise,
    "market": market.recognise,
    "lottery": lottery.recognise,
    "gas_prices": gas_prices.recognise,
    "school_lunch": school_lunch.recognise,
    "poll": poll.recognise,
    "breaking_banner": breaking_banner.recognise,
    "streaming_banner": streaming_banner.recognise,
    "closings_banner": closings_banner.recognise,
    "severe_weather_banner": severe_weather_banner.recognise,
    "nws_alert": nws_alert.recognise,
    "radar_links": radar_links.recognise,
    "link_bar": link_bar.recognise,
    "speech_to_text": speech_to_text.recognise,
    "comments": comments.recognise,
    "newsletter": newsletter.recognise,
    "social": social.recognise,
    "related_content": related_content.recognise,
    "most_popular": most_popular.recognise,
    "latest_video": latest_video.recognise,
    "community_events": community_events.recognise,
    "headlines": headlines.recognise,
    "promo": promo.recognise,
    "data_table": data_table.recognise,
}


def find_widgets(document: Document) -> list[Found]:
    """Every widget of the page in document order. Where two claim the same run, the earlier recogniser keeps it.

    What is claimed stands in `document.claimed`, where a recogniser can see what others have.
    """
    page = without_bullets(document)
    found: list[Found] = []
    for recognise in RECOGNISERS.values():
        for widget in recognise(page):
            runs = range(widget.start, widget.end)
            if page.claimed.isdisjoint(runs):
                page.claimed.update(runs)
                found.append(widget)
    return sorted(found, key=lambda w: (w.start, w.end))
