"""`weather_tagline`: the forecaster's sentence, or short paragraph, right behind the weather list. Data: none, it is in `text`.

On the page it stands in the box of the list or right below it. In text it is the line behind the list; what follows it there
(the station's cards, a case table, a heading) ends it, and a line that only repeats the headline is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.closings import HEADING as CLOSINGS
from pipelines.widgets.headings import kind_of_heading
from pipelines.widgets.nws_alert import HEADING as ALERTS
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.weather_conditions import tables_of_weather, weather_lists

LONGEST = 1600
LONGEST_STRANGE = 120
"""Characters of a sentence that says nothing of the weather, as `Have a great weekend!`."""
NEAR = 3
"""Levels of nesting between the list's cards and the box that the sentence may share with them."""

_WEATHER = re.compile(
    r"\b(?:sun(?:ny|shine|set|rise)?|rain(?:y|s|fall)?|snow(?:y|s|fall)?|cloud(?:s|y|iness)?|clear(?:ing)?|storm(?:s|y)?|thunderstorms?|"
    r"showers?|flurries|fog(?:gy)?|haz[ey]|wind(?:s|y|ier)?|breez[ey]|gust(?:s|y)?|temp(?:s|eratures?)|degrees?|heat(?:\s?wave)?|hot(?:ter)?|"
    r"cold(?:er)?|chill(?:s|y|ier)?|cool(?:er|ing)?|warm(?:er|ing|th|up)?|mild(?:er)?|humid(?:ity)?|dry|drier|freez(?:e|ing)|frost|ic[ey]|"
    r"sleet|mix|wintry|winter|summer|spring|fall|weather|forecast|skies|sky|highs?|lows?|front|pressure|tonight|overnight|tomorrow|"
    r"precip(?:itation)?|dew|flood(?:ing)?|tornado(?:es)?|pleasant|weekend|day)\b|[°º]",
    re.IGNORECASE,
)
_NOT_TAGLINE = re.compile(
    r"^(?:posted|updated|published|by|related|article comments|comments|scroll|share|advertisement|image|more weather|full forecast|(?:current )?(?:weather|conditions) ?(?:now)?$|right now$|"
    r"current conditions|copyright|©|\(|\||breaking|closings|school closings|severe wx|watch live|view\b|watch:|click|download|sign up)\b"
    r"|\b(?:coronavirus|covid(?:-19)?)\b.*\b(?:cases|counts?|numbers|totals)\b|^[KW][A-Z]{2,3}\d{0,2}(?:-TV)? |°.*\bwxicon",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:posted|updated|published|by)\b", re.IGNORECASE)


def recognise(document: Document) -> Iterator[Found]:
    """The sentence behind each weather list, where one stands."""
    ends = {found.end for found in tables_of_weather(document)}
    for end in sorted(ends | {cards[-1].end for cards in weather_lists(document)}):
        last = _last_run(document, end)
        if last > end:
            text = "\n".join(run.text for run in document.runs[end:last])
            yield Found("weather_tagline", end, last, "what stands right behind a weather list", text=text)


def _last_run(document: Document, start: int) -> int:
    """The index after the tagline that begins at `start`; `start` itself where there is none."""
    runs = document.runs
    if start >= len(runs) or not _can_be(document, runs[start], start):
        return start
    at = start + 1
    while at < len(runs) and _goes_on(document, runs[at], start):
        at += 1
    return at


def _can_be(document: Document, run: Run, start: int) -> bool:
    if len(run.text) > LONGEST or len(run.text.split()) < 2 or _NOT_TAGLINE.search(run.text):
        return False
    if CLOSINGS.fullmatch(run.text) or ALERTS.fullmatch(run.text):
        return False
    if kind_of_heading(run.text) is not None or not _is_near(document, run, start):
        return False
    if any(_DATED.match(after.text) for after in document.runs[start + 1 : start + 4]):
        return False  # a headline: the story's date stands below it
    if _WEATHER.search(run.text):
        return not _is_link(run)
    return len(run.text) <= LONGEST_STRANGE and run.text[-1] in ".!" and not run.links


def _goes_on(document: Document, run: Run, start: int) -> bool:
    """A further sentence of the same tagline: as full as the first, not said before on the page, and in the same box."""
    first = document.runs[start]
    if document.is_html:
        return run.element is not None and run.element is first.element and not _is_link(run)
    apart = run.line is not None and first.line is not None and run.line - first.line > run.index - first.index
    said = any(earlier.text == run.text for earlier in document.runs[:start])
    full = all(each.text[-1] in ".!" and len(each.text) > LONGEST_STRANGE for each in (first, run))
    return full and not apart and not said and _WEATHER.search(run.text) is not None


def _is_link(run: Run) -> bool:
    return 2 * sum(len(link.text) for link in run.links) > len(run.text)


def _is_near(document: Document, run: Run, start: int) -> bool:
    """In text always; in HTML where it shares a box with the list, is no heading and stands in no menu."""
    if not document.is_html:
        return True
    if run.element is None or run.tag in ("h1", "h2", "h3") or in_menu_or_footer(run.element):
        return False
    above = [box for box in run.element.ancestors() if not is_page(box)]
    return any(box.start < start for box in above[: NEAR + 1])
