"""Which words above a list say what kind of list it is.

One table for all kinds, so that a page's runs are looked up once. A heading is `sure` when its words name nothing but a
widget; one that is not (`News`, `Videos`) needs a list of stories under it and no article around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.split.document import Run

LONGEST_HEADING = 70

_STORIES = r"(?:stories|story|news|headlines|articles|posts|reads|coverage|content)"
_SCOPE = r"(?:(?:local|national|world|state|statewide|regional|area|us|u\.s\.|sports|weather|community|politics|business|health|entertainment|daily|morning|evening|online|tv|ap) )*"
_VIDEOS = r"(?:videos?|video clips?|clips)"
_EVENTS = r"(?:events?|happenings|calendar)(?: calendar)?"
_BRAND = r"(?!play |watch |our |an? |the |see |this |in |how )(?:\w[\w&'.-]* ){1,3}(?<!\b(?:of|on|in) )(?<!\bfor )(?<!\bwith )(?<!\ba )"

# Kind, sure, patterns of which the whole heading must match one. Earlier lines win.
_TABLE: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    (
        "most_popular",
        True,
        (
            rf"(?:the )?most[ -](?:popular|read|viewed|shared|clicked|commented|watched|emailed)(?: {_SCOPE}{_STORIES}| {_VIDEOS}| (?:right )?now| today| this week| (?:on|in|&) .+)?",
            rf"(?:top |now )?trending (?:{_SCOPE}{_STORIES}|{_VIDEOS}|(?:on|in|at|across|from) .+)(?: (?:on|in|at|across|from) .+)?",
            rf"popular {_SCOPE}{_STORIES}(?: on .+)?|readers.? (?:picks|favou?rites)|top \d+ {_SCOPE}{_STORIES}(?: .{{2,30}})?",
            r"what (?:our |your )?(?:readers|people|viewers|neighbors|everyone)(?: are|.re|.s| is) (?:reading|watching|talking about|clicking|sharing)(?: .{2,30})?",
            r"lo m[aá]s (?:visto|le[ií]do|popular|compartido)(?: .{2,30})?",
        ),
    ),
    (
        "most_popular",
        False,
        (
            r"(?:(?:now|also|top|what.?s) )?trending(?: (?:now|today|topics|nationally|locally|this week|right now))?",
            r"popular(?: (?:now|today|on .+|in .+))?|hot right now|hot topics",
        ),
    ),
    (
        "latest_video",
        True,
        (
            rf"(?:latest|recent|newest|top|featured|new|more|must[- ]see|trending|local|news|related|popular) {_SCOPE}{_VIDEOS}",
            rf"editor.?s.? (?:choice|picks?) {_VIDEOS}|(?:on[- ]demand|daily|breaking|viral|live) {_VIDEOS}|video (?:headlines|news|highlights|on demand)",
            r"(?:watch|replay|latest|recent|watch the latest)(?:: | )?(?:latest |our |the )*newscasts?|[uú]ltimos videos",
        ),
    ),
    ("latest_video", False, (rf"{_VIDEOS}|video (?:center|gallery|playlist)|watch (?:more|next)|{_BRAND}videos?",)),
    (
        "community_events",
        True,
        (
            rf"(?:community|upcoming|local|area|featured)(?: community| local)? {_EVENTS}|events? calendar|calendar of events|events (?:near|around|in|this) .{{2,30}}",
            rf"(?:today|tonight|this week|this weekend|this month|next week)(?:.?s)? {_EVENTS}|what.?s (?:happening|going on)(?: (?:in|near|around|this) .{{2,30}})?|things to do(?: (?:in|near|around|this) .{{2,30}})?",
        ),
    ),
    ("community_events", False, (rf"events|calendar|{_BRAND}events(?: calendar)?",)),
    (
        "related_content",
        True,
        (
            rf"(?:related|recommended related|similar) (?:{_STORIES}|links?|reading|to this story|to this article)",
            rf"more (?:on|about) (?:this|the) (?:{_STORIES}|topic|subject)|more on this|also read",
            rf"previous {_STORIES}|(?:complete|continuing|continued|more) coverage|(?:noticias|contenido|historias) relacionad[ao]s?|related to (?:this|the) (?:{_STORIES}|topic)",
        ),
    ),
    (
        "related_content",
        False,
        (
            r"related(?: resources| information)?|read (?:more|also|next)|see (?:also|more)|more (?:on|about) .+|(?:full|our|past|earlier) coverage",
        ),
    ),
    (
        "headlines",
        True,
        (
            rf"(?:today.?s |more |our |other |the |local )?top {_SCOPE}{_STORIES}",
            rf"(?:the )?(?:latest|recent|newest|breaking|featured|new)(?: (?:and|&) (?:latest|breaking|local|top))? {_SCOPE}{_STORIES}",
            rf"(?:more|other|additional) {_SCOPE}{_STORIES}|more from .{{2,40}}",
            r"(?:today.?s |local |national |world |state )+(?:news )?headlines|news headlines",
            r"in case you missed it|icymi|don.?t miss(?: this| these| it)?|editor.?s.? (?:picks?|choice)",
            rf"what we.?re (?:following|reading|covering|watching)|(?:this )?(?:morning|afternoon|evening|tonight|today|week)(?:.?s) (?:top )?(?:{_STORIES}|headlines)|[uú]ltimas noticias|m[aá]s noticias|te puede interesar|also of interest",
            rf"you (?:may|might) (?:also )?(?:like|have missed|be interested in)|recommended(?: for you| {_STORIES})",
        ),
    ),
    (
        "headlines",
        False,
        (
            rf"(?:the )?latest(?: (?:on|from|in|{_STORIES}) .{{2,30}}| updates)?|headlines|stories|recently|breaking|recommended",
            rf"{_SCOPE}(?:news|headlines|stories)|(?:today.?s )?top {_STORIES} .{{2,30}}|must[- ](?:reads?|sees?)",
            rf"more (?:in|at) .{{2,40}}|more [\w' &.-]{{2,30}} {_STORIES}|new on .{{2,40}}|also in (?:the )?news|around (?:the )?.{{2,30}}",
        ),
    ),
    (
        "promo",
        True,
        (
            rf"(?:sponsored|partner|paid|promoted|brand|branded|advertiser|advertising) (?:{_STORIES}|links|spotlight|offers)(?: (?:by|from) .{{2,30}})?",
            r"(?:(?:more|content|stories|news|offers) )?from our (?:partners|sponsors|advertisers)|around the web|(?:sponsored|presented|brought to you) by (?:our|your) .{2,30}",
        ),
    ),
    (
        "promo",
        False,
        (r"best ?reviews(?:\.com)?\b.*|(?:today.?s )?deals?(?: of the day)?|shopping",),
    ),
)
_ANY = re.compile("|".join(f"(?P<line_{at}>{'|'.join(words)})" for at, (_, _, words) in enumerate(_TABLE)))
# These stand for a widget even where nothing is under them: a script that the capture did not run would have filled it.
_ALONE = re.compile(
    r"most (?:popular|read|viewed)(?: stories| news)?|(?:popular|trending) stories|trending now|latest videos?|related (?:content|stories|articles|news|links)|(?:community|upcoming|local) events|top stories|latest (?:[a-z]+ )?(?:news|headlines)|in case you missed it|recommended for you|you may also like"
)

# Every heading of the table begins or ends with one of these words: a look in a dictionary before any pattern.
OPENING = frozenset(
    [
        "most",
        "the",
        "top",
        "now",
        "trending",
        "also",
        "what's",
        "what’s",
        "what",
        "popular",
        "reader",
        "readers",
        "reader's",
        "reader’s",
        "readers'",
        "readers’",
        "latest",
        "recent",
        "newest",
        "featured",
        "new",
        "more",
        "must",
        "must-see",
        "must-read",
        "must-sees",
        "must-reads",
        "local",
        "news",
        "related",
        "similar",
        "recommended",
        "video",
        "videos",
        "clips",
        "watch",
        "community",
        "upcoming",
        "area",
        "event",
        "events",
        "calendar",
        "things",
        "read",
        "see",
        "previous",
        "full",
        "complete",
        "continuing",
        "continued",
        "earlier",
        "past",
        "our",
        "today's",
        "today’s",
        "todays",
        "other",
        "breaking",
        "additional",
        "in",
        "icymi",
        "don't",
        "don’t",
        "dont",
        "editor's",
        "editor’s",
        "editors",
        "editor",
        "editors'",
        "editors’",
        "you",
        "headlines",
        "national",
        "world",
        "state",
        "statewide",
        "regional",
        "us",
        "u.s",
        "sports",
        "weather",
        "politics",
        "business",
        "health",
        "entertainment",
        "daily",
        "morning",
        "evening",
        "online",
        "tv",
        "ap",
        "stories",
        "around",
        "recently",
        "best",
        "bestreviews",
        "bestreviews.com",
        "sponsored",
        "partner",
        "paid",
        "promoted",
        "branded",
        "from",
        "deal",
        "deals",
        "shopping",
        "hot",
        "on-demand",
        "on",
        "viral",
        "live",
        "replay",
        "today",
        "tonight",
        "tonight's",
        "tonight’s",
        "this",
        "next",
        "brand",
        "advertiser",
        "advertising",
        "presented",
        "brought",
        "content",
        "offers",
        "evening's",
        "evening’s",
        "lo",
        "últimas",
        "Últimas",
        "ultimas",
        "últimos",
        "Últimos",
        "ultimos",
        "más",
        "mas",
        "noticias",
        "contenido",
        "historias",
        "te",
    ]
)
CLOSING = frozenset({"video", "videos", "events", "calendar", "happenings", "news", "headlines", "stories"})
_MARKS = ":;,.!?|>»›→…–—*•()[]"
_TRIM = " \t:>»›→|–—·…"


@dataclass(frozen=True, slots=True)
class Heading:
    """The kind of list that a heading announces, whether its words can mean nothing else, and whether it stands for a
    list that is empty."""

    kind: str
    sure: bool
    alone: bool


def heading_key(text: str) -> str:
    """A heading without case, surrounding punctuation and marks: what two prints of one heading share."""
    return text.lower().replace("’", "'").strip(_TRIM)


def after_heading(runs: Sequence[Run], at: int) -> int:
    """The index after a heading, and after the second print of it that some pages have for screen readers."""
    again = at + 1 < len(runs) and heading_key(runs[at + 1].text) == heading_key(runs[at].text)
    return at + 2 if again else at + 1


def kind_of_heading(text: str) -> Heading | None:
    """What a heading of these words announces, or None. Cheap for text that is no heading."""
    if not 4 <= len(text) <= LONGEST_HEADING:
        return None
    words = text.lower().split()
    if words and (words[0].strip(_MARKS) in OPENING or words[-1].strip(_MARKS) in CLOSING):
        return _matched(heading_key(text))
    return None


@lru_cache(maxsize=4096)
def _matched(key: str) -> Heading | None:
    match = _ANY.fullmatch(key)
    if match is None or match.lastgroup is None:
        return None
    kind, sure, _ = _TABLE[int(match.lastgroup.removeprefix("line_"))]
    return Heading(kind, sure, _ALONE.fullmatch(key) is not None)
