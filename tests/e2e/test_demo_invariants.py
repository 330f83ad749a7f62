"""Invariants 2 and 3 on every page of the demo crawl."""

from __future__ import annotations

import gzip
import re
from datetime import UTC

import brotli
import pyarrow.parquet as pq
import pytest
from e2e.visible_text import letters, visible_letters
from fastwarc.warc import ArchiveIterator

from crawler.demo.site import respond
from pipelines.split import split
from pipelines.split.version import SPLITTER_VERSION

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}
pytestmark = pytest.mark.xdist_group("demo")


def _pages(demo):
    """URL, content type and body, free of its content encoding, of each page that the station served."""
    for at, paths in zip(demo.times, demo.requests, strict=True):
        for path in sorted(set(paths)):
            response = respond(path, at, base=demo.base)
            mime = response.header("Content-Type") or ""
            if response.status == 200 and path != "/robots.txt" and mime.startswith(("text/html", "text/plain")):
                yield demo.base + path, mime, UNPACK.get(response.header("Content-Encoding"), bytes)(response.body)


def test_blocks_hold_the_visible_text_in_order_each_piece_once(demo):
    pages = 0
    for url, mime, body in _pages(demo):
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
    for url, mime, body in _pages(demo):
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
