"""`current_conditions`: the weather of one place now. Data: `{place, condition, temperature, high, low, feels_like, pressure, dewpoint, humidity, wind, record_high, record_low}`.

Two dresses: a heading (`Current Conditions`) with labelled values under it, in HTML and text; and the degrees in a page's header,
in an element that is named for the weather. Degrees Fahrenheit unless `unit` says otherwise, humidity in percent, pressure
and wind as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipelines.split.document import Document, Element, Found, Run
from pipelines.widgets.weather_cards import Card, named_card
from pipelines.widgets.weather_words import is_place, is_sky, signals, split_place_and_sky, tokens

LONGEST_BOX = 12
"""Runs in a header's weather box at most."""
MOST_FIELDS = 40
_HEADING = re.compile(
    r"(?:(?:current|local|today.?s|live|latest|area|the)\s+)*(?:weather\s+)?(?:conditions|weather|observations|temperature)(?:\s+(?:now|right now|today))?(?:\s+(?:in|for|at|near)\s+(?P<place>.+))?"
    r"|(?:right now|weather now|now|currently)(?:\s+(?:in|for|at|near)\s+(?P<there>.+))?",
    re.IGNORECASE,
)
_OF_A_PLACE = re.compile(
    r"(?P<place>[A-Z][\w.'’/ -]{1,30}?)(?P<there>)\s+(?:current )?(?:weather|conditions)(?:\s+(?:now|today|conditions))?",
    re.IGNORECASE,
)
"""`Fairmead Weather`, as a heading over labelled values."""
_OPENING = re.compile(
    r"(?:(?:current |local |today.?s )*(?:weather )?(?:conditions|weather)(?: right)?(?: now)?|right now|currently)(?:\s+(?:in|for|at)\s+(?P<place>[A-Z][\w.' ]{1,30}?))?\W*\s(?=\S)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![a-z])(?:\w*weather\w*|wx\w*|current-?conditions?\w*|temps?|temperature)(?![a-z])")
_PLACE_WEATHER = re.compile(r"(?P<place>.+?) (?:weather|forecast|conditions)", re.IGNORECASE)
_NUMBER = r"[-−–]?[0-9]+(?:\.[0-9]+)?"
_FIELDS = {
    name: re.compile(rf"\b(?:{label})\s*:?\s*(?P<value>{value})", re.IGNORECASE)
    for name, label, value in (
        ("record_high", "record (?:hi|high)", _NUMBER),
        ("record_low", "record (?:lo|low)", _NUMBER),
        ("average_high", "(?:average|avg\\.?|normal) (?:hi|high)", _NUMBER),
        ("average_low", "(?:average|avg\\.?|normal) (?:lo|low)", _NUMBER),
        ("pressure", "(?:barometric )?(?:pressure|barometer)", _NUMBER),
        ("dewpoint", "dew ?point", _NUMBER),
        ("humidity", "(?:relative )?humidity", _NUMBER),
        (
            "wind",
            "winds?(?: speed)?",
            r"[^|\n]{1,30}?(?=\s*(?:$|\||\n|\b(?:gusts?|humidity|pressure|dew ?point|visibility|record|average|sunrise|feels)\b))",
        ),
    )
}
_OTHER = re.compile(
    r"\b(?:visibility|sunrise|sunset|uv index|gusts?|ceiling|rain(?:fall)?|precip(?:itation)?|last updated|updated|as of|wind chill|heat index)\b",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"(?:pressure|barometer|dew ?point|humidity|winds?|visibility|sunrise|sunset|uv index|gusts?|feels like|high|low|record high|record low|average high|average low)\s*:?",
    re.IGNORECASE,
)
KEYS = (
    "temperature",
    "high",
    "low",
    "feels_like",
    "pressure",
    "dewpoint",
    "humidity",
    "wind",
    "record_high",
    "record_low",
)


def recognise(document: Document) -> Iterator[Found]:
    """The weather of one place, under a heading or in the page's header."""
    marked = signals(document)
    if not marked:
        return
    done = 0
    for index in marked:
        if index < done:
            continue
        found = _under_heading(document, index) or (_in_header(document, index) if document.is_html else None)
        if found is not None and found.start >= done:
            yield found
            done = found.end


def _under_heading(document: Document, index: int) -> Found | None:
    """Labelled values below a heading at most four runs above the first degrees."""
    runs = document.runs
    opening = _OPENING.match(runs[index].text)
    if opening is not None:
        return _in_one_line(runs[index], opening)
    for at in range(index - 1, max(index - 5, -1), -1):
        text = runs[at].text if len(runs[at].text) < 60 else ""
        heading = _HEADING.fullmatch(text) or _OF_A_PLACE.fullmatch(text)
        if heading is None:
            continue
        end = _last_field(document, at + 1)
        data = _read(runs[at + 1 : end])
        if sum(data[key] is not None for key in KEYS) < 3:
            return None
        data["place"] = data["place"] or heading["place"] or heading["there"]
        why = f"heading '{runs[at].text}' with labelled values"
        return Found("current_conditions", at, end, why, title=runs[at].text, data=data)
    return None


def _in_one_line(run: Run, opening: re.Match[str]) -> Found | None:
    """The heading and all its values in one run."""
    said = run.text[opening.end() :].strip()
    data = _read([Run(run.index, said, [said], run.tag)])
    if sum(data[key] is not None for key in KEYS) < 3:
        return None
    data["place"] = data["place"] or opening["place"]
    title = opening.group().strip()
    return Found("current_conditions", run.index, run.index + 1, f"'{title}' before labelled values", title, data=data)


