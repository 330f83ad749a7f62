"""The demo station on a loopback port: a thin shell around `respond`, with a virtual time that its owner sets."""

from __future__ import annotations

import errno
import sys
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from crawler.demo.clock import FIRST_VISIT
from crawler.demo.http import Response
from crawler.demo.pages import AS_EVER, Looks
from crawler.demo.site import HOST, PORT, not_modified, respond
from pipelines.errors import ArchiveError


class DemoServer:
    """Serves the station while the `with` block runs.

    `at` is the virtual time and may be set at any moment; `requests` are the paths asked for so far, in order, `looks`
    what its pages are drawn with. With port 0 the system chooses one. A port in use raises `ArchiveError`.
    """

    def __init__(self, port: int = PORT, at: datetime = FIRST_VISIT, looks: Looks = AS_EVER) -> None:
        self.at = at
        self.looks = looks
        self.requests: list[str] = []
        try:
            self._server = _Server((HOST, port), self)
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise ArchiveError(
                    f"port {port} of {HOST} cannot be used ({error.strerror}); give another with --port"
                ) from None
            raise
        self.port: int = self._server.server_address[1]
        self.base = f"http://{HOST}:{self.port}"

    def __enter__(self) -> DemoServer:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        """The response to a request; `conditions` are its headers by lower-case name."""
        self.requests.append(path)
        response = respond(path, self.at, base=self.base, looks=self.looks)
        tag = response.header("ETag")
        if tag and conditions.get("if-none-match") == tag:
            return not_modified(response)
        return response


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    block_on_close = False

    def __init__(self, address: tuple[str, int], station: DemoServer) -> None:
        self.station = station
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing where a client has gone away, as a crawl that is stopped does; else what is usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._send(head_only=False)

    def do_HEAD(self) -> None:
        self._send(head_only=True)

    def _send(self, *, head_only: bool) -> None:
        conditions = {name.lower(): value for name, value in self.headers.items()}
        self.wfile.write(self.server.station.answer(self.path, conditions).wire(head_only=head_only))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the crawl has its own log."""
