"""What the article model sees of each run: its text, what it stands in, what stands around it, what the page states.

Every feature is a count, a difference or a quotient of counts, so that it is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.split.containers import ABOVE, SIDE, Containers, Names
from pipelines.split.document import Document
from pipelines.split.story_place import Place, best_container, headline_place, lead_place, stated_body

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Columns = dict[str, Floats | Numbers | NDArray[np.bool_]]

TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div", "blockquote", "pre", "figcaption", "dt", "dd",
    "button", "section", "article", "label", "span", "body", "br", "a", "figure", "option", "form", "header", "footer",
)  # fmt: skip
_TAG = {tag: number for number, tag in enumerate(TAGS)}
_STOPS = ".,;:!?。，"
_ENDS = frozenset(".!?…\"”'’)。»:")
LEVELS = 6
"""Containers around a run that are looked at, from the innermost out."""
LEAST_SENTENCE, MOST_LINKED, FEW_PROSE = 45, 0.35, 300
NEAR = 5
FAR = -1000
MOSTLY_LINKED = 0.8
_MOST_STEPS = 30


@dataclass(slots=True)
class Measures:
    """Counts by run, and their sums before each run from 0 to the number of runs."""

    texts: list[str]
    length: Floats
    linked: Floats
    share: Floats
    stops: Floats
    tag: Floats
    containers: Containers
    levels: list[Numbers]
    claimed: Floats
    comments: Floats
    side: NDArray[np.bool_]
    prose: Floats
    length_before: Floats
    linked_before: Floats
    prose_before: Floats

    @property
    def all_prose(self) -> float:
        """Characters of prose of the page, at least 1."""
        return max(float(self.prose_before[-1]), 1.0)


def features(document: Document, claimed: set[int], names: Names) -> Columns:
    """By name, an array with a number per run. `claimed` are the runs of widgets, `names` what names of elements say."""
    page = measures(document, claimed, names)
    index = np.arange(len(page.texts))
    columns: Columns = {}
    _of_the_run(columns, document, page)
    _of_the_page(columns, page, index)
    _of_the_story(columns, document, page, index)
    _of_the_neighbours(columns, page, index)
    _of_the_containers(columns, page)
    _of_the_kin(columns, document, page, index)
    return columns


def measures(document: Document, claimed: set[int], names: Names) -> Measures:
    """What the features are made of. *Prose* is what reads like sentences outside widgets, comments and side columns."""
    runs = document.runs
    texts = [run.text for run in runs]
    length = np.array([len(text) for text in texts], dtype=np.float64)
    linked = np.array(
        [min(len(run.text), sum([len(link.text) for link in run.links])) if run.links else 0 for run in runs],
        dtype=np.float64,
    )
    stops = np.array([_stops(text) for text in texts], dtype=np.float64)
    containers = Containers(document, names)
    own = containers.own
    comments = containers.comments[own].astype(np.float64)
    side = (containers.above[own] & SIDE) != 0
    is_claimed = np.zeros(len(runs))
    is_claimed[list(claimed)] = 1.0
    share = linked / np.maximum(length, 1)
    looks = np.where((length >= LEAST_SENTENCE) & (share < MOST_LINKED) & (stops > 0), length, 0.0)
    prose = np.where((comments > 0) | side | (is_claimed > 0), 0.0, looks)
    for wider in (looks * (1 - comments), looks):
        if prose.sum() < FEW_PROSE:
            prose = wider
    return Measures(
        texts=texts,
        length=length,
        linked=linked,
        share=share,
        stops=stops,
        tag=np.array([_TAG.get(run.tag, len(TAGS)) for run in runs], dtype=np.float64),
        containers=containers,
        levels=_levels(containers),
        claimed=is_claimed,
        comments=comments,
        side=side,
        prose=prose,
        length_before=_before(length),
        linked_before=_before(linked),
        prose_before=_before(prose),
    )


def _stops(text: str) -> int:
    return sum([text.count(stop) for stop in _STOPS]) if len(text) > 3 else 0


def _before(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _levels(containers: Containers) -> list[Numbers]:
    """The numbers of the containers of each run from the innermost out. One that holds that run alone is passed over."""
    own, up = containers.own, containers.up
    alone = (containers.end[own] - containers.start[own] <= 1) & (up[own] >= 0)
    levels = [np.where(alone, up[own], own)]
    for _ in range(LEVELS - 1):
        levels.append(up[levels[-1]])
    return levels


def _of_the_run(columns: Columns, document: Document, page: Measures) -> None:
    runs = document.runs
    words = np.array([text.count(" ") + 1 for text in page.texts], dtype=np.float64)
    repeated = Counter(page.texts)
    columns["length"] = page.length
    columns["words"] = words
    columns["share"] = page.share
    columns["links"] = np.array([min(len(run.links), 20) for run in runs])
    columns["stops"] = np.minimum(page.stops, 30)
    columns["ends"] = np.array([text[-1] in _ENDS for text in page.texts])
    columns["tag"] = page.tag
    columns["repeated"] = np.array([min(repeated[text], 10) for text in page.texts])
    columns["comments"] = page.comments
    columns["side"] = page.side
    columns["claimed"] = page.claimed


def _of_the_page(columns: Columns, page: Measures, index: Numbers) -> None:
    size = len(index)
    everything = np.ones(size)
    columns["position"] = index / max(size, 1)
    columns["length_before"] = page.length_before[:-1] / max(page.length_before[-1], 1.0)
    columns["prose_before"] = page.prose_before[:-1] / page.all_prose
    columns["runs"] = everything * size
    columns["all_prose"] = everything * page.all_prose
    columns["all_length"] = everything * page.length_before[-1]
    columns["comments_share"] = everything * (page.comments.sum() / max(size, 1))
    columns["claimed_share"] = everything * (page.claimed.sum() / max(size, 1))


def _of_the_story(columns: Columns, document: Document, page: Measures, index: Numbers) -> None:
    """Where the run stands to the best container, to the headline and its container, to the lead, to a stated body."""
    whole = Place(0, len(index))
    best = best_container(page.containers, page.levels, page.prose)
    _placed(columns, "best", _place_of(page.containers, best, whole), page, index)
    columns["to_best"], columns["best_up"] = _steps(page.containers, best)
    head, head_place = headline_place(document, page.containers, page.prose_before, FEW_PROSE)
    _placed(columns, "head", head_place or whole, page, index)
    columns["from_head"] = np.clip(index - head, -200, 400) if head is not None else np.full(len(index), FAR)
    _since(columns, head if head is not None else 0, page)
    lead, place = lead_place(document, page.texts, page.containers, page.levels)
    _placed(columns, "lead", place or whole, page, index)
    columns["from_lead"] = np.clip(index - lead, -200, 400) if lead is not None else np.full(len(index), FAR)
    columns["stated_body"] = stated_body(document.head, page.texts)
    columns["in_stated"] = page.containers.stated[page.containers.own]


def _since(columns: Columns, head: int, page: Measures) -> None:
    """What stands between the headline and the run; negative before it."""
    linked = _before((page.share > MOSTLY_LINKED).astype(np.float64))
    headings = _before(((page.tag >= 1) & (page.tag <= 6)).astype(np.float64))
    columns["links_since"] = linked[:-1] - linked[head]
    columns["headings_since"] = headings[:-1] - headings[head]
    columns["prose_since"] = page.prose_before[:-1] - page.prose_before[head]


def _place_of(containers: Containers, number: int | None, whole: Place) -> Place:
    return whole if number is None else Place(int(containers.start[number]), int(containers.end[number]))


def _placed(columns: Columns, name: str, place: Place, page: Measures, index: Numbers) -> None:
    start, end = place
    columns[f"in_{name}"] = (index >= start) & (index < end)
    columns[f"at_{name}"] = (index - start) / max(1, end - start)
    columns[f"{name}_off"] = np.where(index < start, start - index, np.maximum(index - end + 1, 0))
    columns[f"{name}_share"] = np.full(len(index), (page.prose_before[end] - page.prose_before[start]) / page.all_prose)


def _steps(containers: Containers, best: int | None) -> tuple[Floats, Floats]:
    """Steps from the run's container to the first that holds the best one too, and from the best one up to that."""
    up: list[int] = containers.up.tolist()
    order: dict[int, int] = {}
    at = best if best is not None else -1
    while at >= 0:
        order[at] = len(order)
        at = up[at]
    steps: list[int] = []
    above: list[int] = []
    for number, wider in enumerate(up[:-1]):  # wider containers come first
        known = order.get(number)
        if known is not None or wider < 0:
            steps.append(0 if known is not None else _MOST_STEPS)
            above.append(_MOST_STEPS if known is None else min(known, _MOST_STEPS))
        else:
            steps.append(min(steps[wider] + 1, _MOST_STEPS))
            above.append(above[wider])
    own = containers.own
    return np.array([*steps, _MOST_STEPS], dtype=np.float64)[own], np.array([*above, _MOST_STEPS], dtype=np.float64)[
        own
    ]


