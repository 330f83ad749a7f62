"""Who wrote it: authors and agency from a line as newsrooms print it, such as `By JANE ROE, Associated Press`.

An author is a person. The agency and the station are not authors, nor are desks and staffs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.split.agencies import agency_name
from pipelines.split.person_names import is_degree, is_desk, is_role, person_name

MAX_CHARACTERS = 200
MAX_AUTHORS = 12
_BY = re.compile(
    r"^\W*(?:(?:(?:posted|written|reported|published|story|article|words|text|interview|analysis|column|report|reporting|"
    r"submitted|updated|contributed|authored|compiled|created|commentary|opinion|blog|post)\s+)?by\b\s*:?|"
    r"(?:authors?|writers?|reporters?|contributors?|words|text)\s*:)[\s|]*",
    re.IGNORECASE,
)
_ONLY_BY = re.compile(
    r"\W*(?:(?:(?:this\s+)?(?:article|story|post|blog|column)\s+)?(?:(?:posted|written|reported|authored|words|text)\s+)?by|"
    r"(?:authors?|writers?|reporters?)(?:\(s\))?\s*:?)\W*",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"(?P<name>[^\W\d_][\w'’.-]+(?: [\w'’.-]+){1,3}),? (?:is|covers|writes|reports|joined|has been)\b(?P<work>[^.]{0,120})"
)
_WRITES = re.compile(
    r"\b(?:writ|report|edit|journalis|columnis|blogg|correspond|anchor|meteorologist|contribut|author)\w*|\bproducer\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\S+@\S+|@\w+|https?://\S+|\bwww\.\S+|\(\s*\)|\b\d+\s*[- ]?min(?:ute)?s?\b(?:\s+read\b)?|\b\d+\s+comments?\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[|•·/\n⋅●▪]|\s[-–—]+\s|(;)")
_AND = re.compile(r"\s*(?:\band\b|&|\bwith\b|\+)\s*", re.IGNORECASE)
_LIST_GOES_ON = re.compile(r"(?:,|&|;|\band|\bwith)$", re.IGNORECASE)
_LIST_WENT_ON = re.compile(r"(?:,|&|;|and\b|with\b)", re.IGNORECASE)
_INSIDE = re.compile(r"(?:\b(?P<other>[\w-]+)\W+)?\bby\b", re.IGNORECASE)
_OTHER_WORDS = (
    r"(?:review|edit|check|approv|verif|vet|sponsor|power|present|produc|photo|imag|illustrat|pictur|video|graphic|design|develop|host|"
    r"publish|curat|translat|recommend|follow|own|brought|medically|commented|more|articles?|posts?(?!\w)|stories|views?)\w*"
)
_OTHER_WORK = re.compile(_OTHER_WORDS, re.IGNORECASE)
_OTHER_CREDIT = re.compile(
    rf"\W*(?:(?:medically|clinically|legally|scientifically|expert|fact|last)[\s-]+)?{_OTHER_WORDS}\s*(?:\|\s*)?by\b[\s|:]*(?P<who>.*)",
    re.IGNORECASE,
)
"""What is done by others than the author: `Reviewed by`, `Photo by`, `More stories by`."""
_AFTER_NAME = re.compile(r"\s(?:in|on|at|[Ff]or|from|of|is|was|has)(?:\s.*)?$")
_PLAIN_NAME = re.compile(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+")
"""What most author fields are; the rest of the work is not done for these."""
_NO_WORD = re.compile(r"[\W\d_]+")
_OWNERS = re.compile(r"^([A-Z]{2,6})['’]s\s+")
_AGENCY_BEHIND = 2
"""Segments after the names in which the agency may stand."""


@dataclass(slots=True)
class Byline:
    """What a byline says. Both are empty of a line such as `By staff`."""

    authors: list[str] = field(default_factory=list)
    agency: str | None = None


def read_byline(text: str) -> Byline | None:
    """The byline that a line is, or None. It has to begin with `By`, `Posted By:` or the like and be short."""
    if len(text) > MAX_CHARACTERS:
        return None
    opening = _BY.match(text)
    if opening is None or not text[opening.end() :].strip():
        return None
    said = text[opening.end() :]
    byline = names(said)
    if not byline.authors and byline.agency is None and not is_desk(said):
        return None
    return byline


def byline_inside(text: str) -> Byline | None:
    """The byline in a line that says more, such as `Updated | by Jane Roe | 3 comments`; only where it names somebody."""
    for opening in _INSIDE.finditer(text[: 2 * MAX_CHARACTERS]):
        if opening["other"] and _OTHER_WORK.fullmatch(opening["other"]):
            continue
        start = opening.end() - len("by")
        byline = read_byline(text[start : start + MAX_CHARACTERS])
        if byline is not None and (byline.authors or byline.agency):
            return byline
    return None


def credits_others(text: str) -> bool:
    """Whether a line names somebody who did other work, wherever it says so."""
    return any(said["other"] and _OTHER_WORK.fullmatch(said["other"]) for said in _INSIDE.finditer(text))


def goes_on(text: str) -> bool:
    """Whether a line goes on with the names of the one before it: `and John Doe`."""
    return _LIST_WENT_ON.match(text) is not None


def is_by_label(text: str) -> bool:
    """Whether the words are nothing but `Written by` or `Author:`, whose name stands elsewhere."""
    return _ONLY_BY.fullmatch(text) is not None


def writer_of_bio(text: str) -> str | None:
    """The person who a line says at its beginning is a writer, a reporter and the like: `Jane Roe covers the courts.`"""
    said = _BIO.match(text)
    if said is None or _WRITES.search(text, said.end("name"), said.end("work")) is None:
        return None
    return person_name(said["name"])


def other_credit(text: str) -> str | None:
    """What stands behind `Reviewed by`, `Photo by` and the like, where a short line begins so; None of other lines."""
    found = _OTHER_CREDIT.match(text) if len(text) <= MAX_CHARACTERS else None
    who = found["who"].strip() if found is not None else None
    return who if not who or not who[0].islower() else None


def names(text: str) -> Byline:
    """Authors and agency of what stands after the `By`, or of an author field of metadata.

    `|`, a bullet or a dash end the list of names, unless a comma or an `and` on either side goes on with it: what
    follows is a role, a time or a button. The agency may stand there.
    """
    if _PLAIN_NAME.fullmatch(text):
        agency = _agency_at(text)
        name = person_name(text) if agency is None else None
        return Byline([name] if name is not None else [], agency)
    byline = Byline()
    behind = 0
    went_on = True
    for segment in _segments(_NOISE.sub(" ", text[: 2 * MAX_CHARACTERS])):
        if _NO_WORD.fullmatch(segment):  # a superscript, a comma in a piece of its own
            went_on = went_on or any(mark in segment for mark in ",;&")
            continue
        goes_on = went_on or _LIST_WENT_ON.match(segment) is not None
        if byline.authors and not goes_on:
            behind += 1
            byline.agency = byline.agency or _agency_at(segment)
            if byline.agency is not None or behind == _AGENCY_BEHIND:
                break
            continue
        _read_list(segment, byline)
        went_on = _LIST_GOES_ON.search(segment) is not None or not byline.authors
    byline.authors = unique(byline.authors)
    return byline


def _segments(text: str) -> list[str]:
    """Cut at bars, bullets and dashes; a semicolon stays, since it goes on with a list."""
    found: list[str] = []
    at = 0
    for cut in _SEGMENT.finditer(text):
        found.append(text[at : cut.end() if cut[1] else cut.start()].strip())
        at = cut.end()
    return [segment for segment in (*found, text[at:].strip()) if segment]


def _read_list(segment: str, byline: Byline) -> None:
    """Names between commas; after a role only a new `and` brings another person."""
    in_role = False
    for unit in segment.replace(";", ",").split(","):
        unit = _BY.sub("", unit).strip()
        joined = re.match(r"(?:and\b|&|with\b)\s*", unit, re.IGNORECASE)
        unit = unit[joined.end() :] if joined else unit
        if not unit:
            continue
        agency = _agency_at(unit)
        if agency is not None:
            byline.agency = byline.agency or agency
        elif is_degree(unit):
            continue
        elif byline.authors and is_role(unit) and _name_in(unit) is None:
            in_role = True
        elif joined or not in_role:
            in_role = False
            _read_names(unit, byline)


def _agency_at(words: str) -> str | None:
    """The agency that the words are, or that they begin with when the rest is a role: `CNN Chief Correspondent`."""
    words = words.strip(" .:()[]")
    found = agency_name(words)
    return found if found is not None or not words or not is_desk(words) else agency_name(words.split()[0])


def _name_in(unit: str) -> str | None:
    """The first of the names that `and` joins, where all of them are names."""
    parts = [part for part in _AND.split(unit) if part]
    return parts[0] if len(parts) > 1 and all(" " in part and person_name(part) for part in parts) else None


def _read_names(unit: str, byline: Byline) -> None:
    for part in _AND.split(unit):
        part = _BY.sub("", part)
        owner = _OWNERS.match(part)
        if owner is not None:
            byline.agency = byline.agency or agency_name(owner[1])
            part = part[owner.end() :]
        for bracketed in re.findall(r"\(([^()]{2,40})\)", part):
            byline.agency = byline.agency or agency_name(bracketed)
        agency = _agency_at(part)
        name = _name_of(part) if agency is None else None
        byline.agency = byline.agency or agency
        if name is not None and (" " in name or not byline.authors or " " not in byline.authors[0]):
            byline.authors.append(name)


def _name_of(part: str) -> str | None:
    """The name, without `in Washington` and the like behind it."""
    cut = _AFTER_NAME.sub("", part)
    return person_name(cut) if cut == part or " " in cut.strip() else None


def unique(words: Iterable[str]) -> list[str]:
    """Without repeats, in order, whatever their case."""
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(" ".join(word.casefold().split()), " ".join(word.split()))
    return list(seen.values())[:MAX_AUTHORS]
