"""The article as places on the page: which runs are its headline, dek, byline, date lines and body."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipelines.items import BlockKind, Owner


@dataclass(slots=True)
class Parts:
    """Indexes of runs by what they are, and what the byline and date lines say. No run has two owners."""

    owners: dict[int, Owner] = field(default_factory=dict)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    agency: str | None = None
    published: datetime | None = None
    updated: datetime | None = None

    def of(self, owner: Owner) -> list[int]:
        """The runs of one owner, in order."""
        return sorted(index for index, name in self.owners.items() if name == owner)

    def take(self, index: int, owner: Owner) -> None:
        """Give a run to an owner, unless it has one."""
        self.owners.setdefault(index, owner)
