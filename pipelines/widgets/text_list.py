"""Titled lists in plain text: a line that is a heading, then one line a story, until something else begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.headings import Heading, kind_of_heading
from pipelines.widgets.meta_lines import is_meta, is_rank, without_stamp

_MAX_ITEMS = 60
_LONGEST_TITLE = 170
_BULLET = re.compile(r"^(?:[-–*•▪◦»›]|#?\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^#?(\d{1,2})[.)]?\s+(?=\D)")
# What ends a list, whatever it says: page ends, other widgets, dates of an article.
_STRANGE = re.compile(
    r"^(?:article comments|comments?$|leave a (?:reply|comment)|scroll for more|posted:|updated:|copyright|©|\(c\) \d{4}|all rights reserved|terms of|privacy|current conditions|more weather|breaking news\b|closings\b|school closings|severe w|watch live|sign up|subscribe|newsletter|follow us|speech to text|feels like|county\b.*(?:cases|confirmed)|confirmed cases|reported deaths|total cases|cases:|\(?widget updates)|coronavirus cases$|°",
    re.IGNORECASE,
)
_CALL_SIGN = re.compile(
    r"^[KW][A-Z]{2,3}\d?(?:-TV)? (?:\S+ )*(?:radar|temps|temperatures|planner|eye in the sky|cam|cams|events)$",
    re.IGNORECASE,
)


def text_lists(document: Document) -> Iterator[Found]:
    """Every titled list of a text, in order."""
    runs, at = document.runs, 0
    while at < len(runs):
        heading = kind_of_heading(runs[at].text)
        found = _list_at(runs, at, heading) if heading is not None else None
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _list_at(runs: Sequence[Run], at: int, heading: Heading) -> Found | None:
    items, end = _items(runs, at + 1)
    if not items and not heading.alone:
        return None
    if not heading.sure and (len(items) < 2 or not _looks_titled(items)):
        return None
    titles = [{"text": text, "href": None} for text in _without_numbers(items)]
    why = f"heading '{runs[at].text}' with {len(items)} lines under it" if items else f"heading '{runs[at].text}'"
    return Found(heading.kind, at, end, why, title=runs[at].text, data=titles)


def _items(runs: Sequence[Run], start: int) -> tuple[list[str], int]:
    """The titles from `start` on, and the index after the last line that belongs to them."""
    items: list[str] = []
    end = start
    for at in range(start, len(runs)):
        text = runs[at].text
        if len(items) >= _MAX_ITEMS or ends_list(runs, at):
            break
        if is_meta(text) or is_rank(text):
            end = at + 1 if items else end
            continue
        items.append(without_stamp(_BULLET.sub("", text)))
        end = at + 1
    return items, end


def ends_list(runs: Sequence[Run], at: int) -> bool:
    """True where a line is no story of a list: prose, another heading, or the first line of another widget."""
    text = runs[at].text
    if len(text) > _LONGEST_TITLE or _STRANGE.search(text) or _CALL_SIGN.match(text) or text.startswith("|"):
        return True
    if text.endswith((".", ":")) and text.count(" ") > (7 if text.endswith(".") else 2):
        return True
    heading = kind_of_heading(text)
    if heading is not None and (heading.sure or _is_list_heading(runs, at)):
        return True
    # A place and its sky stand before the first line with a degree sign.
    return len(text) < 40 and any("°" in run.text for run in runs[at + 1 : at + 3])


def _is_list_heading(runs: Sequence[Run], at: int) -> bool:
    """A heading that is not beyond doubt counts where blank lines or the end set it apart from a story's title."""
    return runs[at].text.count(" ") < 2


def _looks_titled(items: Sequence[str]) -> bool:
    """Titles are short, mostly more than two words, and are not sentences of an article."""
    long = sum(1 for item in items if item.count(" ") >= 2)
    prose = sum(1 for item in items if item.endswith((".", "”", '."')) and item.count(" ") > 8)
    return long * 2 >= len(items) and prose * 3 <= len(items)


def _without_numbers(items: list[str]) -> list[str]:
    """Titles without the place numbers of a ranking, if every title carries its own in order."""
    matches = [_NUMBERED.match(item) for item in items]
    if len(items) > 1 and all(m is not None and int(m.group(1)) == n for n, m in enumerate(matches, 1)):
        return [_NUMBERED.sub("", item) for item in items]
    return items
