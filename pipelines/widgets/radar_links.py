"""`radar_links`: the station's own cards: planner, temperatures, radar, cameras, events. Data: `[{text, href}]` in order.

On the page they are images; in text their alt texts stay, each the station's name and the product: `WXYZ Radar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.items import Link
from pipelines.split.document import Document, Element, Found, Picture, Run
from pipelines.widgets.page_regions import in_menu_or_footer
from pipelines.widgets.page_words import short_runs_saying

_LONGEST = 48
# A call sign (WXYZ, KABC-TV), a brand with a channel (KQ2, FOX59, News 10), or a weather team (StormTeam 3).
_BRAND = r"(?P<brand>[KW][A-Z]{2,3}\d{0,2}(?:-(?:TV|DT|FM|AM|LD))?|[A-Z][A-Za-z]{0,7}\d{1,2}|(?:News|Newschannel|NewsChannel|Channel|Action News|Storm ?Team|FOX|ABC|NBC|CBS|CW|Local) ?\d{1,2})"
_STRONG = r"radar|temps|temperatures?|planner|eye in the sky|(?:[\w-]+ )?(?:sky|tower|live|weather|traffic|city)? ?cams?|satellite|doppler"
_WEAK = r"events?|forecast|almanac|lightning|wind chills?|wind(?:s| speeds?| gusts?)?|pollen|rainfall|snowfall|dew points?|humidity|lake levels|road conditions|7[ -]day(?: forecast)?|weather|alerts|hourly|current conditions|maps?|wx|heat index|surf|ski report|traffic"
_CARD = re.compile(
    rf"{_BRAND} (?P<product>(?:[\w'.-]+ ){{0,3}}?(?:(?P<strong>{_STRONG})|{_WEAK}))(?: (?:map|loop|image|network|view))?$",
    re.IGNORECASE,
)
_CASED = re.compile(rf"{_BRAND} ")
_LINK = re.compile(
    rf"(?:[\w'./&-]+ ){{0,4}}(?:{_STRONG}|road conditions|forecast|alerts|maps?)(?: map| loop| image)?s?$",
    re.IGNORECASE,
)
_RADAR = re.compile(r"radar|doppler|satellite", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:local |live |area )?(?:weather|radars?)(?: links| maps| tools| center| & traffic)?", re.IGNORECASE
)


def recognise(document: Document) -> Iterator[Found]:
    """The station's cards of a page."""
    if document.is_html:
        yield from _pictured(document)
        yield from _linked(document)
    else:
        yield from _lines(document.runs)
        yield from _linked(document)


def _card(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST or not _CASED.match(text):
        return None
    return _CARD.match(text)


def _lines(runs: Sequence[Run]) -> Iterator[Found]:
    """Neighbouring lines of one brand, one of them a radar or the like."""
    at = 0
    while at < len(runs):
        group, end = _group(runs, at)
        if any(card.group("strong") for card in group):
            brand = group[0].group("brand")
            data = [{"text": card.string, "href": None} for card in group]
            yield Found("radar_links", at, end, f"{len(group)} lines of '{brand}' and a product", data=data)
        at = max(end, at + 1)


def _group(runs: Sequence[Run], at: int) -> tuple[list[re.Match[str]], int]:
    group: list[re.Match[str]] = []
    while at < len(runs):
        card = _card(runs[at].text)
        if card is None or (group and card.group("brand") != group[0].group("brand")):
            break
        if any(card.string == other.string for other in group):
            break  # the same cards again are a second widget
        group.append(card)
        at += 1
    return group, at


def _pictured(document: Document) -> Iterator[Found]:
    """Images whose alt texts are such cards; a second copy of the cards on the page is a second widget."""
    copies: list[list[Picture]] = []
    for picture in document.pictures:
        if _card(picture.alt) is None:
            continue
        if not copies or any(other.alt == picture.alt for other in copies[-1]):
            copies.append([])
        copies[-1].append(picture)
    for pictures in copies:
        if any(card.group("strong") for card in map(_card, (picture.alt for picture in pictures)) if card):
            yield _images(document, pictures)


def _images(document: Document, pictures: Sequence[Picture]) -> Found:
    """A widget of images. Its runs are the cards' own buttons where these stand with the images, else none."""
    strong = [picture for picture in pictures if (card := _card(picture.alt)) and card.group("strong")]
    box = _common(strong)
    start, end = box.start, box.end
    if not _are_buttons(document.runs[start:end], pictures):
        start = end = strong[0].before
    data = [{"text": picture.alt, "href": picture.href} for picture in pictures]
    why = f"{len(pictures)} images with the alt texts of station cards"
    return Found("radar_links", start, end, why, data=data, element=box)


def _common(pictures: Sequence[Picture]) -> Element:
    """The smallest element around all the images."""
    above = list(pictures[0].element.ancestors())
    for picture in pictures[1:]:
        others = {id(element) for element in picture.element.ancestors()}
        above = [element for element in above if id(element) in others]
    return above[0]


def _are_buttons(runs: Sequence[Run], pictures: Sequence[Picture]) -> bool:
    """True where every run is a word of a card, such as the button `Radar` over the image `WXYZ Radar`."""
    alts = [picture.alt.lower() for picture in pictures]
    return bool(runs) and all(any(run.text.lower() in alt for alt in alts) for run in runs)


def _linked(document: Document) -> Iterator[Found]:
    """Links to radars and the like under a heading such as `Weather`, outside the menus."""
    runs = document.runs
    for heading in short_runs_saying(document, "weather", "radar"):
        if len(heading.text) > 30 or not _HEADING.fullmatch(heading.text) or in_menu_or_footer(heading.element):
            continue
        at = heading.index + 1
        while at < len(runs) and (runs[at].links or not document.is_html) and _LINK.fullmatch(runs[at].text):
            at += 1
        links = [run.links[0] if run.links else Link(run.text) for run in runs[heading.index + 1 : at]]
        if len(links) > 1 and any(_RADAR.search(link.text) for link in links):
            data = [{"text": link.text, "href": link.href} for link in links]
            why = f"heading '{heading.text}' with {len(links)} weather links"
            yield Found("radar_links", heading.index, at, why, title=heading.text, data=data)
