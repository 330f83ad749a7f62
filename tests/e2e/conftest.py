"""One crawl of the demo station at its two virtual times, shared by every end-to-end test of a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from e2e.running import Demo, run

from crawler.demo.server import DemoServer
from crawler.demo.visits import VISITS, crawl_command


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    warcs, first = folder / "warcs", folder / "first"
    feeds, requests = [], []
    with DemoServer(port=0) as server:
        for number, at in enumerate(VISITS):
            server.at = at
            before = len(server.requests)
            feed = folder / f"visit-{number}.jsonl"
            done = run([*crawl_command(server, [f"WARCS_DIR={warcs}"]), "-O", str(feed)])
            assert done.returncode == 0, done.stdout + done.stderr
            assert "Traceback" not in done.stderr, done.stderr
            requests.append(tuple(server.requests[before:]))
            feeds.append(feed)
            if number == 0:
                shutil.copytree(warcs, first)
        yield Demo(warcs, first, tuple(feeds), VISITS, server.base, tuple(requests))
