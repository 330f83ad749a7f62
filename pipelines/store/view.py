"""What a view is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One view: its SQL, what a row of it is, and what its own columns are (the others are those of the tables)."""

    sql: str
    row: str
    columns: dict[str, str]
