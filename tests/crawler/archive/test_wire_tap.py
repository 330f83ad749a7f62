"""Every byte of an exchange, as the socket sent and received it, is in the WARC file: live crawls of a raw server."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import json
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.crawler.archive.conftest import (
    Answer,
    Crawled,
    RawServer,
    crawl,
    read_warc,
    records_of,
    then_close,
    then_hang,
)

ODD = (
    b"HTTP/1.1 200 Quite  fine \r\nX-ODD-case:1\r\nx-odd-CASE:   two\r\nX-Odd-Case: 1\r\nContent-TYPE: text/html\r\n"
    b"X-Latin: caf\xe9\r\ntransfer-encoding: chunked\r\nTrailer: X-After\r\n\r\n"
    b'5;note="a;b"\r\nhello\r\n06\r\n world\r\n0;last\r\nX-After: yes\r\nX-After: twice\r\n\r\n'
)
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Fold: a\r\n  b\r\n\r\nplain"
NO_REASON = b"HTTP/1.1 200\r\ncontent-length:2\r\n\r\nok"
BARE_LF = b"HTTP/1.1 200 OK\nContent-Length: 2\n\nlf"
NO_LENGTH = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end"
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"
CUT_CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nonly this"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nX-From: head\r\n\r\n"
NO_CONTENT = b"HTTP/1.1 204 No Content\r\nX-Empty: yes\r\n\r\n"
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'
MOVED = b"HTTP/1.1 301 Moved\r\nLocation: /plain?moved\r\nContent-Length: 3\r\n\r\nbye"
MISSING = b"HTTP/1.1 404 Gone fishing\r\nContent-Length: 4\r\n\r\nnone"
BIG = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000
ROBOTS = b"HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\nUser-agent: *\nAllow: /"

ANSWERS: dict[str, Answer] = {
    "/odd": ODD,
    "/plain": PLAIN,
    "/plain?moved": PLAIN,
    "/no-reason": NO_REASON,
    "/lf": BARE_LF,
    "/no-length": then_close(NO_LENGTH),
    "/early": EARLY + PLAIN,
    "/cut": then_close(CUT),
    "/cut-chunk": then_close(CUT_CHUNK),
    "/slow": then_hang(CUT),
    "/silent": then_hang(b""),
    "/deaf": then_close(b""),
    "/head": HEAD,
    "/204": NO_CONTENT,
    "/304": NOT_MODIFIED,
    "/moved": MOVED,
    "/missing": MISSING,
    "/big": then_hang(BIG),
    "/post": PLAIN,
    "/extra": PLAIN + b"smuggled",
    "/robots.txt": ROBOTS,
}
WHOLE = {
    "/odd": ODD,
    "/plain": PLAIN,
    "/no-reason": NO_REASON,
    "/lf": BARE_LF,
    "/no-length": NO_LENGTH,
    "/early": PLAIN,
    "/head": HEAD,
    "/204": NO_CONTENT,
    "/304": NOT_MODIFIED,
    "/moved": MOVED,
    "/plain?moved": PLAIN,
    "/missing": MISSING,
    "/post": PLAIN,
    "/extra": PLAIN,
    "/robots.txt": ROBOTS,
}


@pytest.fixture(scope="module")
def server(start_server: Callable[..., RawServer]) -> RawServer:
    return start_server(ANSWERS)


@pytest.fixture(scope="module")
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        return int(unused.getsockname()[1])


@pytest.fixture(scope="module")
def crawled(server: RawServer, closed_port: int, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    special = {
        "/head": {"method": "HEAD"},
        "/post": {"method": "POST", "body": "a=1&b=2"},
        "/slow": {"meta": {"download_timeout": 1}},
        "/silent": {"meta": {"download_timeout": 1}},
        "/big": {"meta": {"download_maxsize": 50_000}},
        "/moved": {"meta": {"handle_httpstatus_all": False}},
    }
    asked = [path for path in ANSWERS if path not in ("/robots.txt", "/plain?moved")]
    requests = [{"url": server.url(path), **special.get(path, {})} for path in asked]
    requests += [
        {"url": f"http://127.0.0.1:{closed_port}/closed"},
        {"url": "http://10.1.2.3/inside"},
        {"url": "http://[::ffff:169.254.169.254]/metadata"},
    ]
    return crawl(tmp_path_factory.mktemp("wire"), requests, ROBOTSTXT_OBEY=True, DOWNLOAD_MAXSIZE=1_000_000)


@pytest.mark.parametrize("path", WHOLE)
def test_response_block_is_what_the_socket_sent(path: str, crawled: Crawled, server: RawServer) -> None:
    [response] = records_of(crawled.warc(), server.url(path), "response")
    assert response.block == WHOLE[path]
    assert response.get("WARC-Truncated") is None


@pytest.mark.parametrize("path", [path for path in WHOLE if path != "/robots.txt"])
def test_request_block_is_what_the_socket_received(path: str, crawled: Crawled, server: RawServer) -> None:
    requests = records_of(crawled.warc(), server.url(path), "request")
    assert [each.block for each in requests] == server.got[path]


@pytest.mark.parametrize(
    ("path", "sent", "reason"),
    [
        ("/cut", CUT, "disconnect"),
        ("/cut-chunk", CUT_CHUNK, "disconnect"),
        ("/slow", CUT, "time"),
    ],
)
def test_what_arrived_of_a_broken_response_is_kept(
    path: str, sent: bytes, reason: str, crawled: Crawled, server: RawServer
) -> None:
    [response] = records_of(crawled.warc(), server.url(path), "response")
    assert response.block == sent
    assert response.get("WARC-Truncated") == reason
    assert crawled.of(server.url(path))["place"] is not None
    assert crawled.stats[f"archive/truncated/{reason}"] >= 1


def test_a_response_past_the_bound_is_cut_by_length(crawled: Crawled, server: RawServer) -> None:
    [response] = records_of(crawled.warc(), server.url("/big"), "response")
    assert 50_000 < len(response.block) <= len(BIG)
    assert BIG.startswith(response.block)
    assert response.get("WARC-Truncated") == "length"


@pytest.mark.parametrize("path", ["/silent", "/deaf"])
def test_a_fetch_without_a_response_is_metadata_of_what_was_tried(
    path: str, crawled: Crawled, server: RawServer
) -> None:
    url = server.url(path)
    assert records_of(crawled.warc(), url, "response") == []
    [request] = records_of(crawled.warc(), url, "request")
    [metadata] = records_of(crawled.warc(), url, "metadata")
    assert request.block == server.got[path][-1]
    assert b"error: Download" in metadata.block
    assert metadata.get("WARC-Concurrent-To") == request.get("WARC-Record-ID")
    assert crawled.of(url)["place"] is None


def test_a_refused_connection_is_metadata_alone(crawled: Crawled, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/closed"
    kinds = [each.type for each in read_warc(crawled.warc()) if each.get("WARC-Target-URI") == url]
    assert kinds == ["metadata"]
    assert crawled.of(url)["error"] == "DownloadConnectionRefusedError"


@pytest.mark.parametrize("url", ["http://10.1.2.3/inside", "http://[::ffff:169.254.169.254]/metadata"])
def test_an_address_inside_is_refused_and_recorded(url: str, crawled: Crawled) -> None:
    seen = [each for each in crawled.seen if each["url"] == url]
    metadata = [each for each in records_of(crawled.warc(), url, "metadata") if b"AddressRefusedError" in each.block]
    assert [each["error"] for each in seen] == ["AddressRefusedError"]
    assert metadata
    assert not records_of(crawled.warc(), url, "request")
    assert crawled.stats["archive/addresses_refused"] == 4  # the two, and their robots.txt


def test_interim_responses_are_in_the_metadata(crawled: Crawled, server: RawServer) -> None:
    [metadata] = records_of(crawled.warc(), server.url("/early"), "metadata")
    [line] = [line for line in metadata.block.split(b"\r\n") if line.startswith(b"interimResponse: ")]
    assert json.loads(line.partition(b": ")[2]).encode("latin-1") == EARLY


def test_bytes_after_a_response_are_counted_and_not_its_own(crawled: Crawled, server: RawServer) -> None:
    [metadata] = records_of(crawled.warc(), server.url("/extra"), "metadata")
    assert b"bytesAfterEnd: 8\r\n" in metadata.block
    assert crawled.stats["archive/bytes_after_end"] == 8


def test_a_record_and_its_fellows_agree(crawled: Crawled, server: RawServer) -> None:
    [response] = records_of(crawled.warc(), server.url("/plain"), "response")
    [request] = records_of(crawled.warc(), server.url("/plain"), "request")
    [metadata] = records_of(crawled.warc(), server.url("/plain"), "metadata")
    for other in (request, metadata):
        assert other.get("WARC-Concurrent-To") == response.get("WARC-Record-ID")
        assert other.get("WARC-Date") == response.get("WARC-Date")
    date = response.get("WARC-Date") or ""
    assert datetime.datetime.fromisoformat(date).tzinfo is not None
    assert len(date) == len("2021-01-01T00:00:00.000000Z")
    assert response.get("WARC-IP-Address") == "127.0.0.1"
    assert response.all("WARC-Protocol") == ["http/1.1"]
    assert response.get("WARC-Payload-Digest") == crawled.of(server.url("/plain"))["place"][3]


def test_a_chunked_response_has_no_payload_digest_in_the_file(crawled: Crawled, server: RawServer) -> None:
    [response] = records_of(crawled.warc(), server.url("/odd"), "response")
    assert response.get("WARC-Payload-Digest") is None
    assert crawled.of(server.url("/odd"))["place"][3].startswith("sha256:")


def test_metadata_says_what_a_fetch_was_for(crawled: Crawled, server: RawServer) -> None:
    [metadata] = records_of(crawled.warc(), server.url("/plain?moved"), "metadata")
    assert f"via: {server.url('/moved')}\r\n".encode() in metadata.block
    assert b"hopsFromSeed: R\r\n" in metadata.block
    [robots] = records_of(crawled.warc(), server.url("/robots.txt"), "metadata")
    assert b"hopsFromSeed: P\r\n" in robots.block


def test_the_callback_knows_the_record(crawled: Crawled, server: RawServer) -> None:
    by_offset = {each.offset: each for each in read_warc(crawled.warc())}
    placed = [each for each in crawled.seen if each["place"]]
    assert len(placed) >= 15
    for each in placed:
        file, offset, record_id, _ = each["place"]
        assert file == crawled.warc().name
        assert by_offset[offset].get("WARC-Record-ID") == record_id
        assert by_offset[offset].get("WARC-Target-URI") == each["url"]


def test_the_first_record_is_the_warcinfo_that_the_others_name(crawled: Crawled) -> None:
    info, *others = read_warc(crawled.warc())
    assert info.type == "warcinfo"
    assert info.get("WARC-Filename") == crawled.warc().name
    fields = dict(line.split(": ", 1) for line in info.block.decode().splitlines())
    assert fields["robots"] == "obey"
    assert fields["operator"] == "The Library of Somewhere (archive@example.org)"
    assert fields["format"] == "WARC File Format 1.1"
    assert "station-archive/" in fields["software"]
    assert {each.get("WARC-Warcinfo-ID") for each in others} == {info.get("WARC-Record-ID")}


def test_other_tools_accept_the_file(crawled: Crawled) -> None:
    bin_dir = Path(sys.executable).parent
    for words in (["warcio", "check"], ["fastwarc", "check", "-p", "-q"]):
        done = subprocess.run([bin_dir / words[0], *words[1:], crawled.warc()], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_index_is_the_one_of_cdxj_indexer_but_for_the_digest(crawled: Crawled) -> None:
    indexer = Path(sys.executable).parent / "cdxj-indexer"
    done = subprocess.run([indexer, "-s", crawled.warc()], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ours = (crawled.collection / "indexes" / "index.cdxj").read_text().splitlines()
    assert ours == sorted(ours)

    def without_digest(line: str) -> tuple[str, str, dict[str, str]]:
        key, date, fields = line.split(" ", 2)
        return key, date, {name: value for name, value in json.loads(fields).items() if name != "digest"}

    assert [without_digest(line) for line in ours] == [without_digest(line) for line in done.stdout.splitlines()]


def test_what_is_counted_as_archived_is_there(crawled: Crawled) -> None:
    fetches = [each for each in read_warc(crawled.warc()) if each.type == "metadata"]
    assert crawled.stats["archive/exchanges"] == len(fetches)


def test_connections_are_kept_alive_and_a_dead_one_is_replaced(
    start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    def once_then_dead(wire: socket.socket) -> None:
        wire.sendall(PLAIN)
        wire.recv(65536)  # the next request on this connection
        wire.shutdown(socket.SHUT_RDWR)
        raise StopIteration

    server = start_server({"/a": PLAIN, "/b": PLAIN, "/c": once_then_dead, "/d": PLAIN})
    requests = [{"url": server.url(path), "priority": -number} for number, path in enumerate(["/a", "/b", "/c", "/d"])]
    crawled = crawl(tmp_path, requests, CONCURRENT_REQUESTS=1)
    assert server.connections == 2
    [metadata] = records_of(crawled.warc(), server.url("/d"), "metadata")
    [request] = records_of(crawled.warc(), server.url("/d"), "request")
    assert b"deadConnections: 1\r\n" in metadata.block
    assert [request.block] == server.got["/d"]
    assert [each.block for each in read_warc(crawled.warc()) if each.type == "response"] == [PLAIN] * 4


def test_each_attempt_of_a_retried_request_is_a_record(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
    answers = iter([busy, PLAIN])
    server = start_server({"/busy": lambda wire: wire.sendall(next(answers))})
    crawled = crawl(tmp_path, [{"url": server.url("/busy")}], RETRY_ENABLED=True, RETRY_TIMES=2)
    responses = records_of(crawled.warc(), server.url("/busy"), "response")
    assert [each.block for each in responses] == [busy, PLAIN]
    assert crawled.of(server.url("/busy"))["place"][1] == responses[1].offset
    assert b"retryTimes: 1\r\n" in records_of(crawled.warc(), server.url("/busy"), "metadata")[1].block


@pytest.fixture(scope="module")
def tls_context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_tls_is_said_and_its_inside_is_kept(
    start_server: Callable[..., RawServer], tls_context: ssl.SSLContext, tmp_path: Path
) -> None:
    server = start_server({"/odd": ODD}, tls_context)
    url = server.url("/odd", "https")
    crawled = crawl(tmp_path, [{"url": url}, {"url": url}], CONCURRENT_REQUESTS=1, ARCHIVE_REVISITS=False)
    with socket.create_connection(("127.0.0.1", server.port)) as plain:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(plain) as wire:
            certificate = hashlib.sha256(wire.getpeercert(binary_form=True) or b"").hexdigest()
    for metadata in records_of(crawled.warc(), url, "metadata"):
        assert f"certificateSha256: {certificate}\r\n".encode() in metadata.block
    response, _ = records_of(crawled.warc(), url, "response")
    assert response.block == ODD
    assert response.all("WARC-Protocol") == ["http/1.1", "tls/1.3"]
    assert (response.get("WARC-Cipher-Suite") or "").startswith("TLS_")
    assert response.get("WARC-IP-Address") == "127.0.0.1"


def _proxy(connects: list[bytes]) -> int:
    """A proxy that answers CONNECT and passes bytes on; the port that it listens on."""
    listening = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            return

    def run() -> None:
        with listening, listening.accept()[0] as client:
            connects.append(client.recv(65536))
            host, port = connects[0].split(b" ")[1].split(b":")
            with socket.create_connection((host.decode(), int(port))) as inner:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                threading.Thread(target=pump, args=(inner, client), daemon=True).start()
                pump(client, inner)

    threading.Thread(target=run, daemon=True).start()
    return int(listening.getsockname()[1])


def test_a_proxys_tunnel_stays_out(
    start_server: Callable[..., RawServer], tls_context: ssl.SSLContext, tmp_path: Path
) -> None:
    connects: list[bytes] = []
    server = start_server({"/odd": ODD}, tls_context)
    url = server.url("/odd", "https")
    proxy = f"http://user:secret@127.0.0.1:{_proxy(connects)}"
    # The proxy is the operator's choice: it needs no place on the list.
    crawled = crawl(tmp_path, [{"url": url, "meta": {"proxy": proxy}}], FETCH_ALLOW_NETWORKS=[])
    assert connects[0].startswith(b"CONNECT ")
    [response], [request] = (records_of(crawled.warc(), url, kind) for kind in ("response", "request"))
    assert response.block == ODD
    assert [request.block] == server.got["/odd"]
    assert response.get("WARC-IP-Address") is None
    assert not any(b"CONNECT" in each.block or b"secret" in each.block for each in read_warc(crawled.warc()))


def test_a_plain_proxys_password_stays_out(start_server: Callable[..., RawServer], tmp_path: Path) -> None:
    proxy = start_server({"/page": PLAIN})
    meta = {"proxy": f"http://user:secret@127.0.0.1:{proxy.port}"}
    crawled = crawl(tmp_path, [{"url": "http://station.test/page", "meta": meta}], FETCH_ALLOW_NETWORKS=[])
    [request] = records_of(crawled.warc(), "http://station.test/page", "request")
    [sent] = proxy.got["/page"]
    lines = [line for line in sent.split(b"\r\n") if not line.lower().startswith(b"proxy-authorization:")]
    assert request.block == b"\r\n".join(lines)
    assert request.block != sent


def test_a_name_that_leads_inside_is_refused_after_the_lookup(
    start_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    server, other = start_server({"/": PLAIN}), start_server({"/": PLAIN})
    urls = [f"http://localhost:{server.port}/", f"http://localhost:{other.port}/"]
    crawled = crawl(tmp_path, [{"url": url} for url in urls], FETCH_ALLOW_NETWORKS=[f"127.0.0.1/32:{server.port}"])
    assert crawled.of(urls[0])["status"] == 200
    assert crawled.of(urls[1])["error"] == "AddressRefusedError"
    assert other.connections == 0
