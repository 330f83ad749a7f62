"""The strips at the top of a page: breaking news, live streams, closings, severe weather.

A banner is a label (`BREAKING NEWS`), a headline, and the words of its link (`Full Story`). In text they share a line;
in HTML they stand in one element whose names say so, or in one run. A headline of the article that begins with
"Breaking" has no link's words behind it and is not a banner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.split.document import Document, Element, Found, Run
from pipelines.split.per_page import per_page
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, runs_opening, runs_saying

_SEPARATOR = r"\s*[:|»>•–—-]*\s*"
_LABELS: tuple[tuple[str, str], ...] = (
    (
        "closings_banner",
        r"(?:(?:school|weather|business|storm|area|active|current) )*(?:closings?|delays|cancell?ations)(?:(?: ?(?:&|and|/|,) ?)(?:closings?|delays|early dismissals|cancell?ations))*(?: alerts?)?",
    ),
    (
        "severe_weather_banner",
        r"(?:severe (?:wx|weather)|(?:weather|wx|storm) (?:alerts?|warnings?)|(?:stormteam|storm team|first alert) ?(?:\d+ )?(?:weather )?alerts?|(?:active )?weather alerts?)(?: alerts?| warnings?)?",
    ),
    (
        "breaking_banner",
        r"breaking(?: news)?(?: alerts?| update)?|news alerts?|just in|developing(?: news| story| now)?|happening now",
    ),
    (
        "streaming_banner",
        r"(?:now )?streaming(?: now| live)|watch (?:live|now)(?: now)?|(?:now |we.?re )?live(?: now| stream(?:ing)?| video)|now streaming",
    ),
)
_LABEL = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS), re.IGNORECASE)
_TAIL = re.compile(
    r"(?:(?P<live>watch (?:now|live|here)|tune in|stream now|click (?:below |here )?to watch)|(?:read |see |view )?(?:the )?full (?:story|list|coverage|details|report)|(?:read|learn|see|view) more|(?:view|see) (?:all |the )?(?:alerts?|closings?|details|list|delays|watches|warnings)(?: (?:&|and) (?:delays|closings))?|more (?:details|info|information)|details|click here|read story|go to story)\W*$",
    re.IGNORECASE,
)
_NAMED = ("breaking", "alert", "livebanner", "live-b", "closing", "streaming", "severe")
"""A word of each name below: there are fewer to look for."""
_NAMES = (
    "breaking",
    "alertsbar",
    "alertstop",
    "alert-banner",
    "alert-bar",
    "alertbanner",
    "alert_banner",
    "weather-alert",
    "weatheralert",
    "newsalert",
    "news-alert",
    "live-banner",
    "livebanner",
    "closings-",
    "closing-alert",
    "streaming",
    "live-alert",
    "live-button",
    "severe",
)
_NAMED_KIND = (
    ("closings_banner", re.compile(r"closing")),
    ("severe_weather_banner", re.compile(r"severe|weather-?alert|wx-?alert")),
    ("streaming_banner", re.compile(r"stream|live-?(?:banner|alert|button)")),
    ("breaking_banner", re.compile(r"breaking(?!-bad)|news-?alert")),
)
_OPENING = frozenset(
    [
        "school",
        "weather",
        "business",
        "storm",
        "area",
        "active",
        "current",
        "closing",
        "closings",
        "delay",
        "delays",
        "cancellation",
        "cancellations",
        "cancelation",
        "cancelations",
        "severe",
        "wx",
        "stormteam",
        "first",
        "breaking",
        "news",
        "just",
        "developing",
        "happening",
        "now",
        "streaming",
        "watch",
        "live",
        "we're",
        "we’re",
        "were",
        "alert",
        "alerts",
    ]
)
_GLUED = ("closings", "delays", "cancel", "breaking", "alert", "streaming")
_MOST_RUNS = 24
_LONGEST = 260
_MOST_UNSAID = 3
_TOP_LINES = 6
_STREAMS = re.compile(r"\b(?:is |are )?(?:now )?(?:streaming|live) now\b", re.IGNORECASE)
_SURE_LABEL = re.compile(r"(?:severe wx|streaming now|now streaming)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Parts:
    """A banner's words taken apart. `tail` is the link's words, empty where there are none."""

    kind: str | None
    label: str
    headline: str
    tail: str


def of_kind(document: Document, kind: str) -> Iterator[Found]:
    """The banners of one kind, in document order."""
    return (found for found in _all(document) if found.kind == kind)


@per_page
def _all(document: Document) -> tuple[Found, ...]:
    """Every banner. The kinds are asked one after the other on one page, so the page keeps the answer."""
    named = list(_named(document)) if document.is_html else []
    claimed = {index for found in named for index in range(found.start, found.end)}
    spread = [found for found in _spread(document) if claimed.isdisjoint(range(found.start, found.end))]
    claimed.update(index for found in spread for index in range(found.start, found.end))
    lone = [found for found in _lone(document) if found.start not in claimed]
    return tuple(sorted([*named, *lone, *spread], key=lambda found: found.start))


def take_apart(text: str) -> _Parts:
    """Label, headline and link's words of a banner's text, each possibly empty."""
    label = _LABEL.match(text)
    end = label.end() if label else 0
    if end > 1 and text[end - 1] == "S" and text[end - 2].islower():
        end -= 1  # no plural: the first letter of what is glued to it
    rest = text[end:]
    tail = _TAIL.search(rest)
    if label and rest[:1].isalnum() and not (tail and rest[0].isupper()):  # "Breakingviews", "Closingsale"
        label, rest = None, text
        tail = _TAIL.search(rest)
    words = rest[: tail.start()] if tail else rest
    headline = re.sub(rf"^{_SEPARATOR}|{_SEPARATOR}$", "", words)
    kind = label.lastgroup if label else None
    return _Parts(kind, text[:end] if label else "", headline, tail.group() if tail else "")


@per_page
def _labelled(document: Document) -> list[Run]:
    """The runs that begin with a label."""
    return [run for run in runs_opening(document, _OPENING, _GLUED) if _LABEL.match(run.text)]


def _lone(document: Document) -> Iterator[Found]:
    """Banners that are one run: every one of text, and of HTML those that say label and link in one breath."""
    said = {run.index: run for run in (*_labelled(document), *runs_saying(document, "streaming now", "live now"))}
    for _, run in sorted(said.items()):
        if len(run.text) > _LONGEST:
            continue
        parts = take_apart(run.text)
        if parts.kind is None:
            if not _streams(run.text):
                continue
            parts = _Parts("streaming_banner", "", run.text, "")
        if _stands(document, run, parts):
            yield _found(parts, [run], run.element, f"label '{parts.label or run.text}'")


def _spread(document: Document) -> Iterator[Found]:
    """Banners whose label, headline and link's words are runs of their own, in boxes that no name tells.

    Three runs at most, the last of them the link's words: a list of stories under such a label goes on behind them.
    """
    end = 0
    for run in _labelled(document):
        parts = take_apart(run.text) if run.index >= end and len(run.text) <= _LONGEST else None
        if parts is None or parts.kind is None or parts.tail:
            continue
        runs = document.runs[run.index : run.index + (2 if parts.headline else 3)]
        last = next((at for at, each in enumerate(runs[1:], 1) if _TAIL.fullmatch(each.text)), None)
        if last is None or any(len(each.text) > _LONGEST for each in runs):
            continue
        runs = runs[: last + 1]
        whole = _joined(runs)
        closes = whole.kind == "closings_banner" or whole.headline or _live(runs[-1].text)
        if closes and _stands(document, run, whole) and not _goes_on(document.runs, runs[-1]):
            end = runs[-1].index + 1
            yield _found(whole, runs, None, f"label '{whole.label}' and link '{whole.tail}'")


def _goes_on(runs: Sequence[Run], last: Run) -> bool:
    """Whether the same link's words close the next lines too, as those of each story of a list do."""
    return any(
        run.text == last.text
        and _LABEL.match(runs[run.index - 1].text) is None
        and _LABEL.match(runs[run.index - 2].text) is None
        for run in runs[last.index + 1 : last.index + 5]
    )


