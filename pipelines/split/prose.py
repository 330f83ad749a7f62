"""Which runs of an HTML page are its prose, as trafilatura sees it (the one other module that touches the tree).

trafilatura returns text of its own making, so its output is laid over the runs: a word of the page is prose where
four words from it on, or up to it, stand in the output too. A run is prose when at least half of its words are.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from rapidfuzz.distance import Indel
from trafilatura import bare_extraction

from pipelines.split.document import Document, Run
from pipelines.split.html_runs import ParsedPage

SHINGLE = 4
MAX_ALIGNMENT = 400_000_000
MAX_ELEMENTS = 30_000
MAX_RUNS = 20_000
MAX_DEPTH = 250
MAX_DEPTHS = 600_000
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word; of Japanese and Chinese, which put no spaces between words, a character."""
_INSIDE_WORDS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_MARK = "pruned-before-extraction"
_LOG = logging.getLogger("trafilatura")


def prose_of(page: ParsedPage, claimed: set[int]) -> list[bool]:
    """For each run whether it is prose. The `claimed` runs, those of widgets, are hidden from the extractor.

    A page past MAX_ELEMENTS, MAX_RUNS, MAX_DEPTH or, added up over its elements, MAX_DEPTHS is not given to trafilatura, whose time grows faster than the page;
    there, long paragraphs with little link text are prose.
    """
    document = page.document
    if page.root is None or not document.runs:
        return [False] * len(document.runs)
    if _is_unbounded(document):
        return [_looks_like_prose(run) for run in document.runs]
    text = _extract(page, claimed, document.url)
    return covered_runs(document.runs, text) if text else [False] * len(document.runs)


def _is_unbounded(document: Document) -> bool:
    if len(document.elements) > MAX_ELEMENTS or len(document.runs) > MAX_RUNS:
        return True
    depths = _depths(document)
    return max(depths, default=0) > MAX_DEPTH or sum(depths) > MAX_DEPTHS


def _depths(document: Document) -> list[int]:
    known: dict[int, int] = {}
    for element in document.elements:
        known[id(element)] = known[id(element.parent)] + 1 if element.parent is not None else 1
    return list(known.values())


def _looks_like_prose(run: Run) -> bool:
    linked = sum(len(link.text) for link in run.links)
    return len(run.text) >= 80 and linked * 3 < len(run.text)


def _extract(page: ParsedPage, claimed: set[int], url: str | None) -> str:
    """trafilatura's text of the page without the claimed runs; "" where it finds none."""
    tree = _without(page, claimed)
    _LOG.setLevel(logging.CRITICAL)
    try:
        found: Any = bare_extraction(tree, url=url, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # a boundary: a page that breaks the extractor still has widgets and chrome
        return ""
    return found.text or "" if found is not None else ""


def _without(page: ParsedPage, claimed: set[int]) -> Any:
    """A copy of the tree without what is not seen and without the elements whose runs are all claimed (tails stay)."""
    marked = [*page.hidden, *(page.nodes[index] for index in _wholly(page.document, claimed))]
    for node in marked:
        node.set(_MARK, "")
    tree = copy.deepcopy(page.root)
    for node in marked:
        del node.attrib[_MARK]
    for node in tree.xpath(f"//*[@{_MARK}]"):
        if node.getparent() is not None:
            _drop(node)
    return tree


def _drop(node: Any) -> None:
    """Take an element out and leave its tail. lxml reads control characters (`&#1;`) and refuses to write them: before a
    tail that has one, the element stays, empty."""
    try:
        node.drop_tree()
    except ValueError:
        node.clear(keep_tail=True)


def _wholly(document: Document, claimed: set[int]) -> Iterator[int]:
    """The outermost elements that have runs, all of them claimed."""
    counts = counts_before(len(document.runs), claimed)
    done = 0
    for index, element in enumerate(document.elements):
        size = element.end - element.start
        if element.start >= done and size and counts[element.end] - counts[element.start] == size:
            done = element.end
            yield index


def counts_before(total: int, marked: set[int]) -> list[int]:
    """How many of the marked runs stand before each index from 0 to `total`."""
    return list(accumulate((index in marked for index in range(total)), initial=0))


def covered_runs(runs: list[Run], text: str) -> list[bool]:
    """For each run whether at least half of its words stand in `text`, in company of their neighbours and in order."""
    wanted = _words(text)
    page = [(word, run.index) for run in runs for word in _words(run.text)]
    total = Counter(index for _, index in page)
    near = _half(total, _in_company(page, wanted))
    left = [(word, index) for word, index in page if index in near]
    if len(left) * len(wanted) <= MAX_ALIGNMENT:
        near = _half(total, _in_order(left, wanted))
    return [run.index in near for run in runs]


def _half(total: Counter[int], hit: Iterable[int]) -> set[int]:
    return {index for index, words in Counter(hit).items() if 2 * words >= total[index]}


def _in_company(page: list[tuple[str, int]], wanted: list[str]) -> Iterator[int]:
    """The run of each word of the page that stands in a shingle of the wanted words."""
    size = min(SHINGLE, len(wanted))
    shingles = {tuple(wanted[at : at + size]) for at in range(len(wanted) - size + 1)}
    words = [word for word, _ in page]
    covered_to = 0
    for at in range(len(words) - size + 1):
        if tuple(words[at : at + size]) in shingles:
            for inside in range(max(at, covered_to), at + size):
                yield page[inside][1]
            covered_to = at + size


def _in_order(page: list[tuple[str, int]], wanted: list[str]) -> Iterator[int]:
    """The run of each word of the page in the longest common sequence with the wanted words: a repeated one counts once."""
    for block in Indel.opcodes([word for word, _ in page], wanted):
        if block.tag == "equal":
            for at in range(block.src_start, block.src_end):
                yield page[at][1]


def _words(text: str) -> list[str]:
    return _WORD.findall(_INSIDE_WORDS.sub("", text.casefold()))
