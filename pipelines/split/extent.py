"""Where the parts of a story stand among the page's runs, as metadata asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.split.parts import Parts


@dataclass(frozen=True, slots=True)
class Extent:
    """`start` is the run of the headline, or of the first paragraph; `first` and `last` are the body's, None without one."""

    headline: int | None
    start: int
    first: int | None
    last: int | None
    body: list[int]
    dek: list[int]
    date_lines: list[int]
    has_byline: bool


def extent_of(parts: Parts) -> Extent:
    """The extent of a story."""
    runs: dict[str, list[int]] = {"headline": [], "body": [], "dek": [], "dateline": [], "byline": []}
    for index, owner in parts.owners.items():
        runs[owner].append(index)
    headline = min(runs["headline"], default=None)
    body = sorted(runs["body"])
    first, last = (body[0], body[-1]) if body else (None, None)
    start = min((index for index in (headline, first) if index is not None), default=0)
    return Extent(
        headline, start, first, last, body, sorted(runs["dek"]), sorted(runs["dateline"]), bool(runs["byline"])
    )