def _streams(text: str) -> bool:
    return len(text) <= 100 and _STREAMS.search(text) is not None and not text.endswith(".")


def _stands(document: Document, run: Run, parts: _Parts) -> bool:
    """True where a run is a banner on its own words, without a name to help."""
    if document.is_html and (in_menu_or_footer(run.element) or _in_article_title(run.element)):
        return False
    loud = parts.label.isupper() or not parts.label
    if parts.kind == "closings_banner":
        short = len(parts.headline) <= 80
        return short and bool(parts.tail or (":" in run.text and loud)) and not run.text.endswith(".")
    if parts.kind == "severe_weather_banner":
        return bool(parts.tail or _SURE_LABEL.match(parts.label))
    if parts.kind == "streaming_banner":
        return _streams_here(document, run, parts, loud)
    if not parts.headline:
        return False
    return bool(parts.tail) or (loud and (_set_apart(run, parts) or _stands_again(document, run, parts.headline)))


def _streams_here(document: Document, run: Run, parts: _Parts, loud: bool) -> bool:
    """A label before a colon may be a headline's; in HTML a label alone is a button."""
    sure = bool(_SURE_LABEL.match(parts.label) or parts.tail or not parts.label or _set_apart(run, parts))
    if not parts.headline:
        top = not document.is_html and run.index < _TOP_LINES
        return top and (sure or (loud and "live" in parts.label.lower()))
    return sure or (loud and not run.text[len(parts.label) :].lstrip().startswith(":"))


