"""Headings by kind, in words that stations use in one form or another, in a part to tune on and a part that is held out."""

from __future__ import annotations

from benchmarks.widgets.words import Part

HEADINGS: dict[str, dict[Part, tuple[str, ...]]] = {
    "most_popular": {
        "tuning": ("Most Popular Stories", "Trending Now", "Most Read", "Most Popular", "Trending Stories", "Popular on {call}"),
        "held_out": ("Most Viewed Stories", "What's Trending", "Popular Stories", "Trending on {call}", "Most Clicked", "Top Trending Stories"),
    },
    "headlines": {
        "tuning": ("Top Stories", "Latest News", "More from {call}", "Latest Headlines", "In Case You Missed It", "Local News Headlines", "Recent Stories"),
        "held_out": ("Today's Top Stories", "Top Local Stories", "More Local News", "Don't Miss", "The Latest", "More Headlines", "Breaking and Latest News"),
    },
    "latest_video": {
        "tuning": ("Latest Video", "Latest Videos", "Featured Videos", "Top Videos"),
        "held_out": ("Recent Videos", "Must-See Video", "{call} Videos", "More Videos"),
    },
    "community_events": {
        "tuning": ("Community Events", "Upcoming Events", "Events Calendar"),
        "held_out": ("Local Events", "Community Calendar", "Area Events"),
    },
    "related_content": {
        "tuning": ("Related Content", "Related Stories", "Related Articles", "More on This Story"),
        "held_out": ("Related Links", "Related News", "Related Coverage", "Read More"),
    },
    "current_conditions": {
        "tuning": ("Current Conditions", "Current Weather", "Weather Now"),
        "held_out": ("Conditions Now", "Current Conditions in {place}", "Right Now"),
    },
    "closings": {
        "tuning": ("Closings & Delays", "School Closings", "Closings and Delays"),
        "held_out": ("School Closings and Delays", "Current Closings", "Weather Closings & Delays"),
    },
    "nws_alert": {"tuning": ("Weather Alerts", "Active Alerts"), "held_out": ("Severe Weather Alerts", "Current Weather Alerts")},
    "election_results": {"tuning": ("Election Results", "Election 2022"), "held_out": ("Local Election Results", "Decision 2024")},
    "scores": {"tuning": ("Scoreboard", "High School Scores"), "held_out": ("Prep Scoreboard", "Final Scores")},
    "market": {"tuning": ("Markets", "Stock Market"), "held_out": ("Market Watch", "Stocks")},
    "lottery": {"tuning": ("Winning Numbers", "Lottery Results"), "held_out": ("{state} Lottery", "Lottery Numbers")},
    "gas_prices": {"tuning": ("Gas Prices", "Local Gas Prices"), "held_out": ("Cheapest Gas Prices", "Gas Tracker")},
    "air_quality": {"tuning": ("Air Quality", "Air Quality Index"), "held_out": ("Current Air Quality", "Air Quality Today")},
    "poll": {"tuning": ("Poll", "Question of the Day"), "held_out": ("Viewer Poll", "Daily Poll")},
    "social": {"tuning": ("Follow Us", "Connect With Us"), "held_out": ("Stay Connected", "Follow {call}")},
    "promo": {"tuning": ("Sponsored Content", "From Our Partners"), "held_out": ("Sponsored Stories", "Partner Content")},
    "comments": {"tuning": ("Article Comments", "Comments"), "held_out": ("Leave a comment", "Join the conversation")},
    "speech_to_text": {"tuning": ("Speech to Text", "Speech to Text for {title}"), "held_out": ("Video transcript", "Speech-to-text for {title}")},
    "data_table": {
        "tuning": ("Lake Levels", "Fish Fry Dates", "Blood Drive Schedule"),
        "held_out": ("Pollen by Town", "Farm Stand Hours", "River Stages"),
    },
    "unknown": {"tuning": ("Pets of the Week", "Meet the Team", "Obituaries Today"), "held_out": ("Birthday Club", "Our Anchors", "Recipes of the Day")},
}  # fmt: skip
CASE_TITLES: dict[Part, tuple[str, ...]] = {
    "tuning": ("{state} Coronavirus Cases", "{state} COVID-19 Cases by County", "COVID-19 Case Totals: {state}"),
    "held_out": ("Coronavirus Cases in {state}", "{state} County COVID-19 Case Counts"),
}
CASE_HEADERS: dict[Part, tuple[tuple[str, str, str], ...]] = {
    "tuning": (
        ("County", "Cases", "Deaths"),
        ("County", "Confirmed", "Deaths"),
        ("County", "Total Cases", "Total Deaths"),
        ("County", "Known Cases", "Known Deaths"),
    ),
    "held_out": (("County", "Confirmed Cases", "Reported Deaths"), ("County", "Positive Cases", "Deaths")),
}
CASE_NOTES: dict[Part, tuple[str, ...]] = {
    "tuning": ("(Widget updates once daily at 8 p.m. CT)", "Last updated: 5/12/2021", "As of Friday, 3 p.m."),
    "held_out": ("(Updated each weekday at noon)", "Data as of Thursday, 4 p.m."),
}
EVENTS: dict[Part, tuple[str, ...]] = {
    "tuning": ("Winter Weather Advisory", "Severe Thunderstorm Watch", "Flood Warning"),
    "held_out": ("Dense Fog Advisory", "High Wind Warning", "Wind Chill Advisory"),
}
