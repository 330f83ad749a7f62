"""Headings by kind, in words that stations use in one form or another, in parts: to tune on, held out, and the wordings of yet other stations."""

from __future__ import annotations

from benchmarks.widgets.words import Part

HEADINGS: dict[str, dict[Part, tuple[str, ...]]] = {
    "most_popular": {
        "tuning": ("Most Popular Stories", "Trending Now", "Most Read", "Most Popular", "Trending Stories", "Popular on {call}"),
        "held_out": ("Most Viewed Stories", "What's Trending", "Popular Stories", "Trending on {call}", "Most Clicked", "Top Trending Stories"), "variant": ("Most Popular on {call}.com", "Popular Now", "Trending Stories on {call}", "Most Watched", "Trending This Week", "What Our Readers Are Reading", "Top 5 Stories", "Most Read on {call}", "Hot Topics")},
    "headlines": {
        "tuning": ("Top Stories", "Latest News", "More from {call}", "Latest Headlines", "In Case You Missed It", "Local News Headlines", "Recent Stories"),
        "held_out": ("Today's Top Stories", "Top Local Stories", "More Local News", "Don't Miss", "The Latest", "More Headlines", "Breaking and Latest News"), "variant": ("Latest Local News", "News Headlines", "More Stories", "Headlines", "Local Headlines", "State News", "You May Also Like", "Recommended Stories", "What We're Following", "Top Headlines", "Latest Stories", "Recent Headlines", "Around the Region", "Editors' Picks", "Up Next", "Happening Now in {place}", "This Morning's Headlines", "Also of Interest")},
    "latest_video": {
        "tuning": ("Latest Video", "Latest Videos", "Featured Videos", "Top Videos"),
        "held_out": ("Recent Videos", "Must-See Video", "{call} Videos", "More Videos"), "variant": ("Video Headlines", "Watch: Latest Newscast", "Popular Videos", "On Demand Video", "Local Videos")},
    "community_events": {
        "tuning": ("Community Events", "Upcoming Events", "Events Calendar"),
        "held_out": ("Local Events", "Community Calendar", "Area Events"), "variant": ("Things To Do", "Calendar of Events", "This Week's Events", "Community Events Calendar", "What's Happening", "Events Near You")},
    "related_content": {
        "tuning": ("Related Content", "Related Stories", "Related Articles", "More on This Story"),
        "held_out": ("Related Links", "Related News", "Related Coverage", "Read More"), "variant": ("Also Read", "See Also", "Related to This Story", "Related", "More Coverage", "Similar Stories", "Continuing Coverage", "Related Posts")},
    "current_conditions": {
        "tuning": ("Current Conditions", "Current Weather", "Weather Now"),
        "held_out": ("Conditions Now", "Current Conditions in {place}", "Right Now"), "variant": ("Current Weather Conditions", "{place} Weather", "Local Weather Now", "Currently in {place}", "Today's Conditions", "Weather Conditions")},
    "closings": {
        "tuning": ("Closings & Delays", "School Closings", "Closings and Delays"),
        "held_out": ("School Closings and Delays", "Current Closings", "Weather Closings & Delays"), "variant": ("Closings", "School and Business Closings", "Delays and Cancellations", "School Delays", "Closings, Delays & Cancellations", "Snow Closings")},
    "nws_alert": {"tuning": ("Weather Alerts", "Active Alerts"), "held_out": ("Severe Weather Alerts", "Current Weather Alerts"), "variant": ("Weather Warnings", "Alerts", "NWS Alerts for {place}", "Watches & Warnings", "Active Weather Alerts", "Watches and Warnings")},
    "election_results": {"tuning": ("Election Results", "Election 2022"), "held_out": ("Local Election Results", "Decision 2024"), "variant": ("Live Election Results", "Primary Results", "Campaign 2024", "Key Races", "Your Local Election HQ")},
    "scores": {"tuning": ("Scoreboard", "High School Scores"), "held_out": ("Prep Scoreboard", "Final Scores"), "variant": ("Live Scores", "Sports Scores", "Friday Night Scores", "High School Football Scores", "Scores & Schedules", "Recent Scores")},
    "market": {"tuning": ("Markets", "Stock Market"), "held_out": ("Market Watch", "Stocks"), "variant": ("Stocks & Markets", "Markets at a Glance", "Commodity Prices", "Grain Markets", "Market Update", "Business Markets")},
    "lottery": {"tuning": ("Winning Numbers", "Lottery Results"), "held_out": ("{state} Lottery", "Lottery Numbers"), "variant": ("Winning Lottery Numbers", "Lottery", "{state} Lottery Results", "Lotto Numbers", "Latest Lottery Drawings")},
    "gas_prices": {"tuning": ("Gas Prices", "Local Gas Prices"), "held_out": ("Cheapest Gas Prices", "Gas Tracker"), "variant": ("Average Gas Prices", "Gas Prices Today", "{place} Gas Prices", "Fuel Prices", "Gas Prices Near You", "Lowest Gas Prices")},
    "air_quality": {"tuning": ("Air Quality", "Air Quality Index"), "held_out": ("Current Air Quality", "Air Quality Today"), "variant": ("Air Quality Forecast", "AQI", "{place} Air Quality", "Today's Air Quality", "Air Quality Report")},
    "poll": {"tuning": ("Poll", "Question of the Day"), "held_out": ("Viewer Poll", "Daily Poll"), "variant": ("Poll of the Day", "Web Poll", "Online Poll", "What Do You Think?", "Daily Question", "Today's Poll")},
    "social": {"tuning": ("Follow Us", "Connect With Us"), "held_out": ("Stay Connected", "Follow {call}"), "variant": ("Social Media", "Find Us on Social", "Connect with {call}", "Get Social", "Follow Us Online")},
    "promo": {"tuning": ("Sponsored Content", "From Our Partners"), "held_out": ("Sponsored Stories", "Partner Content"), "variant": ("Paid Content", "Partner Stories", "Sponsored Links", "From Our Advertisers", "Sponsored by Our Partners", "Brand Content")},
    "comments": {"tuning": ("Article Comments", "Comments"), "held_out": ("Leave a comment", "Join the conversation"), "variant": ("Reader Comments", "View Comments", "Join the Discussion", "Comments (0)")},
    "speech_to_text": {"tuning": ("Speech to Text", "Speech to Text for {title}"), "held_out": ("Video transcript", "Speech-to-text for {title}"), "variant": ("Transcript", "Full transcript", "Video Transcript", "Automated transcript")},
    "data_table": {
        "tuning": ("Lake Levels", "Fish Fry Dates", "Blood Drive Schedule"),
        "held_out": ("Pollen by Town", "Farm Stand Hours", "River Stages"), "variant": ("Burn Ban Status", "Ski Report", "Bus Routes", "Restaurant Inspections", "Reservoir Levels", "Tide Times")},
    "unknown": {"tuning": ("Pets of the Week", "Meet the Team", "Obituaries Today"), "held_out": ("Birthday Club", "Our Anchors", "Recipes of the Day"), "variant": ("Word of the Week", "Faces of the Farm", "Trivia Night", "Ask the Vet", "Star Students", "Wall of Honor")},
}  # fmt: skip
CASE_TITLES: dict[Part, tuple[str, ...]] = {
    "tuning": ("{state} Coronavirus Cases", "{state} COVID-19 Cases by County", "COVID-19 Case Totals: {state}"),
    "held_out": ("Coronavirus Cases in {state}", "{state} County COVID-19 Case Counts"),
    "variant": (
        "COVID-19 in {state}: Cases by County",
        "{state} Coronavirus Case Tracker",
        "{state} COVID Numbers",
        "Confirmed COVID-19 Cases in {state}",
    ),
}
CASE_HEADERS: dict[Part, tuple[tuple[str, str, str], ...]] = {
    "tuning": (
        ("County", "Cases", "Deaths"),
        ("County", "Confirmed", "Deaths"),
        ("County", "Total Cases", "Total Deaths"),
        ("County", "Known Cases", "Known Deaths"),
    ),
    "held_out": (("County", "Confirmed Cases", "Reported Deaths"), ("County", "Positive Cases", "Deaths")),
    "variant": (
        ("County Name", "Total Confirmed", "Total Deaths"),
        ("Parish", "Cases", "Deaths"),
        ("Counties", "# of Cases", "# of Deaths"),
        ("County", "Positives", "Fatalities"),
        ("Location", "Confirmed Cases", "Deaths"),
    ),
}
CASE_NOTES: dict[Part, tuple[str, ...]] = {
    "tuning": ("(Widget updates once daily at 8 p.m. CT)", "Last updated: 5/12/2021", "As of Friday, 3 p.m."),
    "held_out": ("(Updated each weekday at noon)", "Data as of Thursday, 4 p.m."),
    "variant": ("Source: state health department", "Numbers as of 3 p.m. Monday", "Last update: March 3, 2021"),
}
EVENTS: dict[Part, tuple[str, ...]] = {
    "tuning": ("Winter Weather Advisory", "Severe Thunderstorm Watch", "Flood Warning"),
    "held_out": ("Dense Fog Advisory", "High Wind Warning", "Wind Chill Advisory"),
    "variant": (
        "Red Flag Warning",
        "Winter Storm Watch",
        "Excessive Heat Warning",
        "Flash Flood Warning",
        "Freeze Warning",
    ),
}
