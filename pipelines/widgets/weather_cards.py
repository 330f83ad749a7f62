"""Weather cards: the tokens of a page gathered into one card a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipelines.split.document import Document
from pipelines.widgets.weather_words import Token, is_place, is_sky, signals, split_place_and_sky, tokens

BEFORE = 3
"""Runs before the first degrees that can belong to a card: a title, the place, the sky."""
LONGEST_DEGREES = 12
"""Characters of a run that says hardly more than degrees."""
WIDEST_GAP = 5
"""Runs between two cards' degrees that keep them in one stretch."""
_UNIT = re.compile(r"[°º˚]\s*([FC])\b")


@dataclass(slots=True)
class Card:
    """What a page says of one place. `texts` are its words in order, `values` its figures by field."""

    texts: list[Token] = field(default_factory=list)
    late: list[Token] = field(default_factory=list)
    values: dict[str, int | None] = field(default_factory=dict)
    seen: list[Token] = field(default_factory=list)
    place: str | None = None
    condition: str | None = None

    @property
    def start(self) -> int:
        """The index of its first run."""
        return min(token.run for token in (*self.texts, *self.seen))

    @property
    def end(self) -> int:
        """The index after its last run."""
        return max(token.run for token in (*self.texts, *self.late, *self.seen)) + 1

    def row(self) -> dict[str, object]:
        """The card as a row of `weather_conditions`."""
        row: dict[str, object] = {"place": self.place, "condition": self.condition}
        row |= {name: self.values.get(name) for name in ("temperature", "high", "low", "feels_like")}
        units = {found[1].upper() for token in self.seen for found in _UNIT.finditer(token.text)}
        if units == {"C"}:
            row["unit"] = "C"
        return row

    def is_whole(self) -> bool:
        """Whether the card names a place and says enough of it to be one: degrees, and one thing more."""
        sure = any(token.kind == "temperature" and token.sure for token in self.seen)
        labels = len({"high", "low", "feels_like"} & self.values.keys())
        if self.place is None or "temperature" not in self.values:
            return self.place is not None and labels >= 2
        return labels >= 1 or (sure and self.condition is not None)


def stretches(document: Document) -> Iterator[range]:
    """The stretches of runs that degrees stand in, with the runs before them that may name the first place."""
    marked = signals(document)
    start = 0
    for at, index in enumerate(marked):
        last = at + 1 == len(marked)
        if last or marked[at + 1] - index > WIDEST_GAP:
            first = max(marked[start] - BEFORE, 0)
            if at > start or _may_hold_a_list(document.runs[index].text):
                yield range(first, min(index + 3, len(document.runs)))
            start = at + 1


def _may_hold_a_list(text: str) -> bool:
    """Whether one run alone can be a list of towns, or a town of one: degrees in a page's header are neither."""
    return len(text) > LONGEST_DEGREES or "wxicon" in text.lower()


def card_lists(document: Document, stretch: range) -> list[list[Card]]:
    """The cards in a stretch, as lists of neighbours: a run of words that is no place or sky ends a list.

    A card begins with its place, or with its degrees: where the last card would be left without any, the other reading is
    tried, and kept if it has more whole cards.
    """
    found = [token for index in stretch for token in tokens(document.runs[index])]
    lists: list[list[Card]] = []
    for cards in _lists(_cards(found)):
        if cards and ("temperature" not in cards[-1].values or not cards[0].texts):
            span = range(cards[0].start - 1, cards[-1].end)
            other = max(_lists(_cards_led_by_degrees([token for token in found if token.run in span])), key=_score)
            cards = max(cards, other, key=_score)
        lists.append(cards)
    return lists


def _lists(cards: Iterator[Card | None]) -> list[list[Card]]:
    lists: list[list[Card]] = [[]]
    for card in cards:
        if card is None:
            lists.append([])
        else:
            lists[-1].append(card)
    return [[card for card in _named(each) if card.is_whole()] for each in lists]


def _score(cards: list[Card]) -> int:
    return sum(card.values.get("temperature") is not None for card in cards)


def _cards_led_by_degrees(found: Iterable[Token]) -> Iterator[Card | None]:
    """As `_cards`, where each card begins with its degrees."""
    card = Card()
    for token in found:
        if token.kind == "temperature":
            yield card
            card = Card()
        if token.kind == "text":
            card.texts.append(token)
        elif token.kind == "extra":
            card.seen.append(token)
        else:
            _put(card, token)
    yield card


def _cards(found: Iterable[Token]) -> Iterator[Card | None]:
    """Cards as they come, each beginning with its place; None where the words between are too long for one."""
    card = Card()
    for token in found:
        if token.kind == "text":
            if not _can_be_word(token.text):
                yield card
                yield None
                card = Card()
            elif not card.values:
                card.texts.append(token)
            elif is_sky(token.text) and not card.late and not any(is_sky(text.text) for text in card.texts):
                card.late.append(token)
            else:
                yield card
                card = Card(texts=[token])
        elif token.kind == "extra":
            if card.values or card.texts:
                card.seen.append(token)
        else:
            if _is_taken(card, token):
                yield card
                card = Card()
            _put(card, token)
    yield card


def _can_be_word(text: str) -> bool:
    return is_sky(text) or is_place(text) or is_place(split_place_and_sky(text)[0])


def _is_taken(card: Card, token: Token) -> bool:
    fields = ("high", "low") if token.kind == "high_low" else (token.kind,)
    return any(name in card.values for name in fields)


def _put(card: Card, token: Token) -> None:
    card.seen.append(token)
    if token.kind == "high_low":
        card.values["high"], card.values["low"] = token.value, token.second
    else:
        card.values[token.kind] = token.value


def _named(cards: list[Card]) -> list[Card]:
    """The cards with place and condition told apart, by the sky's words, else by how many words the others have."""
    usual = max((len(card.texts) for card in cards[1:] if card.values), default=2)
    for card in cards:
        if card is cards[0] and not any(is_sky(text.text) for text in card.texts):
            card.texts = card.texts[-max(usual, 1) :]
        named_card(card)
    return [card for card in cards if card.values]


def named_card(card: Card) -> None:
    """Tell the place and the sky apart among the card's words."""
    skies = [text.text for text in (*card.texts, *card.late) if is_sky(text.text)]
    words = [text for text in card.texts if not is_sky(text.text)]
    card.condition = skies[0] if skies else None
    labelled = len({"high", "low", "feels_like"} & card.values.keys()) > 1
    if len(words) > 1 and not skies and labelled:  # a sky in words that are not known here
        card.condition, words = words[-1].text, words[:-1]
    if not words:
        return
    name = words[-1]
    card.texts = [text for text in card.texts if text.run >= name.run]
    place, sky = split_place_and_sky(name.text) if card.condition is None else (name.text, None)
    card.condition = card.condition or sky
    card.place = place if is_place(place) else None
