"""`nws_alert`: the text of a warning by the National Weather Service. Data: `{event, area, expires, text}`.

Only a feed that stands as a widget: under a heading such as `Weather Alerts`, in an element named for alerts, or behind the
weather list. A story that carries the text of a warning keeps it: it is its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.case_place import in_article_body
from pipelines.widgets.page_regions import in_menu_or_footer
from pipelines.widgets.page_words import is_said, named_elements, runs_opening, runs_saying, short_runs_saying
from pipelines.widgets.weather_conditions import weather_lists

MOST_RUNS = 60
CONTINUED = 12
"""Runs between two marks of the form (`* WHAT`, `&&`) that belong to the text."""
_EVENT = re.compile(
    r"(?P<event>(?:tornado|severe thunderstorm|(?:flash|river|areal|coastal|lakeshore) flood|flood|winter storm|winter weather|blizzard|ice storm|"
    r"wind chill|(?:extreme )?cold(?: weather)?|(?:excessive |extreme )?heat|(?:high |lake )?wind|(?:hard )?freeze|frost|dense fog|dense smoke|"
    r"fire weather|red flag|hurricane|tropical storm|storm surge|lake effect snow|snow squall|dust storm|rip current|beach hazards|"
    r"small craft|gale|special weather|hydrologic|hazardous weather|air quality|avalanche) (?:watch|warning|advisory|statement|outlook|emergency|alert))\b",
    re.IGNORECASE,
)
_SAID = ("watch", "warning", "advisory", "statement", "outlook", "emergency", " alert")
_MARK = re.compile(
    r"^(?:\*\s?(?:what|where|when|impacts?|additional details|hazard|source|locations? impacted|affected area|winds?|timing)\b|&&$|\$\$$|\.\.\.\s?\S"
    r"|areas? affected\s*:|precautionary|nws\b|national weather service|(?:issued|expires|effective|until|ends)\b\s*:?)|\bin effect (?:from|until|through)\b"
    r"|^the national weather service (?:in|has)\b",
    re.IGNORECASE,
)
_MARKED = ("\n*", "\n...", "in effect", "the national weather service")
_MARKING = (
    "area",
    "areas",
    "precautionary",
    "nws",
    "national",
    "issued",
    "expires",
    "effective",
    "until",
    "ends",
    "&&",
    "$$",
)
"""What a line says, or begins with, that is a mark of the form: without any there is no alert."""
_HEADED, _BOXED = ("alert", "warning", "watches", "advisories"), ("alert", "nws", "warning")
"""Words of the heading above an alert, and of the names of the boxes that alerts stand in."""
HEADING = re.compile(
    r"(?:(?:active|current|severe|latest|local|nws|area|live|all|your|the)\s+)*(?:weather\s+)?(?:alerts?|warnings?|watches|advisories)(?:(?:\s*(?:,|&|and|/)\s*)+(?:alerts?|warnings?|watches|advisories))*(?:\s+(?:for|in|near|by)\s+.{2,40})?\s*:?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![a-z])(?:\w*alerts?|nws\w*|warnings?)(?![a-z])")
_AREA = re.compile(
    r"(?:^|\n)\s*(?:\*\s?where\s*(?:\.{2,3}|…|:)?|(?:areas? affected|affected area|counties|for)\s*:)\s*(?P<area>[^\n]+)",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    r"(?:\buntil\b|\bthrough\b|\bexpires?\b\s*:?|\bends?\s*:)\s*(?P<when>[0-9][^\n.;*]*?\b(?:[ap]\.?m\.?)\b(?:\s+[A-Z]{2,4}\b)?"
    r"(?:\s+(?:on\s+|this\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\s+(?:tonight|today|this (?:morning|afternoon|evening)))?"
    r"|(?:noon|midnight)\b[^\n.;*]{0,30}|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b[^\n.;*]{0,40}|[A-Z][a-z]{2,8}\.? \d{1,2}[^\n;*]{0,30})",
    re.IGNORECASE,
)


def recognise(document: Document) -> Iterator[Found]:
    """The alerts of a page that stand as widgets."""
    if document.is_html and not (short_runs_saying(document, *_HEADED) or named_elements(document, *_BOXED)):
        return
    if not (is_said(document, *_MARKED) or runs_opening(document, _MARKING)):
        return
    done = 0
    for run in runs_saying(document, *_SAID):
        if run.index < done or len(run.text) > 400 or (event := _EVENT.search(run.text)) is None:
            continue
        end = _end(document.runs, run.index)
        if end == run.index + 1 and len(_MARK.findall(run.text)) == 0:
            continue
        title = _heading_above(document, run.index)
        if title is None and not _stands_apart(document, run):
            continue
        start = title.index if title is not None else run.index
        text = "\n".join(each.text for each in document.runs[run.index : end])
        why = f"the form of an alert about a {event['event'].lower()}"
        yield Found(
            "nws_alert",
            start,
            end,
            why,
            title=title.text if title is not None else None,
            text=text,
            data=_data(event["event"], text),
        )
        done = end


def _end(runs: list[Run], start: int) -> int:
    """The index after the last run of the alert's form; continued lines between its marks belong to it."""
    end = start + 1
    waiting = 0
    for at in range(start + 1, min(start + MOST_RUNS, len(runs))):
        text = runs[at].text
        if at > start + 1 and len(text) < 100 and _EVENT.match(text) and not _MARK.search(text):
            break  # the next alert
        if _MARK.search(text):
            end, waiting = at + 1, 0
        elif waiting >= CONTINUED:
            break
        waiting += 1
    return end


def _heading_above(document: Document, index: int) -> Run | None:
    above = document.runs[index - 1] if index else None
    return above if above is not None and len(above.text) < 60 and HEADING.fullmatch(above.text) else None


def _stands_apart(document: Document, run: Run) -> bool:
    if document.is_html:
        if run.element is None or in_article_body(run.element) or in_menu_or_footer(run.element):
            return False
        return any(
            box.names and _NAMED.search(box.names) for box in run.element.ancestors() if box.tag not in ("html", "body")
        )
    return any(cards[-1].end <= run.index for cards in weather_lists(document))


def _data(event: str, text: str) -> dict[str, object]:
    area, expires = _AREA.search(text), _EXPIRES.search(text)
    return {
        "event": event.title() if event.isupper() else event,
        "area": area["area"].strip() if area is not None else None,
        "expires": expires["when"].strip(" ,.") if expires is not None else None,
        "text": text,
    }