def _of_the_neighbours(columns: Columns, page: Measures, index: Numbers) -> None:
    for step in (1, -1, 2, -2, 3, -3):
        columns[f"length{step:+}"] = _shifted(page.length, step)
        if abs(step) < 3:
            columns[f"share{step:+}"] = _shifted(page.share, step)
            columns[f"tag{step:+}"] = _shifted(page.tag, step)
        if abs(step) < 2:
            columns[f"prose{step:+}"] = _shifted(page.prose, step)
    low, high = np.maximum(index - NEAR, 0), np.minimum(index + NEAR + 1, len(index))
    around = np.maximum(page.length_before[high] - page.length_before[low], 1)
    columns["near_links"] = (page.linked_before[high] - page.linked_before[low]) / around
    columns["near_prose"] = (page.prose_before[high] - page.prose_before[low]) / around


def _shifted(values: Floats, step: int) -> Floats:
    """The value of the run that stands `step` before; -1 where there is none."""
    shifted = np.full(len(values), -1.0)
    if step > 0:
        shifted[step:] = values[:-step]
    else:
        shifted[:step] = values[-step:]
    return shifted


def _of_the_containers(columns: Columns, page: Measures) -> None:
    containers = page.containers
    start, end = containers.start, containers.end
    length = page.length_before[end] - page.length_before[start]
    links = (page.linked_before[end] - page.linked_before[start]) / np.maximum(length, 1)
    prose = page.prose_before[end] - page.prose_before[start]
    density = prose / np.maximum(length, 1)
    for level, number in enumerate(page.levels):
        none = number < 0
        columns[f"length^{level}"] = np.where(none, -1, length[number])
        columns[f"links^{level}"] = np.where(none, -1, links[number])
        columns[f"prose^{level}"] = np.where(none, -1, prose[number] / page.all_prose)
        columns[f"runs^{level}"] = np.where(none, -1, end[number] - start[number])
        columns[f"density^{level}"] = np.where(none, -1, density[number])
    own = containers.own
    columns["depth"] = containers.depth[own]
    above = containers.above[own]
    for bit, tag in enumerate(ABOVE):
        columns[f"in_{tag}"] = (above >> bit) & 1
    names = containers.names[own]
    for at, name in enumerate(("least", "most", "sum", "near")):
        columns[f"names_{name}"] = names[:, at]


