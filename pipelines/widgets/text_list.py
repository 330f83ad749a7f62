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
from pipelines.widgets.list_lines import ends_list, is_short, titles_of
from pipelines.widgets.menu_lines import in_menu_line
from pipelines.widgets.meta_lines import is_meta, is_rank

_MAX_LINES = 240
_ALONE_LENGTH, _SURE_LENGTH, _UNSURE_LENGTH = 12, 16, 28
"""Characters that titles have on average, and menu entries have not: the less a heading says, the more they must."""
_BULLET = re.compile(r"^(?:[-–*•▪◦»›]|#?\d{1,2}[.)])\s+")
_BRANDED = re.compile(r"\d|\b[KW][A-Z]{2,3}\b")
_LONG_WORDS = 5
_LEAST_SPACES = 1.5
"""Spaces that three titles or more have on average."""


def text_lists(document: Document) -> Iterator[Found]:
    """Every titled list of a text, in order, none of them over what other widgets have claimed."""
    runs, at = document.runs, 0
    while at < len(runs):
        heading = _heading(runs, at) if at not in document.claimed else None
        found = _list_at(document, at, heading) if heading is not None else None
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
    if is_meta(text):  # `Read more` is mostly the link of the story above it
        return (
            heading if _heads_stories(runs, at, 2) and text not in [run.text for run in runs[at + 1 : at + 9]] else None
        )
    return heading if named or _stands_apart(runs, at) or _heads_stories(runs, at, 3) else None


def _heads_stories(runs: Sequence[Run], at: int, count: int) -> bool:
    """Whether so many titles stand right below, as they do under no entry of a menu and no word of a sentence."""
    below = [run.text for run in runs[at + 1 : at + 8] if not is_meta(run.text)][:count]
    return len(below) == count and all(
        text.count(" ") >= _LONG_WORDS - 1 and text[-1] not in ".!:" and len(text) < 120 for text in below
    )


def _stands_apart(runs: Sequence[Run], at: int) -> bool:
    return at == 0 or _gap(runs, at) > 1


def _gap(runs: Sequence[Run], at: int) -> int:
    """Lines from the line before to this one: more than one where blank lines part them."""
    line, before = runs[at].line, runs[at - 1].line if at else None
    return line - before if line is not None and before is not None else 0


def _list_at(document: Document, at: int, heading: Heading) -> Found | None:
    runs = document.runs
    title = runs[at].text
    first = after_heading(runs, at)
    end = _end(document, first)
    items, end = titles_of(runs, first, end)
    if items and in_menu_line(document, at):
        return None
    aged = 2 * sum(is_meta(run.text) for run in runs[first:end]) >= len(items)
    if not are_titles(items, heading, aged=aged):
        if not heading.alone or _in_menu(document, at, first):
            return None
        items, end = [], first
    if end < len(runs) and heading_key(runs[end].text) == heading_key(title):
        end += 1  # the link to more of them says the heading again
    data = [{"text": text, "href": None} for text in items]
    why = f"heading '{title}'" + (f" with {len(items)} lines under it" if items else "")
    return Found(heading.kind, at, end, why, title=title, data=data)


def _end(document: Document, start: int) -> int:
    """The index after the last line that can belong to a list from `start` on."""
    runs = document.runs
    for at in range(start, min(len(runs), start + _MAX_LINES)):
        if at in document.claimed or ends_list(runs, at) or _another_begins(runs, start, at):
            return at
    return min(len(runs), start + _MAX_LINES)


def _another_begins(runs: Sequence[Run], start: int, at: int) -> bool:
    """Behind two titles or more: a short line set apart where titles are not, or a menu's two short lines in a row.

    Lists with a category before each title have short lines from the first on.
    """
    if not is_short(runs[at]) or is_meta(runs[at].text) or is_rank(runs[at].text):
        return False
    before = [run for run in runs[start:at] if not is_meta(run.text) and not is_rank(run.text)]
    titles = [run for run in before if not is_short(run)]
    if len(titles) < 2 or fmean(run.text.count(" ") for run in titles) < _LONG_WORDS - 1:
        return False
    if _gap(runs, at) > 1 and all(_gap(runs, run.index) <= 1 for run in before[1:]):
        return True
    after = next((run for run in runs[at + 1 : at + 4] if not is_meta(run.text)), None)
    if after is not None and (after.text.startswith("|") or len(after.pieces) > 2):
        return True  # the title of a table
    menu = after is not None and is_short(after) and not ends_list(runs, after.index)
    return menu and len(before) == len(titles)


def are_titles(items: Sequence[str], heading: Heading, *, aged: bool) -> bool:
    """Titles are longer than the entries of menus, unless a time stands by each, and are not sentences of an article."""
    if not items:
        return False
    if len(items) > 2 and not aged and fmean(item.count(" ") for item in items) < _LEAST_SPACES:
        return heading.kind == "community_events"
    least = (
        _ALONE_LENGTH
        if aged and len(items) > 1
        else _ALONE_LENGTH
        if heading.alone
        else _SURE_LENGTH
        if heading.sure
        else _UNSURE_LENGTH
    )
    prose = sum(1 for item in items if item.endswith((".", "”", '."')) and item.count(" ") > 8)
    return fmean(map(len, items)) >= least and prose * 3 <= len(items) and (heading.sure or len(items) > 1)


def _in_menu(document: Document, at: int, first: int) -> bool:
    """Whether a heading over nothing is one of several short lines in a row, as the entries of a menu are."""
    runs = document.runs
    before, after = (
        [run for run in beside if is_short(run) and run.index not in document.claimed]
        for beside in (runs[max(at - 1, 0) : at], runs[first : first + 1])
    )
    if after and not ends_list(runs, first):
        return True
    return bool(before and after) and not ends_list(runs, at - 1) and _gap(runs, at) <= 1
