"""`closings`: what is closed or delayed. Data: `[{organization, status, county}]`, county null where not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_WHAT = r"(?:closings?|closures?|delays?|cancell?ations|(?:early )?dismissals?|postponements?)"
HEADING = re.compile(
    rf"(?=.{{6,60}}$)(?:(?!(?:to|of|for|by|after|over|on)\b)[\w.'’&-]+(?: and|,| &)? ){{0,4}}{_WHAT}(?:(?: ?(?:,? ?&|,? ?and|/|,) ?)(?:school |business )?{_WHAT})*(?: (?:list|center|today|for .{{2,20}}|near .{{2,20}}|in .{{2,20}}))?\W*",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?:(?:is |are |will be |all (?:day )?|school |schools |office |offices )*(?:closed|closing|delayed|delay\b|cancell?ed|cancels|no (?:school|classes|class|services?|meals|activities|practices?|a\.?m\.?|p\.?m\.?|morning|evening|in-person)|remote|virtual|e-?learning|nti\b|at-?home|online|distance learning|early (?:dismissal|release)|dismiss\w*|opens?|opening|open\b|clos(?:es|ing) (?:at|early)|\d+[- ]?(?:hour|hr|minute|min)s?\.? (?:delay|late|early)|(?:one|two|three|four|half)[- ](?:hours?|day)?[- ]?(?:delay|late|early)|postponed|released?|releasing|on a |(?:all |evening |after[- ]school |morning )?(?:activities|practices|events|services|classes) (?:are )?(?:cancell?ed|postponed))).*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?::| [-–—] |\|)\s*")
_SUBJECT = re.compile(r"(?:schools?|offices?|all)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w.)] )[A-Z0-9]|(?<=[a-z.)])[A-Z0-9]")
_COUNTY = re.compile(r"\(?((?:[A-Z][\w.']+ ){1,3}(?:County|Parish))\)?$")
_UPDATED = re.compile(r"(?:last )?updated|as of|there are|showing", re.IGNORECASE)
_HEADER = re.compile(r"(?:organi[sz]ation|name|school|institution)s?\W*(?:status.*)?|status|county", re.IGNORECASE)


def recognise(document: Document) -> Iterator[Found]:
    """Lists of closings under their heading: pairs in one row, or a name and its status in two."""
    end = 0
    for section in sections(document, HEADING, "closing", "closure", "delay", "cancel", "dismissal", "postponement"):
        if section.heading.index < end:
            continue
        data, stop, note = _read(section.rows)
        if data and stop:
            end = stop
            why = f"heading '{section.heading.text}' with {len(data)} organizations and their status"
            yield Found(
                "closings",
                section.heading.index,
                stop,
                why,
                section.heading.text,
                note,
                data=data,
                element=section.element,
            )


def _read(rows: list[Row]) -> tuple[list[dict[str, str | None]], int, str | None]:
    data: list[dict[str, str | None]] = []
    note: str | None = None
    county: str | None = None
    end = at = 0
    while at < len(rows):
        row = rows[at]
        pair = _pair(row.cells)
        if pair is None and at + 1 < len(rows) and len(row.cells) == 1 and _is_status(rows[at + 1].cells):
            pair = (row.cells[0], rows[at + 1].cells[0], None)
            at += 1
        if pair is not None:
            data.append({"organization": pair[0], "status": pair[1], "county": pair[2] or county})
            end = rows[at].end
        elif (match := _COUNTY.fullmatch(row.text)) is not None:
            county = match.group(1)
        elif _UPDATED.match(row.text) and not data:
            note = row.text
        elif not _HEADER.fullmatch(row.text):
            break
        at += 1
    return data, end, note


def _unspaced(text: str) -> list[str]:
    """`Alder Bend Library Closed today`, or glued: the name, and the status that begins with a capital behind it."""
    for match in _CAPITAL.finditer(text):
        at = match.start()
        if text[:at].strip().count(" ") > 0 and not _SUBJECT.match(text, at) and _STATUS.fullmatch(text[at:]):
            return [text[:at].strip(), text[at:]]
    return [text]


def _is_status(cells: list[str]) -> bool:
    return len(cells) == 1 and _STATUS.fullmatch(cells[0]) is not None


def _pair(cells: list[str]) -> tuple[str, str, str | None] | None:
    """Organization, status and county of a row, whichever cells it has."""
    parts = cells if len(cells) > 1 else _SPLIT.split(cells[0], maxsplit=1)
    if len(parts) == 1:
        parts = _unspaced(parts[0])
    status = next((part for part in parts[1:] if _STATUS.fullmatch(part)), None)
    if status is None or _STATUS.fullmatch(parts[0]):
        return None
    county = next((match.group(1) for part in parts[1:] if (match := _COUNTY.fullmatch(part))), None)
    return parts[0], status, county
