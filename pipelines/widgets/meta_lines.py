"""Lines of a story card that are not its title: times, categories, credits, icons' words and links to more."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_AGO = r"(?:(?:updated|posted|published):? )?(?:\d+|null|an?|one|few|just)\s*(?:sec|second|s|min|minute|m|hr|hour|h|day|d|week|wk|w|mo|month|yr|year)s?\.?(?: ago)?"
_DATE = rf"(?:(?:posted|updated|published|mon|tue|wed|thu|fri|sat|sun)[a-z]*[,: ]+){{0,4}}{_MONTH} \d{{1,2}}(?:, ?\d{{4}})?(?:[ ,/@|at-]*\d{{1,2}}(?::\d\d)? ?(?:[ap]\.?m\.?)?(?: [a-z]{{2,4}})?)?(?: ?[-–] ?\d{{1,2}}(?::\d\d)? ?[ap]\.?m\.?)?"
_CLOCK = r"(?:watch ?[·•|-] ?)?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d\d-\d\d"
_ICON = r"images?|photos?|video|audio|play(?: video| button)?|thumbnail|gallery|photo gallery|slideshow|live|watch(?: now)?|listen|icon|logo|wxicon|new|exclusive|advertisement|ad|sponsored|loading.*|share|save"
_MORE = r"(?:read|see|view|show|load|find|watch) (?:the )?(?:more|all|full)(?: [^\s]+){0,3}|more(?: [^\s]+){0,4} (?:stories|news|videos|headlines|events|photos|coverage)|more|read (?:next|now|on)|continue reading.*|full (?:story|article|coverage)|click here.*|\[?(?:…|\.\.\.)\]?|next|previous|view (?:calendar|events?)|submit (?:an |your )?event.*|scroll for more content"
_COUNT = r"\(?\d{1,5}\)?(?: (?:comments?|shares?|views?|likes?|photos?))?|comments? off|no comments|#?\d{1,2}[.)]?"
_BY = r"by:?(?: .{2,60})?|(?:photo|courtesy|credit|file photo|image)(?: credit| courtesy)?(?: by|:| of) ?.{0,60}|(?:the )?associated press|ap|staff|staff report"
_AGED = rf"(?:[^\W\d]+ ?){{1,3}}\s*[/|·•–-]\s*(?:updated:? )?(?:{_AGO}|{_DATE})"
_META = re.compile(rf"(?:\W*(?:{_AGED}|{_AGO}|{_DATE}|{_CLOCK}|{_ICON}|{_MORE}|{_COUNT}|{_BY})\W*)")
# The words that such a line begins with, where it has neither a figure nor a mark that parts a section from its age.
_OPENING = frozenset(
    [
        "image",
        "images",
        "photo",
        "photos",
        "video",
        "audio",
        "play",
        "thumbnail",
        "gallery",
        "slideshow",
        "live",
        "watch",
        "listen",
        "icon",
        "logo",
        "wxicon",
        "new",
        "exclusive",
        "advertisement",
        "ad",
        "sponsored",
        "loading",
        "share",
        "save",
        "read",
        "see",
        "view",
        "show",
        "load",
        "find",
        "more",
        "continue",
        "full",
        "click",
        "next",
        "previous",
        "submit",
        "scroll",
        "comment",
        "comments",
        "no",
        "by",
        "courtesy",
        "credit",
        "file",
        "the",
        "ap",
        "staff",
        "null",
        "a",
        "an",
        "one",
        "few",
        "just",
        "updated",
        "posted",
        "published",
    ]
)
_FIRST = re.compile(r"\W*(\w+)")
_PARTED = re.compile(r"[\d/|·•–-]")
_STAMP = re.compile(rf"^\[ ?{_DATE} ?\]\s*", re.IGNORECASE)
_AGE = re.compile(rf"\s+(?:[-–|·•/]\s*)?(?:{_AGO}|{_DATE})\W*$", re.IGNORECASE)
_RANK = re.compile(r"#?\d{1,2}[.):]?$")


@lru_cache(maxsize=4096)
def is_meta(text: str) -> bool:
    """True for a line that says when, by whom, in what form or where there is more, but not what the story is."""
    if len(text) > 80:
        return False
    lowered = text.lower()
    first = _FIRST.match(lowered)
    if first is None:
        return not any(map(str.isalnum, text))
    may_be = _PARTED.search(lowered) is not None or first[1].rstrip("_") in _OPENING
    return may_be and _META.fullmatch(lowered) is not None


def is_age(text: str) -> bool:
    """True for a line that says how long ago, as `Updated: 2 hours ago`."""
    return len(text) <= 60 and text.endswith("ago") and is_meta(text)


def is_rank(text: str) -> bool:
    """True for the place number of a ranked list, such as `1` or `2.`."""
    return _RANK.match(text) is not None


def without_age(text: str) -> str:
    """A title without the time that stands behind it on its line: `... 2 hours ago`."""
    match = _AGE.search(text) if len(text) <= 300 else None
    return text[: match.start()] if match is not None and match.start() > 2 else text


def without_stamp(text: str) -> str:
    """A title without a date in brackets before it."""
    return _STAMP.sub("", text)
