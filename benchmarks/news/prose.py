"""Sentences from patterns: `[a|b]` is a choice, `{slot}` a fact that stays the same within a story, `{n:3-40}` a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from benchmarks.news.chance import Chance

WORDS = Path(__file__).with_name("words")
_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(?P<name>[a-z_]+)(?P<which>\d*)(?::(?P<low>\d+)-(?P<high>\d+))?\}")
_ARTICLE = re.compile(r"\b([Aa])(?= (?:8\d?\b|8\d-|11\b|18\b|[aei][a-z]|o(?!ne\b|nce\b|ne-)[a-z]))")
DOUBLED = re.compile(r"(?<!\.)\.\.(?!\.)")
"""Two full stops, as of an abbreviation and of the sentence that it ends."""
Sections = dict[str, list[str]]


@cache
def read(name: str) -> Sections:
    """The lines of a file of words by the section (`= name`) that they stand in."""
    found: Sections = {}
    lines: list[str] = []
    for line in (WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            lines = found.setdefault(line[2:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line.strip())
    return found


class Facts:
    """The facts of one story: each slot is made when first asked for and then stays."""

    def __init__(self, chance: Chance, makers: dict[str, Callable[[], str]]) -> None:
        self.chance, self.makers = chance, makers
        self.known: dict[str, str] = {}

    def say(self, pattern: str) -> str:
        """The pattern with its choices made and its slots filled, first letter in upper case."""
        while "[" in pattern:
            pattern = _INNERMOST.sub(lambda m: self.chance.choice(m[1].split("|")), pattern)
        text = " ".join(_SLOT.sub(self._slot, pattern).split())
        text = re.sub(r" ([,.;:?!])", r"\1", text)
        text = DOUBLED.sub(".", text)
        text = _ARTICLE.sub(r"\1n", text)
        for at, sign in enumerate(text):
            if sign.isalnum():
                return text[:at] + sign.upper() + text[at + 1 :]
        return text

    def _slot(self, match: re.Match[str]) -> str:
        if match["low"]:
            number = self.chance.randint(int(match["low"]), int(match["high"]))
            return f"{number:,}" if match["name"] == "n" else f"{number:0{len(match['low'])}}"
        name = match["name"] + match["which"]
        if name not in self.known:
            self.known[name] = self._make(match["name"])
        return self.known[name]

    def _make(self, name: str) -> str:
        for _ in range(20):
            made = self.makers[name]()
            if made not in self.known.values():
                break
        return made
