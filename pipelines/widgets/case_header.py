"""The header of a case table: which column names the place, and what the columns of numbers count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PLACE = r"count(?:y|ies)|parish(?:es)?|borough|municipality|jurisdiction|city|town|state|district|region|location|place|area|zip(?: code)?"
PLACES = (
    "county",
    "counties",
    "parish",
    "borough",
    "municipality",
    "jurisdiction",
    "city",
    "town",
    "state",
    "district",
    "region",
    "location",
    "place",
    "area",
    "zip",
)
"""The words that the label of a column of places begins with."""
_HOW = r"new|reported|laboratory|lab|cumulative|current|known|daily|all|covid-?19|coronavirus|of|#|no\.?|number|related"
_EITHER = r"confirmed|positives?|active|probable|total"
_WHAT = (
    r"cases?|infections?|infected|deaths?|fatalities|deceased|died|dead|recovered|recoveries|tested|tests?|negatives?|"
    r"hospitali[sz]ed|hospitali[sz]ations|vaccinated|population|rate|change"
)
_WORD = rf"(?>{_HOW}|{_EITHER}|{_WHAT})"  # atomic: a hostile row of such words is not tried in every way
_LABEL = re.compile(rf"(?:{_PLACE})(?: name)?(?:\s*[/&]\s*(?:{_PLACE}))?", re.IGNORECASE)
_VALUES = re.compile(rf"(?:{_WORD})(?:[\s-]*+{_WORD})*+\.?", re.IGNORECASE)
# A glued header keeps its capitals (`CountyCasesDeaths`), a spaced one its spaces.
_WHOLE = re.compile(
    rf"(?:^|(?<=[\s|)\]:.]))(?P<label>(?:{_PLACE})(?: name)?)(?P<values>(?:[\s|,/-]*+{_WORD})++)(?-i:(?![a-z]))",
    re.IGNORECASE,
)
_EACH = re.compile(rf"(?P<either>{_EITHER})(?![a-z])|(?P<what>{_WHAT})(?![a-z])|(?P<how>{_HOW})(?![a-z])")
_ALONE = re.compile(rf"(?:{_EITHER})$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

CASES = re.compile(r"\b(?:cases?|confirmed|positives?|infections?|infected)\b")
DEATHS = re.compile(r"\b(?:deaths?|fatalities|deceased|died|dead)\b")
_PARTIAL = re.compile(r"\b(?:new|active|probable|daily|current|rate|change)\b")


@dataclass(slots=True, frozen=True)
class Header:
    """A header: the label's words, and the words of the columns of numbers, one string for all of them in order.

    How many columns these are only the rows tell, unless the header's `cells` were apart: `Confirmed Deaths` is one or two.
    """

    label: str
    words: str
    cells: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The header as printed, its cells parted by a space."""
        return f"{self.label} {self.words}"

    def most(self) -> int:
        """How many columns of numbers the words can be at most."""
        return len(_columns(self.words, 99))

    def columns(self, count: int) -> list[str]:
        """The names of `count` columns in lower case; names beyond what the words give are `column_3` and so on."""
        names = [cell.lower() for cell in self.cells]
        if len(names) != count:
            names = _columns(self.words, count)[:count]
        return names + [f"column_{at}" for at in range(len(names) + 1, count + 1)]


def is_label(cell: str) -> bool:
    """Whether a cell is the header of the column of places."""
    return len(cell) < 40 and _LABEL.fullmatch(cell.strip()) is not None


def is_value_name(cell: str) -> bool:
    """Whether a cell is the header of a column of numbers."""
    return len(cell) < 60 and _VALUES.fullmatch(cell.strip()) is not None


def header_of(cells: list[str]) -> Header | None:
    """The header that separate cells are, None where they are none: a place, then what is counted, cases among it."""
    if len(cells) < 2 or not is_label(cells[0]) or not all(map(is_value_name, cells[1:])):
        return None
    names = tuple(cell.strip() for cell in cells[1:])
    return _if_cases(Header(cells[0].strip(), " ".join(names), names))


def headers_in(text: str) -> Iterator[tuple[Header, int, int]]:
    """The headers written in one text, glued or spaced, each with where it starts and ends."""
    for match in _WHOLE.finditer(text):
        words = " ".join(_CAMEL.sub(" ", match["values"]).replace("|", " ").replace(",", " ").split())
        header = _if_cases(Header(match["label"], words))
        if header is not None:
            yield header, match.start(), match.end()


def _if_cases(header: Header) -> Header | None:
    words = header.words.lower()
    return header if CASES.search(words) else None


def field_names(names: list[str]) -> list[str]:
    """The key of each column: `cases` and `deaths` for the first that count all of them, else the words themselves."""
    keys = ["_".join(re.findall(r"[a-z0-9]+", name)) or f"column_{at}" for at, name in enumerate(names, 1)]
    for key, pattern, other in (("deaths", DEATHS, None), ("cases", CASES, DEATHS)):
        fits = [at for at, name in enumerate(names) if pattern.search(name) and not (other and other.search(name))]
        whole = [at for at in fits if not _PARTIAL.search(names[at])] or fits
        if whole:
            keys[whole[0]] = key
    return keys


def _columns(words: str, count: int) -> list[str]:
    """The words cut into columns as they are mostly meant, then joined from the left until there are `count`.

    `Total` and `Confirmed` can stand alone or belong to the word behind them: to `cases` always, to `deaths` where a
    column of cases stands before.
    """
    names: list[str] = []
    begun = ""
    for match in _EACH.finditer(words.lower()):
        word = match.group()
        again = begun.startswith(f"{word} ")  # `Total Confirmed Total Deaths`
        if begun and not again and (not _ALONE.search(begun) or _joins(begun, word, names)):
            begun = f"{begun} {word}"
        else:
            names += [begun] if begun else []
            begun = word
        if match["what"] is not None:
            names.append(begun)
            begun = ""
    names += [begun] if begun else []
    return _joined(names, count)


def _joins(begun: str, word: str, names: list[str]) -> bool:
    counted = any(CASES.search(name) for name in names)
    return begun.endswith("total") or not DEATHS.search(word) or counted


def _joined(names: list[str], count: int) -> list[str]:
    at = 0
    while len(names) > count and at < len(names) - 1:
        if _ALONE.search(names[at]):
            names[at : at + 2] = [f"{names[at]} {names[at + 1]}"]
        else:
            at += 1
    return names
