"""`poll`: a question to the readers. Data: `{question, options: [{text, percent, votes}]}`, what is not printed null."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections
from pipelines.widgets.headings import kind_of_heading
from pipelines.widgets.page_words import is_said

_HEADING = re.compile(
    r"(?:(?:viewer|reader|web|online|daily|weekly|today.?s|opinion|instant|quick|news|your|the|community|weekend|morning|station|[A-Z]{3,4}\d?) )*(?:polls?|survey|question of the (?:day|week)|poll of the (?:day|week)|poll question|question)\W*|what do you think\W*|(?:have|cast) your (?:say|vote)\W*|(?:vote|your (?:turn|voice|opinion)|sound off|weigh in|talk back)(?: now)?\W*",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:cast your )?vote(?: now)?|submit|(?:view|see|show) results|results|total votes:?.*|back to poll|[\d,]+ votes?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?P<text>.*?)\W*(?:(?P<percent>\d{1,3}(?:\.\d+)?) ?%)?\W*(?:(?P<votes>\d[\d,]*) votes?)?\W*$")
_MOST_OPTIONS = 12


def recognise(document: Document) -> Iterator[Found]:
    """Polls under their heading: a question, and two answers or more."""
    if not is_said(document, "?\n"):
        return
    for section in sections(
        document,
        _HEADING,
        "poll",
        "survey",
        "question",
        "do you think",
        "vote",
        "your ",
        "sound off",
        "weigh in",
        "talk back",
    ):
        question, options, end = _read(section.rows)
        if question and len(options) > 1:
            data = {"question": question, "options": options}
            why = f"heading '{section.heading.text}' with a question and {len(options)} answers"
            yield Found(
                "poll", section.heading.index, end, why, section.heading.text, data=data, element=section.element
            )


def _read(rows: list[Row]) -> tuple[str | None, list[dict[str, object]], int]:
    if not rows or not rows[0].text.endswith("?"):
        return None, [], 0
    options: list[dict[str, object]] = []
    end = rows[0].end
    voted = False
    for row in rows[1:]:
        if _BUTTON.fullmatch(row.text):
            voted, end = True, row.end
            continue
        if voted or len(options) >= _MOST_OPTIONS or not _is_answer(row.text):
            break
        options.append(_option(row.text))
        end = row.end
    return rows[0].text, options, end


def _is_answer(text: str) -> bool:
    heading = kind_of_heading(text)
    return len(text) <= 80 and not text.endswith((".", "?")) and not (heading is not None and heading.sure)


def _option(text: str) -> dict[str, object]:
    match = _COUNTED.match(text)
    if match is None or not match["text"]:
        return {"text": text, "percent": None, "votes": None}
    return {
        "text": match["text"],
        "percent": float(match["percent"]) if match["percent"] else None,
        "votes": int(match["votes"].replace(",", "")) if match["votes"] else None,
    }
