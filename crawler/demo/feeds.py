"""The demo station's feeds, sitemaps and robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from crawler.demo.stories import Story, stories_at, videos_at

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def robots(base: str) -> str:
    """robots.txt, with what is closed and where the sitemaps are."""
    return (
        "# WDEMO\nUser-agent: *\nDisallow: /private/\nDisallow: /search\nCrawl-delay: 0.01\n\n"
        f"Sitemap: {base}/sitemap-index.xml\nSitemap: {base}/sitemap-news.xml\n"
    )


def rss(base: str, at: datetime) -> str:
    """RSS 2.0 of the twenty newest stories."""
    entries = "".join(
        f"<item><title>{escape(s.headline)}</title><link>{base}{s.path}</link><guid>{base}{s.path}</guid>"
        f"<pubDate>{format_datetime(s.published.astimezone(UTC))}</pubDate><description>{escape(s.dek)}</description></item>\n"
        for s in stories_at(at)[:20]
    )
    return f'{XML}<rss version="2.0"><channel><title>WDEMO news</title><link>{base}/</link><description>News</description>\n{entries}</channel></rss>\n'


def atom(base: str, at: datetime) -> str:
    """Atom of the twenty newest stories, with their last changes."""
    newest = stories_at(at)[:20]
    entries = "".join(
        f'<entry><title>{escape(s.headline)}</title><id>{base}{s.path}</id><link rel="alternate" href="{base}{s.path}"/>'
        f"<published>{_utc(s.published)}</published><updated>{_utc(s.changed)}</updated><summary>{escape(s.dek)}</summary></entry>\n"
        for s in newest
    )
    changed = max(s.changed for s in newest)
    return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>WDEMO stories</title><id>{base}/</id><updated>{_utc(changed)}</updated>\n{entries}</feed>\n'


def sitemap_index(base: str, at: datetime) -> str:
    """The index of the two sitemaps, the second compressed."""
    names = ("sitemap-news.xml", "sitemap-archive.xml.gz")
    entries = "".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in names)
    return f"{XML}<sitemapindex {SITEMAP}>{entries}</sitemapindex>\n"


def news_sitemap(base: str, at: datetime) -> str:
    """A news sitemap of the stories of the last two days."""
    entries = "".join(
        f"<url><loc>{base}{s.path}</loc><news:news><news:publication><news:name>WDEMO</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{_utc(s.published)}</news:publication_date><news:title>{escape(s.headline)}</news:title></news:news></url>\n"
        for s in stories_at(at)
        if (at - s.published).days < 2
    )
    return f'{XML}<urlset {SITEMAP} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{entries}</urlset>\n'


def archive_sitemap(base: str, at: datetime) -> str:
    """A sitemap of every story and video, with their last changes."""
    known: list[Story] = [*stories_at(at), *videos_at(at)]
    entries = "".join(f"<url><loc>{base}{s.path}</loc><lastmod>{_utc(s.changed)}</lastmod></url>\n" for s in known)
    return f"{XML}<urlset {SITEMAP}>\n{entries}</urlset>\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