def _of_the_kin(columns: Columns, document: Document, page: Measures, index: Numbers) -> None:
    """Runs in elements of the same tag and names, in elements of the same names. Paragraphs follow each other, summaries
    on cards have a linked title before them."""
    numbers: dict[tuple[str, str, str], int] = {}
    kin = []
    for run in document.runs:
        element = run.element
        names = element.names if element is not None else ""
        around = element.parent.names if element is not None and element.parent is not None else ""
        kin.append(numbers.setdefault((run.tag, names, around), len(numbers)))
    group = np.array(kin, dtype=np.int64)
    size = len(numbers)
    count = np.bincount(group, minlength=size)
    length = np.bincount(group, page.length, size)
    columns["kin_runs"] = count[group]
    columns["kin_length"] = (length / np.maximum(count, 1))[group]
    columns["kin_prose"] = (np.bincount(group, page.prose, size) / page.all_prose)[group]
    columns["kin_links"] = (np.bincount(group, page.linked, size) / np.maximum(length, 1))[group]
    last, first = np.zeros(size), np.zeros(size)
    last[group] = index
    first[group[::-1]] = index[::-1]
    columns["kin_spread"] = ((last - first + 1) / np.maximum(count, 1))[group]
    for step in (1, -1):
        columns[f"kin_links{step:+}"] = (np.bincount(group, _shifted(page.share, step), size) / np.maximum(count, 1))[
            group
        ]
        columns[f"kin_length{step:+}"] = (np.bincount(group, _shifted(page.length, step), size) / np.maximum(count, 1))[
            group
        ]
