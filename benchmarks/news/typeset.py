"""How a page sets its texts: curly or straight quotation marks, links and emphasis inside paragraphs."""

from __future__ import annotations

import re

from benchmarks.news.chance import Chance
from benchmarks.news.markup import Node, Text, h
from benchmarks.news.story import Story

_OPENING = re.compile(r'(^|[\s(\[—–])"')


def curly(text: str) -> str:
    """The text with curly quotation marks and apostrophes."""
    return _OPENING.sub(r"\1“", text).replace('"', "”").replace("'", "’")


def set_story(story: Story) -> Story:
    """The story with curly quotation marks in all that it says."""
    story.headline, story.dek = curly(story.headline), curly(story.dek)
    for part in story.parts:
        part.text, part.items = curly(part.text), [curly(item) for item in part.items]
    return story


def inline(chance: Chance, text: str, links: str, likelihood: float) -> list[Node | Text]:
    """A paragraph's text in the role of the body, some words of it linked or set in bold or italics."""
    words = text.split(" ")
    if len(words) < 9 or not chance.maybe(likelihood):
        return [Text(text, "body")]
    start = chance.randint(2, len(words) - 6)
    end = start + chance.randint(1, 5)
    kind = chance.pick({"a": 7.0, "strong": 1.5, "em": 1.0, "span": 1.0})
    marked = h(kind, Text(" ".join(words[start:end]), "body"))
    if kind == "a":
        marked.attributes.update({"href": links, **chance.choice(({}, {"target": "_blank"}, {"rel": "noopener"}, {"class": "Link", "data-cms-ai": "0"}))})  # fmt: skip
    return [Text(" ".join(words[:start]) + " ", "body"), marked, Text(" " + " ".join(words[end:]), "body")]
