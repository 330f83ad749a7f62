"""`scrapy crawl`, as a process of its own, against a loopback site: what is asked for, archived, counted and said."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
HTML, XML = "text/html; charset=utf-8", "text/xml"
STORY = """<html><head><title>{0}</title><meta property="og:type" content="article"></head><body><article><h1>{0}</h1>
<p>The county board met on Monday night and voted five to two to mend the bridge over the creek before winter comes.</p>
<p>The work is to begin in the second week of June, and the road will be closed for about three months while it goes on.</p>
<p>Drivers are asked to take the river road, which the county has promised to keep free of other work in that time.</p>
</article><a href="/deeper/{0}">More</a></body></html>"""
LINKED = [
    "front-links-this",
    "section-links-this",
    "rss-names-this",
    "atom-names-this",
    "sitemap-names-this",
    "moved-to-this",
]


@dataclass
class Site:
    """A station's site. `base` is its address, `asked` the paths asked for, in order, with the request's headers."""

    base: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)
    release: threading.Event = field(default_factory=threading.Event)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path in self.broken:
            return self.broken[path], "text/plain", b"broken"
        pages = {
            "/robots.txt": ("text/plain", f"User-agent: *\nDisallow: /private/\nSitemap: {self.base}/index.xml\n"),
            "/": (HTML, self.front()),
            "/news/": (HTML, self.links("/news/story-section-links-this", "/news/page/2/", "/news/page/9/")),
            "/news/page/2/": (HTML, self.links("/news/")),
            "/rss": ("application/rss+xml", self.rss()),
            "/atom": ("application/atom+xml", self.atom()),
            "/index.xml": (XML, f"<sitemapindex><sitemap><loc>{self.base}/map.xml.gz</loc></sitemap></sitemapindex>"),
        }
        if path in pages:
            kind, text = pages[path]
            return 200, kind, text.encode()
        if path == "/map.xml.gz":
            urls = "".join(
                f"<url><loc>{self.base}{p}</loc></url>" for p in ("/news/story-sitemap-names-this", "/private/x")
            )
            return 200, "application/x-gzip", gzip.compress(f"<urlset>{urls}</urlset>".encode())
        if path.startswith("/news/story-"):
            name = path.removeprefix("/news/story-")
            return 200, HTML, STORY.format(name).encode()
        return 404, HTML, b"<html><body><p>Not here.</p></body></html>"

    def front(self) -> str:
        feeds = "".join(f'<link rel="alternate" type="application/{t}+xml" href="/{t}">' for t in ("rss", "atom"))
        links = self.links("/news/", "/news/story-front-links-this?utm_source=front", "/moved", "/gone", "/photo.jpg",
                           "https://elsewhere.example/", "mailto:desk@station.example")  # fmt: skip
        return f"<html><head><title>Front</title>{feeds}</head>{links}</html>"

    @staticmethod
    def links(*targets: str) -> str:
        return "<body>" + " ".join(f'<a href="{target}">Read on</a>' for target in targets) + "</body>"

    def rss(self) -> str:
        return f"<rss><channel><item><link>{self.base}/news/story-rss-names-this</link></item></channel></rss>"

    def atom(self) -> str:
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/news/story-atom-names-this"/></entry></feed>'
        )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = cast(Any, self.server).site
        site.asked.append((self.path, dict(self.headers.items())))
        if self.path == "/slow":
            self._hang(site)
        elif self.path == "/moved":
            self._send(302, HTML, b"", {"Location": "/news/story-moved-to-this"})
        elif self.path == "/old-rss":
            self._send(301, HTML, b"", {"Location": "/rss"})
        else:
            self._send(*site.answer(self.path), {})

    def _hang(self, site: Site) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<html><p>The first half")
        self.wfile.flush()
        site.release.wait(60)
        self.close_connection = True

    def _send(self, status: int, kind: str, body: bytes, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    cast(Any, server).site = site
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    site.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    served.asked.clear()
    served.broken.clear()
    return served


def command(warcs: Path, *words: str) -> list[str]:
    settings = {
        "WARCS_DIR": str(warcs), "FETCH_ALLOW_NETWORKS": "127.0.0.1/32", "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "4", "RETRY_TIMES": "1", "STOP_GRACE": "1",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", *options, *words]


def crawl(warcs: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        command(warcs, *words), cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=90
    )
    assert "Traceback" not in run.stderr
    return run


def report_of(warcs: Path) -> dict[str, Any]:
    (path,) = warcs.glob("*/runs/*.json")
    return cast(dict[str, Any], json.loads(path.read_text()))


def rows(warcs: Path, table: str) -> list[dict[str, Any]]:
    return [
        row for path in sorted(warcs.glob(f"*/tables/{table}/*.parquet")) for row in pq.read_table(path).to_pylist()
    ]


def test_a_site_without_a_file_is_crawled_from_its_front(site: Site, tmp_path: Path) -> None:
    feed = tmp_path / "pages.jsonl"
    run = crawl(
        tmp_path / "warcs", "station", "-a", f"url={site.base}/", "-O", str(feed), "--json", "-s", "OPERATOR_CONTACT=+1"
    )
    warcs = tmp_path / "warcs"
    assert run.returncode == 0, run.stderr

    stories = {f"{site.base}/news/story-{name}" for name in LINKED}
    hubs = {f"{site.base}/", f"{site.base}/news/", f"{site.base}/news/page/2/"}
    assert {row["url"] for row in rows(warcs, "pages")} == stories | hubs
    assert {row["station"] for row in rows(warcs, "pages")} == {site.base.removeprefix("http://").replace(":", "_")}
    assert {json.loads(line)["url"] for line in feed.read_text().splitlines()} == stories | hubs

    assert site.paths[0] == "/robots.txt"
    assert len(site.paths) == len(set(site.paths)), "something was asked for twice"
    assert not {"/private/x", "/photo.jpg", "/news/page/9/"} & set(site.paths)
    assert {headers["Accept-Encoding"] for _, headers in site.asked} == {"gzip, deflate, br"}
    assert {headers["User-Agent"].partition("/")[0] for _, headers in site.asked} == {"station-archive"}
    assert not any("Cookie" in headers for _, headers in site.asked)

    captures = {row["target_uri"].removeprefix(site.base): row for row in rows(warcs, "captures")}
    assert set(captures) == set(site.paths)
    assert captures["/moved"]["status"] == 302
    assert captures["/gone"]["status"] == 404
    assert not captures["/robots.txt"]["is_page"]

    report = json.loads(run.stdout)
    assert report == report_of(warcs)
    assert report["complete"]
    assert report["finished"] == "finished"
    assert report["captures"] == len(site.paths)
    assert report["pages"] == len(stories | hubs)
    assert report["articles"] >= len(stories)
    assert report["failed"]["status 404"] >= 1
    assert {name: report["not_followed"][name] for name in ("robots.txt", "media file", "another site", "page number")} == {
        "robots.txt": 1, "media file": 1, "another site": 1, "page number": 1,
    }  # fmt: skip


def test_the_page_budget_is_kept_and_spent_on_what_matters(site: Site, tmp_path: Path) -> None:
    run = crawl(tmp_path, "station", "-a", f"url={site.base}/", "-s", "STATION_MAX_PAGES=3")
    assert run.returncode == 0, run.stderr
    pages = [path for path in site.paths if path not in {"/robots.txt", "/rss", "/atom", "/index.xml", "/map.xml.gz"}]
    assert len(pages) == 3
    assert report_of(tmp_path)["not_followed"]["page budget"] > 0
    assert "page budget" in run.stdout


def test_a_dead_site_is_a_failure_of_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        run = crawl(tmp_path, "station", "-a", f"url=http://127.0.0.1:{taken.getsockname()[1]}/")
    assert run.returncode == 1
    assert "robots.txt unreachable: connection refused" in run.stdout
    assert "failed: nothing answered" in run.stdout


def test_where_robots_txt_cannot_be_had_nothing_is_asked_for(site: Site, tmp_path: Path) -> None:
    site.broken["/robots.txt"] = 503
    run = crawl(tmp_path, "station", "-a", f"url={site.base}/")
    assert run.returncode == 1
    assert set(site.paths) == {"/robots.txt"}
    assert "robots.txt unreachable: status 503" in run.stdout


def test_where_there_is_no_robots_txt_all_is_allowed(site: Site, tmp_path: Path) -> None:
    site.broken["/robots.txt"] = 404
    run = crawl(tmp_path, "station", "-a", f"url={site.base}/", "-s", "STATION_MAX_PAGES=2")
    assert run.returncode == 0
    assert "/" in site.paths


def test_an_address_inside_is_refused(site: Site, tmp_path: Path) -> None:
    run = crawl(tmp_path, "station", "-a", f"url={site.base}/", "-s", "FETCH_ALLOW_NETWORKS=")
    assert run.returncode == 1
    assert site.paths == []
    assert "address refused" in run.stdout


STATION = """from crawler.station import StationSpider


