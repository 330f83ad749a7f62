"""Page templates: files of XML with the markup of a publishing system, and what fills them.

`<slot name="body"/>` is where made elements go, `{headline}` a text, `{published|%B %-d, %Y}` a time. `r` says what role
the texts below have, `each` repeats an element for the dicts of a list, `when` and `unless` keep or drop it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.news import world
from benchmarks.news.markup import Node, Text
from benchmarks.news.prose import DOUBLED

FOLDER = Path(__file__).with_name("systems")
_SLOT = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_CODE = re.compile(r"%-?[A-Za-z]")
Data = Mapping[str, Any]
Children = list[Node | Text | str]


@dataclass
class Template:
    """The pages and the parts of a system by name; each name may have several."""

    pages: list[Any] = field(default_factory=list)
    parts: dict[str, list[Any]] = field(default_factory=dict)


@cache
def template(name: str) -> Template:
    """The template file of that name."""
    made = Template()
    for element in etree.parse(FOLDER / f"{name}.xml", etree.XMLParser(remove_comments=True)).getroot():
        if element.tag == "page":
            made.pages.append(element)
        else:
            made.parts.setdefault(element.get("name"), []).append(element)
    return made


def expand(element: Any, data: Data) -> Children:
    """What stands in a page or a part, filled."""
    made: Children = []
    _text(element.text, data, made)
    for child in element:
        made.extend(_element(child, data))
        _text(child.tail, data, made)
    return made


def _element(element: Any, data: Data) -> Children:
    if "each" in element.attrib:
        rest = {name: value for name, value in element.attrib.items() if name != "each"}
        made: Children = []
        for at, item in enumerate(data.get(element.get("each")) or ()):
            made.extend(_one(element, dict(rest), {**data, **item, "index": at, "rank": at + 1}))
        return made
    return _one(element, dict(element.attrib), data)


def _one(element: Any, attributes: dict[str, str], data: Data) -> Children:
    when, unless = attributes.pop("when", None), attributes.pop("unless", None)
    if (when is not None and not data.get(when)) or (unless is not None and data.get(unless)):
        return []
    if element.tag == "slot":
        found = data.get(attributes["name"])
        return list(found) if isinstance(found, list) else [found] if found else []
    if element.tag == "group":
        return expand(element, data)
    node = Node(element.tag, {}, role=attributes.pop("r", None))
    for name, value in attributes.items():
        node.attributes[name] = fill(value, data)
    return [node.add(*expand(element, data))]


def _text(text: str | None, data: Data, made: Children) -> None:
    if text is None or (not text.strip() and "\n" in text):
        return
    text = re.sub(r"\s*\n\s*", " ", text)
    made.append(fill(text, data))


def fill(text: str, data: Data) -> str:
    """The text with its slots filled; KeyError where the data has no such thing."""
    filled = _SLOT.sub(lambda m: when(data[m[1]], m[2]) if m[2] else str(data[m[1]]), text)
    return DOUBLED.sub(".", filled)


def when(moment: datetime, pattern: str) -> str:
    """A time by a pattern in the codes of strftime, in English everywhere; `%N` is the month in newspaper style, `%D` an
    ordinal day, `%P` lower-case am and pm, `%q` the same with points, `%O` ISO 8601, `%U` that in UTC."""
    return _CODE.sub(lambda m: _code(moment, m[0]), pattern)


def _code(at: datetime, code: str) -> str:
    hour = (at.hour - 1) % 12 + 1
    half = "am" if at.hour < 12 else "pm"
    ordinal = "th" if 10 < at.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(at.day % 10, "th")
    return {
        "%B": world.MONTHS[at.month - 1], "%b": world.MONTHS[at.month - 1][:3], "%N": world.AP_MONTHS[at.month - 1],
        "%A": world.DAYS[at.weekday()], "%a": world.DAYS[at.weekday()][:3], "%d": f"{at.day:02}", "%-d": str(at.day),
        "%m": f"{at.month:02}", "%-m": str(at.month), "%y": f"{at.year % 100:02}",
        "%Y": str(at.year), "%I": f"{hour:02}", "%-I": str(hour), "%M": f"{at.minute:02}", "%p": half.upper(), "%P": half,
        "%q": f"{half[0]}.m.", "%D": f"{at.day}{ordinal}", "%O": at.isoformat(), "%T": at.isoformat()[:10],
    }[code]  # fmt: skip
