"""What was tried and came to nothing before a byte was sent is a `metadata` record that says why, and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from crawler.archive.collection import Collection
from crawler.archive.verify import verify
from tests.crawler.archive.conftest import Crawled, crawl, read_warc

# What a resolver says of names that are not there, and for the time being; nothing is asked of a network.
RESOLVER = """
import socket
ANSWERS = {"gone.test": (socket.EAI_NONAME, "Name or service not known"), "later.test": (socket.EAI_AGAIN, "Try again")}

def told(real):
    def look_up(host, *words, **named):
        if host in ANSWERS:
            raise socket.gaierror(*ANSWERS[host])
        return real(host, *words, **named)
    return look_up

socket.getaddrinfo, socket.gethostbyname = told(socket.getaddrinfo), told(socket.gethostbyname)
"""


@pytest.fixture(scope="module")
def deaf() -> Iterator[int]:
    """The port of a server that takes no more connections: nothing answers those that are made."""
    waiting: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening:
        port = int(listening.getsockname()[1])
        for _ in range(3):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
            waiting.append(client)
        yield port
    for client in waiting:
        client.close()


@pytest.fixture(scope="module")
def refusing() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])


@pytest.fixture(scope="module")
def urls(deaf: int, refusing: int) -> dict[str, str]:
    return {
        "no such host": "http://gone.test/news/?page=2#top",
        "no answer of a resolver": "http://later.test/",
        "refused": f"http://127.0.0.1:{refusing}/",
        "timeout": f"http://127.0.0.1:{deaf}/",
    }


@pytest.fixture(scope="module")
def crawled(urls: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    requests = [{"url": url} for url in urls.values()]
    return crawl(tmp_path_factory.mktemp("failed"), requests, before=RESOLVER, DOWNLOAD_TIMEOUT=3)


FAILURES = [
    ("no such host", "CannotResolveHostError"),
    ("no answer of a resolver", "CannotResolveHostError"),
    ("refused", "DownloadConnectionRefusedError"),
    ("timeout", "DownloadTimeoutError"),
]


@pytest.mark.parametrize(("why", "error"), FAILURES)
def test_a_fetch_that_sent_nothing_is_metadata_alone(
    why: str, error: str, crawled: Crawled, urls: dict[str, str]
) -> None:
    url = urls[why].partition("#")[0]
    [record] = [each for each in read_warc(crawled.warc()) if each.get("WARC-Target-URI") == url]
    assert record.type == "metadata"
    assert record.get("WARC-Concurrent-To") is None
    assert record.get("WARC-IP-Address") is None
    fields = dict(line.split(": ", 1) for line in record.block.decode().splitlines())
    assert fields["error"].startswith(f"{error}: ")
    assert int(fields["fetchTimeMs"]) >= 0
    assert fields["hopsFromSeed"] == ""
    seen = [each for each in crawled.seen if each["url"] == urls[why]]
    assert [(each["error"], each["place"]) for each in seen] == [(error, None)]


def test_it_is_counted_as_archived_and_is_no_capture(crawled: Crawled) -> None:
    assert crawled.stats["archive/exchanges"] == crawled.stats["archive/no_response"] == len(FAILURES)
    assert not Collection(crawled.collection).index.exists()
    assert not [problem for report in verify(crawled.collection) for problem in report.problems]
