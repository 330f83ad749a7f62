"""A station of a few pages at the demo station's addresses, for crawls of a second."""

from __future__ import annotations

from crawler.demo.http import Response
from crawler.demo.server import DemoServer
from crawler.demo.site import PLAIN_PATH, plain_text

_STORIES = [f"/2021/03/0{number}/a-small-story-{number}/" for number in (1, 2)]
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


class SmallStation(DemoServer):
    """Serves a front page, its sections, two feeds, a sitemap, two stories, a page of text, a redirect and a 404."""

    def answer(self, path: str, conditions: dict[str, str]) -> Response:
        """The response to a request."""
        self.requests.append(path)
        return self._answer(path)

    def _answer(self, path: str) -> Response:
        if path in _STORIES:
            return _ok(_story(path), "text/html; charset=utf-8")
        if path == "/moved":
            return Response(301, "Moved", (("Content-Type", "text/html"), ("Location", self.base + _STORIES[0])))
        if path == PLAIN_PATH:
            return _ok(plain_text(self.at), "text/plain; charset=utf-8")
        pages = {
            "/robots.txt": ("User-agent: *\nDisallow: /private/\n", "text/plain"),
            "/": (_links(*_STORIES[:1], "/moved", "/missing", PLAIN_PATH), "text/html"),
            "/news/": (_links("/"), "text/html"),
            "/weather/": (_links(PLAIN_PATH), "text/html"),
            "/sports/": (_links(_STORIES[0]), "text/html"),
            "/community/": (_links("/"), "text/html"),
            "/feed.xml": (self._rss(), "application/rss+xml"),
            "/atom.xml": (f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>None</title></feed>', "text/xml"),
            "/sitemap-index.xml": (
                f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
                "text/xml",
            ),
        }
        if path not in pages:
            return Response(404, "Not Found", (("Content-Type", "text/html"),), b"<p>There is no such page.</p>")
        return _ok(*pages[path])

    def _rss(self) -> str:
        items = "".join(f"<item><title>A story</title><link>{self.base}{path}</link></item>" for path in _STORIES)
        return f'{_XML}<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


def _ok(text: str, mime: str) -> Response:
    return Response(200, "OK", (("Content-Type", mime),), text.encode())


def _links(*paths: str) -> str:
    items = "".join(f'<li><a href="{path}">To {path}</a></li>' for path in paths)
    return f"<!DOCTYPE html><title>Small</title><h1>Small station</h1><ul>{items}</ul>"


def _story(path: str) -> str:
    text = f"The council met about {path} on Monday evening and said that the matter would be heard again. " * 4
    list_ = "<h3>Most Popular</h3><ol>" + "".join(
        f'<li><a href="{each}">The story at {each}</a></li>' for each in _STORIES
    )
    return f"<!DOCTYPE html><title>Story</title><article><h1>Story {path}</h1><p>{text}</p></article>{list_}</ol>"
