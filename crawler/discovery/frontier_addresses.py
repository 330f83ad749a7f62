"""Which address of a frontier stands for which: twins of one story, and where sources that have moved stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from crawler.discovery.frontier_entry import COLUMNS, Entry, Twin, entry_of, text_of
from crawler.discovery.frontier_file import FrontierFile
from crawler.discovery.named import HUBS
from crawler.discovery.twins import marks, twin_key, why_twin

BELIEVED = timedelta(days=7)
"""How long a permanent redirect of a source is taken at its word; then the source itself is asked once more."""
_SOURCE = "source"


class FrontierAddresses(FrontierFile):
    """A story has one URL in `urls`; every other one that is known is in `twins`, with its reason."""

    def __init__(self, folder: Path) -> None:
        self.twins_met: Counter[str] = Counter()
        """Twins that were found since the file was opened, by reason."""
        super().__init__(folder)

    def entry(self, url: str) -> Entry | None:
        """What is known of a URL, or of the one that stands for it."""
        return self._exact(url) or ((twin := self.twin(url)) and self._exact(twin.main)) or None

    def twin(self, url: str) -> Twin | None:
        """Of a URL that is not asked for itself: which one is, and why."""
        row = self._one("SELECT url, main, reason, seen FROM twins WHERE url = ?", url)
        return None if row is None else Twin(row[0], row[1], row[2], datetime.fromisoformat(row[3]))

    def twins(self) -> Iterator[Twin]:
        """Every twin, sorted by its URL."""
        for url, main, reason, seen in self._db.execute("SELECT url, main, reason, seen FROM twins ORDER BY url"):
            yield Twin(url, main, reason, datetime.fromisoformat(seen))

    def address(self, url: str, now: datetime) -> str:
        """Where to ask for a URL: a source that has moved for good is asked for where it stands."""
        row = self._one("SELECT target FROM redirects WHERE url = ? AND until > ?", url, text_of(now))
        return str(row[0]) if row else url

    # --- Inside ---

    def _exact(self, url: str) -> Entry | None:
        row = self._one(f"SELECT {COLUMNS} FROM urls WHERE url = ?", url)  # noqa: S608 - constants
        return None if row is None else entry_of(row)

    def _stands_for(self, url: str) -> str | None:
        """The URL that is observed when this one answers: itself, its source, or None of a twin."""
        twin = self.twin(url)
        if twin is None:
            return url
        return twin.main if twin.reason == _SOURCE else None

    def _twin_of_known(self, url: str, kind: str, at: datetime) -> bool:
        """Make a URL that is found now the twin of one that is known, or that one its twin; whether it is a twin."""
        row = self._one("SELECT url, kind FROM urls WHERE key = ? AND url != ?", twin_key(url), url)
        if row is None or (kind in HUBS and row[1] in HUBS):
            return False
        known, its_kind = str(row[0]), str(row[1])
        if (kind in HUBS, its_kind in HUBS) != (True, False) and (its_kind in HUBS or marks(url) >= marks(known)):
            self._remember(url, known, why_twin(url, known), at)
            return True
        self._merge(known, url, why_twin(known, url), at)
        return False

    def _merge(self, url: str, main: str, reason: str, at: datetime) -> None:
        """From now on `main` stands for `url`, with all that is known of the story; it was not fetched itself."""
        main = twin.main if (twin := self.twin(main)) else main
        if main == url:
            return
        entry = self._exact(url)
        if entry is not None and self._exact(main) is None:
            self._new(main, entry.kind, entry.first_seen, entry.published)
            self._db.execute(
                "UPDATE urls SET (content, headline, warc_file, warc_offset) = (SELECT content, headline, warc_file, warc_offset"
                " FROM urls WHERE url = ?) WHERE url = ?",
                (url, main),
            )
        self._db.execute("DELETE FROM urls WHERE url = ?", (url,))
        self._db.execute("UPDATE twins SET main = ? WHERE main = ?", (main, url))
        self._remember(url, main, reason, at)

    def _remember(self, url: str, main: str, reason: str, at: datetime) -> None:
        self._db.execute("INSERT OR REPLACE INTO twins VALUES (?, ?, ?, ?)", (url, main, reason, text_of(at)))
        self.twins_met[reason] += 1

    def _new(self, url: str, kind: str, seen_at: datetime, published: datetime | None) -> None:
        self._db.execute(
            "INSERT INTO urls (url, kind, first_seen, published, key) VALUES (?, ?, ?, ?, ?)",
            (url, kind, text_of(seen_at), text_of(published), twin_key(url)),
        )
        self._db.execute("DELETE FROM twins WHERE url = ?", (url,))
        self._tell("add", url, seen_at, f"{kind} {text_of(published) or ''}")

    def _moved_for_good(self, source: str, target: str, at: datetime) -> None:
        """A hub answers with a permanent redirect: what the target answers is the hub's own answer."""
        self._merge(target, source, _SOURCE, at)
        self._db.execute("INSERT OR REPLACE INTO redirects VALUES (?, ?, ?)", (source, target, text_of(at + BELIEVED)))

    def _stands_here(self, source: str) -> None:
        """Forget where a source was said to stand: it answers itself, or what stood there is gone."""
        if self._one("SELECT 1 FROM redirects WHERE url = ?", source) is not None:
            self._db.execute("DELETE FROM redirects WHERE url = ?", (source,))
            self._db.execute("DELETE FROM twins WHERE main = ? AND reason = ?", (source, _SOURCE))
