"""`latest_video`: players' playlists, where the title may be no link, and the alt words of text."""

from __future__ import annotations

import pytest

from tests.pipelines.widgets.link_pages import PROSE, SITE, URL, kinds, only, page, pairs, text, titles

NAMES = ["Noon forecast", "Mayor speaks at the pier", "Noon forecast", "Divers find the bell"]


def test_playlist_of_titles_with_a_link_laid_over() -> None:
    cards = "".join(
        f'<article><a class="over" href="{URL}"></a><h3>{name}</h3><footer><time>{n} hours ago</time></footer></article>'
        for n, name in enumerate(NAMES, 1)
    )
    widget = only(
        page(f'<aside><h2>News 7 Video</h2><div>{cards}</div><div><a href="/v">More Videos</a></div></aside>'),
        "latest_video",
    )
    assert pairs(widget) == [(name, None) for name in NAMES]


def test_cards_with_length_and_summary() -> None:
    cards = "".join(
        f'<article class="item"><a href="/v/{n}"><span>01:3{n}</span><div><h4>{name}</h4><p class="dek">{PROSE}</p></div></a></article>'
        for n, name in enumerate(NAMES)
    )
    widget = only(page(f"<section><header><h3>Latest Videos</h3></header><div>{cards}</div></section>"), "latest_video")
    assert pairs(widget) == [(name, f"{SITE}/v/{n}") for n, name in enumerate(NAMES)]


def test_text_with_alt_words_between() -> None:
    lines = "Latest Video\n\n" + "\n\n".join(f"Image\n\n{name}" for name in NAMES) + "\n\nCommunity Events\n"
    document = text(lines)
    assert kinds(document) == ["latest_video", "community_events"]


def test_titles_of_text() -> None:
    document = text("Latest Videos\nImage\nNoon forecast\nImage\nMayor speaks\n1:32\nMason Bay\nOvercast\n39°\n")
    from pipelines.widgets.latest_video import recognise

    (widget,) = recognise(document)
    assert titles(widget) == ["Noon forecast", "Mayor speaks"]


@pytest.mark.parametrize("heading", ["How to shoot a video", "Tools for Video", "Play Video"])
def test_a_heading_about_video_in_prose(heading: str) -> None:
    assert kinds(page(body=f"<h2>{heading}</h2><p>{PROSE}</p><p>{PROSE} <a href='/x'>More on lenses</a></p>")) == []
