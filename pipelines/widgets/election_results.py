"""`election_results`: the count of a race. Data: `[{office, reporting, candidates: [{name, party, votes, percent, winner}]}]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.page_regions import in_menu_or_footer
from pipelines.widgets.page_words import short_runs_saying

_REPORTING = re.compile(
    r"\(?(?:(?P<percent>\d{1,3}(?:\.\d+)?) ?% ?(?:of (?:the )?)?(?:(?:estimated |expected )?(?:precincts|votes?|counties|results) )?(?:reporting|reported|in|counted)|(?:precincts )?reporting:? ?(?P<other>\d{1,3}(?:\.\d+)?) ?%|(?P<some>\d[\d,]*)(?: ?/ ?| of | out of )(?P<all>\d[\d,]*) (?:precincts|counties)(?: (?:reporting|reported))?|(?:precincts )?reporting:? ?(?P<done>\d[\d,]*)(?: ?/ ?| of )(?P<whole>\d[\d,]*))\)?\W*",
    re.IGNORECASE,
)
_PARTY = re.compile(
    r"\(?(?P<party>R|D|I|L|G|NP|NPP|Rep|Dem|Ind|Lib|Grn|GOP|DFL|Republican|Democrat(?:ic)?|Libertarian|Green|Independent|Nonpartisan)\.?\)?(?:\s*\(i\))?",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?P<mark>[✓✔☑*•]\s*)?(?P<name>[A-Z][\w.,'’“”\" -]*?)(?:,? ?\((?P<party>[A-Za-z]{1,12})\)|, (?P<short>[A-Z]{1,3}))?(?: ?(?P<won>[✓✔☑*]|\(?(?:winner|elected|x)\)?))?[\s:|–-]+(?:(?P<votes>\d[\d,]*)(?: votes?)?\W+(?P<percent>\d{1,3}(?:\.\d+)?) ?%|(?P<percent2>\d{1,3}(?:\.\d+)?) ?%(?:\W+(?P<votes2>\d[\d,]*)(?: votes?)?)?)\W*",
)
_MARK = re.compile(r"[✓✔☑*]|\(?(?:winner|projected winner|elected)\)?", re.IGNORECASE)
_VOTES = re.compile(r"(\d[\d,]*)(?: votes?)?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%")
_HEADER = re.compile(r"(?:candidates?|name|party|votes?|percent(?:age)?|pct\.?|%|incumbent|\s)+", re.IGNORECASE)
_HEADING = re.compile(
    r"\b(?:elections?|results|decision|campaign|votes?|voters?|primary|races?|runoff|ballot)\b", re.IGNORECASE
)
_LONGEST = 90
_LONGEST_HEADING = 60

Candidate = dict[str, object]


def recognise(document: Document) -> Iterator[Found]:
    """Races with their reporting line; neighbouring races are one widget."""
    group: list[dict[str, object]] = []
    start = end = done = 0
    for first, stop, race in _races(document):
        if in_menu_or_footer(document.runs[first].element):
            continue
        if group and first > end:
            yield _found(document, group, start, end, done)
            group, done = [], end
        if not group:
            start = first
        group.append(race)
        end = stop
    if group:
        yield _found(document, group, start, end, done)


def _found(document: Document, races: list[dict[str, object]], start: int, end: int, done: int) -> Found:
    """The races, with the heading that stands right above the first of them."""
    above = document.runs[start - 1] if start > done else None
    headed = above is not None and len(above.text) <= _LONGEST_HEADING and _HEADING.search(above.text) is not None
    title = above.text if above is not None and headed else None
    why = f"{len(races)} races, each with its share reporting"
    return Found("election_results", start - headed, end, why, title=title, data=races)


def _races(document: Document) -> Iterator[tuple[int, int, dict[str, object]]]:
    runs, end = document.runs, 0
    for run in short_runs_saying(document, "report", "% in", "counted", "precincts"):
        if run.index < max(end, 1) or len(run.text) > _LONGEST:
            continue
        reporting = _REPORTING.fullmatch(run.text)
        if reporting is None:
            continue
        before = run.index - 1
        office = runs[before].text
        candidates, stop = _candidates(runs, run.index + 1)
        if not candidates:  # the reporting line may stand under the candidates
            before, candidates = _candidates_above(runs, run.index, end)
            stop, office = run.index + 1, runs[before].text if candidates else office
        if candidates and len(office) <= _LONGEST:
            end = stop
            yield before, stop, {"office": office, "reporting": _share(reporting), "candidates": candidates}


def _share(match: re.Match[str]) -> float | None:
    """Per cent of the precincts."""
    if match["percent"] or match["other"]:
        return float(match["percent"] or match["other"])
    some, whole = match["some"] or match["done"], match["all"] or match["whole"]
    total = float(whole.replace(",", ""))
    return round(100 * float(some.replace(",", "")) / total, 1) if total else None


def _candidates(runs: Sequence[Run], at: int) -> tuple[list[Candidate], int]:
    found: list[Candidate] = []
    end = at
    while at < len(runs):
        candidate, after = _candidate(runs, at)
        if candidate is None:
            if not found and _HEADER.fullmatch(runs[at].text):
                at += 1
                continue
            break
        if found and any((candidate[key] is None) != (found[0][key] is None) for key in ("votes", "percent")):
            break  # a heading and a number of something else
        found.append(candidate)
        at = end = after
    return found, end


def _candidates_above(runs: Sequence[Run], at: int, floor: int) -> tuple[int, list[Candidate]]:
    """Candidates of one line each right above `at`, and the index of the line over them."""
    found: list[Candidate] = []
    while at - 1 > floor and (match := _line(runs[at - 1].text)) is not None:
        found.insert(0, _of_line(match))
        at -= 1
    return at - 1, found


def _candidate(runs: Sequence[Run], at: int) -> tuple[Candidate | None, int]:
    """A candidate in one run, or in one run a field: name, party, votes, per cent in any order after the name."""
    match = _line(runs[at].text)
    if match is not None:
        return _of_line(match), at + 1
    candidate: Candidate = {"name": runs[at].text, "party": None, "votes": None, "percent": None, "winner": None}
    winner = _MARK.fullmatch(runs[at].text) is not None
    if winner and at + 1 < len(runs):
        at += 1
        candidate["name"], candidate["winner"] = runs[at].text, True
    if len(runs[at].text) > 60 or any(map(str.isdigit, runs[at].text)):
        return None, at
    at += 1
    while at < len(runs) and _fill(candidate, runs[at].text):
        at += 1
    counted = candidate["votes"] is not None or candidate["percent"] is not None
    return (candidate, at) if counted else (None, at)


def _fill(candidate: Candidate, text: str) -> bool:
    """Take one field from a cell; False where it is none of this candidate."""
    if candidate["votes"] is None and (votes := _VOTES.fullmatch(text)):
        candidate["votes"] = int(votes.group(1).replace(",", ""))
    elif candidate["percent"] is None and (percent := _PERCENT.fullmatch(text)):
        candidate["percent"] = float(percent.group(1))
    elif candidate["party"] is None and candidate["votes"] is None and (party := _PARTY.fullmatch(text)):
        candidate["party"] = party["party"]
    elif candidate["winner"] is None and candidate["votes"] is None and _MARK.fullmatch(text):
        candidate["winner"] = True
    else:
        return False
    return True


def _line(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST:
        return None
    return _LINE.fullmatch(" ".join(text.replace("|", " ").split()))


def _of_line(match: re.Match[str]) -> Candidate:
    votes, percent = match["votes"] or match["votes2"], match["percent"] or match["percent2"]
    return {
        "name": match["name"].strip(" ,"),
        "party": match["party"] or match["short"],
        "votes": int(votes.replace(",", "")) if votes else None,
        "percent": float(percent) if percent else None,
        "winner": True if (match["mark"] and match["mark"].strip() != "•") or match["won"] else None,
    }
