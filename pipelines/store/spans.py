"""The SQL that makes intervals of what captures show: since when, until when, and in how many captures it was shown."""

from __future__ import annotations

REFERENCE = "warc_file, warc_offset, record_id, payload_digest, captured_at, splitter_version"

VISIT_MICROSECONDS = 15 * 60 * 1_000_000
"""Captures this close belong to one visit of the station. Its pages come from caches of different age, so within a visit
old and new values alternate: a value is gone only where a look this far from all that show it does not."""

_NEVER = 1 << 62
_PLACE = "begins, warc_file, warc_offset"
_FIRST_ROW = (*REFERENCE.split(", "), "url", "note")


def slug(words: str) -> str:
    """An expression for the words as they stand in a `series_id` (see `pipelines.store.rows.series_id`)."""
    return f"nullif(trim(regexp_replace(lower({words}), '[^\\p{{L}}\\p{{N}}]+', '-', 'g'), '-'), '')"


def next_look(keys: str) -> str:
    """An expression over rows with `begins` (microseconds): the first look at the series that is of a later visit."""
    return f"""coalesce(min(begins) OVER (PARTITION BY {keys} ORDER BY begins
        RANGE BETWEEN {VISIT_MICROSECONDS} FOLLOWING AND UNBOUNDED FOLLOWING), {_NEVER})"""


def shown(kinds: str) -> str:
    """A query: one row per capture and series of widgets of these kinds, with the list `docs` of their data in the
    order of the page, and with the columns that `intervals` needs."""
    keys = "collection, station, kind, series_id"
    return f"""
        SELECT *, captured_at AS last_seen, 1 AS captures, {next_look(keys)} AS next_look
        FROM (SELECT {keys}, {REFERENCE}, epoch_us(captured_at) AS begins, url, arg_min(note, position) AS note,
                     arg_min(proof, position) AS proof,
                     list(data ORDER BY position) AS docs
              FROM widgets
              WHERE kind IN ({kinds}) AND duplicate_of IS NULL AND data IS NOT NULL
              GROUP BY {keys}, {REFERENCE}, url)"""  # noqa: S608 - made of constants


def intervals(source: str, keys: str, *, first: tuple[str, ...] = (), also: str = "") -> str:
    """A query: the rows of `source` that are the same in `keys`, joined where no look between them shows otherwise.

    `source` has `begins`, `last_seen`, `captures`, `next_look` (of its end), the columns of a capture and those that
    `first` names. Of the rows that are joined the earliest gives these; `also` is more columns, as SQL.
    """
    before = f"OVER (PARTITION BY {keys} ORDER BY {_PLACE} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    of_first = ", ".join(f"any_value({name}) FILTER (begun) AS {name}" for name in (*_FIRST_ROW, *first))
    return f"""
        SELECT {keys}, {of_first}, min(begins) AS begins, max(last_seen) AS last_seen,
               CAST(sum(captures) AS BIGINT) AS captures, max(next_look) AS next_look{also and f", {also}"}
        FROM (SELECT *, count(*) FILTER (begun) OVER (PARTITION BY {keys} ORDER BY {_PLACE}) AS stretch
              FROM (SELECT *, coalesce(max(next_look) {before} + {VISIT_MICROSECONDS} < begins, true) AS begun
                    FROM {source}))
        GROUP BY {keys}, stretch"""  # noqa: S608 - made of constants
