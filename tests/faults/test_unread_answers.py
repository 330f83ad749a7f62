"""Answers that nobody reads, too large or leading nowhere: they have a reason, and a crawl of what is due knows them."""

from __future__ import annotations

import pytest
from faults.measured import measured
from faults.small_station import SmallStation

from crawler.archive.capture import MAX_BLOCK_BYTES
from crawler.demo.http import Response
from crawler.demo.site import PLAIN_PATH
from crawler.demo.visits import STATION, crawl_command
from crawler.discovery.frontier import Frontier


class _Odd(SmallStation):
    def answer(self, path, conditions):
        answer = super().answer(path, conditions)
        if path == "/moved":
            return Response(301, "Moved", (("Content-Type", "text/html"), ("Location", "http://[nowhere/")))
        if path in {PLAIN_PATH, "/feed.xml"}:
            return Response(200, "OK", answer.headers, bytes(MAX_BLOCK_BYTES + 1))
        return answer


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The folder, the run's report, and what the server was asked for."""
    folder = tmp_path_factory.mktemp("odd")
    with _Odd(port=0) as server:
        words = crawl_command(server, [f"WARCS_DIR={folder}", "RETRY_TIMES=0"])
        done = measured([*words[words.index("crawl") :], "--due", "--requests", "30"], folder, 300)
        yield folder, done.report, server


def test_each_has_its_reason(crawled):
    _, report, _ = crawled
    assert report["failed"] == {"redirect to no address": 1, "status 404": 1, "too large": 2}


def test_the_frontier_has_been_told_of_each(crawled):
    folder, report, server = crawled
    assert report["fetched"] == len(server.requests)
    with Frontier(folder / STATION) as frontier:
        never = [entry.url for entry in frontier.entries() if entry.fetched is None]
    asked = {server.base + path for path in server.requests}
    assert not asked & set(never)
