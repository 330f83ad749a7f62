"""The demo station is a pure function of path and virtual time, and has the corners that a crawler must cope with."""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import brotli
import pytest

from crawler.demo.clock import FIRST_VISIT, SECOND_VISIT, ZONE
from crawler.demo.counties import rows_at
from crawler.demo.http import Response
from crawler.demo.pages import FRONTS, view_of
from crawler.demo.server import DemoServer
from crawler.demo.site import BASE, PLAIN_PATH, respond
from crawler.demo.stories import LATIN_1_STORY, stories_at, videos_at
from pipelines.errors import ArchiveError

CORNERS = [PLAIN_PATH, "/odd", "/broken", "/missing", "/go/4", "/old/3", "/older/3", "/robots.txt", "/community"]
DOCUMENTS = ["/feed.xml", "/atom.xml", "/sitemap-index.xml", "/sitemap-news.xml", "/sitemap-archive.xml.gz"]


def _paths(at=SECOND_VISIT):
    return [*FRONTS, *(s.path for s in (*stories_at(at), *videos_at(at))), *CORNERS, *DOCUMENTS, "/media/3.png"]


def _text(response: Response) -> str:
    coding = response.header("Content-Encoding")
    body = {"gzip": gzip.decompress, "br": brotli.decompress}.get(coding, bytes)(response.body)
    return body.decode("latin-1" if "8859-1" in response.header("Content-Type") else "utf-8")


def test_the_same_path_and_time_give_the_same_bytes_in_another_process_and_time_zone():
    paths = _paths()
    code = (
        "import sys, hashlib; from crawler.demo.clock import SECOND_VISIT; from crawler.demo.site import respond\n"
        "for path in sys.stdin.read().split('\\n'): print(hashlib.sha256(respond(path, SECOND_VISIT).wire()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        input="\n".join(paths),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77", "LC_ALL": "C"},
    )
    assert other.stdout.split() == [sha256(respond(path, SECOND_VISIT).wire()).hexdigest() for path in paths]


def test_between_the_visits_stories_appear_and_are_rewritten():
    first, second = {s.number: s for s in stories_at(FIRST_VISIT)}, {s.number: s for s in stories_at(SECOND_VISIT)}
    assert 25 <= len(first) < len(second) <= 60
    assert first.keys() < second.keys()
    rewritten = [n for n in first if first[n].blocks != second[n].blocks]
    retitled = [n for n in first if first[n].headline != second[n].headline]
    assert rewritten
    assert retitled
    assert all(first[n].path == second[n].path for n in first)
    assert {story.system for story in second.values()} == {"heartland", "nexstar", "npg"}


def test_no_two_stories_share_an_address():
    paths = [s.path for s in (*stories_at(SECOND_VISIT), *videos_at(SECOND_VISIT))]
    assert len(set(paths)) == len(paths)


def test_no_two_stories_share_a_headline():
    headlines = [s.headline for s in stories_at(SECOND_VISIT)]
    assert len(set(headlines)) == len(headlines)


def test_case_tables_grow_daily_but_for_one_correction_and_the_lead_changes():
    def cases(at):
        return {row["county"]: row["cases"] for row in rows_at("Ohio", at)}

    first, second = cases(FIRST_VISIT), cases(SECOND_VISIT)
    assert [county for county in first if second[county] < first[county]] == ["Lucas"]
    assert (next(iter(first)), next(iter(second))) == ("Franklin", "Cuyahoga")
    update = FIRST_VISIT.replace(hour=19, minute=0)
    assert cases(update - timedelta(seconds=1)) == first
    assert cases(update) != first
    for state in ("Ohio", "Kentucky"):
        for row in rows_at(state, SECOND_VISIT):
            assert 0 <= row["deaths"] <= row["cases"]


def test_weather_changes_by_the_hour_and_not_within_it():
    def weather(at):
        view, _ = view_of("/weather/", at, BASE)
        return next(view.of("weather_conditions")).data

    assert weather(FIRST_VISIT) == weather(FIRST_VISIT + timedelta(minutes=50))
    assert weather(FIRST_VISIT) != weather(FIRST_VISIT + timedelta(hours=1))


