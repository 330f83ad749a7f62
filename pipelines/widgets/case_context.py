"""What stands above a case table: its title, its note of when it is updated, and the printed totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.cells.numbers import to_int
from pipelines.split.document import Run
from pipelines.widgets.case_header import CASES, DEATHS

LOOK_BACK = 12
"""Runs above the header that can belong to the table."""
LONGEST_TITLE = 100
LONGEST_NOTE = 160
LONGEST_HEAD = 600

_COUNT = r"[0-9][0-9,.]*[0-9]|[0-9]"
_TOTAL_NAME = (
    r"(?:(?:total|confirmed|reported|positive|probable|state(?:wide)?|overall|cumulative|known|covid-?19|coronavirus|number of)\s+){0,4}"
    r"(?:cases|confirmed|positives|infections|deaths|fatalities)"
)
_TOTAL = re.compile(rf"(?P<name>{_TOTAL_NAME})\s*(?::|-|–|=)\s*(?P<count>{_COUNT})", re.IGNORECASE)
_TOTAL_BEHIND = re.compile(rf"(?P<count>{_COUNT})\s+(?P<name>{_TOTAL_NAME})", re.IGNORECASE)
_NAME_ALONE = re.compile(rf"{_TOTAL_NAME}\s*:?", re.IGNORECASE)
_LINKING = re.compile(r"(?:view|see|show|hide|click|tap|more)\b.{0,40}|county map|map", re.IGNORECASE)
_NOTE = re.compile(
    r"\bupdat(?:ed?|es)\b|\bas of\b|\bsource\s*:|\bdata (?:is|are|from|provided|courtesy|as)\b|\blast (?:update|refresh)",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:last |data )?(?:updated\b|as of\b)[^()]{3,60}?(?=$|\s(?:confirmed|total|reported|positive|cases)\b)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([^()]{4,150}\)")
_VIRUS = re.compile(r"\b(?:coronavirus|covid(?:[- ]?19)?|virus)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:cases?|counts?|numbers|totals|data|tracker|dashboard|statistics|stats|by (?:county|parish)|deaths?)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^(?:posted|updated|published)\b.*(?:\b(?:19|20)\d\d\b.*\d:\d\d|\d:\d\d.*\b(?:19|20)\d\d\b)|^(?:posted )?by:?\s+[A-Z]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Context:
    """What stands above a table, from run `start` on. `shape` says which parts of a widget's dress were found."""

    start: int
    title: str | None = None
    note: str | None = None
    cases: int | None = None
    deaths: int | None = None
    dated: bool = False

    @property
    def shape(self) -> list[str]:
        """The parts of a widget's dress, as evidence."""
        parts = {
            "title": self.title is not None,
            "totals": self.cases is not None or self.deaths is not None,
            "note of updates": self.note is not None,
        }
        return [name for name, found in parts.items() if found]


def is_title(text: str) -> bool:
    """Whether a short text is the title of a case table: it names the virus and what is counted, and is no sentence."""
    if len(text) > LONGEST_TITLE or not _VIRUS.search(text) or not _COUNTED.search(text):
        return False
    return text[-1] not in ".?!:;," and not re.search(r"[0-9]{2,}(?<!19)", text) and len(text.split()) <= 12


def context_above(runs: Sequence[Run], header: int, above: int) -> Context:
    """The title, note and totals above the run `header`, looking up to run `above` and no further."""
    context = Context(header)
    at = header - 1
    while at >= max(above, header - LOOK_BACK):
        if is_title(runs[at].text):
            context.title, context.start = runs[at].text, at
            at -= 1
            break
        if not _take(context, runs, at):
            break
        context.start = at
        at -= 1
    context.dated = at >= 0 and _DATED.match(runs[at].text) is not None
    return context


def note_below(runs: Sequence[Run], end: int) -> str | None:
    """The note of updates or of the source that stands right below a table."""
    text = runs[end].text if end < len(runs) else ""
    return text if 0 < len(text) <= LONGEST_NOTE and _NOTE.search(text) and not _DATED.match(text) else None


def context_within(text: str, run: int) -> Context:
    """The same from the one text before a header that stands in the same run."""
    context = Context(run)
    text = text[-LONGEST_HEAD:]
    _read_totals(context, text)
    ends = [match.start() for match in (_TOTAL.search(text), _BRACKETED.search(text), _AS_OF.search(text)) if match]
    bracketed = next((match.group() for match in _BRACKETED.finditer(text) if _NOTE.search(match.group())), None)
    as_of = _AS_OF.search(text)
    context.note = bracketed or (as_of.group().strip() if as_of is not None else None)
    title = text[: min(ends)].strip() if ends else text.strip()
    context.title = title if title and is_title(title) else None
    return context


def _take(context: Context, runs: Sequence[Run], at: int) -> bool:
    """Take a run above a table into its context; False of a run that does not belong there."""
    text = runs[at].text.strip().removeprefix("|").strip()
    if len(text) > LONGEST_NOTE:
        return False
    if _read_totals(context, text) or _read_split_total(context, runs, at):
        return True
    if to_int(text) is not None or _NAME_ALONE.fullmatch(text) or _LINKING.fullmatch(text):
        return True
    if _NOTE.search(text) and not _DATED.match(text):
        context.note = text if context.note is None else f"{text} {context.note}"
        return True
    return False


def _read_totals(context: Context, text: str) -> bool:
    found = list(_TOTAL.finditer(text)) or list(_TOTAL_BEHIND.finditer(text))
    for match in found:
        _put(context, match["name"], to_int(match["count"].rstrip(",.")))
    return bool(found)


def _read_split_total(context: Context, runs: Sequence[Run], at: int) -> bool:
    """`Confirmed Cases` on one line and its number on the next."""
    if at + 1 < len(runs) and _NAME_ALONE.fullmatch(runs[at].text) and to_int(runs[at + 1].text) is not None:
        _put(context, runs[at].text, to_int(runs[at + 1].text))
        return True
    return False


def _put(context: Context, name: str, count: int | None) -> None:
    """Keep a total under what it counts. `Confirmed Deaths` counts deaths; the number nearest to the table stays."""
    if DEATHS.search(name.lower()):
        context.deaths = count if context.deaths is None else context.deaths
    elif CASES.search(name.lower()):
        context.cases = count if context.cases is None else context.cases
