"""Nothing of a page is lost and nothing stands twice (design invariants 2 and 6), on wild pages and on made ones."""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipelines.errors import ArchiveError
from pipelines.items import Split
from pipelines.split import split

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "../shared/data"))
PER_SET = 100


def shared(pattern: str, most: int | None = None) -> list[Path]:
    found = sorted(SHARED.glob(pattern))
    step = max(1, len(found) // most) if most else 1
    return found[::step][:most]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


UNSEEN = " or ".join(
    [
        *(f"ancestor::{tag}" for tag in ("head", "script", "style", "template", "noscript")),
        "ancestor::*[@hidden and not(starts-with(@id, 'S:'))]",
    ]
)


def visible_text(markup: bytes) -> str:
    """By XPath, with the parser's defaults: comments and processing instructions in the tree, no walk of ours."""
    root = etree.fromstring(markup, parser=etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if root is None:
        return ""
    display_none = {
        node
        for node in root.xpath("//*[@style]")
        if re.search(r"(^|;)\s*display\s*:\s*none\b", node.get("style"), re.I)
    }
    texts = []
    for text in root.xpath(f"//text()[not({UNSEEN})]"):
        parent = text.getparent()
        if text.is_tail:
            parent = parent.getparent()
        if parent is None or not isinstance(parent.tag, str):
            continue
        if display_none.isdisjoint({parent, *parent.iterancestors()}):
            texts.append(text)
    shown = [text for text in texts if squeezed(text)]
    if shown and root.find(".//head/title") is None and shown[0].getparent().tag == "title" and not shown[0].is_tail:
        del shown[0]  # the page's own, behind something that ended the head
    return squeezed("".join(shown))


def assert_whole(result: Split) -> None:
    """Every block has one role, and the parts hold the blocks of their role."""
    assert result.chrome == [block for block in result.blocks if block.role == "chrome"]
    told = [block for block in result.blocks if block.owner in ("dek", "body")]
    body = [block for block in told if block.owner == "body"]
    blocks = result.article.blocks if result.article else []
    assert blocks in (told, body)
    if blocks != told:
        assert told[0].text == body[0].text, "only a dek that is the first paragraph over again is left out"
    owners = Counter(block.owner for block in result.blocks if block.role == "widget")
    assert all(isinstance(owner, int) and 0 <= owner < len(result.widgets) for owner in owners)
    for position, widget in enumerate(result.widgets):
        if widget.duplicate_of is not None:
            original = result.widgets[widget.duplicate_of]
            assert widget.duplicate_of < position
            assert (original.kind, original.data, original.duplicate_of) == (widget.kind, widget.data, None)


def decoded(path: Path) -> bytes:
    """The page in UTF-8, so that the test's parser and ours read the same characters."""
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return body.decode("utf-8", "replace").encode()


PAGES = [
    *shared("station-html/*.html"),
    *shared("wcxb-articles/*.html.gz", PER_SET),
    *shared("snippets/*.html.gz", PER_SET),
]


@pytest.mark.skipif(not PAGES, reason=f"no shared data at {SHARED}")
@pytest.mark.parametrize("folder", ["station-html", "wcxb-articles", "snippets"])
def test_the_blocks_of_wild_pages_are_their_visible_text(folder):
    lost = []
    for path in (path for path in PAGES if path.parent.name == folder):
        page = decoded(path)
        result = split(page, content_type="text/html; charset=utf-8", url="https://station.test/story")
        assert_whole(result)
        if squeezed("".join(block.text for block in result.blocks)) != visible_text(page):
            lost.append(path.name)
    assert not lost


@pytest.mark.skipif(not shared("seed/*.txt"), reason=f"no shared data at {SHARED}")
def test_the_blocks_of_texts_are_their_lines():
    for path in [*shared("seed/*.txt"), *shared("station-text/*.txt")]:
        result = split(path.read_bytes(), content_type="text/plain")
        assert_whole(result)
        lines = [" ".join(line.split()) for line in path.read_text().split("\n") if line.strip()]
        assert [block.text for block in result.blocks] == lines


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
)
SHOWN = [
    ("<p>", "</p>"), ("<div class='widget most-popular'>", "</div>"), ("<section>", "</section>"), ("<h2>", "</h2>"),
    ("<span>", "</span>"), ("<b>", "</b>"), ("<a href='/story'>", "</a>"), ("<div style='display:block'>", "</div>"),
]  # fmt: skip
HIDDEN = [
    ("<script>", "</script>"), ("<style>", "</style>"), ("<noscript>", "</noscript>"), ("<template>", "</template>"),
    ("<div hidden>", "</div>"), ("<span style='color:red;display: none'>", "</span>"), ("<!--", "-->"),
]  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str]:
    """Markup and the visible text in it, made side by side."""
    markup, visible = [], []
    for words in draw(st.lists(WORDS, max_size=12)):
        before, after = draw(st.sampled_from(SHOWN + HIDDEN))
        safe = re.sub(r"[^\w ]", "", words) or "x"
        if (before, after) in HIDDEN:
            markup.append(f"{before}{safe}{after}")
        else:
            markup.append(f"{before}{escape(words)}{after}")
            visible.append(words)
    return "".join(markup), squeezed("".join(visible))


@given(pages())
@settings(max_examples=150, deadline=None)
def test_the_blocks_of_made_pages_are_what_was_put_in_them(page):
    markup, visible = page
    result = split(f"<!doctype html><html><head><title>t</title></head><body>{markup}", content_type="text/html")
    assert_whole(result)
    assert squeezed("".join(block.text for block in result.blocks)) == visible


@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/plain", "text/html; charset=utf-16", "x"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_split_or_refused(body, content_type):
    try:
        result = split(body, content_type=content_type)
    except ArchiveError:
        return
    assert_whole(result)


PIECES = st.sampled_from([
    "<div>", "</div>", "<p>", "<table>", "<td>", "</table>", "<li>", "<a href='http://[x'>", "<h1>", "<script>", "<!--", "<svg>",
    "<title>", "<template>", "<script type='application/ld+json'>", '{"@type":"NewsArticle","author":[1,{"name":[]}]}', "</script>",
    "<meta property='article:published_time' content='0000-99-99'>", "<base href='http://['>", "Posted: Feb 31, 2019 8:34 AM",
    "Updated: 99/99/99", "By ", "County Cases Deaths", "Cook123", "Most Popular", "Hi: 4° Lo: 2°", "\0", "\ud800", "é", " ", "word ",
    "<time datetime='9999-12-31T23:59:59-14:00'>", "<figure><figcaption>", "<select><option>", "<textarea>", "<body hidden>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_markup_is_split_or_refused(markup, as_text):
    try:
        result = split(markup, content_type="text/plain" if as_text else "text/html", url="http://[bad")
    except ArchiveError:
        return
    assert_whole(result)


def test_split_is_pure():
    page = decoded(PAGES[0]) if PAGES else b"<h1>Title</h1><p>Text of the story.</p>"
    assert split(page, content_type="text/html") == split(page, content_type="text/html")
