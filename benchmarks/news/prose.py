"""Sentences from patterns: `[a|b]` is a choice, `[2?a|b]` one that is made again in the same way, `{slot}` a fact that stays the same within a story, `{n:3-40}` a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from benchmarks.news.chance import Chance

WORDS = Path(__file__).with_name("words")
_INNERMOST = re.compile(r"\[(?:(?P<label>\d)\?)?(?P<options>[^\[\]]*)\]")
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
        self.chosen: dict[str, int] = {}

    def say(self, pattern: str) -> str:
        """The pattern with its choices made and its slots filled, first letter in upper case."""
        while "[" in pattern:
            pattern = _INNERMOST.sub(self._choose, pattern)
        text = " ".join(_SLOT.sub(self._slot, pattern).split())
        text = re.sub(r" ([,.;:?!])", r"\1", text)
        text = DOUBLED.sub(".", text)
        text = _ARTICLE.sub(r"\1n", text)
        for at, sign in enumerate(text):
            if sign.isalnum():
                return text[:at] + sign.upper() + text[at + 1 :]
        return text

    def headed(self, patterns: list[str]) -> tuple[str, str]:
        """A headline and the paragraph under it, of one of the patterns `headline // paragraph`."""
        self.chosen.clear()
        headline, lead = self.chance.choice(patterns).split(" // ")
        return self.say(headline), self.say(lead)

    def _choose(self, match: re.Match[str]) -> str:
        label, options = match["label"], match["options"].split("|")
        if label is None:
            return self.chance.choice(options)
        return options[self.chosen.setdefault(label, self.chance.below(len(options))) % len(options)]

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