class Wtst(StationSpider):
    name = "wtst"
    call_sign = "WTST"
    station_name = "Test 1"
    city = "Elm Grove"
    state = "OH"
    network = None
    time_zone = "America/Denver"
    allowed_domains = ("127.0.0.1",)
    front = "{base}/"
    feeds = ("{base}/rss", "{base}/news/")
    sections = ("{base}/nowhere/",)
"""


def test_a_station_whose_declared_sources_fail_is_incomplete(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "stations_with_faults"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "wtst.py").write_text(STATION.format(base=site.base))
    run = crawl(tmp_path / "warcs", "wtst", "-s", "SPIDER_MODULES=stations_with_faults", PYTHONPATH=str(tmp_path))
    assert run.returncode == 3
    assert f"no answer from {site.base}/nowhere/" in run.stdout
    report = report_of(tmp_path / "warcs")
    assert report["unanswered"] == [f"{site.base}/news/", f"{site.base}/nowhere/"]
    assert report["failed"]["not a feed"] == 1
    assert not report["complete"]
    assert {row["station"] for row in rows(tmp_path / "warcs", "pages")} == {"wtst"}


def test_a_source_that_moved_for_good_costs_one_request_from_then_on(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "stations_that_move"
    folder.mkdir()
    (folder / "__init__.py").touch()
    station = STATION.replace('feeds = ("{base}/rss", "{base}/news/")', 'feeds = ("{base}/old-rss",)')
    (folder / "wtst.py").write_text(station.replace('    sections = ("{base}/nowhere/",)\n', "").format(base=site.base))
    words = ("wtst", "--due", "--requests", "60", "-s", "SPIDER_MODULES=stations_that_move")
    for day in (1, 2):
        clock = f"SCHEDULE_CLOCK=2021-03-0{day}T12:00:00+00:00@{datetime.now(UTC).isoformat()}*1"
        run = crawl(tmp_path / "warcs", *words, "-s", clock, PYTHONPATH=str(tmp_path))
        assert run.returncode == 0, run.stdout
    assert (site.paths.count("/old-rss"), site.paths.count("/rss")) == (1, 2)
    moved = [row for row in rows(tmp_path / "warcs", "captures") if row["target_uri"].endswith("/old-rss")]
    assert [row["location"] for row in moved] == [f"{site.base}/rss"]


def test_a_second_crawl_is_refused_and_sigterm_ends_the_first(site: Site, tmp_path: Path) -> None:
    words = ("station", "-a", f"url={site.base}/slow")
    with subprocess.Popen(
        command(tmp_path, *words), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as first:
        _until(lambda: "/slow" in site.paths)
        second = crawl(tmp_path, *words)
        assert second.returncode == 1
        assert f"process {first.pid}" in second.stderr.splitlines()[-1]
        first.send_signal(signal.SIGTERM)
        began = time.monotonic()
        said, complained = first.communicate(timeout=25)
    assert time.monotonic() - began < 15
    assert first.returncode == 3
    assert "ended by shutdown" in said
    assert "Traceback" not in complained
    (cut,) = (row for row in rows(tmp_path, "captures") if row["target_uri"].endswith("/slow"))
    assert cut["truncated"] == "disconnect"
    assert not list(tmp_path.glob("*/archive/*.open"))


def test_after_a_kill_the_next_crawl_makes_the_rows(site: Site, tmp_path: Path) -> None:
    with subprocess.Popen(
        command(tmp_path, "station", "-a", f"url={site.base}/", "-s", "CLOSESPIDER_TIMEOUT_NO_ITEM=60", "-s", "DEPTH_LIMIT=1"),
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as first:  # fmt: skip
        _until(lambda: len(site.paths) > 4)
        time.sleep(1.5)  # what is flushed each second is on the disk
        first.kill()
    killed = set(site.paths)
    site.asked.clear()
    run = crawl(tmp_path, "station", "-a", f"url={site.base}/", "-s", "STATION_MAX_PAGES=1")
    assert run.returncode == 0, run.stderr
    assert len({row["target_uri"] for row in rows(tmp_path, "captures")}) >= len(killed) - 4
    assert len(rows(tmp_path, "captures")) > len(site.paths)


def _until(holds: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
