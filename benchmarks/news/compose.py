"""One made page: a story in a frame of its system, with what the plan puts into it and around it."""

from __future__ import annotations

from typing import Any

from benchmarks.news import head as heads
from benchmarks.news import world
from benchmarks.news.around import Around, Item, slug
from benchmarks.news.body import Body
from benchmarks.news.chance import Chance
from benchmarks.news.fabric import weave
from benchmarks.news.markup import Node, Text, from_lxml, h
from benchmarks.news.plan import Plan, plan
from benchmarks.news.rename import rename
from benchmarks.news.stations import STATIONS, Station
from benchmarks.news.story import Story, as_alert, as_rundown, as_updates, with_list, with_subheads, with_table
from benchmarks.news.templates import Children, Template, expand, template
from benchmarks.news.typeset import set_story
from benchmarks.widgets import words as widget_words
from benchmarks.widgets.dress import dress
from benchmarks.widgets.facts import CALL, SITE, Maker
from benchmarks.widgets.platforms import PLATFORMS

WIDGETS = ("weather_conditions", "current_conditions", "closings", "election_results", "scores", "market", "lottery", "gas_prices", "air_quality", "community_events", "case_table", "data_table", "social", "unknown")  # fmt: skip
_LINES = {"copyright": "copyrights", "copyright_plain": "copyrights", "promo_line": "station promos", "paywall": "paywall", "ad": "ad labels", "about": "about", "contest": "contests"}  # fmt: skip
_HASHES = "abcdefghjkmnpqrstvwxyz0123456789"


