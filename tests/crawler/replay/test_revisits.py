"""Revisits take the payload of the record that they refer to, wherever it is; the ones that cannot be are rows that say so."""

from __future__ import annotations

import pytest
from made_warcs import PAGE, gzipped, http, record, record_id, written

from crawler.archive.collection import Collection
from crawler.replay.run import replay
from pipelines.store.parquet import read_rows

SAME = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified"
DIGEST = "WARC-Payload-Digest: sha1:ABCDEF"
URI = "http://news.example/bridge"
EARLIER, LATER = "2021-03-04T05:06:07.123456Z", "2021-03-05T05:06:07Z"
ORIGINAL = record(http(), number=1, uri=URI, date=EARLIER, fields=[DIGEST])


def revisit(*fields: str, block: bytes = b"", uri: str = URI, number: int = 2, date: str = LATER) -> bytes:
    return record(block, kind="revisit", uri=uri, number=number, date=date, fields=fields)


def rows_of(tmp_path, *files):
    """The files are replayed together; the rows of the last."""
    paths = [written(tmp_path / f"{number}.warc.gz", gzipped(parts)) for number, parts in enumerate(files)]
    report = replay(paths, into=Collection(tmp_path / "warcs" / "news"))
    assert report.exit_status == 0
    return read_rows(tmp_path / "warcs" / "news" / "tables", paths[-1].name)


BY = {
    "record id": [SAME, f"WARC-Refers-To: {record_id(1)}"],
    "uri and date": [SAME, f"WARC-Refers-To-Target-URI: {URI}", f"WARC-Refers-To-Date: {EARLIER}"],
    "uri and second": [SAME, f"WARC-Refers-To-Target-URI: {URI}", "WARC-Refers-To-Date: 2021-03-04T05:06:07Z"],
    "uri and digest": [SAME, DIGEST],
    "digest in lower case": [SAME, DIGEST.lower().replace("warc-payload-digest", "WARC-Payload-Digest")],
}


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("where", ["before", "after", "another file"])
def test_a_revisit_is_a_page_with_the_body_of_its_original(tmp_path, by, where):
    again = revisit(*BY[by])
    files = {"before": [[ORIGINAL, again]], "after": [[again, ORIGINAL]], "another file": [[ORIGINAL], [again]]}[where]
    rows = rows_of(tmp_path, *files)
    (capture,) = (row for row in rows["captures"] if row.record_type == "revisit")
    assert (capture.is_page, capture.reason, capture.status, capture.mime) == (True, None, 200, "text/html")
    (page,) = (row for row in rows["pages"] if row.record_id == record_id(2))
    assert page.title == "Bridge reopens"
    assert page.captured_at.isoformat() == "2021-03-05T05:06:07+00:00"
    assert page.warc_offset == capture.warc_offset
    assert page.payload_digest == capture.payload_digest


def test_by_digest_of_another_address(tmp_path):
    rows = rows_of(tmp_path, [ORIGINAL, revisit(SAME, DIGEST, uri="http://other.example/copy")])
    assert [row.url for row in rows["pages"]] == [URI, "http://other.example/copy"]


def test_not_modified_takes_status_and_type_of_the_original(tmp_path):
    block = http(b"", status="304 Not Modified", headers=["ETag: x"])
    fields = [NOT_MODIFIED, f"WARC-Refers-To-Target-URI: {URI}", f"WARC-Refers-To-Date: {EARLIER}"]
    rows = rows_of(tmp_path, [ORIGINAL, revisit(*fields, block=block)])
    assert [(row.status, row.mime, row.is_page) for row in rows["captures"]] == [(200, "text/html", True)] * 2
    assert rows["captures"][1].refers_to_target_uri == URI
    assert rows["captures"][1].refers_to_date.isoformat() == "2021-03-04T05:06:07.123456+00:00"


def test_identical_payload_keeps_the_headers_that_came_with_it(tmp_path):
    block = http(b"", headers=["Content-Type: text/plain"])
    rows = rows_of(tmp_path, [ORIGINAL, revisit(SAME, DIGEST, block=block)])
    assert rows["captures"][1].mime == "text/plain"


def test_a_revisit_of_a_revisit(tmp_path):
    second = revisit(SAME, f"WARC-Refers-To: {record_id(1)}", number=2)
    third = revisit(NOT_MODIFIED, f"WARC-Refers-To: {record_id(2)}", number=3)
    rows = rows_of(tmp_path, [ORIGINAL, second, third])
    assert [row.record_id for row in rows["pages"]] == [record_id(1), record_id(2), record_id(3)]


@pytest.mark.parametrize(
    "fields",
    [
        [SAME],
        [SAME, f"WARC-Refers-To: {record_id(99)}"],
        [SAME, f"WARC-Refers-To: {record_id(2)}"],
        [SAME, "WARC-Refers-To-Date: yesterday"],
    ],
)
def test_one_that_cannot_be_resolved_is_a_row_that_says_so(tmp_path, fields):
    rows = rows_of(tmp_path, [ORIGINAL, revisit(*fields)])
    assert [row.reason for row in rows["captures"]] == [None, "revisit_unresolved"]
    assert len(rows["pages"]) == 1


def test_two_that_refer_to_each_other(tmp_path):
    one = revisit(SAME, f"WARC-Refers-To: {record_id(3)}", number=2)
    other = revisit(SAME, f"WARC-Refers-To: {record_id(2)}", number=3)
    rows = rows_of(tmp_path, [one, other])
    assert [row.reason for row in rows["captures"]] == ["revisit_unresolved"] * 2


def test_an_original_in_the_same_collection_is_found_though_it_was_not_named(tmp_path):
    archive = tmp_path / "warcs" / "news" / "archive"
    written(archive / "a.warc.gz", gzipped([ORIGINAL]))
    path = written(archive / "b.warc.gz", gzipped([revisit(SAME, DIGEST)]))
    assert replay([path]).total("pages") == 1


def test_without_revisits_no_file_is_read_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.replay.revisits._make_index", lambda *_: pytest.fail("an index was made"))
    assert len(rows_of(tmp_path, [ORIGINAL])["pages"]) == 1
    assert PAGE in ORIGINAL
