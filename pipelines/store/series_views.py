"""Views with a row for each value and the interval for which it was shown, in SQL: every series over time.

Places, counties and stories are joined in two steps: first the captures whose widgets say the same, then what is in
these. A year of hourly captures has some thousand different tables and lists, and a million counties in them.
"""

from __future__ import annotations

from pipelines.store.capture_views import (
    BANNER_COLUMNS,
    COUNTY_COLUMNS,
    LINKS,
    PLACE,
    PLACE_COLUMNS,
    STORY_COLUMNS,
    TABLE,
)
from pipelines.store.spans import REFERENCE, VISIT_MICROSECONDS, intervals, next_look, shown, slug
from pipelines.store.view import View

_TIMES = {
    "captured_at": "WARC-Date of the first capture that shows it: the other columns of the record are that capture's too",
    "first_seen": "the earliest capture of the interval",
    "last_seen": "the latest capture of the interval; every look between showed it",
    "captures": "how many captures of the interval show it",
}
_SPAN = "captured_at AS first_seen, last_seen, captures"
_SERIES = "collection, station, kind, series_id"


def _held(kinds: str) -> str:
    """CTEs: `docs`, a row for each list of widgets' data and the interval for which a series was that."""
    return f"""
    shown AS ({shown(kinds)}),
    held AS ({intervals("shown", f"{_SERIES}, docs", first=("proof",))}),
    docs AS (SELECT * EXCLUDE (docs), unnest(docs) AS doc, unnest(range(len(docs))) AS nth FROM held)"""  # noqa: S608 - made of constants


_PLACE_VALUES = "condition, temperature, high, low, feels_like, unit"
WEATHER = View(
    row="One row per place, kind and interval for which the page showed the same of it, of `weather_conditions` and "
    "`current_conditions`",
    columns=PLACE_COLUMNS | _TIMES,
    sql=f"""
    WITH {_held("'weather_conditions', 'current_conditions'")},
    told AS (
        SELECT * EXCLUDE (series_id, doc), {slug("p.place")} AS name, p.place AS place, p.condition AS condition,
               p.temperature AS temperature, p.high AS high, p.low AS low, p.feels_like AS feels_like,
               coalesce(p.unit, 'F') AS unit
        FROM (SELECT *, unnest(from_json(CASE kind WHEN 'weather_conditions' THEN doc ELSE '[' || doc || ']' END, '[{PLACE}]')) AS p
              FROM docs)
        QUALIFY nth = min(nth) OVER (PARTITION BY collection, station, kind, name, warc_file, warc_offset)),
    spans AS ({intervals("told", f"collection, station, kind, name, {_PLACE_VALUES}", first=("place",))})
    SELECT collection, {REFERENCE}, station, url, kind, concat_ws('/', station, kind, name) AS series_id, place, {_PLACE_VALUES},
           note, {_SPAN}
    FROM spans""",  # noqa: S608 - made of constants
)

CASE_COUNTS = View(
    row="One row per county and interval for which its counts were the same, of `case_table` with rows that are read or decoded",
    columns=COUNTY_COLUMNS
    | _TIMES
    | {
        "cases_change": "cases less those of the interval before; null in the first",
        "deaths_change": "deaths less those of the interval before; null in the first",
        "corrected": "a count fell, and the higher one was shown no more: the station took it back",
    },
    sql=f"""
    WITH {_held("'case_table'")},
    tables AS (SELECT * EXCLUDE (doc), from_json(doc, '{TABLE}') AS t FROM docs),
    told AS (
        SELECT * EXCLUDE (t, r), t.region AS region, t.total_cases AS total_cases, t.total_deaths AS total_deaths,
               lower(r.county) AS name, r.county AS county, r.cases AS cases, r.deaths AS deaths
        FROM (SELECT *, unnest(t.rows) AS r FROM tables)
        QUALIFY nth = min(nth) OVER (PARTITION BY {_SERIES}, name, warc_file, warc_offset)),
    spans AS ({
        intervals(
            "told",
            f"{_SERIES}, name, cases, deaths",
            first=("region", "county", "total_cases", "total_deaths", "proof"),
        )
    }),
    followed AS (
        SELECT *, cases - lag(cases) OVER earlier AS cases_change, deaths - lag(deaths) OVER earlier AS deaths_change,
               epoch_us(lag(last_seen) OVER earlier) < begins + {VISIT_MICROSECONDS} AS was_last
        FROM spans
        WINDOW earlier AS (PARTITION BY {_SERIES}, name ORDER BY begins, warc_file, warc_offset))
    SELECT collection, {
        REFERENCE
    }, station, url, series_id, region, county, cases, deaths, total_cases, total_deaths, proof,
           note, {_SPAN}, cases_change, deaths_change,
           coalesce(was_last AND (cases_change < 0 OR deaths_change < 0), false) AS corrected
    FROM followed""",  # noqa: S608 - made of constants
)

BANNERS = View(
    row="One row per banner and interval for which it stood: no look between at pages with widgets was without it",
    columns=BANNER_COLUMNS | _TIMES,
    sql=f"""
    WITH looked AS (
        SELECT collection, station, warc_file, warc_offset, {next_look("collection, station")} AS next_look
        FROM (SELECT DISTINCT collection, station, warc_file, warc_offset, epoch_us(captured_at) AS begins FROM widgets)),
    told AS (
        SELECT *, epoch_us(captured_at) AS begins, captured_at AS last_seen, 1 AS captures
        FROM banners_captures JOIN looked USING (collection, station, warc_file, warc_offset)),
    spans AS ({intervals("told", f"{_SERIES}, headline", first=("href",))})
    SELECT collection, {REFERENCE}, station, url, kind, series_id, headline, href, note, {_SPAN}
    FROM spans""",  # noqa: S608 - made of constants
)

POPULARITY = View(
    row="One row per story and interval for which it was on `most_popular`: no look at the list between was without it",
    columns=STORY_COLUMNS | _TIMES | {"rank": "its best place in the list, from 1"},
    sql=f"""
    WITH {_held("'most_popular'")},
    lists AS (SELECT * EXCLUDE (doc), from_json(doc, '{LINKS}') AS links FROM docs),
    told AS (
        SELECT * EXCLUDE (links, l), l.text AS headline, l.href AS href, coalesce(l.href, lower(l.text)) AS story
        FROM (SELECT *, unnest(links) AS l, unnest(range(1, len(links) + 1)) AS rank FROM lists)
        WHERE story IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY {_SERIES}, story, warc_file, warc_offset ORDER BY nth, rank) = 1),
    spans AS ({
        intervals(
            "told",
            f"{_SERIES}, story",
            first=("headline", "href"),
            also="min(rank) AS rank",
        )
    })
    SELECT collection, {REFERENCE}, station, url, series_id, rank, headline, href, note, {_SPAN}
    FROM spans""",  # noqa: S608 - made of constants
)

OF_SERIES: dict[str, View] = {
    "weather": WEATHER,
    "case_counts": CASE_COUNTS,
    "banners": BANNERS,
    "popularity": POPULARITY,
}
