"""The tables of a frontier's SQLite file."""

from __future__ import annotations

VERSION = 2
"""Another one is another file: it is made anew from the archive."""

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # `full` and `empty` count a hub's visits that named stories and that named none; `key` is what a URL's twins share.
    """CREATE TABLE IF NOT EXISTS urls (
        url TEXT PRIMARY KEY, kind TEXT NOT NULL, first_seen TEXT NOT NULL, published TEXT, hinted TEXT,
        fetched TEXT, changed TEXT, fetches INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL DEFAULT 0,
        content TEXT, headline TEXT, warc_file TEXT, warc_offset INTEGER, gone TEXT, gone_at TEXT, full INTEGER NOT NULL DEFAULT 0, empty INTEGER NOT NULL DEFAULT 0,
        key TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS urls_by_key ON urls (key)",
    # URLs that show what another one shows, and why that one is the story's.
    "CREATE TABLE IF NOT EXISTS twins (url TEXT PRIMARY KEY, main TEXT NOT NULL, reason TEXT NOT NULL, seen TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS twins_by_main ON twins (main)",
    # Where sources that have moved for good stand, and until when that is believed.
    "CREATE TABLE IF NOT EXISTS redirects (url TEXT PRIMARY KEY, target TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID",
    # What happened since the snapshot of the policy's state, in order.
    "CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, what TEXT, url TEXT, at TEXT, said TEXT)",
    "CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, requests INTEGER NOT NULL) WITHOUT ROWID",
)
