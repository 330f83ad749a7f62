"""What stands beside the demo station's stories at a time: the widgets as data, from which the pages are drawn and
against which what was found on them is checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crawler.demo.clock import ZONE, draw, pick, shuffled
from crawler.demo.counties import rows_at
from crawler.demo.stories import Story, stories_at, videos_at
from crawler.demo.words import BREAKING, EVENTS, SEVERE, TAGLINES, TOWNS

CONDITIONS = ("Clear", "Few Clouds", "Scattered Clouds", "Broken Clouds", "Overcast", "Light Rain", "Partly Cloudy")
BRAND = "Demo14"
CARDS = ("Planner", "Temps", "Radar")
RESOURCES = ("Answers and symptoms", "Clinics near you", "State dashboard", "Timeline of cases")


@dataclass(frozen=True, slots=True)
class Planted:
    """A widget that the page shows. `data` has the shape of its kind; `copies` is how often it stands on the page."""

    kind: str
    data: Any = None
    title: str | None = None
    note: str | None = None
    text: str | None = None
    copies: int = 1


def links(items: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Texts and absolute addresses as the data of a list of links."""
    return [{"text": text, "href": href} for text, href in items]


def story_links(base: str, stories: list[Story]) -> list[dict[str, str]]:
    """The headlines of stories as the data of a list of links."""
    return links([(story.headline, base + story.path) for story in stories])


def weather(at: datetime, copies: int) -> Planted:
    """Seven towns, changing every hour."""
    return Planted("weather_conditions", [_conditions(town, at) for town in TOWNS], copies=copies)


def _conditions(place: str, at: datetime) -> dict[str, str | int]:
    hour = at.astimezone(ZONE)
    seed = f"{place}/{hour:%Y-%m-%d}"
    high, low = 38 + draw(seed + "/high", 18), 14 + draw(seed + "/low", 16)
    temperature = low + (high - low) * (12 - abs(hour.hour - 14)) // 12 + draw(f"{seed}/{hour.hour}", 3) - 1
    return {
        "place": place,
        "condition": pick(f"{seed}/{hour.hour}/sky", CONDITIONS),
        "temperature": temperature,
        "high": high,
        "low": low,
        "feels_like": temperature - draw(f"{seed}/{hour.hour}/wind", 9),
    }


def tagline(at: datetime, copies: int) -> Planted:
    """The sentence under the weather, changing every six hours."""
    return Planted("weather_tagline", text=pick(f"tagline/{at:%Y-%m-%d}/{at.hour // 6}", TAGLINES), copies=copies)


def cards(base: str, copies: int) -> Planted:
    """The image cards: their alt texts and where they lead."""
    items = [(f"{BRAND} {card}", f"{base}/weather/") for card in CARDS] + [(f"{BRAND} Events", f"{base}/community/")]
    return Planted("radar_links", links(items), copies=copies)


def case_table(state: str, at: datetime, copies: int) -> Planted:
    """The county table of one state."""
    rows = rows_at(state, at)
    data = {
        "region": state,
        "total_cases": sum(int(row["cases"]) for row in rows),
        "total_deaths": sum(int(row["deaths"]) for row in rows),
        "rows": rows,
    }
    note = "(Widget updates once daily at 7 p.m. ET)"
    return Planted("case_table", data, title=f"{state} Coronavirus Cases", note=note, copies=copies)


def most_popular(base: str, at: datetime, title: str, copies: int, length: int = 8) -> Planted:
    """The stories that are read most, in an order that changes every three hours."""
    recent = list(stories_at(at)[:20])
    order = shuffled(f"popular/{at:%Y-%m-%d}/{at.hour // 3}", recent)
    return Planted("most_popular", story_links(base, order[:length]), title=title, copies=copies)


def latest_video(base: str, at: datetime, title: str, copies: int) -> Planted:
    """The seven newest videos."""
    return Planted("latest_video", story_links(base, list(videos_at(at)[:7])), title=title, copies=copies)


def headlines(base: str, at: datetime, title: str, story: Story | None, skip: int, copies: int) -> Planted:
    """Other stories of the site, from the `skip`-th newest on."""
    others = [other for other in stories_at(at) if story is None or other.number != story.number]
    return Planted("headlines", story_links(base, others[skip : skip + 5]), title=title, copies=copies)


def related(base: str, at: datetime, title: str, story: Story) -> Planted:
    """Stories of the same section; every fourth story has none and shows the bare heading."""
    same = [s for s in stories_at(at) if s.section == story.section and s.number != story.number]
    chosen = [] if story.number % 4 == 3 else same[:3]
    return Planted("related_content", story_links(base, chosen), title=title)


def events(base: str, at: datetime, copies: int) -> Planted:
    """Four events, changing every day."""
    chosen = shuffled(f"events/{at:%Y-%m-%d}", EVENTS)[:4]
    items = [(text, f"{base}/community/events/{EVENTS.index(text) + 1}/") for text in chosen]
    return Planted("community_events", links(items), title="Community Events", copies=copies)


def link_bar(base: str) -> Planted:
    """The line of links, divided by bars, that stands under some stories."""
    return Planted("link_bar", links([(resource, base + resource_path(resource)) for resource in RESOURCES]))


def resource_path(resource: str) -> str:
    """The page that a link of the bar leads to."""
    return f"/news/health/{resource.lower().replace(' ', '-')}/"


def transcript(story: Story) -> Planted:
    """A video's transcript with its sentence of boilerplate."""
    note = "This transcript was made by a machine and may hold mistakes."
    title = f"Speech to Text for {story.headline}"
    return Planted("speech_to_text", title=title, note=note, text="\n".join(story.transcript))


def banners(base: str, at: datetime) -> list[Planted]:
    """The bars over the page that are up at a time. Breaking news changes every five hours and is off at times."""
    slot = (at - datetime(2021, 2, 24, tzinfo=ZONE)) // timedelta(hours=5)
    up = []
    if slot % 3 != 2:
        story = pick(f"breaking/{slot}", stories_at(at))
        up.append(Planted("breaking_banner", {"headline": pick(f"b/{slot}", BREAKING), "href": base + story.path}))
    severe = pick(f"severe/{at:%Y-%m-%d}", SEVERE)
    up.append(Planted("severe_weather_banner", {"headline": severe, "href": f"{base}/weather/alerts"}))
    up.append(Planted("closings_banner", {"headline": None, "href": f"{base}/weather/closings"}))
    if at.hour in {12, 18}:
        up.append(
            Planted("streaming_banner", {"headline": f"{at:%A} news at {at.hour % 12 or 12}", "href": f"{base}/live/"})
        )
    return up
