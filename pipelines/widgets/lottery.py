"""`lottery`: winning numbers. Data: `[{game, numbers, extra, jackpot}]`, what is not printed null."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.widgets.headed_rows import Row, sections

_HEADING = re.compile(
    r"(?:[\w.' -]{2,40} )?(?:lottery|lotto)(?:'s|’s)?(?: (?:results?|numbers|winning numbers|drawings?|draws?|winners?|jackpots?|today|tonight|update))*\W*|(?:today.?s |tonight.?s |latest )?winning (?:lottery |lotto )?numbers\W*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<![\d$.,])\d{1,2}(?:\s*[-–,\s]\s*\d{1,2}){1,7}(?![\d.])")
_EXTRA = re.compile(
    r"(?P<name>power ?ball|mega ?ball|power ?play|megaplier|cash ball|fireball|wild card|bonus|extra|lucky ball|star ball)\s*:?\s*x?(?P<number>\d{1,2})x?",
    re.IGNORECASE,
)
_GAME_NAME = re.compile(r"(?=.{2,39}$)[A-Z][A-Za-z&'’!. -]*(?:\d{1,2}(?: [A-Za-z]+)*)?\W*")
"""A line that can be the name of a game: `Pick 3 Evening`."""
_JACKPOT = re.compile(r"(?:estimated )?jackpot:?\s*(\$[\d.,]+(?: (?:million|billion))?)", re.IGNORECASE)


def recognise(document: Document) -> Iterator[Found]:
    """Winning numbers under their heading: a game and its numbers in one row, or in two."""
    for section in sections(document, _HEADING, "lotter", "lotto", "winning"):
        data, end = _read(section.rows)
        if data:
            why = f"heading '{section.heading.text}' with the numbers of {len(data)} games"
            yield Found(
                "lottery", section.heading.index, end, why, section.heading.text, data=data, element=section.element
            )


def _read(rows: list[Row]) -> tuple[list[dict[str, object]], int]:
    data: list[dict[str, object]] = []
    end, pending = 0, ""
    for row in rows:
        text = row.text
        game = _game(text, pending)
        if game is not None:
            data.append(game)
            pending = ""
        elif data and not pending and (_EXTRA.fullmatch(text) or _JACKPOT.fullmatch(text)):
            _add(data[-1], text)
        elif not pending and _GAME_NAME.fullmatch(text):
            pending = text
            continue
        else:
            break
        end = row.end
    return data, end


def _game(text: str, pending: str) -> dict[str, object] | None:
    """A row's game: the words before its numbers, or the row above them."""
    numbers = _NUMBERS.search(text)
    if numbers is None:
        return None
    name = text[: numbers.start()].strip(" :-–—|") or pending
    if not name:
        return None
    game: dict[str, object] = {
        "game": name,
        "numbers": [int(number) for number in re.findall(r"\d+", numbers.group())],
        "extra": None,
        "jackpot": None,
    }
    _add(game, text[numbers.end() :])
    return game


def _add(game: dict[str, object], text: str) -> None:
    if (extra := _EXTRA.search(text)) is not None:
        game["extra"] = f"{extra['name']} {int(extra['number'])}"
    if (jackpot := _JACKPOT.search(text)) is not None:
        game["jackpot"] = jackpot.group(1)
