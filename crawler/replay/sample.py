"""A sample of a collection's pages, spread evenly over its time: what a layout is learned from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from crawler.archive.capture import Capture
from crawler.archive.collection import Collection, final_name
from crawler.layout_files import NO_LAYOUTS
from crawler.replay.captures import read_capture
from crawler.replay.pages import split_capture
from crawler.replay.source import collection_source
from pipelines.split.html_runs import read_html
from pipelines.split.layout_facts import PageFacts, facts_of
from pipelines.split.sniff import is_html
from pipelines.store.parquet import iter_rows
from pipelines.store.schema import CaptureRow

Place = tuple[datetime, str, int]
"""When a page was captured, and where: WARC file and offset."""
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def places(collection: Collection, most: int) -> list[Place]:
    """At most so many captures of HTML pages, evenly spread over all there are, revisits (nothing new) left out.

    Raises InputError for a table that cannot be read. Files without tables have none here.
    """
    found = [
        (row.captured_at, row.warc_file, row.warc_offset)
        for path in collection.warc_files()
        for row in iter_rows(collection.tables, "captures", final_name(path))
        if isinstance(row, CaptureRow) and row.is_page and row.record_type != "revisit" and row.mime in _HTML
    ]
    found.sort()
    if len(found) <= most:
        return found
    return [found[at * len(found) // most] for at in range(most)]


def facts(
    collection: Collection, wanted: list[Place], left_out: Counter[str], tick: Callable[[], None]
) -> Iterator[PageFacts]:
    """The facts of these captures, split without a layout. What cannot be had is counted in `left_out` with its reason;
    `tick` is called for each."""
    offsets: dict[str, list[int]] = defaultdict(list)
    for _, warc_file, offset in wanted:
        offsets[warc_file].append(offset)
    for path in collection.warc_files():
        source = collection_source(collection, path)
        for offset in sorted(offsets[source.warc_file]):
            tick()
            read = read_capture(source, offset, offset)
            if read is None:
                left_out["record not found"] += 1
            else:
                yield from _of_capture(read[0], collection.name, left_out)


def _of_capture(capture: Capture, station: str, left_out: Counter[str]) -> Iterator[PageFacts]:
    done = split_capture(capture, station, NO_LAYOUTS)
    split, body = done.page.split if done.page else None, capture.body
    if split is None or body is None:
        left_out[done.row.reason or "no page"] += 1
    elif not is_html(body, capture.content_type):
        left_out["text"] += 1
    else:
        yield facts_of(read_html(body, capture.content_type, capture.target_uri), split, capture.captured_at)
