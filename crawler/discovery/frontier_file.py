"""The SQLite file of a frontier: how it is opened, what is written down of what happens, and the count of requests.

What happens is written down as it happens, in one transaction each; the revisit policy's state is a snapshot of it, and
what happened since is told to the policy again when the file is opened. So a `kill -9` costs nothing that had been seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from crawler.discovery.frontier_entry import text_of, time_of
from crawler.discovery.frontier_schema import SCHEMA, VERSION
from crawler.run.policy import RevisitPolicy
from crawler.run.policy.packed import pack, unpack
from pipelines.errors import InputError, UsageError

FILE = "frontier.sqlite"
_MAKING = "being_made"


class FrontierFile:
    """The file in `folder`. Raises InputError where it is none of ours or damaged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self.path, isolation_level=None)
        try:
            self._open()
        except (sqlite3.DatabaseError, UsageError, ValueError, KeyError) as error:
            self._db.close()
            advice = "delete it; the next crawl makes it again from the archive"
            raise InputError(str(self.path), f"the frontier cannot be read ({error})", advice=advice) from error

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A crash of the process loses nothing; one of the machine what was not checkpointed, which is fetched again.
        self._db.execute("PRAGMA synchronous = NORMAL")
        with self._transaction():
            self._db.execute(SCHEMA[0])
            version = self._meta("version")
            if version not in (None, VERSION):
                raise ValueError(f"it is of version {version}, this is {VERSION}")
            for statement in SCHEMA:
                self._db.execute(statement)
            self._set_meta("version", VERSION)
        self.policy = self._policy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def being_made(self) -> Iterator[None]:
        """While it is told of what was before it: one that is left in between is `half_made`."""
        self._set_meta(_MAKING, 1)
        yield
        self._set_meta(_MAKING, None)

    @property
    def half_made(self) -> bool:
        """Whether it lacks some of what was before it, and is to be deleted."""
        return self._meta(_MAKING) is not None

    def save(self) -> None:
        """Make the policy's state, with what it has given out, the snapshot from which the next opening begins."""
        with self._transaction():
            self._set_meta("policy", pack(self.policy))
            self._db.execute("DELETE FROM events")

    # --- Requests: how many, how many are left ---

    def spend(self, day: str, requests: int = 1) -> None:
        """Count requests of a UTC day (YYYY-MM-DD)."""
        self._db.execute(
            "INSERT INTO days VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET requests = requests + excluded.requests",
            (day, requests),
        )

    def spent(self, day: str) -> int:
        """The requests of a UTC day."""
        row = self._db.execute("SELECT requests FROM days WHERE day = ?", (day,)).fetchone()
        return int(row[0]) if row else 0

    def last_run(self) -> datetime | None:
        """When what was due was last asked for."""
        text = self._meta("last_run")
        return datetime.fromisoformat(str(text)) if text else None

    def saved_up(self) -> float:
        """Requests that were left over from the budget at `last_run`."""
        return float(self._meta("saved_up") or 0.0)

    def ran(self, at: datetime, saved_up: float) -> None:
        """What was due was asked for at `at`, with so many requests left."""
        with self._transaction():
            self._set_meta("last_run", text_of(at))
            self._set_meta("saved_up", saved_up)

    # --- For what is built on it ---

    def _tell(self, what: str, url: str, at: datetime, said: str) -> None:
        """Tell the policy, and write down that it was told."""
        self._db.execute("INSERT INTO events (what, url, at, said) VALUES (?, ?, ?, ?)", (what, url, text_of(at), said))
        _apply(self.policy, what, url, at, said)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()

    def _policy(self) -> RevisitPolicy:
        state = self._meta("policy")
        policy = RevisitPolicy() if state is None else unpack(state)
        for what, url, at, said in self._db.execute("SELECT what, url, at, said FROM events ORDER BY number"):
            _apply(policy, what, url, datetime.fromisoformat(at), said)
        return policy

    def _meta(self, name: str) -> Any:
        row = self._one("SELECT value FROM meta WHERE name = ?", name)
        return None if row is None else row[0]

    def _set_meta(self, name: str, value: Any) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def peek(folder: Path, day: str) -> tuple[datetime | None, float, int]:
    """Of the frontier in `folder`: when what was due was last asked for, what was left over then, and the requests of a
    day; as of none where there is none yet. Cheap, and in nobody's way."""
    path = folder / FILE
    if not path.exists():
        return None, 0.0, 0
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30.0)) as database:
        try:
            known = dict(database.execute("SELECT name, value FROM meta WHERE name IN ('last_run', 'saved_up')"))
            spent = database.execute("SELECT requests FROM days WHERE day = ?", (day,)).fetchone()
        except sqlite3.DatabaseError:
            return None, 0.0, 0  # the crawl says what is wrong with it, and makes it anew
    return time_of(known.get("last_run")), float(known.get("saved_up") or 0.0), int(spent[0]) if spent else 0


def copy_frontier(folder: Path, to: Path) -> None:
    """Copy the frontier in `folder`, as it is at one moment, to the folder `to`; nothing where there is none."""
    path = folder / FILE
    if path.exists():
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30.0)) as database,
            closing(sqlite3.connect(to / FILE)) as copy,
        ):
            try:
                database.backup(copy)
            except sqlite3.DatabaseError as error:
                raise InputError(str(path), f"the frontier cannot be read ({error})") from error


def _apply(policy: RevisitPolicy, what: str, url: str, at: datetime, said: str) -> None:
    match what:
        case "add":
            kind, _, published = said.partition(" ")
            policy.add(url, kind, at, time_of(published))
        case "hint":
            policy.hint(url, at, datetime.fromisoformat(said))
        case "observe":
            policy.observe(url, at, bool(said))
