"""The frontier: every URL that a collection knows, what is known of it, and which are worth a request now.

One SQLite file in the collection. What happens is written down as it happens, in one transaction each; the revisit
policy's state is a snapshot of it, and what happened since is told to the policy again when the file is opened. So a
`kill -9` costs nothing that had been seen. The file can be deleted: `rebuild` makes it from the archive.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.discovery.frontier_schema import SCHEMA, VERSION
from crawler.discovery.named import HUBS
from crawler.discovery.urls import FoundUrl
from crawler.run.policy import RevisitPolicy
from pipelines.errors import InputError
from pipelines.versions import PageVersion

FILE = "frontier.sqlite"
GONE = frozenset({404, 410})
_ALWAYS = 3
"""A hub that has named stories this often, and never none, is one that always has some."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One URL. `content` is the digest that decides on change, `headline` the last one seen; `place` is the record of the
    last capture that was split, `(warc_file, warc_offset)`; `gone` says why it is not there any more."""

    url: str
    kind: str
    first_seen: datetime
    published: datetime | None
    fetched: datetime | None
    changed: datetime | None
    fetches: int
    changes: int
    content: str | None
    headline: str | None
    place: tuple[str, int] | None
    gone: str | None
    hinted: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a fetch of a page was: `new` for the first version, else `changed`, `unchanged`, `back` (it was gone), or
    `textless`: a story without a text, which says something of the splitter and nothing of the story."""

    outcome: str
    before: Entry


@dataclass(frozen=True, slots=True)
class HubVisit:
    """What a hub named: `stories` in all and `new` URLs among them. `empty` says that it names none and always did."""

    stories: int
    new: int
    empty: bool


