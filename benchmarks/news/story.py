"""Stories of 20 to 400 words: paragraphs with quotes, lists, subheadings, alerts, updates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.news import world
from benchmarks.news.chance import Chance
from benchmarks.news.prose import Facts, Sections, read
from benchmarks.news.stations import Half, Station

TOPICS: dict[Half, tuple[str, ...]] = {
    "train": ("fire", "crash", "council", "court", "school", "sports", "festival"),
    "unseen": ("storm", "missing", "health", "business", "roadwork", "animal", "tribute"),
}
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|I'm|I've|I'd)\b", re.IGNORECASE)
_RESIDENT = ("who lives nearby", "a neighbor", "of {town2}", "who was there", "a longtime resident", "who lives on {street2}")  # fmt: skip


@dataclass
class Part:
    """A piece of a story. `kind` is p, h, ul, ol, table, quote, moment (the time of an update) or alert."""

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Story:
    """A story as its newsroom has it, before any page."""

    topic: str
    section: str
    headline: str
    dek: str
    parts: list[Part]
    authors: list[str]
    agency: str | None
    published: datetime
    updated: datetime | None
    tags: list[str]
    facts: Facts
    words: Sections

    @property
    def lead(self) -> str:
        """Its first paragraph."""
        return next((part.text for part in self.parts if part.kind == "p"), "")

    def sentences(self, section: str, count: int) -> list[str]:
        """More of the same story's facts, as deks or captions need them."""
        return [self.facts.say(line) for line in self.facts.chance.sample(self.words[section], count)]


class Teller:
    """Tells stories of one station."""

    def __init__(self, chance: Chance, station: Station) -> None:
        self.chance, self.station = chance, station

    def story(self, topic: str | None = None, *, words: int = 200) -> Story:
        """A story of about that many words."""
        chance = self.chance
        topic = topic or chance.choice(TOPICS[self.station.half])
        text = read(f"topics/{topic}")
        facts = world.facts(chance, self.station, text["officials"])
        published, updated = world.publication(chance, self.station)
        facts.known["day"] = world.DAYS[(published.weekday() - chance.below(2)) % 7]
        headline, lead = facts.headed(text["stories"])
        story = Story(
            topic, text["section"][0], headline, facts.say(chance.choice(text["deks"])),
            _Told(chance, facts, text).parts(lead, words), [], None, published, updated,
            [facts.say(tag) for tag in chance.sample(text["tags"], chance.randint(2, 4))], facts, text,
        )  # fmt: skip
        self._sign(story)
        return story

    def _sign(self, story: Story) -> None:
        chance = self.chance
        kind = chance.pick({"one": 10.0, "two": 2.0, "wire": 2.0, "with wire": 1.0, "station": 1.5})
        if kind in ("one", "with wire", "two"):
            story.authors.append(world.person(chance))
        if kind == "two":
            story.authors.append(world.person(chance))
        if kind in ("wire", "with wire"):
            story.agency = chance.choice(read("lines")["wires"])


class _Told:
    """The paragraphs of one story; no sentence of the topic is used twice."""

    def __init__(self, chance: Chance, facts: Facts, text: Sections) -> None:
        self.chance, self.facts, self.text = chance, facts, text
        self.rest = {name: chance.sample(text[name], 99) for name in ("facts", "quotes", "background", "ends")}
        self.rest["facts"] = [line for line in text["facts"] if not chance.maybe(0.15)]
        self.named: str | None = None

    def parts(self, lead: str, words: int) -> list[Part]:
        """Lead, facts and quotes in turn, background and an end."""
        chance = self.chance
        made = [Part("p", lead)]
        while sum(len(part.text.split()) for part in made) < words:
            kind = chance.pick({"facts": 5.0, "quotes": 2.4 if len(made) > 1 else 0.3, "background": 1.0 if len(made) > 4 else 0.0})  # fmt: skip
            if not self.rest["facts"] and not self.rest["quotes"]:
                break
            if not self.rest[kind]:
                continue
            made.append(Part("p", self.quote() if kind == "quotes" else self.paragraph(kind)))
        if words > 70 and chance.maybe(0.75):
            made.append(Part("p", self.facts.say(self.rest["ends"].pop())))
        return made

    def paragraph(self, kind: str) -> str:
        """One to three sentences."""
        count = self.chance.pick({1: 5.0, 2: 3.0, 3: 1.0})
        found: list[str] = []
        while self.rest[kind] and len(found) < count:
            found.append(self.facts.say(self.rest[kind].pop(0)))
        return " ".join(found)

    def quote(self) -> str:
        """What somebody said, and who it was: with title and name at first, then by the last name."""
        chance, facts = self.chance, self.facts
        said = facts.say(self.rest["quotes"].pop())
        first, _, second = said.partition(". ")
        if _FIRST_PERSON.search(said):
            who = facts.say("{person" + str(chance.randint(6, 9)) + "}")
            who = f"said {who}, {facts.say(chance.choice(_RESIDENT)).removesuffix('.')}" if chance.maybe(0.7) else f"{who} said"  # fmt: skip
            who = who.replace(", Who", ", who").replace(", A ", ", a ").replace(", Of", ", of")
        elif self.named is None:
            self.named = facts.say("{official}")
            who = chance.choice((f"said {self.named}", f"{self.named} said"))
        else:
            who = f"{self.named.rsplit(' ', 1)[-1]} {chance.choice(('said', 'said', 'added', 'told reporters', 'told the station'))}"  # fmt: skip
        tail = f' "{second}."' if second else ""
        if chance.maybe(0.15) and not second and " said" in who:
            return f'{who} {chance.choice(("it plainly", "what many were thinking"))}: "{first}."'
        return f'"{first}," {who}.{tail}'


