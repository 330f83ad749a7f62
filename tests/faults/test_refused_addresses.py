"""Addresses inside the network are refused, end to end: asked for, by a name's answer, by redirect, in every form."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from e2e.running import ROOT
from made_warcs import http

from crawler.archive.collection import Collection
from crawler.archive.verify import verify
from crawler.replay.records import Record, read_records

_REFUSED = "address refused"
_ADDRESSES = [
    "127.0.0.1",
    "127.0.0.2",
    "0.0.0.0",  # noqa: S104 - nothing is bound
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[::ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
]
_FORMS = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1"]
"""What inet_aton takes for an address; a resolver may answer them, and what counts is what it answers."""
_NAMES = {
    "inside.example": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "several.example": ["10.0.0.1", "127.0.0.1", "fe80::1"],
}


class Listening:
    """A server on a loopback port that counts connections. `redirects` are the targets of `/to/N`."""

    def __init__(self, listening: socket.socket) -> None:
        self.port = listening.getsockname()[1]
        self.connections: list[str] = []
        self.redirects: list[str] = []
        self._listening = listening

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                path = connection.recv(65536).split(b" ")[1].decode()
                self.connections.append(path)
                connection.sendall(self._answer(path))

    def _answer(self, path: str) -> bytes:
        close = ("Content-Length: 0", "Connection: close")
        if path.startswith("/to/"):
            return http(b"", "302 Found", (*close, f"Location: {self.redirects[int(path[4:])]}"))
        return http(b"", "404 Not Found", close) if path == "/robots.txt" else http(b"", headers=close)


@contextmanager
def listening(host: str, port: int = 0) -> Iterator[Listening]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family)
    except OSError:
        pytest.skip(f"{host} cannot be listened on")
    with bound:
        server = Listening(bound)
        threading.Thread(target=server.serve, daemon=True).start()
        yield server


def ask(warcs, urls, allowed, names=None):
    settings = {
        "WARCS_DIR": str(warcs),
        "FETCH_ALLOW_NETWORKS": allowed,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 10,
        "LOG_LEVEL": "WARNING",
    }
    job = {"urls": urls, "settings": settings, "names": names or {}}
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    words = [sys.executable, "-m", "faults.asking", json.dumps(job)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    for report in verify(warcs / "asking"):
        assert not report.problems, report.problems
    return json.loads(done.stdout)


def test_nothing_inside_is_connected_to(tmp_path):
    with listening("127.0.0.1") as victim, listening("127.0.0.1") as station:
        at = f":{victim.port}/secret"
        inside = [f"http://{address}{at}" for address in [*_ADDRESSES, *_FORMS, *_NAMES]]
        station.redirects = inside
        redirected = [f"http://127.0.0.1:{station.port}/to/{number}" for number in range(len(inside))]
        names = {name: [answer] for name, answer in _NAMES.items()} | {form: [["127.0.0.1"]] for form in _FORMS}
        found = ask(tmp_path, [*inside, *redirected], f"127.0.0.1/32:{station.port}", names)
        assert victim.connections == []
        assert found["seen"] == dict.fromkeys([*inside, *redirected], _REFUSED)
        assert found["refused"] >= len(inside) * 2
        assert len(station.connections) == len(redirected)
    [path] = Collection(tmp_path / "asking").warc_files()
    with path.open("rb") as file:
        records = [record for record in read_records(file) if isinstance(record, Record)]
    tried = {record.headers["warc-target-uri"] for record in records if b"AddressRefused" in record.block}
    assert set(inside) <= tried, "what was refused is part of the record"
    assert not [
        record for record in records if record.type in {"request", "response"} and "secret" in str(record.headers)
    ]


def test_a_name_whose_answer_changes_is_judged_at_each_connection(tmp_path):
    with listening("127.0.0.1") as station, listening("127.0.0.2", station.port) as victim:
        url = f"http://rebind.example:{station.port}/"
        names = {"rebind.example": [["127.0.0.1"], ["127.0.0.2"]]}
        found = ask(tmp_path, [f"{url}1", f"{url}2"], f"127.0.0.1/32:{station.port}", names)
        assert found["seen"] == {f"{url}1": f"200 {url}1", f"{url}2": _REFUSED}
        assert (station.connections, victim.connections) == (["/1"], [])


@pytest.mark.parametrize(("host", "entry"), [("127.0.0.1", "127.0.0.0/8"), ("::1", "::1/128")])
def test_what_the_operator_allows_is_fetched(host, entry, tmp_path):
    with listening(host) as station:
        url = f"http://{f'[{host}]' if ':' in host else host}:{station.port}/page"
        assert ask(tmp_path, [url], entry)["seen"] == {url: f"200 {url}"}