class Frontier:
    """The frontier of the collection in `folder`. One process writes it, the one that holds the collection's lock.

    Every time is an aware datetime. Raises InputError where the file is none of ours or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self.path, isolation_level=None)
        try:
            self._open()
        except (sqlite3.DatabaseError, zlib.error, ValueError, KeyError) as error:
            self._db.close()
            advice = "delete it; the next crawl makes it again from the archive"
            raise InputError(str(self.path), f"the frontier cannot be read ({error})", advice=advice) from error

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A crash of the process loses nothing; one of the machine what was not checkpointed, which is fetched again.
        self._db.execute("PRAGMA synchronous = NORMAL")
        with self._transaction():
            for statement in SCHEMA:
                self._db.execute(statement)
        version = self._meta("version")
        if version not in (None, VERSION):
            raise ValueError(f"it is of version {version}, this is {VERSION}")
        self._set_meta("version", VERSION)
        self.policy = self._policy()

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM urls")[0])

    def __enter__(self) -> Frontier:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- What happens ---

    def add(self, url: str, kind: str, seen_at: datetime, published: datetime | None = None) -> bool:
        """A URL was found; whether it was new."""
        with self._transaction():
            return self._add(url, kind, seen_at, published)

    def named(self, hub: str, kind: str, at: datetime, found: Iterable[tuple[FoundUrl, str]]) -> HubVisit:
        """What the page or source at `hub`, fetched at `at`, names. Of hubs it is the observation too: they have changed
        when they name something new. What other pages name is added only."""
        stories = new = 0
        with self._transaction():
            for each, its_kind in found:
                stories += its_kind == "article"
                published = each.modified_at if kind == "feed" else None
                new += self._add(each.url, its_kind, at, published if published and published <= at else None)
                if each.modified_at is not None and kind in {"feed", "sitemap"}:
                    self._hint(each.url, at, each.modified_at)
            if kind not in HUBS:
                return HubVisit(stories, new, empty=False)
            return HubVisit(stories, new, empty=self._hub_seen(hub, kind, at, stories, new))

    def page(self, url: str, at: datetime, version: PageVersion, place: tuple[str, int]) -> Seen:
        """A page came and was split. A hub's own observation is `named`; its values are kept all the same."""
        with self._transaction():
            before = self._entry_or_new(url, at)
            if before.place == place:
                return Seen("unchanged", before)  # a run that goes on with another meets its captures again
            outcome = _outcome(before, version)
            if outcome == "textless":
                self._observe(url, at, changed=False)
                return Seen(outcome, before)
            kind = _kind_of(before, version)
            published = version.published if version.published and version.published <= at else None
            self._db.execute(
                "UPDATE urls SET kind = ?, published = coalesce(?, published), content = ?, headline = ?, warc_file = ?,"
                " warc_offset = ?, gone = NULL, gone_at = NULL WHERE url = ?",
                (kind, _text(published), version.content, version.headline, *place, url),
            )
            if kind != before.kind or (published and not before.published):
                self._tell("add", url, before.first_seen, f"{kind} {_text(published) or ''}")
            if before.kind not in HUBS:
                self._observe(url, at, changed=outcome != "unchanged")
            return Seen(outcome, before)

    def nothing(self, url: str, at: datetime) -> None:
        """An answer that is no page and names nothing (an image, a file): fetched, unchanged."""
        with self._transaction():
            self._entry_or_new(url, at)
            self._observe(url, at, changed=False)

    def gone(self, url: str, at: datetime, why: str) -> Entry | None:
        """It answers 404 or 410, or is redirected to a front. What was there before, where this is news."""
        with self._transaction():
            before = self._entry_or_new(url, at)
            news = before.gone is None and before.content is not None
            self._db.execute(
                "UPDATE urls SET gone = ?, gone_at = coalesce(gone_at, ?) WHERE url = ?", (why, _text(at), url)
            )
            self._observe(url, at, changed=news)
            return before if news else None

    def moved(self, url: str, at: datetime, target: str) -> Entry | None:
        """It is redirected to `target`. Where that is a hub and this was a page, it is gone: what it was, if news."""
        goal = self.entry(target)
        entry = self.entry(url)
        if goal is not None and goal.kind in {"front", "section"} and entry is not None and entry.kind not in HUBS:
            return self.gone(url, at, f"redirected to {target}")
        with self._transaction():
            self._entry_or_new(url, at)
            self._observe(url, at, changed=False)
        return None

    # --- What is due ---

    def due(self, now: datetime, n: int) -> list[Entry]:
        """The `n` URLs that are most worth a request now, best first; they are taken to be asked for."""
        return [entry for url in self.policy.next(now, n) if (entry := self.entry(url)) is not None]

    def entry(self, url: str) -> Entry | None:
        """What is known of a URL."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM urls WHERE url = ?", (url,)).fetchone()  # noqa: S608 - constants
        return None if row is None else _entry(row)

    def entries(self) -> Iterator[Entry]:
        """Every URL, sorted."""
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM urls ORDER BY url"):  # noqa: S608 - constants
            yield _entry(row)

    def save(self) -> None:
        """Make the policy's state, with what it has given out, the snapshot from which the next opening begins."""
        state = zlib.compress(json.dumps(self.policy.to_dict(), separators=(",", ":")).encode(), 1)
        with self._transaction():
            self._set_meta("policy", state)
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

    def count(self, kind: str) -> int:
        """How many URLs of a kind are known."""
        return int(self._one("SELECT count(*) FROM urls WHERE kind = ?", kind)[0])

    def began(self) -> datetime | None:
        """When the first URL was found."""
        return _time(self._one("SELECT min(first_seen) FROM urls")[0])

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
            self._set_meta("last_run", _text(at))
            self._set_meta("saved_up", saved_up)

    # --- Inside ---

    def _add(self, url: str, kind: str, seen_at: datetime, published: datetime | None) -> bool:
        new = self._db.execute(
            "INSERT INTO urls (url, kind, first_seen, published) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (url, kind, _text(seen_at), _text(published)),
        )
        if new.rowcount:
            self._tell("add", url, seen_at, f"{kind} {_text(published) or ''}")
        return bool(new.rowcount)

    def _hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        known = self._one("SELECT hinted FROM urls WHERE url = ?", url)[0]
        # A sitemap of 50,000 says the same each time: only what is new is an event.
        if known != _text(modified_at):
            self._db.execute("UPDATE urls SET hinted = ? WHERE url = ?", (_text(modified_at), url))
            self._tell("hint", url, seen_at, _text(modified_at) or "")

    def _hub_seen(self, hub: str, kind: str, at: datetime, stories: int, new: int) -> bool:
        self._add(hub, kind, at, None)
        full, empty, fetched = self._one("SELECT full, empty, fetched FROM urls WHERE url = ?", hub)
        if fetched == _text(at):
            return False  # a run that goes on with another meets its captures again
        column = "full" if stories else "empty"
        self._db.execute(f"UPDATE urls SET {column} = {column} + 1 WHERE url = ?", (hub,))  # noqa: S608 - one of two
        self._observe(hub, at, changed=new > 0)
        return stories == 0 and full >= _ALWAYS and empty * 20 <= full

    def _entry_or_new(self, url: str, at: datetime) -> Entry:
        entry = self.entry(url)
        if entry is None:
            self._add(url, "other", at, None)
            entry = self.entry(url)
        if entry is None:
            raise LookupError(url)
        return entry

    def _observe(self, url: str, at: datetime, *, changed: bool) -> None:
        self._db.execute(
            "UPDATE urls SET fetched = ?, fetches = fetches + 1, changed = CASE WHEN ? THEN ? ELSE changed END,"
            " changes = changes + ? WHERE url = ?",
            (_text(at), changed, _text(at), changed, url),
        )
        self._tell("observe", url, at, "1" if changed else "")

    def _tell(self, what: str, url: str, at: datetime, said: str) -> None:
        self._db.execute("INSERT INTO events (what, url, at, said) VALUES (?, ?, ?, ?)", (what, url, _text(at), said))
        _apply(self.policy, what, url, at, said)

    def _policy(self) -> RevisitPolicy:
        state = self._meta("policy")
        policy = RevisitPolicy() if state is None else RevisitPolicy.from_dict(json.loads(zlib.decompress(state)))
        for what, url, at, said in self._db.execute("SELECT what, url, at, said FROM events ORDER BY number"):
            _apply(policy, what, url, datetime.fromisoformat(at), said)
        return policy

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
    return _time(known.get("last_run")), float(known.get("saved_up") or 0.0), int(spent[0]) if spent else 0


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