def with_list(story: Story, chance: Chance) -> None:
    """Put a bulleted list with its introduction into the story."""
    at = chance.randint(min(2, len(story.parts)), len(story.parts))
    items = [story.facts.say(line) for line in chance.sample(story.words["list"], chance.randint(3, 6))]
    intro = story.facts.say(chance.choice(story.words["listintro"]).removesuffix(":") + ":")
    story.parts[at:at] = [Part("p", intro), Part(chance.choice(("ul", "ul", "ol")), items=items)]


def with_subheads(story: Story, chance: Chance) -> None:
    """Put subheadings between paragraphs."""
    heads = chance.sample(story.words["subheads"], chance.randint(1, 3))
    for which, text in enumerate(heads):
        at = (which + 1) * len(story.parts) // (len(heads) + 1)
        if 0 < at < len(story.parts) and story.parts[at].kind == "p":
            story.parts.insert(at, Part("h", text))


def with_table(story: Story, chance: Chance) -> None:
    """Put a small table into the story, as results and schedules are."""
    facts = story.facts
    kind = chance.choice(("towns", "dates", "years"))
    if kind == "towns":
        rows = [["Town", chance.choice(("Reports", "Total", "2022")), chance.choice(("Change", "Rank"))]]
        rows += [
            [facts.say(f"{{town{n}}}"), str(chance.randint(2, 400)), str(chance.randint(1, 30))] for n in range(2, 7)
        ]
    elif kind == "dates":
        rows = [["Date", "Time", "Place"]]
        rows += [[f"{chance.choice(world.AP_MONTHS)} {chance.randint(1, 28)}", world.clock(chance), facts.say(f"{{school{n}}}")] for n in range(2, 6)]  # fmt: skip
    else:
        rows = [["Year", "Number"]]
        rows += [[str(year), f"{chance.randint(100, 9000):,}"] for year in range(2017, 2023)]
    story.parts.insert(chance.randint(min(2, len(story.parts)), len(story.parts)), Part("table", rows=rows))


def as_rundown(story: Story, chance: Chance) -> None:
    """The story as a few items under subheadings, each a place or a matter of its own."""
    facts, lines = story.facts, chance.sample(story.words["facts"], chance.randint(3, 6))
    names = chance.choice(("town", "business", "street", "school"))
    story.parts = story.parts[: chance.randint(1, 2)]
    for at, line in enumerate(lines):
        story.parts += [Part("h", facts.say(f"{{{names}{at + 5}}}")), Part("p", facts.say(line))]


def as_alert(story: Story, chance: Chance) -> None:
    """The text of a weather service's alert as the story."""
    lines, facts = read("lines"), story.facts
    event, what, impacts, advice = chance.choice(lines["nws events"]).split(" | ")
    until = f"{chance.randint(1, 11)} {chance.choice(('AM', 'PM'))} {facts.say('{weekday}')}"
    said = [f"...{event.upper()} IN EFFECT UNTIL {until.upper()}..."]
    where, until_when, more = (chance.choice(lines[f"nws {name}"]) for name in ("where", "when", "details"))
    stated = (
        ("WHAT", what),
        ("WHERE", where),
        ("WHEN", until_when),
        ("IMPACTS", impacts),
        ("ADDITIONAL DETAILS", more),
    )
    said += [facts.say(f"* {name}...{text}") for name, text in stated if text != more or chance.maybe(0.5)]
    said += [facts.say(advice), *chance.sample(lines["nws closing"], chance.below(3))]
    if chance.maybe(0.35):
        days = ("Tonight", *chance.sample(world.DAYS, chance.randint(2, 4)))
        said += [f"{day}: {facts.say(chance.choice(lines['nws forecast']))}" for day in days]
    story.headline = facts.say(f"{event} [issued|in effect|extended] for {{county}} County")
    story.dek = facts.say("[Travel could be difficult|Use caution outdoors|The alert covers three counties].")
    article = "an" if event[0] in "AEIOU" else "a"
    intro = facts.say(f"The National Weather Service in {story.facts.makers['town']()} has issued {article} {event} for {{county}}, {{county2}} and {{county3}} counties until {until}.")  # fmt: skip
    story.parts = [Part("p", intro)] if chance.maybe(0.7) else []
    story.parts += [Part("alert", line) for line in said]
    story.section, story.tags = "Weather", ["weather", event.lower()]


def as_updates(story: Story, chance: Chance) -> None:
    """The story as a page of updates, each with its time."""
    told = [part for part in story.parts if part.kind == "p"]
    hour = chance.randint(5, 9) + len(told)
    story.parts = [told[0]]
    for at, part in enumerate(told[1:]):
        if at % 2 == 0:
            hour -= 1
            story.parts.append(Part("moment", chance.choice(("{h}:{m} {p}", "Update {h}:{m} {p}", "UPDATE ({h}:{m} {p})")).format(h=(hour - 1) % 12 + 1, m=f"{chance.randint(0, 59):02}", p="p.m." if hour > 11 else "a.m.")))  # fmt: skip
        story.parts.append(part)
    story.headline = f"{chance.choice(('Live updates', 'UPDATE', 'LIVE BLOG', 'Updates'))}: {story.headline}"
