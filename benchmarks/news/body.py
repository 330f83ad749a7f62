"""The container of the story: its paragraphs in a system's manner, and what stands among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.news.markup import INLINE, Node, Text, h
from benchmarks.news.story import Part
from benchmarks.news.templates import Children, when
from benchmarks.news.typeset import inline

if TYPE_CHECKING:
    from benchmarks.news.compose import Composer

_DATELINES = ("{CITY}, {st} ({call}) — ", "{CITY}, {st} ({call}) - ", "{CITY} ({call}) – ", "{CITY}, {state} — ", "({call}) – ", "{CITY}, {st} -- ")  # fmt: skip


class Body:
    """Makes what stands in the container."""

    def __init__(self, page: Composer, frame: Any) -> None:
        self.page, self.chance = page, page.chance
        manner = page.plan.paragraphs
        own = manner in ("", "wrapped", "chunks")
        self.manner = frame.get("para") if own else manner
        self.names = frame.get("class", "") if own else ""
        self.wrapper = "text-block" if manner == "wrapped" else frame.get("wrap", "") if own else ""
        self.chunks = manner == "chunks"
        self.made: Children = []

    def children(self) -> Children:
        """The children of the container."""
        page, chance = self.page, self.chance
        blocks = [self._part(part, at) for at, part in enumerate(page.story.parts)]
        first = 1 if len(blocks) > 1 else len(blocks)
        for name in page.plan.inside:
            made = self._inside(name)
            if not made:
                continue
            # A summary stands on top of the story, what else there is anywhere behind its first paragraph.
            at = 0 if name in ("summary", "brief", "byline_line", "listen") else chance.randint(first, len(blocks))
            blocks.insert(at, made)
        blocks.extend(self._inside(name) for name in page.plan.body_ends)
        if self.chance.maybe(0.12):
            blocks = [part for block in blocks for part in (block, [h("p", "\xa0")])]
        if self.chunks:
            blocks = self._chunked(blocks)
        self.made = [child for block in blocks for child in block]
        return self.made

    def _chunked(self, blocks: list[Children]) -> list[Children]:
        """The blocks in several containers, as pages have them that put advertisements between."""
        name, made, rest = self.chance.choice(("body-chunk", "content-part", "story-section", "")), [], blocks
        while rest:
            size = self.chance.randint(1, 4)
            chunk = h("div", *(child for block in rest[:size] for child in block))
            if name:
                chunk.attributes["class"] = name
            made.append([chunk])
            rest = rest[size:]
        return made

    def text(self) -> str:
        """The story as the gold has it: all that is in the role of the body, a blank line between its blocks."""
        return "\n\n".join(lines_of(h("div", *self.made), "body"))

    def _part(self, part: Part, at: int) -> Children:
        if part.kind in ("ul", "ol"):
            return [h(part.kind, *(h("li", Text(item, "body")) for item in part.items))]
        if part.kind == "h":
            return [h(self.chance.choice(("h2", "h3", "h4")), Text(part.text, "body"))] if self.chance.maybe(0.7) else self._paragraph([h("strong", Text(part.text, "body"))])  # fmt: skip
        if part.kind == "table":
            rows = [h("tr", *(h("th" if row == 0 else "td", Text(cell, "body")) for cell in cells)) for row, cells in enumerate(part.rows)]  # fmt: skip
            return [h("div.table-wrapper", h("table.data", h("tbody", *rows)))] if self.chance.maybe(0.5) else [h("table", h("tbody", *rows))]  # fmt: skip
        if part.kind == "moment":
            return [h(self.chance.choice(("h3", "h4", "div.update-time", "p.timestamp")), h("strong", Text(part.text, "time")))]  # fmt: skip
        if part.kind == "alert":
            return self._paragraph([Text(part.text, "body")])
        text = self._dateline() + part.text if at == 0 else part.text
        return self._paragraph(inline(self.chance, text, f"/news/{self.chance.randint(1000, 99999)}", 0.3))

    def _dateline(self) -> str:
        if not self.chance.maybe(0.65):
            return ""
        station = self.page.station
        city = self.page.story.facts.known.get("town", station.city)
        return self.chance.choice(_DATELINES).format(CITY=city.upper(), st=station.dateline_state, state=station.state, call=station.call)  # fmt: skip

    def _paragraph(self, words: list[Node | Text]) -> Children:
        if self.manner == "br":
            return [*words, h("br"), h("br")]
        if self.manner == "bare":
            return [*words, h("p") if self.chance.maybe(0.7) else h("div.spacer")]
        if self.manner == "span":
            return [h("p", h("span", *words, style="font-weight: 400;"))]
        made = h("div" if self.manner == "div" else "p", *words)
        if self.names:
            made.attributes["class"] = self.names
        return [h("div", made, **{"class": self.wrapper})] if self.wrapper else [made]

    def _as_lines(self, made: Children) -> Children:
        """A paragraph of another role among paragraphs that are text between line breaks: it is such text too."""
        only = made[0] if len(made) == 1 else None
        if self.manner not in ("br", "bare") or not isinstance(only, Node) or only.tag != "p" or only.attributes:
            return made
        for at, child in enumerate(only.children):
            if isinstance(child, str):
                only.children[at] = Text(child, only.role or "body")
            elif isinstance(child, Node):
                child.role = child.role or only.role
        return self._paragraph([child for child in only.children if not isinstance(child, str)])

    def _inside(self, name: str) -> Children:
        return self._as_lines(self._among(name))

    def _among(self, name: str) -> Children:
        page, around, chance = self.page, self.page.around, self.chance
        story = page.story
        if name == "related_inline":
            return page.part(name, label=around.line("related labels"), **around.item(None))
        if name == "related_box":
            return page.part(name, heading=around.line("related headings"), items=around.items(chance.randint(2, 4)))
        if name == "tweet":
            who = around.line("embed authors", story.facts)
            return page.part(name, text=around.line("embeds", story.facts), author=who, handle="".join(c for c in who if c.isalnum())[:15], date=when(story.published, "%B %-d, %Y"))  # fmt: skip
        if name == "video":
            return page.part(name, text=around.item(None)["title"] if chance.maybe(0.5) else story.headline)
        if name == "figure":
            return page.figure()
        if name == "pull":
            quoted = [part.text for part in story.parts if part.kind == "p" and part.text[:1] in '"“']
            return page.part(name, text=quoted[0].split("”")[0].split('"')[-2 if quoted[0].startswith('"') else 0].strip("“\",") or quoted[0], author="") if quoted else []  # fmt: skip
        if name == "summary":
            said = [part.text for part in story.parts if part.kind == "p"][: chance.randint(1, 3)]
            return page.part(name, heading=chance.choice(("What to know", "Key points", "Quick summary")), items=[{"text": text} for text in said])  # fmt: skip
        if name == "brief":
            unsaid = chance.sample(story.words["facts"], chance.randint(2, 3))
            return page.part(name, heading=chance.choice(("The Brief", "At a glance", "The gist")), items=[{"text": around.set(story.facts.say(text))} for text in unsaid])  # fmt: skip
        if name == "note":
            note = chance.choice(("Editor's note: An earlier version of this story had the wrong day.", "Correction: The amount was misstated in an earlier version.", "Editor's note: This story was first published {day} and has been updated."))  # fmt: skip
            return page.part(name, text=around.set(story.facts.say(note)))
        return page.beside(name)


def lines_of(root: Node, role: str) -> list[str]:
    """The texts in a role as lines: one for each block, cell or item, or text between line breaks; cells of a row in one."""
    lines: list[list[str]] = [[]]
    _lines(root, role, root.role, lines)
    return [" ".join("".join(line).split()) for line in lines if "".join(line).strip()]


def _lines(node: Node, role: str, inherited: str | None, lines: list[list[str]]) -> None:
    inherited = node.role or inherited
    cell = node.tag in ("td", "th")
    if node.tag not in INLINE and not cell:
        lines.append([])
    for child in node.children:
        if isinstance(child, Node):
            _lines(child, role, inherited, lines)
        else:
            words, said = (child.words, child.role) if isinstance(child, Text) else (child, inherited)
            if said == role:
                lines[-1].append(words)
    if cell:
        lines[-1].append(" ")
    elif node.tag not in INLINE:
        lines.append([])
