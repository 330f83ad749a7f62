"""The lines under a heading in plain text: which are titles, which belong to a title, and which begin something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.split.document import Run
from pipelines.widgets.headings import Heading, kind_of_heading
from pipelines.widgets.meta_lines import is_age, is_meta, is_rank, without_age, without_stamp

_MAX_ITEMS = 60
_LONGEST_TITLE = 170
_SHORT_WORDS, _SHORT = 3, 28
_BULLET = re.compile(r"^(?:[-–*•▪◦»›]|#?\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^#?(\d{1,2})[.)]?\s+(?=\D)")
_LOWER_WORD = re.compile(r"(?:^| )[a-z]")
# What ends a list, whatever it says: page ends, other widgets, dates of an article.
_STRANGE = re.compile(
    r"^(?:article comments|comments?$|leave a (?:reply|comment)|scroll for more|posted:|updated:|copyright|©|\(c\) \d{4}|all rights reserved|terms of|privacy|(?:fcc|eeo)\b|closed caption|about us$|contact(?: us)?$|careers$|jobs$|advertise|current conditions|more weather|breaking news\b|closings\b|school closings|severe w|watch live|sign up|subscribe|newsletter|follow us|stay connected|speech to text|feels like|county\b.*(?:cases|confirmed)|confirmed cases|reported deaths|total cases|cases:|\(?widget updates)|coronavirus cases$|°",
    re.IGNORECASE,
)
_CALL_SIGN = re.compile(
    r"^[KW][A-Z]{2,3}\d?(?:-TV)? (?:\S+ )*(?:radar|temps|temperatures|planner|eye in the sky|cam|cams|events)$",
    re.IGNORECASE,
)


def is_short(run: Run) -> bool:
    """Whether a line is as short as an entry of a menu, a category or a heading."""
    return run.text.count(" ") < _SHORT_WORDS and len(run.text) <= _SHORT


def ends_list(runs: Sequence[Run], at: int) -> bool:
    """True where a line is no story of a list: prose, another heading, or the first line of another widget."""
    text = runs[at].text
    if is_age(text):
        return False
    if len(text) > _LONGEST_TITLE or _STRANGE.search(text) or _CALL_SIGN.match(text) or text.startswith("|"):
        return True
    if text.endswith((".", ":")) and text.count(" ") > (7 if text.endswith(".") else 2):
        return True
    heading = kind_of_heading(text)
    if heading is not None and (heading.sure or (not is_meta(text) and _ends_unsure(heading, text))):
        return not _is_category(runs, at)
    # A place and its sky stand before the first line with a degree sign.
    return len(text) < 40 and any("°" in run.text for run in runs[at + 1 : at + 3])


def _ends_unsure(heading: Heading, text: str) -> bool:
    """A heading that is not beyond doubt ends a list where it is shorter than stories' titles are."""
    return heading.kind == "promo" or text.count(" ") < 2 or (text.count(" ") < 4 and _LOWER_WORD.search(text) is None)


def _is_category(runs: Sequence[Run], at: int) -> bool:
    """Whether a short line such as `Local News` names the section of the one title below it: the same stands again
    near, or a time stands under the title before and behind it."""
    heading = kind_of_heading(runs[at].text)
    if heading is None or heading.sure or heading.kind != "headlines" or not is_short(runs[at]):
        return False
    if at and not is_short(runs[at - 1]) and not is_meta(runs[at - 1].text) and _is_tagged(runs, at):
        return True
    near = [run.text.partition(" / ")[0] for run in (*runs[max(at - 8, 0) : at], *runs[at + 1 : at + 9])]
    behind = any(is_meta(run.text) for run in runs[at + 2 : at + 4])
    led = at > 0 and (is_meta(runs[at - 1].text) or kind_of_heading(runs[at - 1].text) is not None)
    return runs[at].text in near or (led and behind)


def _is_tagged(runs: Sequence[Run], at: int) -> bool:
    """Whether a mark or a time stands right behind a short line, and the same again below the next title."""
    after = at + 1
    while after < len(runs) and is_meta(runs[after].text):
        after += 1
    if after == at + 1 or after >= len(runs):
        return False
    parted = not any(map(str.isalnum, runs[at + 1].text))
    below = runs[after + 1 : after + 3]
    return parted or (len(below) == 2 and is_short(below[0]) and not is_meta(below[0].text) and is_meta(below[1].text))


def titles_of(runs: Sequence[Run], start: int, end: int) -> tuple[list[str], int]:
    """The titles among the lines from `start` to `end`, and the index after the last line that belongs to one."""
    lines = [run for run in runs[start:end] if not is_meta(run.text) and not is_rank(run.text)]
    long = [run for run in lines if not is_short(run)]
    if long and _lead_titles(lines[: lines.index(long[-1]) + 1], len(long)):
        lines = long  # a category stands before most titles
    lines = lines[:_MAX_ITEMS]
    if not lines:
        return [], start
    last = lines[-1].index + 1
    while last < end and (is_meta(runs[last].text) or (is_rank(runs[last].text) and last + 1 == end)):
        last += 1
    titles = _without_numbers([run.text for run in lines])
    titles = [title for at, title in enumerate(titles) if at == 0 or title != titles[at - 1]]  # an image's and its own
    return _without_ages([without_stamp(title) for title in titles]), last


def _lead_titles(lines: Sequence[Run], titles: int) -> bool:
    """Whether there is a short line for most titles, and they stand each before a long one."""
    short = [run for run in lines if is_short(run)]
    behind = {before.index: after for before, after in pairwise(lines)}
    leading = sum(1 for run in short if run.index in behind and not is_short(behind[run.index]))
    return 2 * len(short) > titles and leading * 5 >= len(short) * 4


def _without_numbers(items: list[str]) -> list[str]:
    """Titles without the place numbers of a ranking, if every title carries its own in order."""
    matches = [_NUMBERED.match(item) for item in items]
    if len(items) > 1 and all(m is not None and int(m.group(1)) == n for n, m in enumerate(matches, 1)):
        return [_NUMBERED.sub("", item) for item in items]
    return [_BULLET.sub("", item) for item in items]


def _without_ages(items: list[str]) -> list[str]:
    """Titles without the time that most of them end with."""
    bare = [without_age(item) for item in items]
    return bare if 2 * sum(a != b for a, b in zip(items, bare, strict=True)) >= len(items) else items
