"""Word F1, as WCXB defines it: bags of lower-case words."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text in order, lower-case."""
    return _WORD.findall(text.lower())


def word_f1(found: str, wanted: str) -> float:
    """F1 of the two bags of words, 0 to 1. Both empty is 1, one empty is 0."""
    one, other = Counter(words(found)), Counter(words(wanted))
    if not one and not other:
        return 1.0
    return 2 * (one & other).total() / (one.total() + other.total())
