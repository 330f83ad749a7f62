"""Which runs of a page are in a given text of its story: by order, by company of words, and by what both gain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import Indel

SHINGLE = 4
NEAR = 3
_WORD = re.compile(r"\w+")
_ROUNDS = 2


def words(text: str) -> list[str]:
    """The words that labels, weights and word F1 count."""
    return _WORD.findall(text.lower())


def labels(texts: list[str], truth: str) -> list[int]:
    """1 for each of `texts`, the runs of a page in order, that `truth` has, else 0."""
    runs = [words(text) for text in texts]
    wanted = words(truth)
    covered = list(_covered(runs, wanted))
    found = [int(len(run) >= SHINGLE and _is_covered(*cover)) for run, cover in zip(runs, covered, strict=True)]
    for index, (run, (in_order, _)) in enumerate(zip(runs, covered, strict=True)):
        if 0 < len(run) < SHINGLE and in_order == 1 and _beside(found, index):
            found[index] = 2
    return _gaining([min(label, 1) for label in found], runs, covered, Counter(wanted))


def _is_covered(in_order: float, in_company: float) -> bool:
    return in_company >= 0.5 or (in_order >= 0.8 and in_company > 0)


def _beside(found: list[int], index: int) -> bool:
    return any(label == 1 for label in found[max(index - NEAR, 0) : index + NEAR + 1])


def _covered(runs: list[list[str]], wanted: list[str]) -> Iterator[tuple[float, float]]:
    """For each run the share of its words in the longest common sequence with the wanted ones, and in a shingle of them."""
    page = [word for run in runs for word in run]
    in_order = bytearray(len(page))
    for block in Indel.opcodes(page, wanted):
        if block.tag == "equal":
            in_order[block.src_start : block.src_end] = b"\1" * (block.src_end - block.src_start)
    shingles = {tuple(wanted[at : at + SHINGLE]) for at in range(len(wanted) - SHINGLE + 1)}
    in_company = bytearray(len(page))
    for at in range(len(page) - SHINGLE + 1):
        if tuple(page[at : at + SHINGLE]) in shingles:
            in_company[at : at + SHINGLE] = b"\1" * SHINGLE
    at = 0
    for run in runs:
        size = len(run)
        if size:
            yield sum(in_order[at : at + size]) / size, sum(in_company[at : at + size]) / size
        else:
            yield 0.0, 0.0
        at += size


def _gaining(
    found: list[int], runs: list[list[str]], covered: list[tuple[float, float]], wanted: Counter[str]
) -> list[int]:
    """The labels after taking out and putting in, run by run, what raises the F1 of the words of all labelled runs."""
    chosen = list(found)
    have = Counter(word for run, label in zip(runs, chosen, strict=True) if label for word in run)
    total, size, shared = wanted.total(), have.total(), (have & wanted).total()
    for _ in range(_ROUNDS):
        for index, run in enumerate(runs):
            count = Counter(run)
            sign = -1 if chosen[index] else 1
            if not run or (sign == 1 and max(covered[index]) < 0.5):
                continue
            change = sum(
                min(have[word] + sign * times, wanted[word]) - min(have[word], wanted[word])
                for word, times in count.items()
            )
            if sign == 1 and (change <= 0.9 * len(run) or (len(run) < SHINGLE and not _beside(chosen, index))):
                continue
            if (shared + change) / (size + sign * len(run) + total) > shared / (size + total) + 1e-9:
                chosen[index] = 1 - chosen[index]
                for word, times in count.items():
                    have[word] += sign * times
                size, shared = size + sign * len(run), shared + change
    return chosen
