"""One crawl of the demo station at its two virtual times, shared by every end-to-end test of a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from e2e.on_screen import CHROMIUM, FLAGS
from e2e.running import Demo, run
from playwright.sync_api import BrowserContext, sync_playwright

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


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; `make peers` installs it where it can")
    with sync_playwright() as playwright:
        profile = tmp_path_factory.mktemp("profile")
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, headless=True, args=FLAGS
        )
        yield context
        context.close()
