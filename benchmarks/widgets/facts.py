"""What a made widget says: the truth that a page is built from and that a split of it is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.widgets import words
from benchmarks.widgets.headings import CASE_HEADERS, CASE_NOTES, CASE_TITLES, EVENTS, HEADINGS
from benchmarks.widgets.words import COUNTIES, PLACES, SKIES, STATES, Part

SITE = "https://www.wzzq.example"
CALL = "WZZQ"
Data = Any


@dataclass
class Fact:
    """A widget's truth: `data` as the data dictionary has it. `shown` holds what only the page needs to know."""

    kind: str
    title: str | None = None
    data: Data = None
    note: str | None = None
    text: str | None = None
    shown: dict[str, Any] = field(default_factory=dict)


@dataclass
class Maker:
    """Makes facts of one part with one source of chance."""

    rng: Random
    part: Part

    def fact(self, kind: str) -> Fact:
        """A widget of the kind."""
        made = _MAKERS[kind](self)
        made.kind = kind
        if made.title is None and kind in HEADINGS:
            made.title = self.heading(kind)
        return made

    def heading(self, kind: str) -> str:
        """A heading of the kind, its blanks filled."""
        text = self.rng.choice(HEADINGS[kind][self.part])
        return text.format(
            call=CALL,
            place=self.place(),
            state=self.rng.choice(STATES[self.part]),
            title=words.headline(self.rng, self.part),
        )

    def place(self) -> str:
        """A town."""
        return self.rng.choice(PLACES[self.part])

    def stories(self, least: int, most: int) -> list[dict[str, str]]:
        """Titles and addresses."""
        titles = words.headlines(self.rng, self.part, self.rng.randint(least, most))
        return [{"text": title, "href": f"{SITE}/news/{slug(title)}"} for title in titles]


