"""The part of CSS selectors that layouts name elements with, and the names of elements that are worth a selector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pipelines.split.document import Element

_NAME = r"-?[A-Za-z_][A-Za-z0-9_-]*"
_STEP = re.compile(
    rf"(?P<tag>[a-z][a-z0-9-]*)(?P<names>(?:[.#]{_NAME})*)(?:\[itemprop=\"?(?P<prop>[A-Za-z]+)\"?\])?(?:\[(?P<ordinal>[1-9]\d*)\])?"
)
_NAMES = re.compile(rf"([.#])({_NAME})")
MAX_SELECTOR = 300
LONGEST_NAME = 60
DEEPEST = 24
"""Steps of a path from the root; of a longer one nobody would read them, and there are pages of 100,000."""
_NUMBER = re.compile(r"\d{3}")
_OF_A_BUILD = re.compile(r"(?:css|sc|jsx|jss|svelte|emotion)-")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
SHORTEST_HUMPS = 2.5
"""Letters that the parts of a word such as `mostPopular` have on average; those of a hash such as `bdVaJa` have fewer."""
_BARE = frozenset({"article", "main"})
"""Tags that say what they hold without a name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One element: its tag, and what it must have of id, classes, itemprop and place among siblings of its tag."""

    tag: str
    identity: str | None = None
    classes: frozenset[str] = frozenset()
    prop: str | None = None
    ordinal: int | None = None

    def fits(self, element: Element) -> bool:
        """Whether the element is one that this names."""
        if element.tag != self.tag or (self.ordinal is not None and element.ordinal != self.ordinal):
            return False
        attributes = element.attributes
        return (
            (self.identity is None or attributes.get("id") == self.identity)
            and (self.prop is None or attributes.get("itemprop") == self.prop)
            and (not self.classes or self.classes <= set(attributes.get("class", "").split()))
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """Steps from parent to child, `div.story > div.text`; with `absolute`, all from the root: `/html/body/div[2]`.

    `text` is how it is written.
    """

    text: str
    steps: tuple[Step, ...]
    absolute: bool = False

    def __str__(self) -> str:
        return self.text

    def fits(self, element: Element) -> bool:
        """Whether the element is one that this names."""
        at: Element | None = element
        for step in reversed(self.steps):
            if at is None or not step.fits(at):
                return False
            at = at.parent
        return not self.absolute or at is None


def read_selector(text: str) -> Selector:
    """A selector as it is written: `tag.class#id`, `tag[itemprop=articleBody]`, steps to a child by ` > `, or an absolute
    path with ordinals, `/html/body/div[2]`. ValueError, which says what is wrong, for any other text."""
    if len(text) > MAX_SELECTOR:
        raise ValueError(f"a selector of {len(text)} characters; {MAX_SELECTOR} are the most")
    absolute = text.startswith("/")
    parts = text[1:].split("/") if absolute else [part.strip() for part in text.split(">")]
    return Selector(text, tuple(_step(part, absolute) for part in parts), absolute)


def _step(text: str, absolute: bool) -> Step:
    match = _STEP.fullmatch(text)
    if match is None or (match["ordinal"] is not None and not absolute):
        raise ValueError(
            f"{text!r} is no step of a selector; one is like div.story, div#main, article[itemprop=articleBody]"
        )
    names = _NAMES.findall(match["names"])
    identities = [name for sign, name in names if sign == "#"]
    if len(identities) > 1:
        raise ValueError(f"{text!r} has two ids")
    classes = frozenset(name for sign, name in names if sign == ".")
    ordinal = int(match["ordinal"]) if match["ordinal"] else 1 if absolute and text != "html" else None
    return Step(match["tag"], identities[0] if identities else None, classes, match["prop"], ordinal)


def is_stable(name: str) -> bool:
    """Whether a class or id is a word that somebody chose. What a page or a build made up (`post-71204`, `css-1q2w3e`,
    `bdVaJa`) says nothing, and is another tomorrow."""
    if len(name) > LONGEST_NAME or re.fullmatch(_NAME, name) is None:
        return False
    if _NUMBER.search(name) or _OF_A_BUILD.match(name):
        return False
    return not any(_is_hash(token) for token in re.split(r"[-_]+", name))


def _is_hash(token: str) -> bool:
    humps = _HUMPS.findall(token)
    return len(humps) >= 3 and len(token) < SHORTEST_HUMPS * len(humps)


def selectors_of(element: Element) -> Iterator[str]:
    """The texts of the selectors that the element can be named by: each of its stable names, and all classes together;
    one without any by its parent's, and by its place on the page."""
    names = list(_own(element))
    yield from names
    if names:
        return
    own = _own(element.parent) if element.parent is not None else ()
    parent = min(own, key=lambda text: (-text.count("."), text), default=None)
    if parent is not None:
        yield f"{parent} > {element.tag}"
    if sum(1 for _ in islice(element.ancestors(), DEEPEST + 1)) <= DEEPEST:
        yield element.xpath()


def is_own(text: str) -> bool:
    """Whether a selector names an element by a name of its own: else it says nothing of what the element is for."""
    return ">" not in text and not text.startswith("/")


def _own(element: Element) -> Iterator[str]:
    tag, attributes = element.tag, element.attributes
    identity = attributes.get("id", "")
    if is_stable(identity):
        yield f"{tag}#{identity}"
    classes = sorted({name for name in attributes.get("class", "").split()[:12] if is_stable(name)})
    yield from (f"{tag}.{name}" for name in classes)
    if 2 <= len(classes) <= 4:
        yield tag + "".join(f".{name}" for name in classes)
    prop = attributes.get("itemprop", "")
    if prop.isascii() and prop.isalpha():
        yield f"{tag}[itemprop={prop}]"
    if tag in _BARE:
        yield tag
