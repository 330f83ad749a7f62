"""`scores`: a scoreboard. Data: `[{teams: [{name, score}], status}]`, status null where not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?=.{5,45}$)(?:[\w.'’&/-]+ ){0,4}(?:scores?|scoreboard)(?: (?:[\w'’&/,-]+ ?){1,4})?\W*",
    re.IGNORECASE,
)
_STATUS = r"final(?:\s?[/(]?\s?(?:\d?ot|so|\d{1,2})\)?)?|f(?:/ot)?|halftime|half|postponed|ppd\.?|cancell?ed|end of .{2,12}|(?:1st|2nd|3rd|4th|ot)(?: (?:qtr|quarter|period|half|inning))?(?: ?\d{1,2}:\d\d)?|(?:top|bot(?:tom)?|mid) (?:of )?\d\w*|in progress"
_STATUS_LINE = re.compile(rf"\W*(?:{_STATUS})\W*", re.IGNORECASE)
_TEAM = r"[A-Z][\w.'&()#/ -]*?[\w.)']"
_GAME = re.compile(
    rf"(?P<one>{_TEAM}),? (?P<first>\d{{1,3}})\s*(?:[,;@|–-]|at|vs\.?)?\s+(?P<two>{_TEAM}),? (?P<second>\d{{1,3}})(?:\W+(?P<status>{_STATUS}))?\W*",
    re.IGNORECASE,
)
_SIDE = re.compile(rf"(?P<name>{_TEAM}),?:? (?P<score>\d{{1,3}})")


def recognise(document: Document) -> Iterator[Found]:
    """Scoreboards under their heading: a game in a row, or one row a team."""
    for section in sections(document, _HEADING, "score"):
        data, end = _read(section.rows)
        if data:
            why = f"heading '{section.heading.text}' with {len(data)} games"
            yield Found(
                "scores", section.heading.index, end, why, section.heading.text, data=data, element=section.element
            )


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    data: list[dict[str, object]] = []
    end, at, before = 0, 0, None
    while at < len(rows):
        game = _GAME.fullmatch(rows[at].text)
        pair = [_SIDE.fullmatch(row.text) for row in rows[at : at + 2]]
        if game is not None:
            sides = [(game["one"], game["first"]), (game["two"], game["second"])]
            status = game["status"] or before
        elif len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            sides = [(side["name"], side["score"]) for side in pair if side is not None]
            status, at = before, at + 1
        elif _STATUS_LINE.fullmatch(rows[at].text):
            status_word = rows[at].text
            if data and data[-1]["status"] is None:
                data[-1]["status"], end = status_word, rows[at].end
            else:
                before = status_word
            at += 1
            continue
        else:
            break
        data.append({"teams": [{"name": name, "score": int(score)} for name, score in sides], "status": status})
        end, at, before = rows[at].end, at + 1, None
    return data, end
