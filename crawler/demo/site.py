"""The demo station as a pure function: a path and a virtual time give a response, the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from datetime import UTC, datetime
from email.utils import format_datetime

import brotli

from crawler.demo import feeds
from crawler.demo.board import case_table, tagline, weather
from crawler.demo.clock import ZONE, draw
from crawler.demo.http import Response
from crawler.demo.pages import AS_EVER, Looks, draw_page, view_of
from crawler.demo.stories import LATIN_1_STORY, stories_at

HOST, PORT = "127.0.0.1", 7314
BASE = f"http://{HOST}:{PORT}"
HTML = "text/html; charset=utf-8"
PLAIN_PATH = "/plain/desk.txt"
"""Its three neighbours of a text extraction: the weather, the sentence, and a table with glued digits."""


def respond(path: str, at: datetime, *, base: str = BASE, looks: Looks = AS_EVER) -> Response:
    """What the station answers to a GET of `path` (with its query, if any) at a virtual time.

    `base` is the scheme, host and port that absolute links are made of, `looks` what its pages are drawn with.
    """
    at = at.astimezone(ZONE)
    return _fixed(path, at, base) or _moved(path, at, base) or _page(path, at, base, looks) or _not_found(at)


def not_modified(response: Response) -> Response:
    """The answer to a conditional request whose entity has not changed."""
    kept = tuple(pair for pair in response.headers if pair[0].lower() in {"date", "server", "etag", "last-modified"})
    return Response(304, "Not Modified", kept)


def plain_text(at: datetime) -> str:
    """The text-only page: what is left of a sidebar when its markup is gone, digits of a row glued together."""
    towns = "".join(
        f"{t['place']}\n{t['condition']}\n{t['temperature']}° wxIcon\nHi: {t['high']}° Lo: {t['low']}°\nFeels Like: {t['feels_like']}°\n"
        for t in weather(at, 1).data
    )
    table = case_table("Ohio", at, 1)
    rows = "".join(f"{row['county']}{row['cases']}{row['deaths']}\n" for row in table.data["rows"])
    return (
        f"{towns}{tagline(at, 1).text}\n\n{table.title}\n\n{table.note}\n\nCases: {table.data['total_cases']}\n\n"
        f"Reported Deaths: {table.data['total_deaths']}\nCountyCasesDeaths\n{rows}"
    )


def _fixed(path: str, at: datetime, base: str) -> Response | None:
    if path == "/robots.txt":
        return _ok(feeds.robots(base).encode(), "text/plain", at)
    if path == PLAIN_PATH:
        return _ok(plain_text(at).encode(), "text/plain; charset=utf-8", at)
    if path == "/odd":
        return _odd(at)
    if path == "/broken":
        return Response(500, "Something Broke", _head(at, HTML), _notice("The press has stopped"))
    if path.startswith("/media/") and path.endswith(".png"):
        return _ok(_picture(path), "image/png", at)
    documents = {
        "/feed.xml": (feeds.rss, "application/rss+xml; charset=utf-8"),
        "/atom.xml": (feeds.atom, "application/atom+xml"),
        "/sitemap-index.xml": (feeds.sitemap_index, "application/xml"),
        "/sitemap-news.xml": (feeds.news_sitemap, "application/xml"),
        "/sitemap-archive.xml.gz": (feeds.archive_sitemap, "application/gzip"),
    }
    if path not in documents:
        return None
    write, mime = documents[path]
    text = write(base, at).encode()
    return _ok(gzip.compress(text, mtime=0) if mime == "application/gzip" else text, mime, at)


def _moved(path: str, at: datetime, base: str) -> Response | None:
    """`/go/N` and a missing last slash move for good; `/old/N` is passed on twice before it arrives."""
    if view_of(path + "/", at, base):
        return _redirect(301, "Moved Permanently", f"{base}{path}/", at)
    place, _, number = path.strip("/").partition("/")
    story = next((s for s in stories_at(at) if str(s.number) == number), None)
    if story is None or place not in {"go", "old", "older"}:
        return None
    if place == "go":
        return _redirect(301, "Moved Permanently", base + story.path, at)
    target = f"{base}/older/{number}" if place == "old" else story.path
    return _redirect(302, "Found", target, at)


def _page(path: str, at: datetime, base: str, looks: Looks) -> Response | None:
    found = view_of(path, at, base, looks)
    if found is None:
        return None
    view, system = found
    text = draw_page(view, system)
    changed = view.story.changed if view.story else at.replace(minute=0, second=0)
    if view.story and view.story.number == LATIN_1_STORY and system == "nexstar":
        latin = text.replace('<meta charset="UTF-8">\n', "").encode("latin-1", "xmlcharrefreplace")
        return _ok(latin, "text/html; charset=ISO-8859-1", changed, at=at)
    return _encoded(text.encode(), system, changed, at)


def _encoded(body: bytes, system: str, changed: datetime, at: datetime) -> Response:
    """Each system packs its pages in its own way: gzip, brotli in chunks, or chunks alone."""
    if system == "heartland":
        return _ok(gzip.compress(body, 6, mtime=0), HTML, changed, ("Content-Encoding", "gzip"), at=at)
    if system == "nexstar":
        return _ok(brotli.compress(body, quality=5), HTML, changed, ("Content-Encoding", "br"), at=at, chunked=True)
    return _ok(body, HTML, changed, at=at, chunked=True)


def _ok(
    body: bytes, mime: str, changed: datetime, *more: tuple[str, str], at: datetime | None = None, chunked: bool = False
) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = (*_head(at or changed, mime), *more, ("ETag", tag), ("Last-Modified", _date(changed)))
    return Response(200, "OK", headers, body, chunked=chunked)


def _odd(at: datetime) -> Response:
    """Headers in odd case and twice, a reason phrase of its own, a chunk extension and a trailer."""
    headers = (
        *_head(at, HTML),
        ("x-ODD-Case", "kept"),
        ("Set-Cookie", "a=1"),
        ("X-Odd-Case", "twice"),
        ("Set-Cookie", "b=2"),
    )
    body = _notice("An odd answer, well within the standard") * 8
    trailers = (("X-Checksum", hashlib.sha256(body).hexdigest()[:8]),)
    return Response(200, "Oddly Fine", headers, body, chunked=True, extension=";note=first", trailers=trailers)


def _redirect(status: int, reason: str, target: str, at: datetime) -> Response:
    return Response(status, reason, (*_head(at, HTML), ("Location", target)), _notice("This page has moved"))


def _not_found(at: datetime) -> Response:
    return Response(404, "Not Found", _head(at, HTML), _notice("There is no such page"))


def _notice(text: str) -> bytes:
    return f"<!DOCTYPE html><title>{text}</title><p>{text}.</p>\n".encode()


def _head(at: datetime, mime: str) -> tuple[tuple[str, str], ...]:
    return (("Date", _date(at)), ("Server", "wdemo/1"), ("Content-Type", mime))


def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _picture(path: str) -> bytes:
    """A PNG of one colour, 32 by 18, that depends on its path."""
    width, height = 32, 18
    colour = bytes(draw(f"{path}/{channel}", 256) for channel in range(3))
    pixels = (b"\0" + colour * width) * height
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
