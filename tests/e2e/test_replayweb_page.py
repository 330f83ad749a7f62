"""ReplayWeb.page shows a page out of a WACZ of ours, reading parts of the file alone."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from e2e.on_screen import assert_shown, captures_of_one_story
from e2e.running import Demo
from peers import PEERS
from playwright.sync_api import BrowserContext, Frame, Page

from crawler.archive.wacz import pack

pytestmark = pytest.mark.xdist_group("demo")
PLAYER = PEERS.parent / "replaywebpage" / "package"
PAGE = """<!doctype html><script src="/replay/ui.js"></script>
<replay-web-page source="/demo.wacz" url="{url}" ts="{ts}" style="height: 100vh; display: block"></replay-web-page>"""


class _Ranges(SimpleHTTPRequestHandler):
    """Files, and parts of them, as a static web server gives them."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            super().do_GET()
            return
        data = Path(self.translate_path(self.path)).read_bytes()
        start = int(asked[1]) if asked[1] else len(data) - int(asked[2])
        end = min(int(asked[2]), len(data) - 1) if asked[1] and asked[2] else len(data) - 1
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(data)}")
        self.send_header("Content-Length", str(end + 1 - start))
        self.end_headers()
        self.wfile.write(data[start : end + 1])

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(demo: Demo, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web site with the player and a WACZ of the demo collection, and its folder."""
    if not PLAYER.exists():
        pytest.skip("ReplayWeb.page is not installed; `make peers` installs it where npm is")
    (tmp_path / "replay").mkdir()
    for name in ("ui.js", "sw.js"):
        (tmp_path / "replay" / name).write_bytes((PLAYER / name).read_bytes())
    (tmp_path / "replay" / "index.html").write_text('<script src="ui.js"></script><replay-app-main></replay-app-main>')
    pack(demo.collection, tmp_path / "demo.wacz")

    def handler(*words: object) -> _Ranges:
        return _Ranges(*words, directory=str(tmp_path))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()


def test_a_story_is_on_the_screen(demo: Demo, site: tuple[str, Path], browser: BrowserContext) -> None:
    url, folder = site
    _, capture = captures_of_one_story(demo)
    (folder / "index.html").write_text(PAGE.format(url=capture.url, ts=f"{capture.at:%Y%m%d%H%M%S}"))
    page = browser.pages[0]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{url}/index.html")
    frame = _frame_of(page, f"{capture.at:%Y%m%d%H%M%S}mp_/{capture.url}")
    frame.wait_for_load_state("load")
    assert_shown(frame, capture)


def _frame_of(page: Page, end: str) -> Frame:
    """The frame that plays the capture, when it is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for frame in page.frames:
            if frame.url.endswith(end):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError(f"no frame plays {end}: {[frame.url for frame in page.frames]}")
