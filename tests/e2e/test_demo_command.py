"""`scrapy demo` ends by itself, twice, within a minute, and leaves no process behind."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from e2e.running import ROOT, SCRAPY, scrapy

pytestmark = pytest.mark.xdist_group("demo command")


@pytest.fixture
def port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _processes_that_name(words: str) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if entry.name.isdigit() and words in command:
            found.append(command)
    return found


def test_it_shows_what_came_out_and_can_be_run_again(tmp_path, port):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["demo", "--port", str(port), "-s", f"WARCS_DIR={tmp_path}"]
    first = scrapy(*words)
    assert first.returncode == 0, first.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Under a minute, whatever else the machine is doing: nearly all of its time is spent by the processor.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 40
    for said in ("articles", "case_table", "Franklin", "Cuyahoga", "scrapy query", "scrapy replay", ".warc.gz"):
        assert said in first.stdout
    second = scrapy(*words, "--json")
    assert second.returncode == 0, second.stderr
    told = json.loads(second.stdout)
    early, late = told["visits"]
    assert early["leaders"]["Ohio"][0] == "Franklin"
    assert late["leaders"]["Ohio"][0] == "Cuyahoga"
    assert late["articles"] > early["articles"] > 25
    assert early["complete"]
    assert late["complete"]
    assert told["new_versions"] > 0
    assert sum(told["files"].values()) == sum(p.stat().st_size for p in (tmp_path / "wdemo" / "archive").iterdir())
    assert _processes_that_name(f"base=http://127.0.0.1:{port}") == []


def test_a_busy_port_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = scrapy("demo", "--port", str(port), "-s", f"WARCS_DIR={tmp_path}")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--port" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_leaves_no_process_behind_when_it_is_stopped(tmp_path, port, number):
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    command = [*SCRAPY, "demo", "--port", str(port), "-s", f"WARCS_DIR={tmp_path}"]
    demo = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 90
        while not list(tmp_path.glob("wdemo/archive/*")):
            assert demo.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        demo.send_signal(number)
        out, err = demo.communicate(timeout=27)
    finally:
        demo.kill()
        demo.wait()
    assert demo.returncode == 1
    assert "stopped" in err
    assert "Traceback" not in err
    assert _processes_that_name(f"base=http://127.0.0.1:{port}") == []
    assert scrapy("archive", "verify", tmp_path / "wdemo").returncode == 0, out
