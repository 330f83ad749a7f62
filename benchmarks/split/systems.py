"""The extractors that ours is measured against, each with its best settings, and ours: one function each, by name.

This file runs in two environments (`peers.py`), so nothing is imported before it is needed. What counts as best was
tried, not supposed: `docs/decisions/0102-how-splits-are-measured.md`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

FEW = 30
"""Words below which a text is next to nothing."""


@dataclass(frozen=True, slots=True)
class System:
    """An extractor: `run` takes a page's bytes and URL and gives its text ("" where it finds none)."""

    name: str
    package: str
    run: Callable[[bytes, str | None], str]
    environment: Literal["own", "peers"] = "peers"
    also: tuple[str, ...] = ("lxml",)
    """Packages whose version may change the text too."""

    def call(self) -> str:
        """The code that calls the extractor and its settings: what a remembered text depends on beside versions."""
        settings = inspect.getclosurevars(self.run).nonlocals
        return f"{inspect.getsource(self.run)} {settings}"


def _trafilatura(**settings: Any) -> Callable[[bytes, str | None], str]:
    """As trafilatura's own evaluation calls it: tables, no comments."""

    def run(body: bytes, url: str | None) -> str:
        from trafilatura import extract

        return extract(body, url=url, include_comments=False, include_tables=True, **settings) or ""

    return run


def _trafilatura_with_metadata(**settings: Any) -> Callable[[bytes, str | None], str]:
    def run(body: bytes, url: str | None) -> str:
        from trafilatura import bare_extraction

        document = bare_extraction(body, url=url, with_metadata=True, **settings)
        return (document.text or "") if document else ""

    return run


def _resiliparse(**settings: Any) -> Callable[[bytes, str | None], str]:
    """Its main content, and the whole page where that is next to nothing: 38 of WCXB's 790 pages."""

    def run(body: bytes, url: str | None) -> str:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
        from resiliparse.parse.html import HTMLTree

        tree = HTMLTree.parse(bytes_to_str(body, detect_encoding(body)))
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False, **settings)
        return text if len(text.split()) >= FEW else extract_plain_text(tree, alt_texts=False, list_bullets=False)

    return run


def _readability(body: bytes, url: str | None) -> str:
    """Its answer is HTML: written out by resiliparse, which keeps the words of two paragraphs apart."""
    from readability import Document
    from readability.readability import Unparseable
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    try:
        summary = Document(bytes_to_str(body, detect_encoding(body)), url=url or "").summary()
    except Unparseable:
        return ""
    return extract_plain_text(summary, alt_texts=False, list_bullets=False)


def _newspaper(body: bytes, url: str | None) -> str:
    from newspaper import ArticleException, article
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    try:
        found = article(
            url or "https://site.example/story",
            input_html=bytes_to_str(body, detect_encoding(body)),
            fetch_images=False,
        )
    except (ArticleException, ImportError):  # it asks for a package of its own for Chinese, Japanese and Thai
        return ""
    return found.text or ""


def _ours(body: bytes, url: str | None) -> str:
    from pipelines.split import split

    article = split(body, content_type="text/html", url=url).article
    return article.text if article else ""


OURS = System("ours", "station-archive", _ours, "own")
TRAFILATURA = "trafilatura"
PEERS = {
    system.name: system
    for system in (
        System(TRAFILATURA, "trafilatura", _trafilatura(), also=("lxml", "justext", "courlan")),
        System("trafilatura fast", "trafilatura", _trafilatura(fast=True)),
        System("trafilatura precision", "trafilatura", _trafilatura(favor_precision=True), also=("lxml", "justext")),
        System("trafilatura recall", "trafilatura", _trafilatura(favor_recall=True), also=("lxml", "justext")),
        System("resiliparse", "resiliparse", _resiliparse(comments=False), also=()),
        System("resiliparse with comments", "resiliparse", _resiliparse(comments=True), also=()),
        System("readability-lxml", "readability-lxml", _readability, also=("lxml", "resiliparse")),
        System("newspaper4k", "newspaper4k", _newspaper, also=("lxml", "resiliparse")),
    )
}
YARDSTICK = "trafilatura with metadata"
TIMED = {
    "ours": OURS,
    YARDSTICK: System(YARDSTICK, "trafilatura", _trafilatura_with_metadata()),
    "trafilatura fast with metadata": System(
        "trafilatura fast with metadata", "trafilatura", _trafilatura_with_metadata(fast=True)
    ),
    "trafilatura fast": PEERS["trafilatura fast"],
    "resiliparse": PEERS["resiliparse"],
    "readability-lxml": PEERS["readability-lxml"],
    "newspaper4k": PEERS["newspaper4k"],
}
