"""News agencies: by the names that bylines use, in the dateline of a first paragraph, in a copyright line."""

from __future__ import annotations

import re

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
_DATELINE_AGENCY = re.compile(
    r"^(?:[A-Z][^()]{0,60}(?=\([^()]{1,40}\)\s*[-–—:]))?\(\s*(?P<bracketed>[A-Za-z][\w .&-]{0,30}?)(?:\s*[-/]\s*[\w ]+)?\s*\)"
    r"|^[A-Z][A-Z .,'-]{2,40}(?:\([A-Z]{2}\))?\s*,?\s*[-–—]+\s*(?P<dashed>AP|Reuters)\b"
)
_SIGNS = ("©", "opyright", "OPYRIGHT", "(c)", "(C)", "™", "TM ")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|™|\btm\b)[^.]{0,40}?\b(?P<who>associated press|cable news network|cnn|reuters|agence france-presse|"
    r"bloomberg|npr|nexstar media wire|tribune content agency|states newsroom)\b",
    re.IGNORECASE,
)


def agency_name(text: str) -> str | None:
    """The agency that the words name, by the name this project uses for it (`The Associated Press` is `AP`)."""
    return (
        _AGENCY_OF.get(" ".join(text.casefold().split()).strip(" .()").removeprefix("the ")) if len(text) < 60 else None
    )


def agency_of_opening(paragraph: str) -> str | None:
    """The agency in the dateline of a first paragraph: `(CNN) -- `, `LONDON (Reuters) - `, `WASHINGTON — AP`."""
    match = _DATELINE_AGENCY.match(paragraph)
    return agency_name(match["bracketed"] or match["dashed"]) if match is not None else None


def agency_of_copyright(line: str) -> str | None:
    """The agency that a copyright line names: `TM & © 2019 Cable News Network, Inc.`"""
    if not any(sign in line for sign in _SIGNS):
        return None
    match = _COPYRIGHT.search(line[:400])
    return agency_name(match["who"]) if match is not None else None
