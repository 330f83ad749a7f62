"""Titled lists in plain text: a line that is a heading, then one line a story, until something else begins.

Text has no boxes: menus and footers stand around the lists, and a heading's words may be a menu's. What tells them apart is how long
the lines are, and blank lines where the extraction kept them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.headings import Heading, after_heading, heading_key, kind_of_heading
from pipelines.widgets.meta_lines import is_meta, is_rank, without_stamp

_MAX_ITEMS = 60
_LONGEST_TITLE = 170
_ALONE_LENGTH, _SURE_LENGTH, _UNSURE_LENGTH = 12, 16, 28
"""Characters that titles have on average, and menu entries have not: the less a heading says, the more they must."""
_BULLET = re.compile(r"^(?:[-–*•▪◦»›]|#?\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^#?(\d{1,2})[.)]?\s+(?=\D)")
_BRANDED = re.compile(r"\d|\b[KW][A-Z]{2,3}\b")
_LOWER_WORD = re.compile(r"(?:^| )[a-z]")
# What ends a list, whatever it says: page ends, other widgets, dates of an article.
_STRANGE = re.compile(
    r"^(?:article comments|comments?$|leave a (?:reply|comment)|scroll for more|posted:|updated:|copyright|©|\(c\) \d{4}|all rights reserved|terms of|privacy|current conditions|more weather|breaking news\b|closings\b|school closings|severe w|watch live|sign up|subscribe|newsletter|follow us|stay connected|speech to text|feels like|county\b.*(?:cases|confirmed)|confirmed cases|reported deaths|total cases|cases:|\(?widget updates)|coronavirus cases$|°",
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
        heading = _heading(runs, at)
        found = _list_at(runs, at, heading) if heading is not None else None
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _heading(runs: Sequence[Run], at: int) -> Heading | None:
    """The heading that a line is. One that is not sure, of words that menus and stories have too, stands apart."""
    text = runs[at].text
    heading = kind_of_heading(text) if not _BULLET.match(text) else None
    if heading is None or heading.sure:
        return heading
    named = heading.kind in ("most_popular", "related_content") or bool(_BRANDED.search(text))
    return heading if not is_meta(text) and (named or _stands_apart(runs, at)) else None


def _stands_apart(runs: Sequence[Run], at: int) -> bool:
    if at == 0:
        return True
    line, before = runs[at].line, runs[at - 1].line
    return line is not None and before is not None and line - before > 1


def _list_at(runs: Sequence[Run], at: int, heading: Heading) -> Found | None:
    title = runs[at].text
    first = after_heading(runs, at)
    items, end = _items(runs, first)
    if not _are_titles(items, heading):
        items, end = [], first
    if not items and not heading.alone:
        return None
    if end < len(runs) and heading_key(runs[end].text) == heading_key(title):
        end += 1  # the link to more of them says the heading again
    data = [{"text": text, "href": None} for text in _without_numbers(items)]
    why = f"heading '{title}'" + (f" with {len(items)} lines under it" if items else "")
    return Found(heading.kind, at, end, why, title=title, data=data)


def _items(runs: Sequence[Run], start: int) -> tuple[list[str], int]:
    """The titles from `start` on, and the index after the last line that belongs to them."""
    items: list[str] = []
    end = start
    for at in range(start, len(runs)):
        text = runs[at].text
        if len(items) >= _MAX_ITEMS or ends_list(runs, at) or _is_menu(runs, at, items):
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
    if heading is not None and (heading.sure or (not is_meta(text) and _ends_unsure(heading, text))):
        return True
    # A place and its sky stand before the first line with a degree sign.
    return len(text) < 40 and any("°" in run.text for run in runs[at + 1 : at + 3])


def _ends_unsure(heading: Heading, text: str) -> bool:
    """A heading that is not beyond doubt ends a list where it is shorter than stories' titles are."""
    return heading.kind == "promo" or text.count(" ") < 2 or (text.count(" ") < 4 and _LOWER_WORD.search(text) is None)


def _is_menu(runs: Sequence[Run], at: int, items: Sequence[str]) -> bool:
    """Two short lines in a row behind three titles: a menu or a footer has begun."""
    if len(items) < 3 or fmean(item.count(" ") for item in items) < 4:
        return False
    lines = [run.text for run in runs[at : at + 3] if not is_meta(run.text)][:2]
    return (
        len(lines) == 2
        and all(line.count(" ") < 3 and len(line) < 30 for line in lines)
        and not ends_list(runs, at + 1)
    )


def _are_titles(items: Sequence[str], heading: Heading) -> bool:
    """Titles are longer than the entries of menus, and are not sentences of an article."""
    if not items:
        return False
    least = _ALONE_LENGTH if heading.alone else _SURE_LENGTH if heading.sure else _UNSURE_LENGTH
    prose = sum(1 for item in items if item.endswith((".", "”", '."')) and item.count(" ") > 8)
    return fmean(map(len, items)) >= least and prose * 3 <= len(items) and (heading.sure or len(items) > 1)


def _without_numbers(items: list[str]) -> list[str]:
    """Titles without the place numbers of a ranking, if every title carries its own in order."""
    matches = [_NUMBERED.match(item) for item in items]
    if len(items) > 1 and all(m is not None and int(m.group(1)) == n for n, m in enumerate(matches, 1)):
        return [_NUMBERED.sub("", item) for item in items]
    return items
