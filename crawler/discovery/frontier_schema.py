"""The tables of a frontier's SQLite file."""

from __future__ import annotations

VERSION = 1
"""Another one is another file: it is made anew from the archive."""

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # `full` and `empty` count a hub's visits that named stories and that named none.
    """CREATE TABLE IF NOT EXISTS urls (
        url TEXT PRIMARY KEY, kind TEXT NOT NULL, first_seen TEXT NOT NULL, published TEXT, hinted TEXT,
        fetched TEXT, changed TEXT, fetches INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL DEFAULT 0,
        content TEXT, headline TEXT, warc_file TEXT, warc_offset INTEGER, gone TEXT, gone_at TEXT, full INTEGER NOT NULL DEFAULT 0, empty INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    # What happened since the snapshot of the policy's state, in order.
    "CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, what TEXT, url TEXT, at TEXT, said TEXT)",
    "CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, requests INTEGER NOT NULL) WITHOUT ROWID",
)
