"""The facts that stories are made of: people, places, times and numbers of a station's own corner of the country."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from benchmarks.news.chance import Chance
from benchmarks.news.prose import Facts, read
from benchmarks.news.stations import Station

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
AP_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def person(chance: Chance) -> str:
    """A name, first and last."""
    places = read("places")
    return f"{chance.choice(places['first'])} {chance.choice(places['last'])}"


def facts(chance: Chance, station: Station, officials: list[str]) -> Facts:
    """The facts of one story at that station; towns around its city, counties of its half."""
    places = read("places")
    towns = [station.city] * 6 + places[f"{station.half} towns"]
    makers: dict[str, Callable[[], str]] = {
        "town": lambda: chance.choice(towns),
        "county": lambda: chance.choice(places[f"{station.half} counties"]),
        "street": lambda: chance.choice(places["streets"]),
        "road": lambda: chance.choice(places["roads"]),
        "hospital": lambda: chance.choice(places["hospitals"]),
        "school": lambda: chance.choice(places["schools"]),
        "park": lambda: chance.choice(places["parks"]),
        "business": lambda: chance.choice(places["businesses"]),
        "person": lambda: person(chance),
        "personlast": lambda: chance.choice(places["last"]),
        "day": lambda: chance.choice(DAYS),
        "weekday": lambda: chance.choice(DAYS),
        "month": lambda: chance.choice(MONTHS),
        "time": lambda: clock(chance),
        "hour": lambda: opening(chance),
        "age": lambda: str(chance.randint(18, 80)),
        "phone": lambda: f"{station.area}-555-0{chance.randint(100, 199)}",
        "state": lambda: station.state,
        "station": lambda: station.call,
        "official": lambda: f"{chance.choice(officials)} {person(chance)}",
    }
    she, him, his = chance.choice((("she", "her", "her"), ("he", "him", "his")))
    pronouns = {"she": she, "him": him, "shecap": she.capitalize(), "hiscap": his.capitalize()}
    makers.update({name: (lambda word=word: word) for name, word in pronouns.items()})
    made = Facts(chance, makers)
    makers["officiallast"] = lambda: made.say("{official}").rsplit(" ", 1)[-1]
    return made


def clock(chance: Chance) -> str:
    """A time of day in newspaper style."""
    half = chance.choice(("a.m.", "p.m."))
    minutes = chance.choice(("", ":15", ":30", ":45", f":{chance.randint(10, 59)}"))
    return f"{chance.randint(1, 12)}{minutes} {half}"


def opening(chance: Chance) -> str:
    """A time at which something is held or opens."""
    hour = chance.randint(7, 20)
    return f"{(hour - 1) % 12 + 1}{chance.choice(('', '', ':30'))} {'a.m.' if hour < 12 else 'p.m.'}"


def zone_at(station: Station, moment: datetime) -> timezone:
    """The station's zone on that day: daylight time from the second Sunday of March to the first of November, by the month."""
    return timezone(timedelta(hours=station.offset + (1 if 3 < moment.month < 11 else 0)))


def zone_name(station: Station, moment: datetime) -> str:
    """Such as `CDT`."""
    return f"{station.zone}{'D' if 3 < moment.month < 11 else 'S'}T"


def publication(chance: Chance, station: Station) -> tuple[datetime, datetime | None]:
    """When a story was published, and when it was updated if it was."""
    first = datetime(2018, 1, 4, 5, 0) + timedelta(days=chance.below(2500), minutes=chance.below(1130))  # noqa: DTZ001
    published = first.replace(tzinfo=zone_at(station, first))
    updated = None
    if chance.maybe(0.55):
        later = first + timedelta(minutes=chance.choice((3, 17, 48, 95, 211, 640, 1503)))
        updated = later.replace(tzinfo=zone_at(station, later))
    return published, updated
