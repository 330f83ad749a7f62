"""Views with a row for each value and capture, in SQL: what each page showed when."""

from __future__ import annotations

from pipelines.store.spans import REFERENCE, slug
from pipelines.store.view import View

# What a record's rows have in common. It is what windows are made over, and all of it is named, so that DuckDB puts a
# condition on any of these columns before the window and reads the files that it needs only.
_CAPTURE = "collection, station, warc_file, warc_offset, captured_at"

PLACE_COLUMNS = {
    "place": "the place as the page names it",
    "condition": "the sky in the page's words",
    "temperature": "degrees, see unit",
    "high": "degrees, see unit",
    "low": "degrees, see unit",
    "feels_like": "degrees, see unit",
    "unit": "`F` unless the page says otherwise",
    "series_id": "station/kind/place: the same place over time",
}
COUNTY_COLUMNS = {
    "region": "the state or area that the table is about",
    "county": "the county as the page names it",
    "cases": "cases of the county",
    "deaths": "deaths of the county",
    "total_cases": "the total that the page prints",
    "total_deaths": "the total that the page prints",
}
BANNER_COLUMNS = {
    "headline": "the banner's words",
    "href": "where it leads",
}
STORY_COLUMNS = {
    "headline": "the story as the list names it",
    "href": "where it leads; the same story over time is the same address, or where there is none the same words",
    "rank": "its place in the list, from 1",
}
BANNERS = "'breaking_banner', 'streaming_banner', 'closings_banner', 'severe_weather_banner'"
PLACE = """{"place": "VARCHAR", "condition": "VARCHAR", "temperature": "DOUBLE", "high": "DOUBLE", "low": "DOUBLE",
            "feels_like": "DOUBLE", "unit": "VARCHAR"}"""
TABLE = """{"region": "VARCHAR", "total_cases": "BIGINT", "total_deaths": "BIGINT",
            "rows": [{"county": "VARCHAR", "cases": "BIGINT", "deaths": "BIGINT"}]}"""
LINKS = '[{"text": "VARCHAR", "href": "VARCHAR"}]'
BANNER = '{"headline": "VARCHAR", "href": "VARCHAR"}'

# A page may show a place or a county in several widgets of a kind (mobile and desktop copies that differ in their small
# print): the one that stands first counts.
WEATHER_CAPTURES = View(
    row="One row per place, kind and capture, of `weather_conditions` and `current_conditions`; copies on the page count once",
    columns=PLACE_COLUMNS,
    sql=f"""
    WITH listed AS (
        SELECT *, CASE kind WHEN 'weather_conditions' THEN data ELSE '[' || data || ']' END AS places
        FROM widgets
        WHERE kind IN ('weather_conditions', 'current_conditions') AND duplicate_of IS NULL AND data IS NOT NULL),
    told AS (SELECT * EXCLUDE (places), unnest(from_json(places, '[{PLACE}]')) AS p FROM listed)
    SELECT collection, {REFERENCE}, station, url, position, kind, concat_ws('/', station, kind, {slug("p.place")}) AS series_id,
           p.place AS place, p.condition AS condition, p.temperature AS temperature, p.high AS high, p.low AS low,
           p.feels_like AS feels_like, coalesce(p.unit, 'F') AS unit, note
    FROM told
    QUALIFY position = min(position) OVER (PARTITION BY {_CAPTURE}, kind, p.place)""",  # noqa: S608 - made of constants
)

CASE_COUNTS_CAPTURES = View(
    row="One row per county and capture, of `case_table` with rows that are read or decoded; copies on the page count once",
    columns=COUNTY_COLUMNS,
    sql=f"""
    WITH counted AS (
        SELECT *, from_json(data, '{TABLE}') AS t FROM widgets WHERE kind = 'case_table' AND duplicate_of IS NULL),
    told AS (SELECT *, t.region AS region, unnest(t.rows) AS r FROM counted)
    SELECT collection, {REFERENCE}, station, url, position, series_id, region, r.county AS county, r.cases AS cases,
           r.deaths AS deaths, t.total_cases AS total_cases, t.total_deaths AS total_deaths, proof, note
    FROM told
    QUALIFY position = min(position) OVER (PARTITION BY {_CAPTURE}, region, r.county)""",  # noqa: S608 - made of constants
)

BANNERS_CAPTURES = View(
    row="One row per banner and capture, of the four kinds of banners; copies on the page count once",
    columns=BANNER_COLUMNS,
    sql=f"""
    WITH told AS (
        SELECT *, from_json(data, '{BANNER}') AS b
        FROM widgets
        WHERE kind IN ({BANNERS}) AND duplicate_of IS NULL)
    SELECT collection, {REFERENCE}, station, url, position, kind, series_id, coalesce(b.headline, text) AS headline,
           b.href AS href, note
    FROM told
    QUALIFY position = min(position) OVER (PARTITION BY {_CAPTURE}, kind, coalesce(b.headline, text))""",  # noqa: S608 - made of constants
)

POPULARITY_CAPTURES = View(
    row="One row per story and capture, of `most_popular`; a story that several lists of the page name counts once",
    columns=STORY_COLUMNS,
    sql=f"""
    WITH listed AS (
        SELECT *, from_json(data, '{LINKS}') AS links
        FROM widgets
        WHERE kind = 'most_popular' AND duplicate_of IS NULL AND data IS NOT NULL),
    told AS (SELECT * EXCLUDE (links), unnest(links) AS l, unnest(range(1, len(links) + 1)) AS rank FROM listed)
    SELECT collection, {REFERENCE}, station, url, position, series_id, title, rank, l.text AS headline, l.href AS href, note
    FROM told
    WHERE coalesce(l.href, l.text) IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY {_CAPTURE}, coalesce(l.href, lower(l.text)) ORDER BY position, rank) = 1""",  # noqa: S608 - made of constants
)

OF_CAPTURES: dict[str, View] = {
    "weather_captures": WEATHER_CAPTURES,
    "case_counts_captures": CASE_COUNTS_CAPTURES,
    "banners_captures": BANNERS_CAPTURES,
    "popularity_captures": POPULARITY_CAPTURES,
}