_COLUMNS = (
    "url, kind, first_seen, published, fetched, changed, fetches, changes, content, headline, warc_file, warc_offset,"
    " gone, hinted"
)


def _entry(row: tuple[Any, ...]) -> Entry:
    url, kind, first, published, fetched, changed, fetches, changes, content, headline, file, offset, *rest = row
    gone, hinted = rest
    return Entry(
        url,
        kind,
        datetime.fromisoformat(first),
        _time(published),
        _time(fetched),
        _time(changed),
        fetches,
        changes,
        content,
        headline,
        None if file is None else (file, offset),
        gone,
        _time(hinted),
    )


def _outcome(before: Entry, version: PageVersion) -> str:
    if before.content is None:
        return "new"
    if before.kind == "article" and version.text is None:
        return "textless"
    if before.gone:
        return "back"
    return "unchanged" if before.content == version.content else "changed"


def _kind_of(before: Entry, version: PageVersion) -> str:
    """What an address promised, corrected by what stands there."""
    if before.kind in HUBS:
        return before.kind
    return "article" if version.text else "widget"


def _apply(policy: RevisitPolicy, what: str, url: str, at: datetime, said: str) -> None:
    match what:
        case "add":
            kind, _, published = said.partition(" ")
            policy.add(url, kind, at, _time(published))
        case "hint":
            policy.hint(url, at, datetime.fromisoformat(said))
        case "observe":
            policy.observe(url, at, bool(said))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
