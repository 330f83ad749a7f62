"""Two crawls at once, SIGTERM, kill -9: refused, recorded, mended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from e2e.running import ROOT, run, scrapy, table_bytes
from fastwarc.warc import ArchiveIterator

from crawler.demo.http import Response
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command

pytestmark = pytest.mark.xdist_group("interrupted")


class HeldServer(DemoServer):
    """Answers so many requests and then none until it is released, so that a crawl can be met in the middle."""

    def __init__(self, answers: int, **given: object) -> None:
        super().__init__(port=0, **given)  # type: ignore[arg-type]
        self.left, self.released = answers, threading.Event()

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        self.left -= 1
        if self.left < 0:
            self.released.wait(60)
        return super().answer(path, conditions)

    @property
    def holds(self) -> bool:
        """Whether a request is being held."""
        return self.left < 0


class _CutShort(Response):
    """Promises a long body, sends its beginning, and says nothing more while the connection is open."""

    def wire(self, *, head_only: bool = False) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n<p>The beginning of a long story"


class StallingServer(DemoServer):
    """Never ends its answer for the pages of one section."""

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        if path.startswith("/sports/"):
            self.requests.append(path)
            return _CutShort(200, "OK", ())
        return super().answer(path, conditions)


@contextmanager
def crawling(server: DemoServer, warcs: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A crawl in the background; killed at the end of the block if it still runs."""
    words = crawl_command(server, [f"WARCS_DIR={warcs}"])
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    with (tmp_path / "stderr").open("w") as log:
        process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log, text=True, env=environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until(holds, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_second_crawl_is_refused_and_names_the_first(tmp_path):
    warcs = tmp_path / "warcs"
    with HeldServer(answers=20, at=VISITS[0]) as server, crawling(server, warcs, tmp_path) as first:
        wait_until(lambda: server.holds)
        with DemoServer(port=0) as other:
            second = run(crawl_command(other, [f"WARCS_DIR={warcs}"]))
            assert other.requests == []
        assert second.returncode == 1
        assert len(second.stderr.splitlines()) == 1, second.stderr
        assert str(first.pid) in second.stderr
        refused = scrapy("replay", warcs / STATION)
        assert refused.returncode == 1
        assert str(first.pid) in refused.stderr
        server.released.set()
        assert first.wait(timeout=60) == 0
    assert scrapy("archive", "verify", warcs / STATION).returncode == 0


def test_sigterm_ends_a_crawl_within_its_bound_and_what_was_in_flight_is_recorded_as_truncated(tmp_path):
    warcs = tmp_path / "warcs"
    with StallingServer(port=0, at=VISITS[0]) as server, crawling(server, warcs, tmp_path) as crawl:
        wait_until(lambda: sum(path.startswith("/sports/") for path in server.requests) >= 3)
        begun = time.monotonic()
        crawl.send_signal(signal.SIGTERM)
        assert crawl.wait(timeout=25) == 3
        assert time.monotonic() - begun < 25
    said = (tmp_path / "stderr").read_text()
    assert "Traceback" not in said, said
    files = sorted((warcs / STATION / "archive").iterdir())
    assert [path.suffixes[-2:] for path in files] == [[".warc", ".gz"]] * len(files)
    truncated = {uri: block for uri, reason, block in _responses(files) if reason}
    assert any("/sports/" in uri and b"The beginning of a long story" in block for uri, block in truncated.items())
    assert scrapy("archive", "verify", warcs / STATION).returncode == 0
    _replay_changes_nothing(warcs / STATION, tmp_path / "other")


def test_kill_loses_nothing_that_was_flushed_and_the_next_run_mends(tmp_path):
    warcs = tmp_path / "warcs"
    with HeldServer(answers=25, at=VISITS[0]) as server, crawling(server, warcs, tmp_path) as crawl:
        wait_until(lambda: server.holds)
        time.sleep(1.5)  # past the flush of each second
        crawl.kill()
        crawl.wait()
        server.released.set()
        flushed = {uri for uri, _, _ in _responses(sorted((warcs / STATION / "archive").iterdir()))}
    assert len(flushed) >= 20
    with DemoServer(port=0, at=VISITS[1]) as server:
        done = run(crawl_command(server, [f"WARCS_DIR={warcs}"]))
        assert done.returncode == 0, done.stdout + done.stderr
    files = sorted((warcs / STATION / "archive").iterdir())
    assert all(path.name.endswith(".warc.gz") for path in files)
    assert flushed <= {uri for uri, _, _ in _responses(files)}
    assert scrapy("archive", "verify", warcs / STATION).returncode == 0
    _replay_changes_nothing(warcs / STATION, tmp_path / "other")


def _responses(files: list[Path]) -> list[tuple[str, str | None, bytes]]:
    """Target URI, reason of truncation, and block of every whole response record."""
    found = []
    for path in files:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                if record.headers["WARC-Type"] == "response":
                    block = record.reader.read()
                    if len(block) == int(record.headers["Content-Length"]):
                        found.append((record.headers["WARC-Target-URI"], record.headers.get("WARC-Truncated"), block))
    return found


def _replay_changes_nothing(collection: Path, other: Path) -> None:
    """Whatever happened to the crawl, the live tables are those of a replay."""
    files = sorted((collection / "archive").iterdir())
    assert scrapy("replay", *files, "--into", STATION, "-s", f"WARCS_DIR={other}").returncode in {0, 3}
    assert table_bytes(other / STATION) == table_bytes(collection)
