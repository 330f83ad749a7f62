"""What a frontier knows of one URL, and what it says of one fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.discovery.named import HUBS
from pipelines.versions import PageVersion

GONE = frozenset({404, 410})

COLUMNS = (
    "url, kind, first_seen, published, fetched, changed, fetches, changes, content, headline, warc_file, warc_offset,"
    " gone, hinted"
)


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
class Twin:
    """A URL that shows what `main` shows, and why `main` is the one that is asked for: `amp`, `mobile`, `scheme`, `host`,
    `slash` or `path` (how the two differ), `canonical` (the page says so), `moved` (a permanent redirect), or `source`
    (where a declared source stands now)."""

    url: str
    main: str
    reason: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a fetch of a page was: `new` for the first version, else `changed`, `unchanged`, `back` (it was gone), `twin`
    (another URL is the story's), or `textless`: a story without a text, which says something of the splitter and nothing of
    the story."""

    outcome: str
    before: Entry


@dataclass(frozen=True, slots=True)
class HubVisit:
    """What a hub named: `stories` in all and `new` URLs among them. `empty` says that it names none and always did."""

    stories: int
    new: int
    empty: bool


def entry_of(row: tuple[Any, ...]) -> Entry:
    """A row of COLUMNS as an entry."""
    url, kind, first, published, fetched, changed, fetches, changes, content, headline, file, offset, *rest = row
    gone, hinted = rest
    return Entry(
        url,
        kind,
        datetime.fromisoformat(first),
        time_of(published),
        time_of(fetched),
        time_of(changed),
        fetches,
        changes,
        content,
        headline,
        None if file is None else (file, offset),
        gone,
        time_of(hinted),
    )


def outcome_of(before: Entry, version: PageVersion) -> str:
    """What a version of a page is to what was known of it."""
    if before.content is None:
        return "new"
    if before.kind == "article" and version.text is None:
        return "textless"
    if before.gone:
        return "back"
    return "unchanged" if before.content == version.content else "changed"


def kind_of(before: Entry, version: PageVersion) -> str:
    """What an address promised, corrected by what stands there."""
    if before.kind in HUBS:
        return before.kind
    return "article" if version.text else "widget"


def time_of(text: str | None) -> datetime | None:
    """An aware datetime back from `text_of`."""
    return datetime.fromisoformat(text) if text else None


def text_of(moment: datetime | None) -> str | None:
    """A time as it is stored: UTC, with microseconds, so that texts sort as times do."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
