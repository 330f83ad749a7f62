"""The frontier: every URL that a collection knows, what is known of it, and which are worth a request now.

One SQLite file in the collection (`frontier_file.py`). One story has one URL in it (`frontier_addresses.py`). The file can
be deleted: `rebuild` makes it from the archive.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import datetime

from crawler.discovery.frontier_addresses import FrontierAddresses
from crawler.discovery.frontier_entry import (
    COLUMNS,
    Entry,
    HubVisit,
    Seen,
    entry_of,
    kind_of,
    outcome_of,
    text_of,
    time_of,
)
from crawler.discovery.named import FRONTS, HUBS
from crawler.discovery.twins import marks, twin_key
from crawler.discovery.urls import FoundUrl, leads_up
from pipelines.versions import PageVersion

_ALWAYS = 3
"""A hub that has named stories this often, and never none, is one that always has some."""


class Frontier(FrontierAddresses):
    """The frontier of the collection in `folder`. One process writes it, the one that holds the collection's lock.

    Every time is an aware datetime. Raises InputError where the file is none of ours or damaged.
    """

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM urls")[0])

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

    def page(
        self, url: str, at: datetime, version: PageVersion, place: tuple[str, int], canonical: str | None = None
    ) -> Seen:
        """A page came and was split. A hub's own observation is `named`; its values are kept all the same.

        `canonical` is what the page calls its own URL, where that is one of the station's.
        """
        with self._transaction():
            before = self._entry_or_new(url, at)
            stands_for = self._stands_for(url)
            if stands_for is None:
                return Seen("twin", before)
            if before.place == place:
                return Seen("unchanged", before)  # a run that goes on with another meets its captures again
            outcome = outcome_of(before, version)
            if outcome == "textless":
                self._observe(before.url, at, changed=False)
                return Seen(outcome, before)
            self._keep(before, at, version, place)
            if before.kind not in HUBS:
                self._observe(before.url, at, changed=outcome != "unchanged")
                if canonical is not None:
                    self._believe(canonical, before.url, version, at)
            return Seen(outcome, before)

    def nothing(self, url: str, at: datetime) -> None:
        """An answer that is no page and names nothing (an image, a file): fetched, unchanged."""
        with self._transaction():
            entry = self._entry_or_new(url, at)
            if self._stands_for(url) is not None:
                self._observe(entry.url, at, changed=False)

    def gone(self, url: str, at: datetime, why: str) -> Entry | None:
        """It answers 404 or 410, or is redirected to a front. What was there before, where this is news."""
        with self._transaction():
            before = self._entry_or_new(url, at)
            if before.url != url:
                self._stands_here(before.url)
                return None
            news = before.gone is None and before.content is not None
            self._db.execute(
                "UPDATE urls SET gone = ?, gone_at = coalesce(gone_at, ?) WHERE url = ?", (why, text_of(at), url)
            )
            self._observe(url, at, changed=news)
            return before if news else None

    def moved(self, url: str, at: datetime, target: str, *, permanent: bool = False) -> Entry | None:
        """It is redirected to `target`. Where that is a hub and this was a page, it is gone: what it was, if news.

        Permanently: of a source, that is where it is asked for from now on; a page is the target's twin from now on.
        """
        goal, entry = self.entry(target), self.entry(url)
        to_front = leads_up(url, target) or (goal is not None and goal.kind in FRONTS)
        if to_front and entry is not None and entry.kind not in HUBS:
            return self.gone(url, at, f"redirected to {target}")
        with self._transaction():
            entry = self._entry_or_new(url, at)
            if entry.url != url:
                return None
            self._observe(url, at, changed=False)
            if permanent and entry.kind in HUBS and (goal is None or goal.kind not in HUBS or goal.url == url):
                self._moved_for_good(url, target, at)
            elif permanent and entry.kind not in HUBS and (goal is None or goal.url != url):
                self._merge(url, target, "moved", at)
        return None

    # --- What is due ---

    def due(self, now: datetime, n: int, asked: Container[str] = ()) -> list[Entry]:
        """The `n` URLs that are most worth a request now, best first, without those that this run has asked for already;
        they are taken to be asked for."""
        found: list[Entry] = []
        for url in self.policy.next(now, n):
            entry = self._exact(url)
            if url in asked:
                self.policy.release(url)
            elif entry is not None:
                found.append(entry)
            else:  # a twin by now: the policy forgets nothing, but lets it rest
                self._tell("observe", url, now, "")
        return found

    def entries(self) -> Iterator[Entry]:
        """Every URL, sorted."""
        for row in self._db.execute(f"SELECT {COLUMNS} FROM urls ORDER BY url"):  # noqa: S608 - constants
            yield entry_of(row)

    def count(self, kind: str) -> int:
        """How many URLs of a kind are known."""
        return int(self._one("SELECT count(*) FROM urls WHERE kind = ?", kind)[0])

    def began(self) -> datetime | None:
        """When the first URL was found."""
        return time_of(self._one("SELECT min(first_seen) FROM urls")[0])

    # --- Inside ---

    def _add(self, url: str, kind: str, seen_at: datetime, published: datetime | None) -> bool:
        known = self._one("SELECT kind FROM urls WHERE url = ?", url)
        if known is not None:
            if kind in HUBS and known[0] not in HUBS:  # it was found as a page before it was declared
                self._db.execute("UPDATE urls SET kind = ? WHERE url = ?", (kind, url))
                self._tell("add", url, seen_at, f"{kind} ")
            return False
        twin = self.twin(url)
        if twin is not None and (kind not in HUBS or twin.reason == "source"):
            return False
        if self._twin_of_known(url, kind, seen_at):
            return False
        if self._exact(url) is not None:  # it has taken the place of its twin
            return self._add(url, kind, seen_at, published)
        self._new(url, kind, seen_at, published)
        return True

    def _hint(self, url: str, seen_at: datetime, modified_at: datetime) -> None:
        entry = self.entry(url)
        # A sitemap of 50,000 says the same each time: only what is new is an event.
        if entry is not None and entry.hinted != modified_at:
            self._db.execute("UPDATE urls SET hinted = ? WHERE url = ?", (text_of(modified_at), entry.url))
            self._tell("hint", entry.url, seen_at, text_of(modified_at) or "")

    def _hub_seen(self, hub: str, kind: str, at: datetime, stories: int, new: int) -> bool:
        twin = self.twin(hub)
        if twin is not None and twin.reason == "source":
            hub = twin.main
        else:
            self._add(hub, kind, at, None)
            self._stands_here(hub)
        full, empty, fetched = self._one("SELECT full, empty, fetched FROM urls WHERE url = ?", hub)
        if fetched == text_of(at):
            return False  # a run that goes on with another meets its captures again
        column = "full" if stories else "empty"
        self._db.execute(f"UPDATE urls SET {column} = {column} + 1 WHERE url = ?", (hub,))  # noqa: S608 - one of two
        self._observe(hub, at, changed=new > 0)
        return stories == 0 and full >= _ALWAYS and empty * 20 <= full

    def _keep(self, before: Entry, at: datetime, version: PageVersion, place: tuple[str, int]) -> None:
        kind = kind_of(before, version)
        published = version.published if version.published and version.published <= at else None
        self._db.execute(
            "UPDATE urls SET kind = ?, published = coalesce(?, published), content = ?, headline = ?, warc_file = ?,"
            " warc_offset = ?, gone = NULL, gone_at = NULL WHERE url = ?",
            (kind, text_of(published), version.content, version.headline, *place, before.url),
        )
        if kind != before.kind or (published and not before.published):
            self._tell("add", before.url, before.first_seen, f"{kind} {text_of(published) or ''}")

    def _believe(self, canonical: str, url: str, version: PageVersion, at: datetime) -> None:
        """What a page calls its own URL, unless that is a hub, another story, or one that is the page's own twin: sites are
        wrong about it often enough."""
        main = self.entry(canonical)
        if canonical == url or (main is not None and main.url == url):
            return
        if twin_key(canonical) == twin_key(url) and marks(canonical) == marks(url):
            return  # a slash or `www` that a redirect may take back: what answers with a page is right
        another = main is not None and (main.kind in HUBS or (main.headline or version.headline) != version.headline)
        if not another and version.headline is not None:
            self._merge(url, canonical, "canonical", at)

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
            (text_of(at), changed, text_of(at), changed, url),
        )
        self._tell("observe", url, at, "1" if changed else "")
