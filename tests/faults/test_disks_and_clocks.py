"""Full disks, read-only folders, clocks that are set back, crawls that come together, files that are taken away."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from e2e.running import ROOT, scrapy, table_bytes
from faults.disks import small_disk
from faults.killing import answered, rows, same_rows
from faults.measured import Measured, measured
from faults.scale import FULL, scaled

from crawler.archive.verify import verify
from crawler.demo.server import DemoServer
from crawler.demo.visits import STATION, VISITS, crawl_command

only_full = pytest.mark.skipif(not FULL, reason="tried by `make faults`")


@pytest.fixture
def server():
    with DemoServer(port=0, at=VISITS[0]) as server:
        yield server


def crawled(server: DemoServer, warcs: Path, folder: Path, **given: Any) -> Measured:
    folder.mkdir(exist_ok=True)
    words = crawl_command(server, [f"WARCS_DIR={warcs}"])
    return measured(words[words.index("crawl") :], folder, 120, **given)


def sound(collection: Path, *, behind: bool = False) -> None:
    for report in verify(collection):
        assert not report.problems, (report.path, report.problems)
        assert behind or not report.behind, (report.path, report.behind)


def test_a_full_disk_stops_the_crawl_and_with_room_it_goes_on(server, tmp_path):
    with small_disk(tmp_path / "disk", "300k") as disk:
        collection = disk.path / STATION
        full = crawled(server, disk.path, tmp_path / "first")
        assert full.status in {1, 3}
        assert "No space left on device" in full.said
        files = sorted((collection / "archive").iterdir())
        assert files
        sound(collection, behind=True)
        disk.resize("64m")
        before, there = len(server.requests), set(answered(collection))
        assert there
        again = crawled(server, disk.path, tmp_path / "second")
        assert again.status == 0, again.said
        twice = {server.base + path for path in server.requests[before:]} & there
        assert not twice, twice
        sound(collection)
        if FULL:
            crawled(server, tmp_path / "undisturbed", tmp_path / "third")
            same_rows(rows(collection), rows(tmp_path / "undisturbed" / STATION))


@pytest.mark.skipif(os.getuid() == 0 and not FULL, reason="a full tmpfs is tried instead")
def test_a_file_that_may_not_grow_stops_the_crawl_and_then_it_goes_on(server, tmp_path):
    collection = tmp_path / "warcs" / STATION
    full = crawled(server, collection.parent, tmp_path / "first", largest_file=150_000)
    assert full.status in {1, 3}
    assert "File too large); the crawl stops" in full.said or "disk I/O error); the crawl stops" in full.said
    sound(collection, behind=True)
    before, there = len(server.requests), set(answered(collection))
    assert there
    again = crawled(server, collection.parent, tmp_path / "second")
    assert again.status == 0, again.said
    assert not {server.base + path for path in server.requests[before:]} & there
    sound(collection)


def test_a_disk_without_any_room_is_one_line(server, tmp_path):
    with small_disk(tmp_path / "disk", "64k") as disk:
        (disk.path / "filler").write_bytes(bytes(disk.room()))
        full = crawled(server, disk.path, tmp_path / "said")
        assert full.status == 1
        assert "No space left on device" in full.said or "disk is full" in full.said
        assert not server.requests
        (disk.path / "filler").unlink()
        disk.resize("64m")
        assert crawled(server, disk.path, tmp_path / "said").status == 0
        sound(disk.path / STATION)


def test_a_read_only_folder_is_one_line_and_can_be_read(server, tmp_path):
    with small_disk(tmp_path / "disk", "64m") as disk:
        assert crawled(server, disk.path, tmp_path / "said").status == 0
        before = len(server.requests)
        disk.read_only()
        refused = crawled(server, disk.path, tmp_path / "said")
        assert refused.status == 1
        assert "Read-only file system" in refused.said
        assert len(server.requests) == before
        sound(disk.path / STATION)
        refused_too = scrapy("replay", disk.path / STATION)
        assert refused_too.returncode == 1
        assert len(refused_too.stderr.splitlines()) == 1, refused_too.stderr
        disk.writable()


@pytest.mark.parametrize("shifts", ["0,-90000,3600,-3600", "-200000"][: scaled(1, 2)])
def test_a_clock_that_is_set_back_costs_nothing(shifts, server, tmp_path):
    warcs = tmp_path / "warcs"
    assert crawled(server, warcs, tmp_path / "said").status == 0
    wrong = {"SCRAPY_SETTINGS_MODULE": "faults.clock_settings", "FAULTS_CLOCK": shifts}
    back = crawled(server, warcs, tmp_path / "said", environment=wrong)
    assert back.status == 0, back.said
    assert not FULL or crawled(server, warcs, tmp_path / "said").status == 0
    sound(warcs / STATION)
    assert len({path.name[:14] for path in (warcs / STATION / "archive").iterdir()}) > 1
    files = sorted((warcs / STATION / "archive").iterdir())
    other = tmp_path / "other"
    assert scrapy("replay", *files, "--into", STATION, "-s", f"WARCS_DIR={other}").returncode in {0, 3}
    assert table_bytes(other / STATION) == table_bytes(warcs / STATION)


@only_full
def test_of_crawls_that_begin_together_one_writes(server, tmp_path):
    with ThreadPoolExecutor() as together:
        folders = [tmp_path / str(number) for number in range(6)]
        done = list(together.map(lambda folder: crawled(server, tmp_path / "warcs", folder), folders))
    assert sorted(each.status for each in done) == [0] + [1] * (len(done) - 1), [each.said for each in done]
    refused = [each.said.splitlines() for each in done if each.status]
    assert all(len(lines) == 1 and "is being written by" in lines[0] for lines in refused), refused
    sound(tmp_path / "warcs" / STATION)


def test_a_warc_file_that_is_gone_under_its_index_is_told_and_fetched_again(server, tmp_path):
    collection = tmp_path / "warcs" / STATION
    assert crawled(server, collection.parent, tmp_path / "said").status == 0
    [gone] = (collection / "archive").iterdir()
    before = rows(collection)
    gone.unlink()
    told = [problem.text for report in verify(collection) for problem in report.problems]
    assert any("are of no capture" in text for text in told)
    assert any(f"rows of {gone.name}, which is gone" in text for text in told)
    assert crawled(server, collection.parent, tmp_path / "said").status == 0
    [new] = (collection / "archive").iterdir()
    assert new.name > gone.name, "rows and lines that name the old file must not find another under its name"
    for table in (collection / "tables").glob(f"*/{gone.name}.parquet"):
        table.unlink()
    same_rows(rows(collection), before)
    assert scrapy("archive", "index", collection).returncode == 0
    sound(collection)


@only_full
def test_a_warc_file_that_is_taken_away_while_it_is_written_is_told(server, tmp_path):
    collection = tmp_path / "warcs" / STATION
    words = crawl_command(server, [f"WARCS_DIR={collection.parent}"])
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(words, cwd=ROOT, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + 60
            while len(server.requests) < 20:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            [path] = (collection / "archive").iterdir()
            path.unlink()
            assert process.wait(timeout=100) in {1, 3}
        finally:
            process.kill()
            process.wait()
    told = (tmp_path / "said").read_text()
    assert "Traceback" not in told
    assert "cannot be written (No such file or directory)" in told
    assert crawled(server, collection.parent, tmp_path / "again").status == 0
