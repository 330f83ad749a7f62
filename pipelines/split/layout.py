"""What is known of how one station's pages are built: a small file that a person reviews, with the dates it holds for.

`layout_file.py` reads and writes it, `layout_match.py` lays it over a page, `layout_learn.py` makes it from captures.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipelines.split.layout_selector import Selector


@dataclass(frozen=True, slots=True)
class Layout:
    """How a station's pages were built from `valid_from` up to and without `valid_until` (None: until today), both UTC.

    `article` are the containers of stories, `chrome` those of what recurs unchanged, `repeated` the lines that recur
    inside stories, `widgets` the containers of a kind of widget. `pages` is how many stories it was learned from.
    """

    station: str
    valid_from: datetime
    valid_until: datetime | None
    article: tuple[Selector, ...]
    chrome: tuple[Selector, ...] = ()
    repeated: tuple[str, ...] = ()
    widgets: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    pages: int = 0
    digest: str = field(init=False, compare=False)
    """16 hexadecimal digits of what a split by it depends on: its end is not among that."""

    def __post_init__(self) -> None:
        said = [
            self.name,
            [str(each) for each in self.article],
            [str(each) for each in self.chrome],
            list(self.repeated),
            [[kind, [str(each) for each in selectors]] for kind, selectors in self.widgets],
        ]
        object.__setattr__(self, "digest", hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16])

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def name(self) -> str:
        """What rows call it: `wthi-20210224T112000Z`."""
        return f"{self.station}-{self.valid_from.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def holds_at(self, when: datetime) -> bool:
        """Whether a capture of that time is one of its."""
        return self.valid_from <= when and (self.valid_until is None or when < self.valid_until)


def layout_at(layouts: tuple[Layout, ...], when: datetime) -> Layout | None:
    """The layout of a station that a capture of this time is split by; None where none holds."""
    return next((layout for layout in layouts if layout.holds_at(when)), None)
