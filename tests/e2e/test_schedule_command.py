"""`scrapy schedule --once` and `--plan`, hosts that ask for less, and stories that go."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from e2e.running import ROOT, SCRAPY, run, scrapy

from crawler.demo.clock import FIRST_VISIT
from crawler.demo.http import Response
from crawler.demo.network import Network
from crawler.demo.server import DemoServer
from crawler.demo.stories import stories_at

FAST = ["DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "RETRY_TIMES=0", "OPERATOR_CONTACT=demo@example.com"]


def schedule(network: Network, warcs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = [*FAST, f"WARCS_DIR={warcs}", "SCHEDULE_REQUESTS_A_DAY=240"]
    settings += [f"{name}={value}" for name, value in network.settings().items()]
    options = [word for setting in settings for word in ("-s", setting)]
    done = subprocess.run(
        [*SCRAPY, "schedule", *options, *words],
        cwd=ROOT, env=network.environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def visit(server: DemoServer, warcs: Path) -> subprocess.CompletedProcess[str]:
    """A crawl of the declared sources and little else."""
    settings = [*FAST, f"WARCS_DIR={warcs}", "FETCH_ALLOW_NETWORKS=127.0.0.1/32", "STATION_MAX_PAGES=5"]
    options = [word for setting in settings for word in ("-s", setting)]
    return run([*SCRAPY, "crawl", "wdemo", "-a", f"base={server.base}", "--json", *options])


def due(server: DemoServer, warcs: Path, requests: int, *more: str) -> subprocess.CompletedProcess[str]:
    settings = [*FAST, f"WARCS_DIR={warcs}", "FETCH_ALLOW_NETWORKS=127.0.0.1/32", *more]
    options = [word for setting in settings for word in ("-s", setting)]
    words = ["crawl", "wdemo", "-a", f"base={server.base}", "--due", "--requests", str(requests), "--json", *options]
    done = run([*SCRAPY, *words])
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _later(network: Network, by: timedelta = timedelta(minutes=30)) -> str:
    """So long after the network's time: the clock of a crawl that comes later."""
    return str(replace(network.clock, virtual=network.clock.virtual + by))


def test_once_asks_for_what_is_due_and_then_for_nothing(tmp_path):
    with Network(FIRST_VISIT, 1.0, 0.01, ("wdemo",)) as network:
        before = schedule(network, tmp_path, "--plan", "--json")
        planned = [json.loads(line) for line in before.stdout.splitlines()]
        assert {each["kind"] for each in planned} == {"front", "feed", "sitemap", "section"}
        assert all(each["why"].startswith("never fetched") for each in planned)
        assert network.served == []

        first = schedule(network, tmp_path, "--once", "--json")
        assert first.returncode == 0, first.stderr
        (report,) = map(json.loads, first.stdout.splitlines())
        assert report["complete"]
        assert report["due_only"]
        assert report["budget"]["planned"] == report["budget"]["allowed"] == 30
        assert report["new"] > 15
        assert report["fetched"] == len(network.served)
        assert len({each.path for each in network.served}) == len(network.served), "something was asked for twice"

        second = schedule(network, tmp_path, "--once")
        assert second.returncode == 0
        assert "0 of 1 stations crawled" in second.stdout
        more = schedule(network, tmp_path, "--once", "-s", "SCHEDULE_CLOCK=" + _later(network))
        assert more.returncode == 0
        assert len(network.served) > 31
        assert [each.path for each in network.served].count("/robots.txt") == 1
        in_the_evening = "SCHEDULE_CLOCK=" + _later(network, timedelta(hours=6))
        assert " visits" in schedule(network, tmp_path, "--plan", "-s", in_the_evening).stdout
        assert scrapy("health", "-s", f"WARCS_DIR={tmp_path}").returncode == 0


class TiredServer(DemoServer):
    """Asks for an hour's rest after a few requests."""

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        response = super().answer(path, conditions)
        if len(self.requests) <= 5:
            return response
        return Response(429, "Too Many Requests", (("Retry-After", "3600"), ("Content-Type", "text/plain")), b"later\n")


def test_a_host_that_asks_to_wait_is_left_alone_by_this_run_and_the_next(tmp_path):
    with TiredServer(port=0) as server:
        report = json.loads(due(server, tmp_path, 20).stdout)
        assert len(server.requests) == 6
        assert report["failed"]["status 429"] == 1
        assert report["failed"]["host asks to wait"] == 3
        assert due(server, tmp_path, 5).returncode == 1
        assert len(server.requests) == 6
        health = scrapy("health", "--json", "-s", f"WARCS_DIR={tmp_path}")
        assert health.returncode == 3
        assert json.loads(health.stdout)["state"] == "blocked"


class LosingServer(DemoServer):
    """Has lost a story, and leads from another one to its front."""

    lost: tuple[str, str] = ("", "")

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        response = super().answer(path, conditions)
        if path == self.lost[0]:
            return Response(410, "Gone", (("Content-Type", "text/plain"),), b"gone\n")
        if path == self.lost[1]:
            return Response(301, "Moved Permanently", (("Location", f"{self.base}/"),))
        return response


