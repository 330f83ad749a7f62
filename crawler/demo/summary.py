"""What the demo's crawls put into the collection, read from its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from crawler.archive.collection import Collection, final_name
from crawler.demo.visits import STATION, Visit
from pipelines.store.catalog import open_catalog

_COUNTS = """
SELECT (SELECT count(*) FROM captures WHERE collection = $station AND captured_at BETWEEN $started AND $ended),
       (SELECT count(*) FROM pages WHERE collection = $station AND captured_at BETWEEN $started AND $ended),
       (SELECT count(*) FROM articles WHERE collection = $station AND captured_at BETWEEN $started AND $ended)"""
_WIDGETS = """
SELECT kind, count(*) FROM widgets
WHERE collection = $station AND captured_at BETWEEN $started AND $ended AND duplicate_of IS NULL
GROUP BY kind ORDER BY kind"""
_LEADERS = """
SELECT region, arg_max(county, cases), max(cases) FROM case_counts_captures
WHERE collection = $station AND captured_at BETWEEN $started AND $ended
GROUP BY region ORDER BY region"""
_VERSIONS = "SELECT count(*) FROM article_versions WHERE version > 1 AND collection = $station"


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """One visit in numbers. `leaders` are the county with the most cases by region; widget copies count once."""

    virtual: str
    requests: int
    captures: int
    pages: int
    articles: int
    widgets: dict[str, int]
    leaders: dict[str, tuple[str, int]]
    complete: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The visits, the collection's WARC files with their sizes in bytes, and where things are."""

    visits: list[VisitSummary]
    new_versions: int
    files: dict[str, int]
    collection: str

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON types."""
        return asdict(self)


def summarize(warcs_dir: Path, visits: Sequence[Visit]) -> Summary:
    """Read the tables; a visit's rows are those captured while it ran."""
    collection = Collection(warcs_dir / STATION)
    connection = open_catalog(warcs_dir)
    try:
        summaries = [_visit(connection, visit) for visit in visits]
        versions = connection.execute(_VERSIONS, {"station": STATION}).fetchall()[0][0]
    finally:
        connection.close()
    files = {final_name(path): path.stat().st_size for path in collection.warc_files()}
    return Summary(summaries, versions, files, str(collection.path))


def _visit(connection: duckdb.DuckDBPyConnection, visit: Visit) -> VisitSummary:
    when = {"station": STATION, "started": visit.started, "ended": visit.ended}
    captures, pages, articles = connection.execute(_COUNTS, when).fetchall()[0]
    leaders = connection.execute(_LEADERS, when).fetchall()
    return VisitSummary(
        virtual=visit.virtual.isoformat(),
        requests=visit.requests,
        captures=captures,
        pages=pages,
        articles=articles,
        widgets=dict(connection.execute(_WIDGETS, when).fetchall()),
        leaders={region: (county, cases) for region, county, cases in leaders},
        complete=visit.exit_status == 0,
    )
