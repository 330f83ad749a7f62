"""The words and figures of weather widgets, cut into tokens: what a page says of one place, whatever the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.split.document import Document, Run
from pipelines.split.per_page import per_page
from pipelines.widgets.page_words import runs_saying, short_runs_saying

Kind = Literal["text", "temperature", "high", "low", "feels_like", "high_low", "extra"]

DEGREE = r"[°º˚]"
_NUMBER = r"(?:[-−–]\s?)?[0-9]{1,3}(?![0-9.,]*[0-9%])|--+|N/?A"
_DEGREES = rf"(?:{_NUMBER})\s*{DEGREE}?\s*(?:[FC]\b)?"
_FIGURE = re.compile(
    rf"""
    (?P<feels>(?:feels[ -]?like|real ?feel®?|sensaci[oó]n(?:\ t[eé]rmica)?)(?:\ temp(?:erature)?)?[:\s]*(?P<feels_n>{_NUMBER})?\s*{DEGREE}?\s*(?:[FC]\b)?)
  | (?P<high>\b(?:hi|high|h|max|m[aá]x)\b\.?\s*:?\s*(?P<high_n>{_DEGREES}|{DEGREE}))
  | (?P<low>\b(?:lo|low|l|min|m[ií]n)\b\.?\s*:?\s*(?P<low_n>{_DEGREES}|{DEGREE}))
  | (?P<pair>(?P<pair_high>{_NUMBER})\s*{DEGREE}\s*[FC]?\s*/\s*(?P<pair_low>{_NUMBER})\s*{DEGREE}?\s*(?:[FC]\b)?)
  | (?P<bare>(?P<bare_n>{_NUMBER})?\s*{DEGREE}\s*(?:[FC]\b)?(?:\s*wxicon)?)
  | (?P<iconed>(?P<iconed_n>{_NUMBER})\s*wxicon)
  | (?P<extra>\bwxicon\b|\bmore\ weather\b|\bfull\ forecast\b|(?:\b(?:wind|winds|humidity|precip(?:itation)?|dew\ ?point|chance\ of\ rain)\b\ *:[^\n|]*))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONE_NUMBER = re.compile(rf"(?:{_NUMBER})\s*[FC]?")
_SIGNAL = re.compile(rf"{DEGREE}|feels[ -]?like|\b(?:hi|high)\b\s*:\s*[-−]?\d|wxicon", re.IGNORECASE)

_SKY_HOW = (
    r"mostly|partly|partial(?:ly)?|few|a few|scattered|broken|light|heavy|isolated|slight|chance(?: of)?|am|pm|patchy|drifting|"
    r"blowing|freezing|thundery?|severe|strong|intermittent|increasing|decreasing|becoming|areas of|thin|high|low|and|with|in|the|"
    r"vicinity|nearby|late|early|possible|likely|passing|some|very|extremely|moderate|shallow|variable|becoming|to|or"
)
_SKY_WHAT = (
    r"clear(?:ing)?(?: skies| sky)?|sunny|sun|sunshine|cloud(?:s|y|iness)?|overcast|fair|fog(?:gy)?|mist(?:y)?|haz[ey]|smok[ey]|dust|"
    r"rain(?:y)?|drizzle|sprinkles|snow(?:y)?|flurries|sleet|ice|icy|hail|wintry mix|mix|thunder|thunder ?storms?|t-?storms?|storms?|stormy|"
    r"showers?|wind(?:y)?|breezy|blustery|gusty|hot|cold|cool|warm|humid|mild|pleasant|dry|squalls?|hurricane|tropical storm|blizzard|"
    r"pellets|crystals|grains|skies"
)
_SKY = re.compile(
    rf"(?=.*\b(?:{_SKY_WHAT})\b)(?:{_SKY_HOW}|{_SKY_WHAT})(?:[ /,&-]+(?:{_SKY_HOW}|{_SKY_WHAT}))*", re.IGNORECASE
)
_NO_PLACE = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|^(?:to(?:night|day|morrow)|this (?:morning|evening|afternoon)"
    r"|overnight|now|current(?:ly)?|feels|highs?|lows?|temp\w*|winds?|humidity|dew ?point|pressure|records?|average|normal|forecast"
    r"|weather|conditions?|observations?|radar|alerts?|sunrise|sunset|precip\w*|uv index|rain chance|updated?)\b|[:;!?\d@]|\.$|…$)",
    re.IGNORECASE,
)
LONGEST_PLACE = 42
LONGEST_RUN = 20_000
"""Characters past which a run is no list of towns."""