@pytest.mark.parametrize("at", [FIRST_VISIT, SECOND_VISIT])
def test_what_is_planted_is_printed_as_often_as_it_is_planted(at):
    for path in _paths(at):
        found = view_of(path, at, BASE)
        if found is None:
            continue
        text = _text(respond(path, at))
        for planted in found[0].widgets:
            if planted.title and planted.kind not in {"related_content", "speech_to_text"}:
                assert text.count(f">{planted.title}<") == planted.copies, (path, planted.kind)
            if planted.kind == "weather_tagline":
                assert text.count(planted.text) == planted.copies


def test_a_story_of_each_system_is_packed_in_its_own_way():
    packing = {}
    for story in stories_at(FIRST_VISIT):
        response = respond(story.path, FIRST_VISIT)
        packing.setdefault(story.system, set()).add((response.header("Content-Encoding"), response.chunked))
        assert story.dek in _text(response).replace("&amp;", "&") or story.system == "npg"
    latin = {(None, False)}
    assert packing == {"heartland": {("gzip", False)}, "nexstar": {("br", True)} | latin, "npg": {(None, True)}}


def test_one_story_is_in_latin_1_and_needs_it():
    story = next(s for s in stories_at(FIRST_VISIT) if s.number == LATIN_1_STORY)
    response = respond(story.path, FIRST_VISIT)
    assert response.header("Content-Type") == "text/html; charset=ISO-8859-1"
    assert "café".encode("latin-1") in response.body
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")


def test_feeds_name_what_is_there():
    for path in ("/feed.xml", "/atom.xml", "/sitemap-news.xml"):
        text = _text(respond(path, FIRST_VISIT))
        assert BASE + stories_at(FIRST_VISIT)[0].path in text
        assert stories_at(SECOND_VISIT)[0].path not in text
    packed = respond("/sitemap-archive.xml.gz", FIRST_VISIT)
    assert packed.header("Content-Encoding") is None
    assert gzip.decompress(packed.body).count(b"<loc>") == len(stories_at(FIRST_VISIT)) + len(videos_at(FIRST_VISIT))


def test_redirects_arrive():
    assert respond("/go/4", FIRST_VISIT).status == 301
    step = respond("/old/3", FIRST_VISIT)
    assert step.status == 302
    assert step.header("Location") == f"{BASE}/older/3"
    assert respond("/older/3", FIRST_VISIT).header("Location") in {s.path for s in stories_at(FIRST_VISIT)}


@pytest.fixture(scope="module")
def server():
    with DemoServer(port=0) as running:
        yield running


def _get(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def test_one_connection_carries_every_page(server):
    server.at = SECOND_VISIT
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=10)
    try:
        for path in _paths():
            response, body = _get(connection, path)
            expected = respond(path, SECOND_VISIT, base=server.base)
            assert (response.status, response.reason, body) == (expected.status, expected.reason, expected.body)
    finally:
        connection.close()


def test_an_unchanged_page_is_304_and_a_changed_one_is_sent(server):
    server.at = FIRST_VISIT
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=10)
    try:
        response, _ = _get(connection, "/weather/")
        tag = response.headers["ETag"]
        again, body = _get(connection, "/weather/", **{"If-None-Match": tag})
        assert (again.status, body) == (304, b"")
        server.at = FIRST_VISIT + timedelta(hours=2)
        changed, _ = _get(connection, "/weather/", **{"If-None-Match": tag})
        assert changed.status == 200
    finally:
        connection.close()


def test_the_odd_page_is_odd_on_the_wire():
    wire = respond("/odd", FIRST_VISIT).wire()
    assert wire.startswith(b"HTTP/1.1 200 Oddly Fine\r\n")
    assert b"x-ODD-Case: kept\r\n" in wire
    assert wire.count(b"Set-Cookie: ") == 2
    assert b"\r\n2bc;note=first\r\n" in wire
    assert wire.endswith(b"\r\n\r\n")
    assert b"\r\n0\r\nX-Checksum: " in wire


def test_a_port_in_use_is_one_line_that_says_what_to_do(server):
    with pytest.raises(ArchiveError, match=rf"port {server.port} .*--port"):
        DemoServer(port=server.port)


def test_times_are_the_stations():
    assert FIRST_VISIT.tzinfo is ZONE
    assert all(story.published.tzinfo is ZONE for story in stories_at(SECOND_VISIT))
