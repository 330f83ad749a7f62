"""The views made of the four tables, in SQL: what a question about news or numbers starts from."""

from __future__ import annotations

from dataclasses import dataclass

_REFERENCE = "warc_file, warc_offset, record_id, payload_digest, captured_at, splitter_version"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its SQL, what a row of it is, and what its own columns are (the others are those of the tables)."""

    sql: str
    row: str
    columns: dict[str, str]


ARTICLE_VERSIONS = View(
    row="One row per version of an article in a collection: captures of one `article_id` with the same headline and text",
    columns={
        "version": "from 1, in the order of first_seen",
        "first_seen": "the earliest capture of this version",
        "last_seen": "the latest capture of this version",
        "captures": "how many captures have this version",
        "previous_headline": "the headline of the version before; null where it is the same, and for the first",
        "words_added": "words of the text that the version before has not; null for the first",
        "words_removed": "words that only the version before has; null for the first",
        "added": "those words in runs, in their order",
        "removed": "those words in runs, in their order",
    },
    sql="""
    WITH versions AS (
        SELECT collection, station, article_id, arg_min(url, captured_at) AS url,
               row_number() OVER (PARTITION BY collection, station, article_id
                                  ORDER BY min(captured_at), text_digest, headline) AS version,
               headline, text_digest, min(captured_at) AS first_seen, max(captured_at) AS last_seen,
               count(*) AS captures, any_value(text) AS text
        FROM articles
        GROUP BY collection, station, article_id, text_digest, headline),
    compared AS (
        SELECT *, lag(headline) OVER before AS headline_before,
               text_changes(lag(text) OVER before, text) AS changes
        FROM versions
        WINDOW before AS (PARTITION BY collection, station, article_id ORDER BY version))
    SELECT * EXCLUDE (text, headline_before, changes),
           CASE WHEN headline_before IS DISTINCT FROM headline THEN headline_before END AS previous_headline,
           changes.words_added AS words_added, changes.words_removed AS words_removed,
           changes.added AS added, changes.removed AS removed
    FROM compared""",
)

DELETIONS = View(
    row="One row per page that has answered with something else since: gone (404, 410) or leading elsewhere (301, 302, 303, 307, 308)",
    columns={
        "url": "the page's URL",
        "status": "the first such answer's status",
        "gone_since": "the first such answer after the last capture of the page",
        "first_seen": "the earliest capture of the page",
        "last_seen": "the latest capture of the page",
    },
    sql="""
    WITH known AS (
        SELECT collection, target_uri, min(captured_at) AS first_seen, max(captured_at) AS last_seen
        FROM captures WHERE is_page GROUP BY collection, target_uri)
    SELECT collection, target_uri AS url, arg_min(status, captured_at) AS status, min(captured_at) AS gone_since,
           first_seen, last_seen
    FROM captures JOIN known USING (collection, target_uri)
    WHERE status IN (301, 302, 303, 307, 308, 404, 410) AND captured_at > last_seen
    GROUP BY collection, target_uri, first_seen, last_seen""",
)

# What a record's rows have in common. It is what windows are made over, and all of it is named, so that DuckDB puts a
# condition on any of these columns before the window and reads the files that it needs only.
_CAPTURE = "collection, station, warc_file, warc_offset, captured_at"

# A page may show a place or a county in several widgets (mobile and desktop copies that differ in their small print, a
# list and a box): the one that stands first counts.
WEATHER = View(
    row="One row per place and capture, of `weather_conditions` and `current_conditions`; copies on the page count once",
    columns={
        "place": "the place as the page names it",
        "condition": "the sky in the page's words",
        "temperature": "degrees, see unit",
        "high": "degrees, see unit",
        "low": "degrees, see unit",
        "feels_like": "degrees, see unit",
        "unit": "`F` unless the page says otherwise",
    },
    sql=f"""
    WITH listed AS (
        SELECT *, CASE kind WHEN 'weather_conditions' THEN data ELSE '[' || data || ']' END AS places
        FROM widgets
        WHERE kind IN ('weather_conditions', 'current_conditions') AND duplicate_of IS NULL AND data IS NOT NULL),
    told AS (
        SELECT * EXCLUDE (places), unnest(from_json(places, '[{{"place": "VARCHAR", "condition": "VARCHAR",
            "temperature": "DOUBLE", "high": "DOUBLE", "low": "DOUBLE", "feels_like": "DOUBLE", "unit": "VARCHAR"}}]')) AS p
        FROM listed)
    SELECT collection, {_REFERENCE}, station, url, position, kind, p.place AS place, p.condition AS condition,
           p.temperature AS temperature, p.high AS high, p.low AS low, p.feels_like AS feels_like,
           coalesce(p.unit, 'F') AS unit
    FROM told
    QUALIFY position = min(position) OVER (PARTITION BY {_CAPTURE}, p.place)""",  # noqa: S608 - made of constants
)

CASE_COUNTS = View(
    row="One row per county and capture, of `case_table` with rows that are read or decoded; copies on the page count once",
    columns={
        "region": "the state or area that the table is about",
        "county": "the county as the page names it",
        "cases": "cases of the county",
        "deaths": "deaths of the county",
        "total_cases": "the total that the page prints",
        "total_deaths": "the total that the page prints",
    },
    sql=f"""
    WITH counted AS (
        SELECT *, from_json(data, '{{"region": "VARCHAR", "total_cases": "BIGINT", "total_deaths": "BIGINT",
            "rows": [{{"county": "VARCHAR", "cases": "BIGINT", "deaths": "BIGINT"}}]}}') AS t
        FROM widgets
        WHERE kind = 'case_table' AND duplicate_of IS NULL),
    told AS (SELECT *, t.region AS region, unnest(t.rows) AS r FROM counted)
    SELECT collection, {_REFERENCE}, station, url, position, series_id, region, r.county AS county, r.cases AS cases,
           r.deaths AS deaths, t.total_cases AS total_cases, t.total_deaths AS total_deaths, proof
    FROM told
    QUALIFY position = min(position) OVER (PARTITION BY {_CAPTURE}, region, r.county)""",  # noqa: S608 - made of constants
)

VIEWS: dict[str, View] = {
    "article_versions": ARTICLE_VERSIONS,
    "weather": WEATHER,
    "case_counts": CASE_COUNTS,
    "deletions": DELETIONS,
}
