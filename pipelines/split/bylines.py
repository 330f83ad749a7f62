"""Who wrote it: authors and agency from a line as newsrooms print it, such as `By JANE ROE, Associated Press`.

An author is a person. The agency and the station are not authors, nor are desks and staffs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_CHARACTERS = 200
MAX_AUTHORS = 12

_AGENCIES = {
    "AP": ("ap", "associated press"),
    "CNN": ("cnn", "cnn wire", "cnn newsource", "cable news network", "cnn business"),
    "Reuters": ("reuters", "thomson reuters"),
    "AFP": ("afp", "agence france-presse", "agence france presse"),
    "UPI": ("upi", "united press international"),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "NPR": ("npr",),
    "CBS News": ("cbs news", "cbs newspath"),
    "NBC News": ("nbc news",),
    "ABC News": ("abc news",),
    "Fox News": ("fox news",),
    "CNBC": ("cnbc",),
    "Nexstar Media Wire": ("nexstar media wire", "nexstar"),
    "Tribune Media Wire": ("tribune media wire",),
    "Tribune News Service": ("tribune news service", "tribune content agency"),
    "StatePoint": ("statepoint", "state point"),
    "Stacker": ("stacker",),
    "Storyful": ("storyful",),
    "PR Newswire": ("pr newswire", "prnewswire"),
    "Business Wire": ("business wire", "businesswire"),
    "KFF Health News": ("kff health news", "kaiser health news"),
    "States Newsroom": ("states newsroom",),
    "The Canadian Press": ("canadian press",),
    "The Conversation": ("conversation",),
    "dpa": ("dpa",),
    "ANI": ("ani",),
    "IANS": ("ians",),
    "PTI": ("pti", "press trust of india"),
    "Xinhua": ("xinhua",),
}
_AGENCY_OF = {alias: name for name, aliases in _AGENCIES.items() for alias in aliases}
_BY = re.compile(
    r"^\W*(?:(?:posted|written|reported|published|story|article|words|submitted|updated|contributed|edited)\s+)?by\b\s*:?\s*",
    re.IGNORECASE,
)
_NOISE = re.compile(r"\S+@\S+|@\w+|https?://\S+|\bwww\.\S+|\(\s*\)", re.IGNORECASE)
_PART = re.compile(r"\s*(?:[|•·/;]|\s[-–—]\s|\n|,|\band\b|&|\bwith\b)\s*", re.IGNORECASE)
_INSIDE = re.compile(r"\bby\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s(?:in|on|at|for|from|of)(?:\s.*)?$")
_STATION = re.compile(r"\b[KW][A-Z]{2,3}(?:-?(?:TV|FM|AM|DT))?\b(?:\s*\d+)?")
_DESK = re.compile(
    r"\b(?:staff|news(?:room|paper|desk)?|team|desk|web|digital|editors?|editorial|reporters?|correspondents?|writers?|anchors?|"
    r"producers?|meteorologist|forecaster|contributors?|contributing|columnists?|photographers?|director|manager|press|wire|"
    r"media|tv|television|radio|channel|network|times|post|herald|tribune|journal|gazette|sun|star|chronicle|"
    r"department|office|university|admin|administrator|guest|special|updated|published|posted|minutes?|min|read|ago|am|pm|"
    r"service|services|company|inc|llc|group|agency|association|center|intern|author|sponsored|advertiser|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w'’.\-]*(?:\s+(?:[^\W\d_][\w'’.\-]*)){0,4}")


@dataclass(slots=True)
class Byline:
    """What a byline says. Both are empty of a line such as `By staff`."""

    authors: list[str] = field(default_factory=list)
    agency: str | None = None


def read_byline(text: str) -> Byline | None:
    """The byline that a line is, or None. It has to begin with `By`, `Posted By:` or the like and be short."""
    if len(text) > MAX_CHARACTERS:
        return None
    opening = _BY.match(text)
    if opening is None or not text[opening.end() :].strip():
        return None
    byline = names(text[opening.end() :])
    if not byline.authors and byline.agency is None and not (_DESK.search(text) or _STATION.search(text)):
        return None
    return byline


def byline_inside(text: str) -> Byline | None:
    """The byline in a line that says more, such as `Updated | by Jane Roe | 3 comments`; only where it names somebody."""
    for opening in _INSIDE.finditer(text[: 2 * MAX_CHARACTERS]):
        byline = read_byline(text[opening.start() : opening.start() + MAX_CHARACTERS])
        if byline is not None and (byline.authors or byline.agency):
            return byline
    return None


def names(text: str) -> Byline:
    """Authors and agency of what stands after the `By`, or of an author field of metadata."""
    byline = Byline()
    for part in _PART.split(_NOISE.sub(" ", text[:MAX_CHARACTERS])):
        word = _AFTER_NAME.sub("", _BY.sub("", part)).strip(' .:()[]*"“”')
        if not word:
            continue
        agency = agency_name(word) or (agency_name(word.split()[0]) if _is_role(word) else None)
        if agency is not None:
            byline.agency = byline.agency or agency
        elif _is_name(word):
            byline.authors.append(word)
        elif byline.authors and not _is_role(word):
            break  # `By Jane Roe | 3 minutes ago | Share this`: what follows is no longer the byline
    byline.authors = unique(byline.authors)
    return byline


def agency_name(text: str) -> str | None:
    """The agency that the words name, by the name this project uses for it (`The Associated Press` is `AP`)."""
    return _AGENCY_OF.get(re.sub(r"^the\s+", "", " ".join(text.casefold().split()).strip(" .()")))


def unique(words: Iterable[str]) -> list[str]:
    """Without repeats, in order, whatever their case."""
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(" ".join(word.casefold().split()), " ".join(word.split()))
    return list(seen.values())[:MAX_AUTHORS]


def _is_name(word: str) -> bool:
    match = _NAME.fullmatch(word)
    if match is None or len(word) > 60 or word.startswith("The ") or _DESK.search(word) or _STATION.search(word):
        return False
    return word[0].isupper() and any(letter.isalpha() for letter in word[1:])


def _is_role(word: str) -> bool:
    return _DESK.search(word) is not None or _STATION.search(word) is not None


_DATELINE_AGENCY = re.compile(
    r"^(?:[A-Z][^()]{0,60}(?=\([^()]{1,40}\)\s*[-–—:]))?\(\s*(?P<bracketed>[A-Za-z][\w .&-]{0,30}?)(?:\s*[-/]\s*[\w ]+)?\s*\)"
    r"|^[A-Z][A-Z .,'-]{2,40}(?:\([A-Z]{2}\))?\s*,?\s*[-–—]+\s*(?P<dashed>AP|Reuters)\b"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|™|\btm\b)[^.]{0,40}?\b(?P<who>associated press|cable news network|cnn|reuters|agence france-presse|"
    r"bloomberg|npr|nexstar media wire|tribune content agency|states newsroom)\b",
    re.IGNORECASE,
)


def agency_of_opening(paragraph: str) -> str | None:
    """The agency in the dateline of a first paragraph: `(CNN) -- `, `LONDON (Reuters) - `, `WASHINGTON — AP`."""
    match = _DATELINE_AGENCY.match(paragraph)
    return agency_name(match["bracketed"] or match["dashed"]) if match is not None else None


def agency_of_copyright(line: str) -> str | None:
    """The agency that a copyright line names: `TM & © 2019 Cable News Network, Inc.`"""
    match = _COPYRIGHT.search(line[:400])
    return agency_name(match["who"]) if match is not None else None
