"""`social`: the station's own accounts, beside the article. Data: `[{text, href}]`. Share buttons are chrome, not this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Section, sections
from pipelines.widgets.page_words import runs_opening

_HEADING = re.compile(
    r"(?:follow|find|like|join|connect with|stay connected(?: with)?|get social(?: with)?|social media|be social|keep up with)(?: (?:us|[A-Z][\w.-]+(?: [\w.-]+){0,2}))?(?: on(?: social(?: media)?| facebook| twitter)?)?\W*",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"(?:(?:like|follow|find|watch|visit)(?: us| our)?(?: on)? )?(?:facebook|twitter|x|instagram|you ?tube|linkedin|pinterest|tik ?tok|threads|snapchat|google ?\+|rss(?: feeds?)?|bluesky|flipboard|nextdoor|whatsapp)(?: page| feed| channel)?",
    re.IGNORECASE,
)
_OPENING = frozenset(
    [
        "facebook",
        "twitter",
        "x",
        "instagram",
        "youtube",
        "you",
        "linkedin",
        "pinterest",
        "tiktok",
        "tik",
        "threads",
        "snapchat",
        "google",
        "rss",
        "bluesky",
        "flipboard",
        "nextdoor",
        "whatsapp",
        "like",
        "follow",
        "find",
        "watch",
        "visit",
    ]
)
_LONGEST = 60


def recognise(document: Document) -> Iterator[Found]:
    """Networks listed under a heading such as `Follow us`."""
    if not any(_NETWORK.fullmatch(run.text) for run in runs_opening(document, _OPENING) if len(run.text) < _LONGEST):
        return
    for section in sections(document, _HEADING, "follow", "find", "like", "join", "connect", "social", "keep up"):
        end = section.heading.index + 1
        for row in section.rows:
            if not all(_NETWORK.fullmatch(cell) for cell in row.cells):
                break
            end = row.end
        if end > section.heading.index + 1:
            yield _found(document, section, end)


def _found(document: Document, section: Section, end: int) -> Found:
    start = section.heading.index
    data = [
        {"text": run.text, "href": run.links[0].href if run.links else None} for run in document.runs[start + 1 : end]
    ]
    why = f"heading '{section.heading.text}' with {len(data)} networks"
    return Found("social", start, end, why, section.heading.text, data=data, element=section.element)