def test_what_goes_and_what_changes_is_told_as_it_happens(tmp_path):
    log = tmp_path / "log"
    with LosingServer(port=0, at=FIRST_VISIT) as server:
        assert due(server, tmp_path, 60).returncode == 0
        updated = [s for s in stories_at(FIRST_VISIT + timedelta(hours=30)) if s.updated and s.updated > FIRST_VISIT]
        known = [story.path for story in stories_at(FIRST_VISIT)[4:6]]
        server.lost = (known[0], known[1])
        server.at = FIRST_VISIT + timedelta(hours=30)
        report = json.loads(due(server, tmp_path, 100, "LOG_LEVEL=INFO", f"LOG_FILE={log}").stdout)
    said = log.read_text()
    assert report["gone"] == 2
    assert f"GONE {server.base}{known[0]}: status 410" in said
    assert f"GONE {server.base}{known[1]}: redirected to {server.base}/" in said
    changed = [
        s for s in updated if s.published < FIRST_VISIT and f"{server.base}{s.path}" in said and s.path not in known
    ]
    assert changed
    for story in changed:
        (line,) = [line for line in said.splitlines() if f"CHANGED {server.base}{story.path}:" in line]
        assert " words" in line
        if story.number % 2:
            assert "headline was" in line
    assert "NEW " in said


class EmptyServer(DemoServer):
    """Its feed has no stories any more."""

    empty = False

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        response = super().answer(path, conditions)
        if self.empty and path == "/feed.xml":
            body = b'<?xml version="1.0"?><rss version="2.0"><channel><title>WDEMO</title></channel></rss>'
            return Response(200, "OK", (("Content-Type", "application/rss+xml"),), body)
        return response


def test_a_hub_without_stories_that_always_had_some_is_a_failure(tmp_path):
    with EmptyServer(port=0) as server:
        for _ in range(3):
            assert visit(server, tmp_path).returncode == 0
        server.empty = True
        last = visit(server, tmp_path)
        assert last.returncode == 3
        assert json.loads(last.stdout)["empty_hubs"] == [f"{server.base}/feed.xml"]
        health = json.loads(scrapy("health", "--json", "-s", f"WARCS_DIR={tmp_path}").stdout)
        assert health["state"] == "drifted"
        assert "/feed.xml names no stories" in health["evidence"][0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nostation"], "there is no station 'nostation'"),
        (["--once", "--plan"], "not allowed with"),
        (["--onse"], "no such option"),
        (["-s", "SCHEDULE_MINUTES=0"], "SCHEDULE_MINUTES"),
        (["--once", "-s", "SCHEDULE_QUIET_HOURS=always"], "quiet hours"),
        (["--plan", "-s", "SCHEDULE_CLOCK=yesterday"], "SCHEDULE_CLOCK"),
    ],
)
def test_wrong_words_are_one_line_and_a_status(words: list[str], said: str, tmp_path):
    done = scrapy("schedule", *words, "-s", f"WARCS_DIR={tmp_path}")
    assert done.returncode == 2
    assert said in done.stderr + done.stdout


ADD = ["--call-sign", "WAAA-TV", "--city", "Elm Grove", "--state", "OH"]


def test_a_station_is_added_from_a_look_at_its_site(tmp_path):
    spiders = tmp_path / "crawler" / "spiders"
    spiders.mkdir(parents=True)
    settings = ["-s", "FETCH_ALLOW_NETWORKS=127.0.0.1/32", *(w for setting in FAST for w in ("-s", setting))]
    with DemoServer(port=0) as server:
        wanting = scrapy("addstation", f"{server.base}/", "--into", tmp_path, *settings)
        assert wanting.returncode == 3
        assert "city: not stated by the site; give it with --city" in wanting.stdout
        assert not list(spiders.iterdir())
        asked = len(server.requests)
        assert asked <= 20
        done = scrapy("addstation", f"{server.base}/", "--into", tmp_path, "--json", *ADD, *settings)
        assert done.returncode == 0, done.stderr
        assert len(server.requests) - asked <= 20
    report = json.loads(done.stdout)
    assert report["feeds"] == [f"{server.base}/feed.xml"]
    assert f"{server.base}/sitemap-news.xml" in report["sitemaps"]
    assert report["widgets"]["weather_conditions"] > 0
    assert report["facts"]["time_zone"] == "America/New_York"
    text = (spiders / "waaa.py").read_text()
    assert len(text.splitlines()) <= 30
    formatted = run(["ruff", "format", "--check", str(spiders / "waaa.py")]) if _has_ruff() else None
    assert formatted is None or formatted.returncode == 0, formatted.stdout
    listed = run(["env", f"PYTHONPATH={spiders}", *SCRAPY, "list", "-s", "SPIDER_MODULES=waaa"])
    assert listed.stdout.split() == ["waaa"], listed.stderr
    (expected,) = (tmp_path / "tests" / "golden" / "waaa").glob("*/expected.json")
    golden = json.loads(expected.read_text())
    assert golden["reviewed"] is False
    assert len(golden["pages"]) == 3
    assert sum(page["article"] is not None for page in golden["pages"]) >= 2
    with DemoServer(port=0) as server:
        again = scrapy("addstation", f"{server.base}/", "--into", tmp_path, *ADD, *settings)
        assert again.returncode == 1
        assert "already" in again.stderr


def _has_ruff() -> bool:
    return any(os.access(Path(folder) / "ruff", os.X_OK) for folder in os.environ.get("PATH", "").split(os.pathsep))
