"""What new captures may refer to: only the record that its index line is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_warcs import DATE, gzipped, http, record, written

from crawler.archive import cdxj
from crawler.archive.collection import Collection
from crawler.archive.known import KnownCaptures

URL = "http://news.example/bridge"
PAGE = record(http(b"<p>The page that a power cut took.</p>"), uri=URL)


def known(tmp_path: Path, in_its_place: bytes):
    """What is known of URL where the index has a line for PAGE, and another record stands in its place."""
    collection = Collection(tmp_path / "wxyz")
    path = written(collection.archive / "wxyz-20210304-00000.warc.gz", gzipped([PAGE]))
    cdxj.merge(collection.index, [line for line in cdxj.lines_of(path) if isinstance(line, bytes)])
    written(path, gzipped([in_its_place]))
    captures = KnownCaptures(collection)
    try:
        return captures.of(URL)
    finally:
        captures.close()


def test_a_record_that_is_there_is_known(tmp_path: Path) -> None:
    found = known(tmp_path, PAGE)
    assert found is not None
    assert found.url == URL


@pytest.mark.parametrize(
    "other",
    [
        record(uri="http://news.example/another"),
        record(uri=URL, date=DATE.replace("05:06:07", "05:06:08")),
        record(uri=URL, fields=["WARC-Payload-Digest: sha256:" + "0" * 64]),
    ],
)
def test_a_record_in_the_place_of_one_that_is_gone_is_not(other: bytes, tmp_path: Path) -> None:
    assert known(tmp_path, other) is None
