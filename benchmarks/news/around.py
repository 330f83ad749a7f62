"""What stands around a story, as data for the parts of a template: teasers, comments, bios, promotions, menus."""

from __future__ import annotations

from typing import Any

from benchmarks.news import world
from benchmarks.news.chance import Chance
from benchmarks.news.prose import Facts, read
from benchmarks.news.stations import Station
from benchmarks.news.story import TOPICS, Story, Teller
from benchmarks.news.typeset import curly, set_story

Item = dict[str, Any]


def slug(text: str) -> str:
    """The text as it stands in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower().replace("’", "").replace("'", "")).split())


class Around:
    """Makes a page's surroundings with one source of chance, in the page's manner of quotation marks."""

    def __init__(self, chance: Chance, station: Station, *, curly_quotes: bool) -> None:
        self.chance, self.station, self.curly = chance, station, curly_quotes
        self.teller = Teller(chance, station)
        self.lines = read("lines")
        self.used: set[str] = set()

    def line(self, section: str, facts: Facts | None = None, **known: str) -> str:
        """A line of the section for the page's half, its blanks filled."""
        lines = self.lines.get(f"{self.station.half} {section}") or self.lines[section]
        facts = facts or world.facts(self.chance, self.station, ["Mayor", "Chief"])
        station = self.station
        facts.known.update(
            {
                "brand": station.brand,
                "call": station.call,
                "host": station.host.removeprefix("www."),
                "owner": station.owner,
                "city": station.city,
                "agency": "Associated Press",
                "first": self.chance.choice(read("places")["first"]),
                **known,
            }
        )
        return self.set(facts.say(self.chance.choice(lines)))

    def set(self, text: str) -> str:
        """The text with the page's quotation marks."""
        return curly(text) if self.curly else text

    def story(self, topic: str | None = None, words: int = 200) -> Story:
        """A story."""
        told = self.teller.story(topic, words=words)
        return set_story(told) if self.curly else told

    def item(self, dek: str | None) -> Item:
        """A teaser of another story: its dek short, or long as a paragraph, or none."""
        chance = self.chance
        text = read(f"topics/{chance.choice(TOPICS[self.station.half])}")
        for _ in range(12):
            facts = world.facts(chance, self.station, text["officials"])
            title, lead = map(self.set, facts.headed(text["stories"]))
            if dek is None and chance.maybe(0.5):
                title = self.set(facts.say(chance.choice(text["headlines"])))
            if title not in self.used:
                break
        self.used.add(title)
        if chance.maybe(0.08):
            title = f"{self.line('teaser heads')} {title}"
        said = None
        if dek == "short":
            said = self.set(facts.say(chance.choice(text["deks"])))
        elif dek == "lead":
            said = lead
        elif dek == "long":
            said = f"{lead} {self.set(facts.say(chance.choice(text['facts'])))}"
        if said and chance.maybe(0.15) and dek != "short":
            words = said.split(" ")
            said = " ".join(words[: chance.randint(9, max(10, len(words) - 3))]).rstrip(",.;") + "…"
        return {
            "title": title, "dek": said, "href": f"{chance.choice(('', self.station.site))}/news/{slug(title)}", "age": self.age(),
            "category": text["section"][0], "number": str(chance.randint(10000, 999999)), "img": self.image(), "source": chance.choice(("Sponsored", "Home Weekly", "SmartSaver", "The Gadget Desk")),
            "byname": world.person(chance),
        }  # fmt: skip

    def items(self, count: int, dek: str | None = None) -> list[Item]:
        """That many teasers. Where deks are shown, a few have none."""
        return [self.item(None if dek and self.chance.maybe(0.1) else dek) for _ in range(count)]

    def age(self) -> str:
        """When a teaser's story appeared."""
        chance = self.chance
        month = world.MONTHS[chance.below(12)]
        return chance.choice(
            (
                f"{chance.randint(2, 23)} hours ago",
                f"{chance.randint(3, 58)} minutes ago",
                f"{month} {chance.randint(1, 28)}, 20{chance.randint(18, 24)}",
                "1 day ago",
                f"{month[:3]} {chance.randint(1, 28)}",
                f"{chance.randint(1, 11)}:{chance.randint(10, 59)} PM",
            )
        )

    def image(self) -> str:
        """An image's address."""
        chance = self.chance
        return f"{chance.choice(('/wp-content/uploads/', '/resizer/', '/images/', 'https://media.' + self.station.host + '/'))}{chance.randint(2018, 2024)}/{chance.randint(1, 12):02}/{chance.randint(100000, 9999999):x}.jpg"

    def comments(self, count: int, story: Story) -> list[Item]:
        """Reader comments of one to five sentences, now and then with a typist's habits."""
        chance, found = self.chance, []
        for _ in range(count):
            said = [story.facts.say(chance.choice(self.lines["comment openers"]))]
            bodies = chance.sample(self.lines["comment bodies"], chance.pick({1: 4.0, 2: 3.0, 3: 2.0, 5: 1.0}))
            joined = not said[0].endswith((".", "?"))
            for at, body in enumerate(bodies):
                story.facts.known["first"] = chance.choice(read("places")["first"])
                text = story.facts.say(body)
                said.append(
                    text[0].lower() + text[1:] if at == 0 and joined and text.split()[0] not in ("I", "@") else text
                )
            text = " ".join(said)
            if chance.maybe(0.15):
                text = text.lower().replace(".", "")
            elif chance.maybe(0.06):
                text = text.upper()
            found.append({"author": world.person(chance), "age": self.age(), "text": text, "number": str(chance.randint(1000, 90000))})  # fmt: skip
        return found

    def paragraphs(self, story: Story) -> list[Item]:
        """The paragraphs of another story."""
        return [{"text": part.text} for part in story.parts if part.kind == "p"]
