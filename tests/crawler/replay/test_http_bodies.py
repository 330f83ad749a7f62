"""HTTP heads, chunking and content encodings: any of them decodes back, and no bytes whatever raise."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_warcs import PAGE, http, zstandard

from crawler.archive.capture import Capture, decode_http, digest, is_page, warc_date, why_not_page
from crawler.archive.decode import MAX_BODY_BYTES, dechunk, decode_content
from crawler.archive.http_head import read_head

ENCODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": lambda data: zstandard([data])[0],
}


def capture(block: bytes, **fields) -> Capture:
    made = Capture(
        "a.warc", 0, "<urn:x>", "response", "http://news.example/", datetime(2021, 3, 4, tzinfo=UTC), **fields
    )
    decode_http(made, block)
    return made


@given(
    body=st.binary(max_size=5000),
    cuts=st.lists(st.integers(1, 700), max_size=30),
    extension=st.sampled_from([b"", b";name=value", b' ; q="x"']),
    trailers=st.sampled_from([b"", b"X-Digest: abc\r\n", b"A: 1\r\nB: 2\r\n"]),
    case=st.sampled_from([b"%x", b"%X", b"000%x"]),
    line_end=st.sampled_from([b"\r\n", b"\n"]),
)
def test_any_chunking_of_any_body_decodes_back(body, cuts, extension, trailers, case, line_end):
    raw, at = b"", 0
    for cut in [*cuts, len(body)]:
        piece = body[at : at + cut]
        if piece:
            raw += case % len(piece) + extension + line_end + piece + line_end
        at += len(piece)
    raw += b"0" + line_end + trailers + line_end
    decoded = dechunk(raw)
    assert decoded.data == body
    assert decoded.leniencies == []


@given(body=st.binary(min_size=1, max_size=500), keep=st.integers(1, 499))
def test_a_cut_chunked_body_keeps_what_came(body, keep):
    raw = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    whole = len(raw) - 2 - len(b"0\r\n\r\n")
    decoded = dechunk(raw[: min(whole, len(b"%x\r\n" % len(body)) + keep)])
    assert decoded.data == body[:keep]
    assert decoded.leniencies == ["chunks_cut"]


@given(st.binary(max_size=2000))
def test_a_body_that_only_says_that_it_is_chunked_is_kept(body):
    decoded = dechunk(b"<html>" + body)
    assert decoded.data == b"<html>" + body
    assert decoded.leniencies == ["not_chunked"]


@pytest.mark.parametrize("encoding", ENCODERS)
def test_content_encodings(encoding):
    packed = ENCODERS[encoding](PAGE * 50)
    made = capture(http(packed, headers=["Content-Type: text/html", f"Content-Encoding: {encoding}"]))
    assert made.body == PAGE * 50
    assert made.payload_digest == digest(packed)
    assert made.leniencies == []
    assert is_page(made)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_body_that_only_says_that_it_is_encoded_is_kept(encoding):
    made = capture(http(PAGE, headers=["Content-Type: text/html", f"Content-Encoding: {encoding}"]))
    assert made.body == PAGE
    assert made.leniencies == [f"not_{encoding.removeprefix('x-')}"]
    assert is_page(made)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_cut_body_is_decoded_as_far_as_it_goes(encoding):
    body = hashlib.shake_256(b"").digest(20000)
    found = decode_content(ENCODERS[encoding](body)[:-500], [encoding])
    assert body.startswith(found.data)
    assert len(found.data) > 10
    assert found.leniencies == [f"{encoding}_cut"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_broken_body_is_decoded_nearly_up_to_where_it_breaks(encoding):
    body = hashlib.shake_256(b"").hexdigest(300_000).encode()
    packed = bytearray(ENCODERS[encoding](body))
    packed[-2] ^= 1  # of the check sum
    found = decode_content(bytes(packed), [encoding])
    assert found.leniencies == [f"{encoding}_broken"]
    assert body.startswith(found.data)
    assert len(found.data) > len(body) - 5000


def test_members_and_several_encodings_and_raw_deflate():
    raw = zlib.compressobj(wbits=-15)
    assert decode_content(gzip.compress(b"a") + gzip.compress(b"b") + b"\0" * 9, ["gzip"]).data == b"ab"
    assert decode_content(gzip.compress(brotli.compress(b"abc")), ["br", "gzip"]).data == b"abc"
    assert decode_content(raw.compress(b"abc") + raw.flush(), ["deflate"]).data == b"abc"
    assert decode_content(b"abc", ["compress"]).leniencies == ["encoding_unknown"]
    assert decode_content(b"abc", ["gzip"] * 100).leniencies == ["encoding_unknown"]


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_bomb_costs_no_more_than_the_bound(encoding):
    packed = ENCODERS[encoding](bytes(3 * MAX_BODY_BYTES))
    tracemalloc.start()
    made = capture(http(packed, headers=["Content-Type: text/html", f"Content-Encoding: {encoding}"]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (made.problem, made.body) == ("too_large", None)
    assert peak < 2 * MAX_BODY_BYTES
    assert why_not_page(made) == "too_large"


@settings(max_examples=300)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\n", b"HTTP/1.1 103 Early\r\n\r\n"]),
)
def test_no_block_whatever_raises(block, prefix):
    made = capture(prefix + block)
    why_not_page(made)


NAMES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=1, max_size=20)
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f\x85\xa0"), max_size=40)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8), st.sampled_from(["\r\n", "\n"]), st.binary(max_size=50))
def test_headers_come_back_in_order_case_and_number(headers, line_end, body):
    text = "".join(f"{name}: {value}{line_end}" for name, value in headers)
    head = read_head(f"HTTP/1.1 200 OK{line_end}{text}{line_end}".encode("latin-1") + body)
    assert head.status == 200
    assert head.headers == headers
    assert ("bare_lf" in head.leniencies) == (line_end == "\n")


@pytest.mark.parametrize(
    ("block", "status", "leniency"),
    [
        (b"HTTP/1.1 200\r\n\r\nx", 200, "status_text_missing"),
        (b"HTTP/1.1 200 OK\nA: b\n\nx", 200, "bare_lf"),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\nx", 200, "folded_header"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\nx", 200, "header_without_colon"),
        (b"HTTP/1.1 200 OK\r\nA: caf\xe9\r\n\r\nx", 200, "header_not_ascii"),
        (b"HTTP/1.1 200 OK\r\nA: b", 200, "head_unterminated"),
        (b"\r\nHTTP/1.1 200 OK\r\n\r\nx", 200, "blank_before_head"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx", 200, "interim_response"),
        (b"HTTP/1.1 200 OK\r\r\nA: b\r\r\n\r\r\nx", 200, "doubled_cr"),
        (b"<html>no head at all</html>", None, "no_http_head"),
        (b"ICY 200 OK\r\n\r\nx", 200, None),
    ],
)
def test_heads_that_are_not_as_they_should_be(block, status, leniency):
    head = read_head(block)
    assert head.status == status
    assert head.leniencies == ([leniency] if leniency else [])


def test_a_folded_header_is_one_value():
    assert read_head(b"HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\r\n").headers == [("A", "b c")]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07+00:00"),
        ("2021-03-04T05:06:07.123456789Z", "2021-03-04T05:06:07.123456+00:00"),
        ("2021-03-04T05:06:07-05:00", "2021-03-04T10:06:07+00:00"),
        ("2021-03-04", "2021-03-04T00:00:00+00:00"),
        ("2021", "2021-01-01T00:00:00+00:00"),
        ("2009-03-65T08:43:19-0800", "2009-03-06T16:43:19+00:00"),
    ],
)
def test_dates(text, iso):
    assert warc_date(text).isoformat() == iso


@pytest.mark.parametrize("text", ["2021-065", "2021-065T08:43:19Z", "2021-13-04T05:06:07Z", "2021-03-04T25:06:07Z", ""])
def test_what_is_no_date(text):
    assert warc_date(text) is None


_DIGITS = st.text("0123456789", min_size=1, max_size=5)


@given(st.lists(_DIGITS | st.sampled_from(["-", "T", ":", ".", "Z", "+", " "]), max_size=14).map("".join))
def test_no_date_whatever_raises(text):
    warc_date(text)


@pytest.mark.parametrize(
    ("fields", "block", "reason"),
    [
        ({}, http(), None),
        ({}, http(headers=["content-type: TEXT/HTML; charset=utf-8"]), None),
        ({}, http(headers=["Content-Type: application/xhtml+xml"]), None),
        ({}, http(b"Weather today", headers=["Content-Type: text/plain"]), None),
        ({}, http(headers=[]), None),
        ({}, http(b"what is this", headers=[]), "not_html_or_text"),
        ({}, http(b"\x89PNG", headers=["Content-Type: image/png"]), "not_html_or_text"),
        ({}, http(status="404 Not Found"), "status_404"),
        ({}, http(b"", status="301 Moved", headers=["Location: /x"]), "redirect"),
        ({}, http(b" \r\n"), "empty"),
        ({}, http(b"<?xml version='1.0'?><!-- x --><rss version='2.0'/>"), "feed"),
        ({}, http(b"<feed xmlns='a'/>", headers=["Content-Type: text/xml"]), "feed"),
        ({}, http(b"{}", headers=["Content-Type: application/rss+xml"]), "feed"),
        ({}, http(b"<sitemapindex/>", headers=["Content-Type: application/xml"]), "sitemap"),
        ({}, http(b"<urlset/>", headers=["Content-Type: text/plain"]), "sitemap"),
        ({}, b"<html>no head</html>", "no_http_head"),
        ({"truncated": "disconnect"}, http(), "truncated_disconnect"),
        ({"truncated": "length"}, http(), None),
        ({}, http(headers=["Content-Type: text/html", "Content-Encoding: compress"]), "encoding"),
    ],
)
def test_which_captures_are_pages(fields, block, reason):
    assert why_not_page(capture(block, **fields)) == reason


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("http://news.example/robots.txt", "robots_txt"),
        ("https://news.example/robots.txt?x=1", "robots_txt"),
        ("https://news.example/about/robots.txt", None),
        ("dns:news.example", "not_http"),
        ("http://[broken/robots.txt", None),
    ],
)
def test_which_addresses_are_pages(uri, reason):
    made = capture(http(b"User-agent: *", headers=["Content-Type: text/plain"]))
    made.target_uri = uri
    assert why_not_page(made) == reason


def test_a_prefix_of_comments_takes_no_time():
    assert why_not_page(capture(http(b"<!---->" * 100_000))) is None


def test_a_header_folded_many_times_takes_no_time():
    head = read_head(b"HTTP/1.1 200 OK\r\nA: b\r\n" + b" c\r\n" * 60_000 + b"\r\n")
    assert head.headers[0][1].count("c") == 60_000