def _set_apart(run: Run, parts: _Parts) -> bool:
    """`LABEL : words` is how a bar prints; a headline has no space before its colon."""
    return run.text.startswith(" : ", len(parts.label))


def _stands_again(document: Document, run: Run, headline: str) -> bool:
    """A banner repeats the headline of the story that it leads to, when that is the page's own."""
    return any(other.text == headline for other in document.runs[run.index + 1 : run.index + 12])


def _in_article_title(element: Element | None) -> bool:
    at = element
    for _ in range(3):
        if at is None:
            return False
        if at.tag == "h1":
            return True
        at = at.parent
    return False


def _named(document: Document) -> Iterator[Found]:
    """Banners in elements that are named for them, one for each label, list item or link's words inside."""
    end = 0
    for element in named_elements(document, *_NAMED):
        if element.start < end or not 0 < element.end - element.start <= _MOST_RUNS or is_page(element):
            continue
        if not any(name in element.names for name in _NAMES):
            continue
        if element.tag in ("a", "article", "h1", "p", "form") or in_menu_or_footer(element):
            continue
        kind = next((kind for kind, names in _NAMED_KIND if names.search(element.names)), None)
        found = list(_entries(document, element, kind))
        if found:
            end = element.end
            yield from found


def _entries(document: Document, element: Element, kind: str | None) -> Iterator[Found]:
    groups = [(runs, _joined(runs)) for runs in _groups(document.runs[element.start : element.end])]
    said = any(parts.kind or parts.tail for _, parts in groups)
    if not said and len(groups) > _MOST_UNSAID:
        return  # a ticker of the day's stories, whatever its name
    for runs, parts in groups:
        if parts.kind is None and parts.tail and _live(parts.tail):
            parts.kind = "streaming_banner"
        if parts.kind is None and not parts.tail and not _speaks(runs, parts, kind):
            continue
        parts.kind = parts.kind or kind
        if (
            parts.kind is not None
            and len(parts.headline) <= _LONGEST
            and (parts.headline or parts.kind == "closings_banner")
        ):
            yield _found(parts, runs, element, f"names '{names_of(element)}'")


def _speaks(runs: Sequence[Run], parts: _Parts, kind: str | None) -> bool:
    """True for a linked headline in an element that only its name tells. A name alone makes no stream: a button or a
    heading beside a player may stand in it too."""
    return kind != "streaming_banner" and parts.headline.count(" ") > 1 and any(run.links for run in runs)


def _groups(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs of one banner: a new one begins at a label, at a list item, or after the link's words of the last."""
    group: list[Run] = []
    for run in runs:
        labelled = _LABEL.match(run.text) is not None and not _TAIL.fullmatch(run.text)
        starts = labelled or _item_of(run) is not (_item_of(group[-1]) if group else None)
        ended = len(group) > 1 and _TAIL.fullmatch(group[-1].text) is not None
        if group and (ended or (starts and not _only_label(group))):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _only_label(group: Sequence[Run]) -> bool:
    if len(group) != 1:
        return False
    parts = take_apart(group[0].text)
    return not parts.headline and not parts.tail


def _item_of(run: Run) -> Element | None:
    at = run.element
    while at is not None and at.tag != "li":
        at = at.parent
    return at


def _joined(runs: Sequence[Run]) -> _Parts:
    """The parts of a banner whose label, headline and link may be runs of their own."""
    texts = [run.text for run in runs]
    whole = _Parts(None, "", "", "")
    if len(texts) > 1 and _TAIL.fullmatch(texts[-1]):
        whole.tail = texts.pop()
    for text in texts:
        parts = take_apart(text)
        whole.kind = whole.kind or parts.kind
        whole.label = whole.label or parts.label
        whole.tail = whole.tail or parts.tail
        whole.headline = whole.headline or parts.headline
    return whole


def _live(tail: str) -> bool:
    match = _TAIL.search(tail)
    return match is not None and match.group("live") is not None


def _found(parts: _Parts, runs: Sequence[Run], element: Element | None, why: str) -> Found:
    href = next((link.href for run in runs for link in run.links if link.href), None)
    data = {"headline": parts.headline or None, "href": href}
    return Found(parts.kind or "", runs[0].index, runs[-1].index + 1, why, data=data, element=element)
