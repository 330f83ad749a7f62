"""Which words above a list say what kind of list it is.

One table for all kinds, so that a page's runs are looked up once. A heading is `sure` when its words alone name a
widget: it stands for one even where its list is empty (filled by a script that the capture did not run).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_HEADING = 70
# Every heading of the table holds one of these.
HEADING_WORDS = (
    "popular",
    "most",
    "read",
    "picks",
    "favo",
    "hot right",
    "trending",
    "video",
    "clips",
    "watch",
    "event",
    "calendar",
    "happenings",
    "things to do",
    "related",
    "similar",
    "more ",
    "coverage",
    "see ",
    "previous",
    "top ",
    "latest",
    "recent",
    "news",
    "headlines",
    "stor",
    "articles",
    "posts",
    "updates",
    "in case",
    "icymi",
    "miss",
    "choice",
    "must",
    "you ",
    "recommended",
    "around",
    "breaking",
    "reviews",
    "content",
    "partners",
    "sponsors",
    "sponsored",
    "promoted",
    "deal",
    "shopping",
)

_STORY = r"(?:stories|story|news|headlines|articles|posts|reads|coverage|content|items)"
_SCOPE = r"(?:(?:local|national|world|state|statewide|regional|area|us|u\.s\.|sports|weather|community|political|politics|business|health|entertainment|daily|morning|evening|online|tv|ap)\s+)*"
_VIDEO = r"(?:videos?|video clips?|clips)"

# Kind, sure, pattern that the whole heading must match. Earlier lines win.
_TABLE: tuple[tuple[str, bool, str], ...] = (
    (
        "most_popular",
        True,
        rf"(?:the )?most[ -](?:popular|read|viewed|shared|clicked|commented|watched|emailed)(?: (?:right )?now| today| this week| on .+| in .+| {_SCOPE}{_STORY}| {_VIDEO}| & .+)?",
    ),
    (
        "most_popular",
        True,
        rf"(?:top |now )?trending (?:{_SCOPE}{_STORY}|{_VIDEO}|on .+|in .+|at .+|across .+|from .+)",
    ),
    (
        "most_popular",
        False,
        r"(?:(?:now|also|top|what.?s) )?trending(?: (?:now|today|topics|nationally|locally|this week|right now))?|popular(?: (?:now|today|on .+|in .+))?|what people are reading|hot right now",
    ),
    ("most_popular", True, rf"popular {_SCOPE}{_STORY}|readers.? (?:picks|favou?rites)"),
    (
        "latest_video",
        True,
        rf"(?:latest|recent|newest|top|featured|new|more|must[- ]see|trending|local|news|related|popular)(?: {_SCOPE.rstrip('*')})?\s*{_VIDEO}",
    ),
    ("latest_video", True, rf"(?:latest|recent|top|featured) {_SCOPE}{_VIDEO}"),
    (
        "latest_video",
        False,
        rf"{_VIDEO}|video (?:center|gallery|playlist)|watch (?:more|next)|(?!play |watch |our |an? |the |see |this |in |how )(?:[\w&'.-]+ ){{1,4}}(?<!\b(?:of|on|in) )(?<!\bfor )(?<!\bwith )(?<!\ba )(?:video|videos)",
    ),
    (
        "community_events",
        True,
        r"(?:community|upcoming|local|area|featured)(?: community| local)? (?:events?|calendar|happenings)(?: calendar)?|(?:events?|community) calendar|calendar of events|things to do(?: this weekend)?",
    ),
    ("community_events", False, r"events|calendar|(?:[\w'.-]+ ){1,3}(?:events|events calendar|community calendar)"),
    (
        "related_content",
        True,
        rf"(?:related|recommended related|similar) (?:{_STORY}|links?|coverage|reading|to this story|to this article|information|resources)|{_STORY} related to .+",
    ),
    (
        "related_content",
        True,
        rf"more (?:on|about) (?:this|the) (?:{_STORY}|topic|subject)|more on this|(?:also )?(?:read|see) (?:also|more|next|related)|previous (?:coverage|{_STORY})|(?:full|complete|continuing|continued|earlier|past|our|more) coverage",
    ),
    ("related_content", False, r"related|read more(?: about .+| on .+)?|more on .+|more about .+|see also"),
    (
        "headlines",
        True,
        rf"(?:today.?s |more |our |other |the |local )?top {_SCOPE}(?:local )?{_STORY}(?: .{{1,30}})?|top (?:picks|local {_STORY})",
    ),
    (
        "headlines",
        True,
        rf"(?:the )?(?:latest|recent|newest|breaking|featured|new) {_SCOPE}(?:{_STORY}|updates)(?: .{{1,30}})?",
    ),
    (
        "headlines",
        True,
        rf"(?:more|other|additional) {_SCOPE}(?:{_STORY})(?: .{{1,30}})?|more (?:local|national|sports) .{{2,30}} {_STORY}|more [\w' &.-]{{2,30}} (?:stories|news|headlines)|more from (?:.{{2,40}})",
    ),
    (
        "headlines",
        True,
        rf"in case you missed it|icymi|don.?t miss(?: this| these| it)?|editor.?s.? picks?|editors.? choice|must[- ](?:read|reads|see)s?|you (?:may|might) (?:also )?(?:like|have missed|be interested in)|recommended(?: for you| {_STORY})?|what you need to know today",
    ),
    (
        "headlines",
        False,
        rf"(?:the )?latest(?: (?:on|from|in) .{{2,30}})?|headlines|{_SCOPE}(?:news|headlines|stories)|news|more (?:in|from|at) .{{2,40}}|more stories|also in (?:the )?news|new on .{{2,40}}|around (?:the )?.{{2,30}}|breaking|recently|stories|more news",
    ),
    (
        "promo",
        False,
        r"best ?reviews(?:\.com)?\b.*|(?:sponsored|partner|paid|promoted|branded) (?:content|stories|links|posts|articles|news)(?: .{2,30})?|from our (?:partners|sponsors)|around the web|(?:today.?s )?deals?(?: of the day)?|shopping",
    ),
)
_PATTERNS = tuple((kind, sure, re.compile(pattern)) for kind, sure, pattern in _TABLE)

# A heading begins with one of these words or ends with one, or it is none: a look at both spares the patterns.
_FIRST = re.compile(
    r"(?:most|the|top|now|trending|also|what.?s|what|popular|readers.?|hot|latest|recent|newest|featured|new|more|must|local|news|related|similar|recommended|videos?|clips|watch|community|upcoming|area|events?|calendar|things|read|see|previous|full|complete|continu\w+|earlier|past|our|today.?s|other|breaking|additional|in case|icymi|don.?t|editor\w*.?s?|you|headlines|national|world|state|statewide|regional|u\.?s\.?|sports|weather|politic\w+|business|health|entertainment|daily|morning|evening|online|tv|ap|stories|around|recently|best\w*|sponsored|partner|paid|promoted|branded|from our|deals?|shopping)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"\b(?:videos?|events|calendar|news|headlines|stories)\W*$", re.IGNORECASE)
_TRIM = " \t:>»›→|-–—•·.…"


@dataclass(frozen=True, slots=True)
class Heading:
    """The kind of list that a heading announces, and whether it does so beyond doubt."""

    kind: str
    sure: bool


def heading_key(text: str) -> str:
    """A heading without case, surrounding punctuation and marks: what two prints of one heading share."""
    return text.lower().replace("’", "'").strip(_TRIM)


def kind_of_heading(text: str) -> Heading | None:
    """What a heading of these words announces, or None. Cheap for text that is no heading."""
    if len(text) > LONGEST_HEADING or len(text) < 4:
        return None
    if _FIRST.match(text) or _LAST.search(text):
        return _matched(heading_key(text))
    return None


@lru_cache(maxsize=4096)
def _matched(key: str) -> Heading | None:
    for kind, sure, pattern in _PATTERNS:
        if pattern.fullmatch(key):
            return Heading(kind, sure)
    return None
