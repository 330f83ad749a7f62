"""Where the story of a page stands: the container with most prose, the headline's, the lead's, and what JSON-LD states."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.split.containers import Containers
from pipelines.split.document import Document, Head
from pipelines.split.headline import find_headline

SHINGLE = 4
LEAST_STATED, LEAST_DESCRIPTION = 20, 40
"""Words of a stated body and characters of a description from which on they say something."""
_OPENING = 32
_NEAREST = 4
_MOST_DEPTH, _MOST_VALUES = 6, 50
_WORD = re.compile(r"\w+")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")

Floats = NDArray[np.float64]


class Place(NamedTuple):
    """Runs from `start` to before `end`."""

    start: int
    end: int


def best_container(containers: Containers, levels: list[NDArray[np.int64]], prose: Floats) -> int | None:
    """The number of the container that holds most prose, the nearer to the prose the more; None of a page without."""
    size = len(containers.start)
    value = np.zeros(size)
    for level, number in enumerate(levels[:_NEAREST]):
        value += np.bincount(number % size, prose / (1 + level), size)
    value[-1] = 0.0
    return int(value.argmax()) if len(prose) and value.max() > 0 else None


def headline_place(
    document: Document, containers: Containers, prose_before: Floats, least: int
) -> tuple[int | None, Place | None]:
    """The headline's run, and the smallest container of it with `least` characters of prose behind it."""
    head = find_headline(document, set(), None)
    if head is None:
        return None, None
    at = int(containers.own[head])
    while at >= 0:
        start, end = int(containers.start[at]), int(containers.end[at])
        if prose_before[end] - prose_before[max(head, start)] >= least:
            return head, Place(start, end)
        at = int(containers.up[at])
    return head, None


def lead_place(
    document: Document, texts: list[str], containers: Containers, levels: list[NDArray[np.int64]]
) -> tuple[int | None, Place | None]:
    """The run that begins as the page's description does, and the smallest container that has more than it."""
    opening = _opening(document.head)
    if not opening:
        return None, None
    lead = next(
        (at for at, text in enumerate(texts) if len(text) >= LEAST_DESCRIPTION and opening in text.casefold()), None
    )
    if lead is None:
        return None, None
    at = int(levels[0][lead])
    return lead, Place(int(containers.start[at]), int(containers.end[at]))


def _opening(head: Head) -> str:
    for name in _DESCRIPTIONS:
        said = head.meta.get(name, "")
        if len(said) >= LEAST_DESCRIPTION:
            return said[:_OPENING].casefold()
    return ""


def stated_body(head: Head, texts: list[str]) -> Floats:
    """The share of each run's shingles that JSON-LD's `articleBody` has; -1 for all where none is stated, and for runs
    that are too short to tell."""
    said = _words(" ".join(_bodies(head)))
    cover = np.full(len(texts), -1.0)
    if len(said) < LEAST_STATED:
        return cover
    stated = {tuple(said[at : at + SHINGLE]) for at in range(len(said) - SHINGLE + 1)}
    for index, text in enumerate(texts):
        words = _words(text)
        total = len(words) - SHINGLE + 1
        if total > 0:
            cover[index] = sum([tuple(words[at : at + SHINGLE]) in stated for at in range(total)]) / total
    return cover


def _bodies(head: Head) -> list[str]:
    found: list[str] = []
    waiting: list[tuple[object, int]] = [(each, 0) for each in head.json_ld]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            body = value.get("articleBody")
            if isinstance(body, str):
                found.append(body)
            inner = [each for each in value.values() if isinstance(each, dict | list)]
        else:
            inner = [each for each in value if isinstance(each, dict | list)] if isinstance(value, list) else []
        if depth < _MOST_DEPTH:
            waiting.extend((each, depth + 1) for each in inner[:_MOST_VALUES])
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
