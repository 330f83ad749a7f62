"""The examples of docs/queries.md: a `scrapy query` command each, and what it prints."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parents[1] / "docs" / "queries.md"
_EXAMPLE = re.compile(
    r"^## (?P<title>[^\n]+)\n(?:(?!^## ).)*?```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Example:
    """One question: `words` are those after `scrapy query`, the last of them the SQL."""

    title: str
    words: list[str]
    output: str


def examples() -> list[Example]:
    """Every example of the document, in order; ValueError for a heading without one."""
    text = QUERIES.read_text(encoding="utf-8")
    found = [Example(m["title"], shlex.split(m["command"])[2:], m["output"]) for m in _EXAMPLE.finditer(text)]
    titles = re.findall(r"^## (.+)$", text, re.M)
    if [each.title for each in found] != titles:
        raise ValueError(f"{QUERIES}: headings {titles}, examples {[each.title for each in found]}")
    return found
