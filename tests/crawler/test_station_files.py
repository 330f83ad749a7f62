"""Station files: the real ones are right, and a wrong one is one line while the others work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from crawler import settings
from crawler.agent import user_agent
from crawler.catalogue import read_catalogue, site_name, station_for, stations
from crawler.facts import check_facts
from crawler.station import StationSpider
from pipelines.errors import StationError, UsageError

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "crawler" / "spiders").glob("*.py"))
STATES = set(
    """AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
    PA RI SC SD TN TX UT VT VA WA WV WI WY""".split()  # noqa: SIM905 - fifty lines are not easier to read
)
GOOD = """from crawler.station import StationSpider


class Wgud(StationSpider):
    name = "wgud"
    call_sign = "WGUD-TV"
    station_name = "Good 5"
    city = "Elm Grove"
    state = "OH"
    network = None
    time_zone = "America/New_York"
    allowed_domains = ("wgud.example",)
    front = "https://wgud.example/"
"""


def scrapy(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "stations_under_test"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "wgud.py").write_text(GOOD)
    return folder


def test_every_station_file_is_read_and_in_the_catalogue() -> None:
    catalogue = read_catalogue()
    assert catalogue.broken == {}
    assert len(stations()) >= 10
    assert "wthi" in stations()
    assert "station" not in stations()


@pytest.mark.parametrize("name", sorted(stations()))
def test_the_facts_of_a_station(name: str) -> None:
    station = stations()[name]
    assert station.call_sign.partition("-")[0].lower() == name
    assert station.state in STATES
    assert station.network is None or station.network in {"ABC", "CBS", "NBC", "Fox", "The CW", "NPR"}
    if station.article_url:
        front_tail = station.front.partition("//")[2]
        assert not re.search(station.article_url, front_tail), "the front page looks like an article"


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.stem not in {"__init__", "station", "wdemo"}], ids=lambda p: p.stem
)
def test_a_station_file_is_attributes_only_and_short(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 30
    assert "def " not in text


@pytest.mark.parametrize(
    ("url", "collection", "name", "zone"),
    [
        ("https://www.wthitv.com/news/x", None, "wthi", "America/Indiana/Indianapolis"),
        ("https://www.wthitv.com/news/x", "wthi", "wthi", "America/Indiana/Indianapolis"),
        ("https://elsewhere.example/x", "wthi", "wthi", "America/Indiana/Indianapolis"),
        ("https://m.WTHITV.com./x", "donated", "donated", "America/Indiana/Indianapolis"),
        ("https://notwthitv.com/x", None, "notwthitv.com", None),
        ("http://site.example:8080/x", None, "site.example_8080", None),
        ("https://fox2now.com/", None, "ktvi", "America/Chicago"),
        ("urn:x-wont-resolve:1", None, "unknown", None),
        ("http://[broken", None, "unknown", None),
        ("http://../../etc", None, "unknown", None),
    ],
)
def test_the_station_of_a_capture(url: str, collection: str | None, name: str, zone: str | None) -> None:
    assert station_for(url, collection) == (name, ZoneInfo(zone) if zone else None)


@pytest.mark.parametrize(
    "url", ["", "example.com", "mailto:a@b.example", "http://../x", "http://a_b/../", "http://-x/", "http://x:y/"]
)
def test_a_url_that_names_no_collection(url: str) -> None:
    if url == "http://a_b/../":
        assert site_name(url) == "a_b"
    else:
        with pytest.raises(UsageError, match="web address"):
            site_name(url)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"time_zone": "America/Indianna/Indianapolis"}, "did you mean 'America/Indiana/Indianapolis'"),
        ({"time_zone": "../../etc/passwd"}, "there is no time zone"),
        ({"time_zone": "America"}, "there is no time zone"),
        ({"front": "wgud.example"}, "'wgud.example' is not a web address"),
        ({"front": "https://elsewhere.example/"}, "outside the station's domains"),
        ({"feeds": ("https://elsewhere.example/feed/",)}, "outside the station's domains"),
        ({"article_url": "("}, "not a regular expression"),
        ({"name": "WGUD TV"}, "not a call sign in lower case"),
        ({"feed": ("https://wgud.example/feed/",)}, "`feed` is no attribute of a station; did you mean 'feeds'"),
        ({"city": ""}, "`city` is missing"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_one_line_that_names_the_file(change: dict[str, object], says: str) -> None:
    facts = {
        "name": "wgud", "call_sign": "WGUD-TV", "station_name": "Good 5", "city": "Elm Grove", "state": "OH", "network": None,
        "time_zone": "America/New_York", "allowed_domains": ("wgud.example",), "front": "https://wgud.example/",
    }  # fmt: skip
    with pytest.raises(StationError) as caught:
        type("Wgud", (StationSpider,), {**facts, **change, "__module__": __name__})
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/crawler/test_station_files.py: ")
    assert "\n" not in str(caught.value)


def test_a_good_station_passes() -> None:
    check_facts(stations()["wthi"])


def test_a_broken_file_does_not_hide_the_others(package: Path) -> None:
    (package / "wbad.py").write_text(GOOD.replace("wgud", "wbad").replace("America/New_York", "America/New_Yrok"))
    (package / "wsyn.py").write_text("class")
    (package / "wtwo.py").write_text(GOOD)
    run = scrapy("list", "-s", "SPIDER_MODULES=stations_under_test", folder=package.parent)
    assert run.returncode == 0
    assert run.stdout == "wgud\n"
    first, second, third = run.stderr.splitlines()
    assert "wbad.py: there is no time zone 'America/New_Yrok'; did you mean 'America/New_York'?" in first
    assert "wsyn.py: SyntaxError: " in second
    assert "wtwo.py: the name 'wgud' is already taken by " in third


def test_a_broken_station_is_not_crawled_and_says_why(package: Path) -> None:
    (package / "wbad.py").write_text(GOOD.replace("wgud", "wbad").replace("America/New_York", "Eastern"))
    run = scrapy("crawl", "wbad", "-s", "SPIDER_MODULES=stations_under_test", folder=package.parent)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("crawl: error: ")
    assert "wbad.py: there is no time zone 'Eastern'" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("crawl",), "name one station"),
        (("crawl", "wthi", "kxan"), "name one station"),
        (("crawl", "wthj"), "there is no station 'wthj'; did you mean 'wthi'?"),
        (("crawl", "station"), "which site?"),
        (("crawl", "station", "-a", "url=/etc/passwd"), "is not a web address"),
        (("crawl", "wthi", "--jsn"), "no such option: --jsn"),
    ],
)
def test_wrong_words(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    run = scrapy(*words, "-s", f"WARCS_DIR={tmp_path}", folder=tmp_path)
    assert run.returncode == 2
    assert says in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_user_agent_is_honest() -> None:
    named = Settings({"OPERATOR": "State Library\n", "OPERATOR_CONTACT": "mailto:archive@library.example"})
    assert re.fullmatch(r"station-archive/\S+ \(\+mailto:archive@library\.example; State Library\)", user_agent(named))
    assert re.fullmatch(r"station-archive/\S+", user_agent(Settings()))


def test_the_pattern_of_a_publishing_system_matches_its_real_stories() -> None:
    index = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "station-html" / "INDEX.tsv"
    if not index.is_file():
        pytest.skip(f"no shared data at {index.parent}")
    checked = 0
    for line in index.read_text().splitlines()[1:]:
        name, _, url = line.partition("\t")
        station = stations().get(name.removesuffix(".html"))
        if station is not None and station.article_url:
            assert re.search(station.article_url, url.partition("//")[2].split(" ")[0]), url
            checked += 1
    assert checked >= 10


def test_the_example_in_the_docs_is_a_station_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = (ROOT / "docs" / "add-a-station.md").read_text()
    (tmp_path / "station_of_the_docs.py").write_text(docs.partition("```python\n")[2].partition("```")[0])
    monkeypatch.syspath_prepend(tmp_path)
    catalogue = read_catalogue(("station_of_the_docs",))
    assert catalogue.broken == {}
    assert list(catalogue.spiders) == ["wxyz"]
    for name in ("allowed_domains", "article_url", *StationSpider.__annotations__):
        assert f"`{name}`" in docs, f"docs/add-a-station.md does not tell of {name}"


OURS = {"WARCS_DIR", "WARC_MAX_BYTES", "OPERATOR", "OPERATOR_CONTACT", "REPLAY_SOURCE", "FETCH_ALLOW_NETWORKS", "STATION_MAX_PAGES",
        "STATION_MAX_SITEMAPS", "STATION_MAX_REQUISITES", "STOP_GRACE", "HOST_BACKOFF", "HOST_MAX_WAIT", "ROBOTSTXT_KEEP", "SCHEDULE_REQUESTS_A_DAY",
        "LAYOUTS_DIR", "SCHEDULE_MINUTES", "SCHEDULE_QUIET_HOURS", "SCHEDULE_PARALLEL", "SCHEDULE_CLOCK", "CRAWL_DUE",
        "CRAWL_DUE_REQUESTS", "CRAWL_MAX_REQUESTS", "FRONTIER_MAX_URLS", "METRICS_FILE",
        "ARCHIVE_REMOTE", "ARCHIVE_REMOTE_KEEP", "ARCHIVE_REVISITS", "RESUME_SECONDS"}  # fmt: skip


def test_every_setting_is_one_that_something_reads() -> None:
    given = {name for name in vars(settings) if name.isupper()}
    assert given - OURS - set(vars(default_settings)) == set()
    assert given >= OURS


def test_every_component_can_be_loaded() -> None:
    groups = (settings.DOWNLOAD_HANDLERS, settings.DOWNLOADER_MIDDLEWARES, settings.EXTENSIONS, settings.ITEM_PIPELINES)
    named = {path for group in groups for path, on in group.items() if on is not None and "." in path}
    named |= set(filter(None, [*settings.FEED_EXPORTERS.values(), *settings.DOWNLOAD_HANDLERS.values()]))
    for path in named:
        assert load_object(path)


def test_defaults_are_polite_and_closed() -> None:
    assert settings.ROBOTSTXT_OBEY
    assert settings.AUTOTHROTTLE_ENABLED
    assert settings.DOWNLOAD_DELAY >= 1
    assert not settings.TELNETCONSOLE_ENABLED
    assert not settings.REMOTE_CONTROL_ENABLED
    assert settings.FETCH_ALLOW_NETWORKS == []
