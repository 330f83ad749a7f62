"""The views made of the four tables, in SQL: what a question about news or numbers starts from."""

from __future__ import annotations

from pipelines.store.capture_views import OF_CAPTURES
from pipelines.store.series_views import OF_SERIES
from pipelines.store.view import View

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
        "how": "`gone` (404, 410), `redirect_to_front` (to the site's front, a folder that the page is in, or a page that never had an article), `moved` (elsewhere), `redirect` (nobody kept where to)",
        "location": "where the first such answer leads; null for none",
        "gone_since": "the first such answer after the last capture of the page",
        "first_seen": "the earliest capture of the page",
        "last_seen": "the latest capture of the page",
    },
    sql="""
    WITH known AS (
        SELECT collection, target_uri, min(captured_at) AS first_seen, max(captured_at) AS last_seen
        FROM captures WHERE is_page GROUP BY collection, target_uri),
    fronts AS (
        SELECT collection, url AS front FROM pages GROUP BY collection, url HAVING max(article_blocks) = 0),
    answers AS (
        SELECT collection, target_uri AS url, first_seen, last_seen, min(captured_at) AS gone_since,
               arg_min({'status': status, 'location': location}, captured_at) AS answer
        FROM captures JOIN known USING (collection, target_uri)
        WHERE status IN (301, 302, 303, 307, 308, 404, 410) AND captured_at > last_seen
        GROUP BY collection, target_uri, first_seen, last_seen),
    parted AS (
        SELECT *, answer.status AS status, answer.location AS location,
               regexp_extract(url, '^https?://(?:www[.])?([^/?#]*)([^?#]*)', ['host', 'path']) AS here,
               regexp_extract(answer.location, '^https?://(?:www[.])?([^/?#]*)([^?#]*)(.*)', ['host', 'path', 'query']) AS there
        FROM answers)
    SELECT parted.collection AS collection, url, status,
           CASE WHEN status IN (404, 410) THEN 'gone'
                WHEN location IS NULL THEN 'redirect'
                WHEN front IS NOT NULL THEN 'redirect_to_front'
                WHEN here.host = there.host AND there.query = '' AND rtrim(here.path, '/') != rtrim(there.path, '/')
                     AND starts_with(here.path, rtrim(there.path, '/') || '/') THEN 'redirect_to_front'
                ELSE 'moved' END AS how,
           location, gone_since, first_seen, last_seen
    FROM parted LEFT JOIN fronts ON fronts.collection = parted.collection AND fronts.front = parted.location""",
)

VIEWS: dict[str, View] = {
    "article_versions": ARTICLE_VERSIONS,
    "deletions": DELETIONS,
    **OF_CAPTURES,
    **OF_SERIES,  # made of those of captures
}