@dataclass(slots=True)
class Token:
    """One word or figure: `value` is the number of a figure (None where the page leaves it out), `text` as it stands."""

    kind: Kind
    text: str
    run: int
    value: int | None = None
    second: int | None = None
    sure: bool = True


@per_page
def signals(document: Document) -> list[int]:
    """The indexes of the runs that show degrees or a label of them: without any there is no weather to look for."""
    # A sentence of an article may say that it feels like spring: on a page with boxes a label is short.
    labels = short_runs_saying if document.is_html else runs_saying
    said = {run.index: run for run in runs_saying(document, "°", "º", "˚")}
    said |= {run.index: run for run in labels(document, "feels like", "feels-like", "wxicon", "hi:", "high:")}
    return sorted(at for at, run in said.items() if len(run.text) < LONGEST_RUN and _SIGNAL.search(run.text))


def is_sky(text: str) -> bool:
    """Whether the text is a state of the sky, as `Partly Cloudy` or `Light Rain, Fog/Mist`."""
    return len(text) < 60 and _SKY.fullmatch(text) is not None


def is_place(text: str) -> bool:
    """Whether the text can name a place: short, capital first, no day, label, number or end of a sentence in it."""
    text = text.strip()
    if not 1 < len(text) <= LONGEST_PLACE or len(text.split()) > 6 or _NO_PLACE.search(text):
        return False
    return text[0].isupper() and not is_sky(text)


def split_place_and_sky(text: str) -> tuple[str, str | None]:
    """`Albert Lea Scattered Clouds`, or `Albert LeaScattered Clouds`, as the place and the sky; the longest sky wins."""
    for at in range(1, len(text) if len(text) < 2 * LONGEST_PLACE else 0):
        begins = text[at - 1] in " ,-|" or (text[at - 1].islower() and text[at].isupper())
        place = text[:at].strip(" ,-|")
        if begins and text[at].isupper() and is_sky(text[at:]) and is_place(place):
            return place, text[at:].strip()
    return text.strip(), None


def tokens(run: Run) -> Iterator[Token]:
    """The tokens of a run. Its pieces (text nodes, or what wide gaps part) and what pipes part are texts of their own."""
    if len(run.text) > LONGEST_RUN:
        yield Token("text", run.text, run.index)
        return
    line = "\n".join(run.pieces).replace("|", "\n") if run.pieces else run.text
    if _LONE_NUMBER.fullmatch(line.strip()):
        yield Token("temperature", line.strip(), run.index, _number(line), sure=False)
        return
    at = 0
    for match in _FIGURE.finditer(line):
        yield from _texts(line[at : match.start()], run.index)
        yield _figure(match, run.index)
        at = match.end()
    yield from _texts(line[at:], run.index)


def _texts(text: str, run: int) -> Iterator[Token]:
    for piece in text.split("\n"):
        stripped = piece.strip(" \t,/·•-–—")
        if stripped:
            yield Token("text", stripped, run)


def _figure(match: re.Match[str], run: int) -> Token:
    text = " ".join(match.group().split())
    if match["feels"]:
        return Token("feels_like", text, run, _number(match["feels_n"]))
    if match["high"]:
        return Token("high", text, run, _number(match["high_n"]))
    if match["low"]:
        return Token("low", text, run, _number(match["low_n"]))
    if match["pair"]:
        return Token("high_low", text, run, _number(match["pair_high"]), _number(match["pair_low"]))
    if match["extra"]:
        return Token("extra", text, run)
    return Token("temperature", text, run, _number(match["bare_n"] or match["iconed_n"]))


def _number(text: str | None) -> int | None:
    match = re.search(r"([-−–]\s?)?([0-9]{1,3})", text or "")
    if match is None:
        return None
    return -int(match[2]) if match[1] else int(match[2])