def _last_field(document: Document, start: int) -> int:
    runs, end = document.runs, start
    words = 0
    for at in range(start, min(start + MOST_FIELDS, len(runs))):
        text = _unpiped(runs[at].text)
        if at in document.claimed or len(text) > 300 or (text[-1] == "." and len(text.split()) > 5):
            break
        if _is_field(text) or (at > start and _LABEL_ALONE.fullmatch(runs[at - 1].text)):
            end = at + 1
        elif words < 3 and end == start and (is_place(text) or is_sky(text) or is_place(split_place_and_sky(text)[0])):
            words += 1
        elif not _LABEL_ALONE.fullmatch(text) and not is_sky(text):
            break
    return end


def _unpiped(text: str) -> str:
    """A row of a piped table as a label and its value."""
    return " ".join(text.replace("|", " ").split()) or text


def _is_field(text: str) -> bool:
    kinds = {token.kind for token in tokens(Run(0, text, [], "line"))}
    return (
        bool(kinds - {"text"}) or _OTHER.search(text) is not None or any(each.search(text) for each in _FIELDS.values())
    )


def _read(runs: list[Run]) -> dict[str, object]:
    """The values of all fields; labels and values may stand in runs of their own."""
    joined = "\n".join(_unpiped(run.text) for run in runs)
    joined = re.sub(rf"(?im)^({_LABEL_ALONE.pattern})\n", lambda label: label[1].rstrip(":") + ": ", joined)
    data: dict[str, object] = {"place": None, "condition": None} | dict.fromkeys(KEYS)
    left = joined
    for name, pattern in _FIELDS.items():
        found = pattern.search(left)
        if found is not None:
            data[name] = found["value"].strip() if name == "wind" else _number(found["value"])
            left = left[: found.start()] + "\n" + left[found.end() :]
    card = Card()
    for at, line in enumerate(left.split("\n")):
        for token in tokens(Run(at, line, [line], "line")):
            if token.kind == "text":
                if (is_sky(token.text) or is_place(split_place_and_sky(token.text)[0])) and (
                    is_sky(token.text) or not _OTHER.search(line)
                ):
                    card.texts.append(token)
            elif token.kind == "high_low":
                card.values |= {"high": token.value, "low": token.second}
            elif token.kind != "extra" and token.sure:
                card.values.setdefault(token.kind, token.value)
                card.seen.append(token)
    _words(data, card)
    return data


def _words(data: dict[str, object], card: Card) -> None:
    named_card(card)
    data["place"], data["condition"] = card.place, card.condition
    data |= {name: card.values.get(name) for name in ("temperature", "high", "low", "feels_like")}
    if card.row().get("unit"):
        data["unit"] = "C"


def _in_header(document: Document, index: int) -> Found | None:
    """The degrees of an element that is named for the weather, with the place and the sky in it."""
    box = _box(document.runs[index].element)
    if box is None:
        return None
    runs = document.runs[box.start : box.end]
    card = Card()
    near = {index - 1, index, index + 1}
    for token in (token for run in runs for token in tokens(run)):
        if token.kind in card.values:
            break  # the hours or days to come
        if token.kind == "text":
            card.texts += [token] if token.run in near and (is_sky(token.text) or is_place(token.text)) else []
        elif token.kind == "high_low":
            card.values |= {"high": token.value, "low": token.second}
        elif token.kind != "extra" and token.sure:
            card.values[token.kind] = token.value
            card.seen.append(token)
    late = [token for run in runs for token in tokens(run) if token.kind == "text" and is_sky(token.text)]
    if card.values.get("temperature") is None:
        return None
    titles = (_PLACE_WEATHER.fullmatch(run.text) for run in runs[:2])
    title = next((match for match in titles if match), None)
    card.texts += late[:1] if not any(is_sky(text.text) for text in card.texts) else []
    data: dict[str, object] = {"place": None, "condition": None} | dict.fromkeys(KEYS)
    _words(data, card)
    if title is not None and is_place(title["place"]):
        data["place"] = title["place"]
    data["condition"] = data["condition"] or _pictured_sky(document, box)
    why = f"degrees in an element named '{' '.join(box.names.split())[:60]}'"
    found = Found("current_conditions", box.start, box.end, why, data=data, element=box)
    found.title = title.string if title is not None else None
    return found


def _box(element: Element | None) -> Element | None:
    """The outermost element around the degrees that is named for the weather and is still small."""
    box = None
    for at in element.ancestors() if element is not None else ():
        if at.end - at.start > LONGEST_BOX or at.tag in ("body", "html", "header", "nav", "p"):
            break
        if at.names and _NAMED.search(at.names):
            box = at
    return box


def _pictured_sky(document: Document, box: Element) -> str | None:
    """The sky that the icon's alt text names."""
    first = bisect_left(document.pictures, box.start, key=lambda picture: picture.before)
    for picture in document.pictures[first:]:
        if picture.before > box.end:
            return None
        if is_sky(picture.alt) and box in picture.element.ancestors():
            return picture.alt
    return None


def _number(text: str) -> int | float:
    plain = re.sub(r"^[−–]", "-", text)
    return float(plain) if "." in plain else int(plain)
