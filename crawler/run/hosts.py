"""When each host may be asked next, shared by all crawls on this machine: one SQLite file beside the collections."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

FILE = ".hosts.sqlite"
MAX_RETRY_AFTER = 86_400.0
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, free_at REAL NOT NULL, delay REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS robots (netloc TEXT PRIMARY KEY, read_at REAL, body BLOB) WITHOUT ROWID",
)


class Hosts:
    """Turns at hosts. Times are seconds since the epoch, real ones. Two crawls, of two stations or one after the other,
    keep the distance that the host has asked for."""

    def __init__(self, warcs_dir: Path) -> None:
        warcs_dir.mkdir(parents=True, exist_ok=True)
        self.path = warcs_dir / FILE
        self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30.0)
        self._db.execute("PRAGMA journal_mode = WAL")
        # After a crash of the machine the last second's turns may be lost; the machine takes longer to start.
        self._db.execute("PRAGMA synchronous = OFF")
        for statement in _SCHEMA:
            self._db.execute(statement)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def turn(self, host: str, delay: float, now: float) -> float:
        """Take the turn at a host, if it is free: 0, and the next one is `delay` later, or the host's own delay where that
        is more. Else how many seconds there are to wait before it is worth asking again.

        It is taken at the moment of use and not ahead: a process that sleeps over its turn would meet the next one's.
        """
        self._db.execute("BEGIN IMMEDIATE")
        try:
            row = self._db.execute("SELECT free_at, delay FROM hosts WHERE host = ?", (host,)).fetchone()
            free_at, own = row or (0.0, 0.0)
            # A clock that was set back does not make a host wait for more than it can have asked for.
            free_at = min(free_at, now + MAX_RETRY_AFTER)
            if free_at <= now:
                self._put(host, now + max(delay, own), own)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return max(0.0, free_at - now)

    def wait(self, host: str, until: float) -> None:
        """Nobody is to ask the host before this."""
        self._db.execute(
            "INSERT INTO hosts VALUES (?, ?, 0) ON CONFLICT (host) DO UPDATE SET free_at = max(free_at, excluded.free_at)",
            (host, until),
        )

    def set_delay(self, host: str, delay: float) -> None:
        """The distance that the host's robots.txt asks for; 0 for none."""
        self._db.execute(
            "INSERT INTO hosts VALUES (?, 0, ?) ON CONFLICT (host) DO UPDATE SET delay = excluded.delay", (host, delay)
        )

    def keep_robots(self, netloc: str, body: bytes, now: float) -> None:
        """Remember a robots.txt, empty where there is none."""
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (netloc, now, body))

    def robots(self, netloc: str, since: float) -> bytes | None:
        """The robots.txt that was read after `since`; None where it is to be asked for."""
        row = self._db.execute("SELECT body FROM robots WHERE netloc = ? AND read_at > ?", (netloc, since)).fetchone()
        return None if row is None else bytes(row[0])

    def _put(self, host: str, free_at: float, delay: float) -> None:
        self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, free_at, delay))


def retry_after(value: bytes | None, now: float, default: float) -> float:
    """The time that a Retry-After header names, in seconds or as a date; `default` seconds from now where there is none.
    A day away at the most."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return now + min(float(text[:9]), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        moment = None
    if moment is None:
        return now + default
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware.timestamp(), now), now + MAX_RETRY_AFTER)


def seconds() -> float:
    """Now, in seconds since the epoch."""
    return datetime.now(UTC).timestamp()