def slug(title: str) -> str:
    """The title as it stands in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _stories(least: int, most: int) -> Callable[[Maker], Fact]:
    return lambda make: Fact("", data=make.stories(least, most))


def _weather(make: Maker) -> Fact:
    rng = make.rng
    rows = []
    for place in rng.sample(PLACES[make.part], rng.randint(3, 6)):
        now = rng.randint(-8, 97)
        rows.append({"place": place, "condition": rng.choice(SKIES), "temperature": now, "high": now + rng.randint(0, 12), "low": now - rng.randint(1, 20), "feels_like": now + rng.randint(-9, 6)})  # fmt: skip
    return Fact("", data=rows)


def _current(make: Maker) -> Fact:
    rng = make.rng
    now = rng.randint(5, 95)
    data: dict[str, Any] = {
        "temperature": now,
        "high": now + rng.randint(1, 9),
        "low": now - rng.randint(2, 20),
        "feels_like": now + rng.randint(-5, 5),
        "humidity": rng.randint(20, 99),
        "dewpoint": now - rng.randint(1, 15),
        "pressure": round(29 + rng.random(), 2),
        "wind": f"{rng.choice(('N', 'SSW', 'W', 'ENE'))} at {rng.randint(3, 25)} mph",
    }
    if rng.random() < 0.4:
        data |= {"record_high": now + 30, "record_low": now - 40}
    return Fact("", data={"place": None, "condition": rng.choice(SKIES), **data})


def _tagline(make: Maker) -> Fact:
    said = {
        "tuning": ("Rain moves in late tonight", "A warm and sunny weekend is on the way", "Cold nights with some flurries through Friday.", "Expect a few storms this evening. Highs climb into the 80s on Saturday."),
        "variant": ("Tracking the chance for strong storms", "Patchy frost possible by daybreak", "Hot and humid through the holiday.", "Another round of rain Wednesday"),
        "held_out": ("Much cooler air arrives for the weekend", "Dry with gusty winds on Thursday.", "Snow showers end by sunset, then clearing and cold", "Sunshine returns for a couple of days"),
    }  # fmt: skip
    return Fact("", text=make.rng.choice(said[make.part]))


def case_rows(make: Maker, count: int) -> list[dict[str, Any]]:
    """Counties with falling counts of cases and plausible deaths, sometimes a row that stands for no county."""
    rng = make.rng
    names = rng.sample(COUNTIES[make.part], min(count, len(COUNTIES[make.part])))
    cases = sorted((int(rng.lognormvariate(7, 1.2)) + 12 for _ in names), reverse=True)
    return [
        {"county": name, "cases": number, "deaths": int(number * rng.uniform(0.004, 0.03))}
        for name, number in zip(names, cases, strict=True)
    ]


def _cases(make: Maker) -> Fact:
    rng = make.rng
    rows = case_rows(make, rng.randint(6, 18))
    state = rng.choice(STATES[make.part])
    data = {
        "region": state,
        "total_cases": sum(row["cases"] for row in rows),
        "total_deaths": sum(row["deaths"] for row in rows),
        "rows": rows,
    }
    title = rng.choice(CASE_TITLES[make.part]).format(state=state)
    note = rng.choice(CASE_NOTES[make.part])
    return Fact("", title, data, note, shown={"header": rng.choice(CASE_HEADERS[make.part])})


def _radar(make: Maker) -> Fact:
    products = make.rng.sample(("Radar", "Temperatures", "Planner", "Events", "Tower Cam"), 3)
    if "Radar" not in products:
        products[0] = "Radar"
    data = [{"text": f"{CALL} {product}", "href": f"{SITE}/weather/{slug(product)}"} for product in products]
    return Fact("", data=data)


def _bar(make: Maker) -> Fact:
    phrases = {
        "tuning": ("Find a vaccine site near you", "Report a typo", "Submit a news tip online", "Watch the daily briefing again"),
        "variant": ("Sign up for weather alerts by text", "Where to get a test this week", "Nominate a teacher for an award", "Watch our town hall in full"),
        "held_out": ("Track cases in your county", "How to apply for help", "See photos from viewers", "Send us your story idea"),
    }[make.part]  # fmt: skip
    return Fact("", data=[{"text": text, "href": f"{SITE}/{slug(text)}"} for text in make.rng.sample(phrases, 3)])


def _banner(make: Maker) -> Fact:
    title = words.headline(make.rng, make.part)
    return Fact("", data={"headline": title, "href": f"{SITE}/news/{slug(title)}"})


def _streaming(make: Maker) -> Fact:
    return Fact("", data={"headline": make.rng.choice((f"{CALL} News at {make.rng.randint(4, 11)}", "Morning news from the river studio", "Governor's weekly briefing")), "href": f"{SITE}/live"})  # fmt: skip


def _closings_banner(make: Maker) -> Fact:
    return Fact("", data={"headline": None, "href": f"{SITE}/closings"})


def _severe(make: Maker) -> Fact:
    event = make.rng.choice(EVENTS[make.part])
    return Fact("", data={"headline": f"{event} in effect for {make.place()}", "href": f"{SITE}/weather/alerts"})


def _closings(make: Maker) -> Fact:
    status: tuple[str, ...] = (
        "Closed",
        "2 Hour Delay",
        "E-Learning Day",
        "Closed today",
        "Early dismissal at 1 p.m.",
        "Opening at 10 a.m.",
    )
    if make.part == "variant":
        status = ("Closed Monday", "Two hours late", "No classes today", "Dismissing at noon", "NTI day", "Remote learning", "Closing at 2 PM", "Evening activities cancelled", "90 minute delay")  # fmt: skip
    rows = [
        {"organization": f"{place} {make.rng.choice(words.SCHOOLS)}", "status": make.rng.choice(status)}
        for place in make.rng.sample(PLACES[make.part], make.rng.randint(3, 7))
    ]
    return Fact("", data=rows)


def _alert(make: Maker) -> Fact:
    rng = make.rng
    event = rng.choice(EVENTS[make.part])
    until = f"{rng.randint(1, 11)} {rng.choice(('AM', 'PM'))} CST {rng.choice(words.DAYS)}"
    counties = "; ".join(rng.sample(COUNTIES[make.part], 3))
    lines = [
        event,
        f"...{event.upper()} IN EFFECT UNTIL {until.upper()}...",
        "* WHAT...Conditions that make travel hard.",
        f"* WHERE...{counties} counties.",
        f"* WHEN...Until {until}.",
        "* IMPACTS...Plan on slippery roads.",
        "&&",
    ]
    return Fact("", data={"event": event}, shown={"lines": lines})


def _speech(make: Maker) -> Fact:
    said = " ".join(words.paragraph(make.rng, make.part).lower().replace(".", "") for _ in range(2))
    note = "This transcript was created by a machine and may contain errors."
    return Fact("", note=note, text=said)


def _election(make: Maker) -> Fact:
    rng = make.rng
    races = []
    for office in rng.sample(
        (
            "Mayor",
            "County Sheriff",
            "State Senate District 12",
            "School Board Seat 3",
            "Proposition 4",
            "U.S. House - District 2",
        ),
        2,
    ):
        votes = sorted((rng.randint(900, 40000) for _ in range(3)), reverse=True)
        people = words.names(rng, 3)
        candidates = [
            {"name": person, "party": party, "votes": count, "percent": round(100 * count / sum(votes), 1)}
            for person, party, count in zip(people, "RDI", votes, strict=True)
        ]
        races.append({"office": office, "reporting": float(rng.randint(5, 100)), "candidates": candidates})
    return Fact("", data=races)


def _scores(make: Maker) -> Fact:
    rng, towns = make.rng, list(PLACES[make.part])
    rng.shuffle(towns)
    games = [
        {
            "teams": [{"name": name, "score": rng.randint(0, 60)} for name in towns[2 * at : 2 * at + 2]],
            "status": "Final",
        }
        for at in range(3)
    ]
    return Fact("", data=games)


def _market(make: Maker) -> Fact:
    rng = make.rng
    rows = [
        {"name": name, "value": round(rng.uniform(900, 36000), 2), "change": round(rng.uniform(-300, 300), 2)}
        for name in (
            ("Dow Jones", "Crude Oil", "Corn", "Gold") if make.part == "variant" else ("Dow", "S&P 500", "Nasdaq")
        )
    ]
    for row in rows:
        row["percent"] = round(100 * row["change"] / row["value"], 2)
    return Fact("", data=rows)


def _lottery(make: Maker) -> Fact:
    rng = make.rng
    named = (("Pick 3", 3), ("Pick 4", 4), ("Cash 5", 5), ("Lucky Day Lotto", 5))
    if make.part == "variant":
        named = (("Pick 3 Evening", 3), ("Hoosier Lotto", 6), ("Gopher 5", 5), ("Pick 4 Midday", 4))
    games = [
        {"game": game, "numbers": [rng.randint(1, 69) for _ in range(size)]} for game, size in rng.sample(named, 3)
    ]
    for game in games:
        if game["game"].startswith("Pick"):
            game["numbers"] = [number % 10 for number in game["numbers"]]
    return Fact("", data=games)


def _gas(make: Maker) -> Fact:
    rng = make.rng
    names = {
        "tuning": ("Regular", "Mid-Grade", "Premium", "Diesel"),
        "held_out": ("Corner Fuel", "Pump & Go", "Hilltop Station"),
        "variant": ("Unleaded", "Plus", "Premium", "E85"),
    }
    return Fact(
        "",
        data=[{"name": name, "price": round(rng.uniform(2.2, 4.9), 2), "unit": "USD/gal"} for name in names[make.part]],
    )


def _air(make: Maker) -> Fact:
    index = make.rng.randint(10, 90)
    category = "Good" if index <= 50 else "Moderate"
    return Fact("", data=[{"place": make.place(), "index": index, "category": category}])


def _poll(make: Maker) -> Fact:
    what = words.headline(make.rng, make.part).split(" ", 2)[-1]
    options = [{"text": text} for text in ("Yes, it is time", "No, not yet", "I am not sure")]
    return Fact("", data={"question": f"Should the town pay for {what}?", "options": options})


def _newsletter(make: Maker) -> Fact:
    offers = {
        "tuning": ("Sign up for our daily newsletter", "Get the morning news in your inbox"),
        "variant": (
            f"Sign up for {CALL} email alerts",
            "Get breaking news alerts in your email",
            "Join our mailing list",
        ),
        "held_out": (f"Subscribe to the {CALL} newsletter", "Get headlines delivered to your inbox"),
    }
    return Fact("", data={"headline": make.rng.choice(offers[make.part])})


def _social(make: Maker) -> Fact:
    nets = make.rng.sample(("Facebook", "Twitter", "Instagram", "YouTube"), 3)
    return Fact("", data=[{"text": net, "href": f"https://{net.lower()}.example/wzzq"} for net in nets])


def _comments(make: Maker) -> Fact:
    return Fact("")


def _events(make: Maker) -> Fact:
    names = ("Winter Craft Market at the Armory", "Chili Supper and Pie Auction", "Story Hour for Toddlers", "Polar Plunge for Charity", "Quilt Show and Sale", "Barn Dance with Live Band")  # fmt: skip
    return Fact("", data=[{"text": n, "href": f"{SITE}/events/{slug(n)}"} for n in make.rng.sample(names, 4)])


def _unseen(make: Maker) -> Fact:
    names = {
        "tuning": ("Biscuit", "Old Tom", "Pepper and Salt", "Duchess"),
        "variant": ("Room 12", "The Night Owls", "Farmer Ben", "Dr. Quill"),
        "held_out": ("Aunt Vi", "Gus", "The Ode Twins", "Mr. Lind"),
    }
    return Fact(
        "", data=[{"text": name, "href": f"{SITE}/club/{slug(name)}"} for name in make.rng.sample(names[make.part], 3)]
    )


def _table(make: Maker) -> Fact:
    rows = [
        [place, str(make.rng.randint(1, 40)), make.rng.choice(words.DAYS)]
        for place in make.rng.sample(PLACES[make.part], 4)
    ]
    return Fact(
        "",
        data={
            "header": ["Name", "Grade", "Date"] if make.part == "variant" else ["Town", "Level", "Day"],
            "rows": rows,
        },
    )


_MAKERS: dict[str, Callable[[Maker], Fact]] = {
    "weather_conditions": _weather,
    "current_conditions": _current,
    "weather_tagline": _tagline,
    "case_table": _cases,
    "radar_links": _radar,
    "link_bar": _bar,
    "related_content": _stories(2, 4),
    "headlines": _stories(4, 8),
    "most_popular": _stories(4, 8),
    "latest_video": _stories(3, 5),
    "community_events": _events,
    "breaking_banner": _banner,
    "streaming_banner": _streaming,
    "closings_banner": _closings_banner,
    "severe_weather_banner": _severe,
    "closings": _closings,
    "nws_alert": _alert,
    "speech_to_text": _speech,
    "election_results": _election,
    "scores": _scores,
    "market": _market,
    "lottery": _lottery,
    "gas_prices": _gas,
    "air_quality": _air,
    "poll": _poll,
    "newsletter": _newsletter,
    "promo": _stories(3, 5),
    "social": _social,
    "comments": _comments,
    "data_table": _table,
    "unknown": _unseen,
}
KINDS = tuple(_MAKERS)
