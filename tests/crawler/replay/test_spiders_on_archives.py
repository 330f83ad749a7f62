"""REPLAY_SOURCE: a spider's requests are answered from an archive, and from nowhere else."""

from __future__ import annotations

import gzip
import json
import socket

import pytest
from e2e.running import scrapy
from made_warcs import PAGE, gzipped, http, record, written

from pipelines.store.parquet import read_rows

SITE = "http://news.example"
FRONT = (
    b"<html><head><title>Front</title></head><body><a href='/bridge'>Bridge reopens</a><a href='/moved'>Moved</a>"
    b"<a href='/nowhere'>Never archived</a><a href='/gone'>Gone</a><a href='/private/x'>Private</a></body></html>"
)


def archive(tmp_path, **more):
    answers = [
        ("/robots.txt", http(b"User-agent: *\nDisallow: /private/\n", headers=["Content-Type: text/plain"])),
        ("/", http(FRONT)),
        ("/bridge", http(gzip.compress(PAGE), headers=["content-type: text/html", "Content-Encoding: gzip", "X-A: b"])),
        ("/moved", http(b"", status="301 Moved Permanently", headers=["Location: /new-place"])),
        ("/new-place", http(PAGE.replace(b"Bridge", b"Tunnel"))),
        ("/gone", http(b"gone", status="410 Gone")),
        ("/private/x", http(PAGE)),
    ]
    parts = [record(block, number=number, uri=SITE + path, **more) for number, (path, block) in enumerate(answers)]
    return written(tmp_path / "old" / "site.warc.gz", gzipped(parts)), parts


def crawl(tmp_path, source, *words):
    return scrapy(
        "crawl", "station", "-a", f"url={SITE}/", "-s", f"REPLAY_SOURCE={source}", "-s", f"WARCS_DIR={tmp_path / 'warcs'}",
        "-s", "LOG_LEVEL=WARNING", "--json", *words,
    )  # fmt: skip


def rows(tmp_path, name="site.warc.gz"):
    return read_rows(tmp_path / "warcs" / "news.example" / "tables", name)


def test_a_spider_runs_again_without_the_network(tmp_path):
    source, _ = archive(tmp_path)
    done = crawl(tmp_path, source)
    found = rows(tmp_path)
    assert {row.url for row in found["pages"]} == {SITE + path for path in ("/", "/bridge", "/new-place")}
    assert {row.title for row in found["pages"]} == {"Front", "Bridge reopens", "Tunnel reopens"}
    captured = {row.target_uri.removeprefix(SITE): row.reason for row in found["captures"]}
    assert captured == {
        "/robots.txt": "robots_txt", "/": None, "/bridge": None, "/moved": "redirect", "/new-place": None, "/gone": "status_410",
    }  # fmt: skip
    report = json.loads(done.stdout)
    assert report["failed"] == {"not in archive": 1, "status 410": 1}
    assert not list((tmp_path / "warcs" / "news.example" / "archive").iterdir())


def test_its_rows_are_those_of_a_replay(tmp_path):
    source, _ = archive(tmp_path)
    crawl(tmp_path, source)
    assert scrapy("replay", source, "--into", "news.example", "-s", f"WARCS_DIR={tmp_path / 'other'}").returncode == 0
    whole = read_rows(tmp_path / "other" / "news.example" / "tables", "site.warc.gz")
    asked = rows(tmp_path)
    for table in ("captures", "pages", "articles", "widgets"):
        offsets = {row.warc_offset for row in asked[table]}
        assert asked[table] == [row for row in whole[table] if row.warc_offset in offsets]
    assert len(whole["captures"]) == len(asked["captures"]) + 1  # what robots.txt forbids


def test_of_several_captures_the_latest_is_the_answer(tmp_path):
    _, parts = archive(tmp_path)
    later = record(
        http(FRONT.replace(b"Front", b"Front later")), uri=SITE + "/", date="2022-01-01T00:00:00Z", number=70
    )
    earlier = record(http(FRONT.replace(b"Front", b"Earlier")), uri=SITE + "/", date="2020-01-01T00:00:00Z", number=71)
    source = written(tmp_path / "several.warc.gz", gzipped([later, *parts, earlier]))
    crawl(tmp_path, source)
    assert "Front later" in {row.title for row in rows(tmp_path, "several.warc.gz")["pages"]}
    assert not {"Front", "Earlier"} & {row.title for row in rows(tmp_path, "several.warc.gz")["pages"]}


def test_revisits_are_answers_too(tmp_path):
    _, parts = archive(tmp_path)
    again = record(
        b"", kind="revisit", uri=SITE + "/bridge", date="2022-01-01T00:00:00Z", number=80,
        fields=["WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000002>"],
    )  # fmt: skip
    source = written(tmp_path / "revisit.warc.gz", gzipped([*parts, again]))
    crawl(tmp_path, source)
    (page,) = (row for row in rows(tmp_path, "revisit.warc.gz")["pages"] if row.url == SITE + "/bridge")
    assert page.captured_at.year == 2022
    assert page.title == "Bridge reopens"


def test_no_socket_is_opened(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        source = written(tmp_path / "a.warc.gz", gzipped([record(http(FRONT), uri="http://other.example/")]))
        done = scrapy(
            "crawl", "station", "-a", f"url={url}", "-s", f"REPLAY_SOURCE={source}", "-s", f"WARCS_DIR={tmp_path / 'warcs'}"
        )  # fmt: skip
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
    assert done.returncode == 1
    assert "not in archive" in done.stdout + done.stderr


def test_a_source_that_is_not_there_is_one_line(tmp_path):
    done = crawl(tmp_path, tmp_path / "nowhere")
    assert done.returncode == 1
    assert f"{tmp_path / 'nowhere'}: no such file or folder" in done.stderr
