"""What a frontier is told of captures, sources and pages: the same from a live crawl and from the archive."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego

from crawler.archive.capture import Capture, why_not_page
from crawler.discovery.frontier import Frontier
from crawler.discovery.frontier_entry import GONE, HubVisit, Seen
from crawler.discovery.named import HUBS, Kind, Named, looks_like_story
from crawler.discovery.twins import twin_key
from crawler.discovery.urls import FoundUrl, canonical, host_of, is_within, why_not
from crawler.run.budget import day_of
from pipelines.changes import word_changes
from pipelines.errors import ArchiveError
from pipelines.store.parquet import iter_rows
from pipelines.store.rows import PageRows
from pipelines.store.schema import ArticleRow, WidgetRow
from pipelines.versions import version_of_rows

logger = logging.getLogger(__name__)

_PERMANENT = frozenset({301, 308})
_UNRESOLVED = "revisit_unresolved"
"""A revisit of which the page is asked for again."""
MAX_SITEMAPS = 20
"""That a frontier keeps asking for. Archives of twenty years have hundreds; the newest stories are in the first."""
MAX_FEEDS = 40
MAX_OF_SITEMAP = 5000
"""URLs taken from one sitemap at one visit, newest first."""


@dataclass(slots=True)
class Counts:
    """What the ledger was told, for a run's report. `delays` are seconds from a story's publication to its first
    capture, of stories that were published since the frontier was begun; `hubs` are stories named, by hub."""

    outcomes: Counter[str] = field(default_factory=Counter)
    named_new: int = 0
    gone: int = 0
    delays: list[float] = field(default_factory=list)
    hubs: dict[str, int] = field(default_factory=dict)
    empty_hubs: list[str] = field(default_factory=list)
    requests: int = 0


class Ledger:
    """Writes into a frontier what a station with these domains and this pattern of stories shows.

    `tables` is where the text of an earlier version is looked up, for the log.
    """

    def __init__(
        self,
        frontier: Frontier,
        domains: tuple[str, ...],
        article_url: str | None,
        *,
        tables: Path | None = None,
        max_urls: int = 200_000,
    ) -> None:
        self.frontier = frontier
        self.counts = Counts()
        self._domains, self._article_url, self._tables = domains, article_url, tables
        self._room = max_urls - len(frontier)
        self._began = frontier.began()
        self._sitemaps, self._feeds = frontier.count("sitemap"), frontier.count("feed")

    def declare(self, sources: list[tuple[Kind, str]], at: datetime) -> None:
        """The sources that a station file names."""
        for kind, url in sources:
            self.frontier.add(canonical(url) or url, kind, at)
        self._began = self._began or at

    def capture(self, capture: Capture, kind: Kind | None, at: datetime) -> None:
        """An answer came, of whatever status. `kind` is what was asked for it as, None if that is not known."""
        self.counts.requests += 1
        self.frontier.spend(day_of(at))
        url, status = canonical(capture.target_uri) or capture.target_uri, capture.status
        if urlsplit(url).path == "/robots.txt":
            self._robots(capture, url, at)
        elif status in GONE:
            self._gone(url, at, f"status {status}")
        elif status == 304 and capture.problem != _UNRESOLVED:
            self.frontier.nothing(url, at)
        elif status is not None and 300 <= status < 400:
            self._moved(capture, url, kind, at)
        elif status == 200:
            self._found(capture, url, kind, at)

    def named(self, url: str, kind: Kind, at: datetime, named: Named) -> None:
        """A source or a page came and names these. What stories name is left: it leads into the past."""
        if kind == "article":
            return
        found = [(each, self._kind(each)) for each in named.pages[: MAX_OF_SITEMAP if kind == "sitemap" else None]]
        wanted: list[tuple[FoundUrl, str]] = [pair for pair in found if why_not(pair[0].url, self._domains) is None]
        wanted += [(each, "feed") for each in self._some(named.feeds, MAX_FEEDS - self._feeds)]
        wanted += [(each, "sitemap") for each in self._some(named.sitemaps, MAX_SITEMAPS - self._sitemaps)]
        if self._room <= 0:
            wanted = [pair for pair in wanted if self.frontier.entry(pair[0].url) is not None]
        visit = self.frontier.named(url, kind, at, wanted)
        self._visited(url, kind, visit)

    def page(self, rows: PageRows, at: datetime) -> None:
        """A page came and was split."""
        page = rows.page
        self.rows(page.url, rows.article, rows.widgets, (page.warc_file, page.warc_offset), at, page.canonical_url)

    def rows(
        self,
        url: str,
        article: ArticleRow | None,
        widgets: list[WidgetRow],
        place: tuple[str, int],
        at: datetime,
        canonical_url: str | None,
    ) -> None:
        """The same from rows that were read back from the tables. `canonical_url` is what the page says of itself."""
        version = version_of_rows(article, widgets)
        address = canonical(url) or url
        seen = self.frontier.page(address, at, version, place, self._own_name(address, canonical_url))
        self.counts.outcomes[seen.outcome] += 1
        since = version.published
        if seen.outcome == "new" and since is not None and self._began and self._began < since <= at:
            self.counts.delays.append((at - since).total_seconds())
        self._tell(url, seen, article)

    def _own_name(self, url: str, stated: str | None) -> str | None:
        """The canonical URL that a page states, where it is one that could be asked for instead."""
        name = canonical(stated, url) if stated else None
        if name is None or name == url or why_not(name, self._domains) is not None:
            return None
        return name if twin_key(name) == twin_key(url) or looks_like_story(name, self._article_url) else None

    def _kind(self, found: FoundUrl) -> str:
        return "article" if looks_like_story(found.url, self._article_url) else "other"

    def _some(self, found: list[FoundUrl], room: int) -> list[FoundUrl]:
        """Those that are ours, and of those not known yet as many as there is room for."""
        ours = [each for each in found if is_within(host_of(each.url), self._domains)]
        known = [each for each in ours if self.frontier.entry(each.url) is not None]
        new = [each for each in ours if each not in known]
        return known + new[: max(room, 0)]

    def _visited(self, url: str, kind: Kind, visit: HubVisit) -> None:
        self._room -= visit.new
        self.counts.named_new += visit.new
        if visit.new:
            self._sitemaps, self._feeds = self.frontier.count("sitemap"), self.frontier.count("feed")
        if kind in HUBS:
            self.counts.hubs[url] = visit.stories
        if visit.empty:
            self.counts.empty_hubs.append(url)
            logger.warning("%s: names no stories, and always did", url)

    def _robots(self, capture: Capture, url: str, at: datetime) -> None:
        if capture.status == 200 and capture.body:
            text = capture.body[: 512 * 1024].decode("utf-8", "replace")
            named = (canonical(each, url) for each in Protego.parse(text).sitemaps)
            for each in self._some([FoundUrl(each) for each in named if each], MAX_SITEMAPS - self._sitemaps):
                self._sitemaps += self.frontier.add(each.url, "sitemap", at)

    def _moved(self, capture: Capture, url: str, kind: Kind | None, at: datetime) -> None:
        location = next((value for name, value in capture.headers if name.lower() == "location"), "")
        target = canonical(location, url)
        if target is None or why_not(target, self._domains) is not None:
            self.frontier.nothing(url, at)
            return
        entry = self.frontier.entry(url)
        permanent = capture.status in _PERMANENT
        if entry is None or entry.kind not in HUBS:
            permanent &= twin_key(target) == twin_key(url) or looks_like_story(target, self._article_url)
        lost = self.frontier.moved(url, at, target, permanent=permanent)
        if lost is not None:
            self.counts.gone += 1
            logger.info("GONE %s: redirected to %s (was: %s)", url, target, lost.headline)
        else:
            self.frontier.add(target, kind or (entry.kind if entry else "other"), at)

    def _gone(self, url: str, at: datetime, why: str) -> None:
        lost = self.frontier.gone(url, at, why)
        if lost is not None:
            self.counts.gone += 1
            logger.info("GONE %s: %s (was: %s)", url, why, lost.headline)

    def _found(self, capture: Capture, url: str, kind: Kind | None, at: datetime) -> None:
        why = why_not_page(capture)
        if why == "too_large" or (kind not in {"feed", "sitemap"} and why not in {None, _UNRESOLVED}):
            self.frontier.nothing(url, at)

    def _tell(self, url: str, seen: Seen, article: ArticleRow | None) -> None:
        match seen.outcome:
            case "new" if article is not None:
                logger.info("NEW %s: %s", url, article.headline)
            case "changed" if article is not None:
                logger.info("CHANGED %s: %s", url, self._difference(seen, article))
            case "back":
                logger.info("BACK %s: was %s", url, seen.before.gone)

    def _difference(self, seen: Seen, article: ArticleRow) -> str:
        said = []
        if seen.before.headline != article.headline:
            said.append(f"headline was {seen.before.headline!r}, is {article.headline!r}")
        text = self._text_before(seen)
        if text is not None:
            said.append(str(word_changes(text, article.text)))
        return "; ".join(said) or "the text is another"

    def _text_before(self, seen: Seen) -> str | None:
        if self._tables is None or seen.before.place is None:
            return None
        warc_file, offset = seen.before.place
        try:
            for row in iter_rows(self._tables, "articles", warc_file):
                if row.warc_offset == offset and isinstance(row, ArticleRow):
                    return row.text
        except ArchiveError:
            pass  # it is for the log alone
        return None
