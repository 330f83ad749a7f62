"""Invariants 2 and 3 on every page of the demo crawl."""

from __future__ import annotations

import re
from datetime import UTC

import pyarrow.parquet as pq
import pytest
from e2e.visible_text import letters, visible_letters
from fastwarc.warc import ArchiveIterator

from pipelines.split import split
from pipelines.split.version import SPLITTER_VERSION

pytestmark = pytest.mark.xdist_group("demo")


def _responses(demo):
    """Decoded bodies of the 200 responses that are HTML or text, with their content type and URL."""
    for path in demo.archive:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=True, auto_decode="all"):
                if record.headers["WARC-Type"] != "response" or record.http_headers.status_code != 200:
                    continue
                mime = record.http_headers.get("Content-Type", "")
                if mime.startswith(("text/html", "text/plain")):
                    yield record.headers["WARC-Target-URI"], mime, record.reader.read()


def test_blocks_hold_the_visible_text_in_order_each_piece_once(demo):
    pages = 0
    for url, mime, body in _responses(demo):
        result = split(body, content_type=mime, url=url)
        if mime.startswith("text/html"):
            assert letters("".join(block.text for block in result.blocks)) == visible_letters(body, mime), url
        else:
            lines = [line for line in body.decode().splitlines() if line.strip()]
            assert letters("".join(b.text for b in result.blocks)) == letters("".join(lines)), url
        assert {block.role for block in result.blocks} <= {"article", "widget", "chrome"}
        pages += 1
    assert pages > 100


def test_widget_blocks_belong_to_their_widgets(demo):
    for url, mime, body in _responses(demo):
        result = split(body, content_type=mime, url=url)
        owners = {block.owner for block in result.blocks if block.role == "widget"}
        assert owners <= set(range(len(result.widgets))), url
        assert [b for b in result.blocks if b.role == "chrome"] == result.chrome


def test_every_row_names_its_record(demo):
    records = {}
    for path in demo.archive:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                records[(path.name, record.stream_pos)] = (record.record_id, record.record_date.astimezone(UTC))
    rows = 0
    for path in sorted((demo.collection / "tables").rglob("*.parquet")):
        for row in pq.read_table(path).to_pylist():
            identity, date = records[(row["warc_file"], row["warc_offset"])]
            assert row["record_id"].strip("<>") == identity.strip("<>")
            assert row["captured_at"] == date
            assert row["splitter_version"] == SPLITTER_VERSION
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", row["payload_digest"])
            rows += 1
    assert rows > 1000


def test_rows_stand_in_the_order_of_their_records(demo):
    for path in sorted((demo.collection / "tables").rglob("*.parquet")):
        offsets = pq.read_table(path, columns=["warc_offset"])["warc_offset"].to_pylist()
        assert offsets == sorted(offsets)
