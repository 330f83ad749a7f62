"""`weather_conditions`: several places, each with its sky and degrees. Data: `[{place, condition, temperature, high, low, feels_like}]`.

Found by what it says, in HTML and in text alike: names of places with degrees behind each. Degrees are Fahrenheit unless the
row has `unit`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.split.document import Document, Found
from pipelines.split.per_page import per_page
from pipelines.widgets.weather_cards import Card, card_lists, stretches
from pipelines.widgets.weather_table import weather_tables


def recognise(document: Document) -> Iterator[Found]:
    """The weather lists of a page, those with a header first: it says what their figures are."""
    tables = tables_of_weather(document)
    taken = {index for found in tables for index in range(found.start, found.end)}
    yield from tables
    for cards in weather_lists(document):
        if not taken.isdisjoint(range(cards[0].start, cards[-1].end)):
            continue
        why = f"{len(cards)} places with degrees"
        yield Found("weather_conditions", cards[0].start, cards[-1].end, why, data=[card.row() for card in cards])


@per_page
def tables_of_weather(document: Document) -> list[Found]:
    """The weather tables of the page. Kept with the page: the tagline asks too."""
    return list(weather_tables(document))


@per_page
def weather_lists(document: Document) -> list[list[Card]]:
    """The cards of each weather list of the page, in order. Kept with the page: the tagline asks too."""
    lists: list[list[Card]] = []
    for stretch in stretches(document):
        lists += [cards for cards in card_lists(document, stretch) if len(cards) > 1 or _is_rotator(cards)]
    return [part for cards in lists for part in _copies(cards)]


def _is_rotator(cards: list[Card]) -> bool:
    """One place only, but in the dress of a list of several: its icon's name or its link stand in it."""
    return bool(cards) and any(token.kind == "extra" or "wxicon" in token.text.lower() for token in cards[0].seen)


def _copies(cards: list[Card]) -> Iterator[list[Card]]:
    """A list that begins again with its first place is the same widget standing twice."""
    begins = [at for at, card in enumerate(cards) if card.place == cards[0].place]
    for start, end in zip(begins, [*begins[1:], len(cards)], strict=True):
        yield cards[start:end]