class Composer:
    """Composes the pages of one station."""

    def __init__(self, station: Station, number: int) -> None:
        self.station = station
        self.chance = Chance(f"news {station.system} {number}")
        self.template, self.common = template(station.system), template("common")
        self.plan: Plan = plan(self.chance, [s.system for s in STATIONS].index(station.system), number, len(self.template.pages))  # fmt: skip
        self.shapes: set[str] = set()
        self.around = Around(self.chance, station, curly_quotes=self.plan.curly)
        self.story = self._story()
        self.data = self._data()

    def page(self) -> Node:
        """The whole document."""
        frame = self.template.pages[self.plan.page]
        data = self.data
        body = Body(self, frame)
        data["body"] = body.children()
        data["top"], data["nav"], data["footer"] = self._top(), self.part("nav", menu=self._menu()), self._foot()  # fmt: skip
        slots = {slot.get("name") for slot in frame.iter("slot")}
        for slot, name, often in (("breadcrumb", "breadcrumb", 0.7), ("crumb", "crumb_title", 0.7), ("share", "share", 0.6)):  # fmt: skip
            data[slot] = self.part(name) if slot in slots and self.chance.maybe(often) else None
        data["media"] = self._media()
        data["after"], data["below"], data["rail"] = self._after(), self._below(), self._rail()
        shown = h("body", *expand(frame, data))
        if self.plan.mobile_copy:
            shown.children.insert(self.chance.randint(1, 2), self._mobile_copy())
        return self._whole(shown, frame, body.text())

    def part(self, name: str, /, **data: Any) -> Children:
        """A part in the system's own form where it has one, or else (and now and then) in a common one."""
        self.shapes.add(name)
        own, common = self._forms(self.template, name), self._forms(self.common, name)
        forms = own if own and (not common or self.chance.maybe(0.8)) else common
        return expand(self.chance.choice(forms), {**self.data, "number": str(self.chance.randint(10000, 9999999)), "index": str(self.chance.randint(1, 5)), "img": self.around.image(), "alt": "", **data})  # fmt: skip

    @staticmethod
    def _forms(of: Template, name: str) -> list[Any]:
        return of.parts.get(name, [])

    def _story(self) -> Story:
        chance, kind = self.chance, self.plan.kind
        story = self.around.teller.story(words=self.plan.words)
        if kind == "alert":
            as_alert(story, chance)
        if kind == "listed" or (kind == "story" and chance.maybe(0.25)):
            with_list(story, chance)
        if kind in ("listed", "table", "beside") and chance.maybe(0.6):
            with_subheads(story, chance)
        if kind == "table":
            with_table(story, chance)
        if kind == "story" and chance.maybe(0.25):
            as_rundown(story, chance)
        if kind == "updates":
            as_updates(story, chance)
        if not self.plan.dek:
            story.dek = ""
        elif story.lead and kind not in ("alert", "updates") and chance.maybe(0.15):
            story.dek = story.lead  # editors who are in a hurry let the first paragraph stand as the dek too
        return set_story(story) if self.plan.curly else story

    def _data(self) -> dict[str, Any]:
        station, story, chance = self.station, self.story, self.chance
        signed = list(story.authors)
        if story.agency and not (signed and chance.maybe(0.5)):
            signed.append(story.agency)
        self.agency = story.agency if story.agency in signed else None
        if not signed and chance.maybe(0.5):
            signed = [f"{station.call} Staff"]
        people = [{"name": name, "href": f"{chance.choice(('/author/', '/team/', '/people/'))}{slug(name)}/"} for name in signed]  # fmt: skip
        return {
            "site": station.site, "host": station.host, "call": station.call, "brand": station.brand, "owner": station.owner, "city": station.city,
            "phone": f"{station.area}-555-01{chance.randint(10, 99)}", "year": story.published.year, "headline": story.headline, "dek": story.dek,
            "author": signed[0] if signed else "", "author_line": self._signature(signed), "author_names": ", ".join(signed), "authors": people, "agency": "",
            "author_href": people[0]["href"] if people else "", "published": story.published, "updated": story.updated, "stamp": story.updated or story.published,
            "zone": world.zone_name(station, story.published), "section": story.section, "section_slug": slug(story.section), "number": str(chance.randint(10000, 9999999)),
            "hash": "".join(Chance(station.system).sample(_HASHES, 5)), "uuid": "-".join("".join(chance.choice("0123456789abcdef") for _ in range(size)) for size in (8, 4, 4, 4, 12)),
            "tags": [{"text": tag, "slug": slug(tag)} for tag in story.tags], "degrees": str(chance.randint(10, 95)), "index": "0", "count": str(chance.randint(2, 40)),
            "job": chance.choice(self.around.lines["roles"]), "img": self.around.image(), "alt": story.headline,
        }  # fmt: skip

    def _signature(self, signed: list[str]) -> str:
        if not signed:
            return ""
        chance, station = self.chance, self.station
        line = " and ".join(signed)
        if signed[0] in self.story.authors:
            line += chance.pick({"": 6.0, f", {station.call} {chance.choice(self.around.lines['roles'])}": 1.5, f" | {station.brand}": 1.0, f"/{station.call}": 0.7})  # fmt: skip
        return line

    def _menu(self) -> list[Item]:
        chance = self.chance
        names = chance.sample(self.around.lines["menu"], chance.randint(10, 32))
        found = [{"text": name, "href": f"/{slug(name)}/", "number": str(chance.randint(100, 99999)), "items": []} for name in names]  # fmt: skip
        for item in found if chance.maybe(0.6) else ():
            below = chance.sample(self.around.lines["menu"], chance.randint(2, 8)) if chance.maybe(0.6) else []
            item["items"] = [{"text": name, "href": f"{item['href']}{slug(name)}/"} for name in below]
        return found

    def _foot(self) -> Children:
        told = {name: self.around.line(name) if self.chance.maybe(0.4) else "" for name in ("about", "fcc")}
        return self.part("footer", footer=self._footer(), **told)

    def _footer(self) -> list[Item]:
        names = self.chance.sample(self.around.lines["footer"], self.chance.randint(5, 13))
        return [{"text": name, "href": f"/{slug(name)}"} for name in names]

    def _top(self) -> Children:
        chance, found = self.chance, []
        if chance.maybe(0.4):
            found += self.part("consent", text=self.around.line("consent"))
        if chance.maybe(0.4):
            item = self.around.item(None)
            found += self.part("alertbar", label=chance.choice(("Breaking News", "ALERT", "Live Now")), href=item["href"], title=item["title"], n=chance.randint(2, 60))  # fmt: skip
        return found

    def _media(self) -> Children | None:
        if self.plan.kind == "gallery":
            items = [{"img": self.around.image(), "caption": caption, "credit": self.credit()} for caption in self._captions(self.chance.randint(3, 9))]  # fmt: skip
            return self.part("gallery", items=items, count=len(items))
        if self.chance.maybe(0.15):
            return self.part("video", text=self.around.set(self.story.headline))
        return self.figure() if self.chance.maybe(0.6) else None

    def figure(self) -> Children:
        """A picture with its caption and credit."""
        return self.part("figure", caption=self._captions(1)[0], credit=self.credit())

    def credit(self) -> str:
        """Whose picture it is."""
        return self.chance.choice((f"Photo: {self.station.call}", f"{self.station.call} file", "Courtesy photo", f"{world.person(self.chance)}/{self.station.brand}", "Getty Images", "Photo provided"))  # fmt: skip

    def _captions(self, count: int) -> list[str]:
        story = self.story
        said = (self.around.set(story.facts.say(self.chance.choice(story.words["captions"]))) for _ in range(count))
        return list(dict.fromkeys(said))

    def _after(self) -> Children:
        found: Children = []
        names = list(self.plan.after)
        if self.chance.maybe(0.5):
            self.chance.shuffle(names)
        for name in names:
            found += self.beside(name)
        return found

    def beside(self, name: str) -> Children:
        """What the plan names, made with words of its own."""
        around, chance = self.around, self.chance
        if name in _LINES:
            return self.part(name, text=around.line(_LINES[name], year=str(self.data["year"])))
        if name in ("widget", "widget2", "weather"):
            return [self.widget("current_conditions" if name == "weather" else chance.choice(WIDGETS))]
        if name == "native_ad":
            return self.part(name, text=around.line("ad blurbs"), **around.item(None))
        if (name == "report" and not self._forms(self.template, name)) or (
            name in ("author_card", "byline_line") and not self.data["author"]
        ):
            return []
        making = {
            "bio": self._bio, "bio_line": self._bio, "newsletter": self._newsletter, "links": self._links, "links2": self._links,
            "comments": self._comments, "poll": self._poll, "sponsored": self._sponsored, "side_story": self.other_story, "heap": self._rail_heap,
        }  # fmt: skip
        return making.get(name, self.part)(name)

    def _bio(self, name: str) -> Children:
        if not self.story.authors:
            return []
        who = self.story.authors[0]
        return self.part(name, name=who, href=f"/author/{slug(who)}", text=self.around.line("bios", name=who))

    def _newsletter(self, name: str) -> Children:
        return self.part(
            name, text=self.around.line("newsletter pitches"), button=self.around.line("newsletter buttons")
        )

    def _links(self, _: str) -> Children:
        heading = self.around.line(self.chance.choice(("related headings", "popular headings")))
        return self.part("links", heading=heading, items=self.around.items(self.chance.randint(3, 12)))

    def _comments(self, name: str) -> Children:
        return self.part(name, items=self.around.comments(self.plan.comments, self.story), count=self.plan.comments)

    def _poll(self, name: str) -> Children:
        return self.part(name, question=self.around.line("poll questions"))

    def _sponsored(self, name: str) -> Children:
        return self.part(name, items=self.around.items(self.chance.randint(3, 8)))

    def _rail_heap(self, _: str) -> Children:
        return self.heap(self.chance.randint(4, 10), self.chance.pick({"lead": 0.6, "short": 0.6, None: 6.0}))

    def other_story(self, name: str) -> Children:
        """Another whole story, beneath or beside this one."""
        story = self.around.story(words=self.chance.randint(60, 300))
        signed = f"By {story.authors[0]}" if story.authors else f"By {self.station.call} Staff"
        return self.part(name, title=story.headline, href=f"/news/{slug(story.headline)}", byline=signed, age=self.around.age(), paragraphs=self.around.paragraphs(story))  # fmt: skip

    def heap(self, count: int, dek: str | None) -> Children:
        """A box of teasers."""
        self.shapes.update([f"{dek} deks"] if dek else [])
        return self.part("heap", heading=self.around.line("heap headings"), items=self.around.items(count, dek))

    def _below(self) -> Children:
        found: Children = []
        if self.station.system == "smallwp" and self.chance.maybe(0.5):
            found += self.part("postnav", **self.around.item(None))
        for count, dek in self.plan.heaps:
            found += self.heap(count, dek)
        if self.plan.kind == "scroll":
            for _ in range(self.chance.pick({1: 4.0, 2: 2.0, 4: 1.0})):
                found += self.other_story("other_story")
        return found

    def _rail(self) -> Children:
        found: Children = []
        for name in self.plan.rail:
            found += self.beside(name)
        return found

    def widget(self, kind: str) -> Node:
        """A widget as the benchmark of widgets makes it, in the manner of the nearest of its systems."""
        part: widget_words.Part = "tuning" if self.station.half == "train" else "held_out"
        names = {platform.name: platform for platform in PLATFORMS}
        platform = names.get({"gray": "arc"}.get(self.station.system, self.station.system), PLATFORMS[self.chance.below(len(PLATFORMS))])  # fmt: skip
        made = dress(Maker(self.chance, part).fact(kind), platform, self.chance)
        return from_lxml(made, "widget", {SITE: self.station.site, CALL: self.station.call})

    def _mobile_copy(self) -> Node:
        """The head of the story once more, for small screens; only a style sheet would hide it."""
        made = h("div.visible-xs.mobile-story-head", h("h2.mobile-headline", self.story.headline), role="repeated")
        if self.data["author"]:
            made.add(h("div.mobile-byline", f"By {self.data['author']}"))
        told = [part.text for part in self.story.parts if part.kind == "p"]
        for text in told[: self.chance.pick({0: 3.0, 1: 5.0, 99: 2.0})]:
            made.add(h("p.mobile-lead", Text(text, "repeated")))
        return made

    def _whole(self, shown: Node, frame: Any, body: str) -> Node:
        chance = self.chance
        root = h("html", lang="en")
        root.add(heads.head(chance, self.station, self.story, self.url, body, f"{self.station.site}{self.data['img']}"))
        if self.plan.kind == "scroll" and chance.maybe(0.4):
            shown.add(heads.of_next(chance, self.station, self.around.story(words=60)))
        root.add(shown)
        classes = sorted({name for node in shown.nodes() for name in node.attributes.get("class", "").split()})
        size = int(frame.get("noise")) * 1000
        for _ in range(chance.randint(4, 9)):
            root.children[0].add(heads.script(chance, size // 30))  # type: ignore[union-attr]
        for _ in range(chance.randint(1, 3)):
            root.children[0].add(heads.style(chance, size // 8, [c for c in classes if ":" not in c and "/" not in c]))  # type: ignore[union-attr]
        for _ in range(chance.randint(3, 8)):
            shown.add(heads.script(chance, size // 40))
        if frame.get("streamed"):
            shown.add(h("script", '$RC=function(b,c){c=document.getElementById(c);c.parentNode.removeChild(c);b=document.getElementById(b);b&&b.replaceWith(...c.childNodes)};$RC("B:0","S:0")'))  # fmt: skip
        # The pages of a frame are woven alike, unless their names are another build's too.
        own = "" if self.plan.manner == "real" else f" {chance.random()}"
        weave(shown, f"weave {self.station.system} {self.plan.page}{own}")
        rename(root, chance, self.plan.manner)
        return root

    @property
    def url(self) -> str:
        """The page's address."""
        made = f"{self.station.site}/{self.data['section_slug']}/{slug(self.story.headline)}"
        return made + ("/" if self.station.system in ("nexstar", "smallwp", "cbs", "nbc") else f"-{self.data['number']}.html")  # fmt: skip
